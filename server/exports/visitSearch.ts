import type { Actor } from '../../models/user/actor.ts'
import { scopeFilter } from '../../models/user/permissions.ts'
import { parseDay } from '../../models/shared/calendarDay.ts'

/** The address of the list of visits as a stored condition and order. */
export function readVisitSearch(actor: Actor, query: Readonly<Record<string, string>>): { filter: Record<string, unknown>, sort: Record<string, 1 | -1> } {
  const conditions = [scopeFilter(actor, 'visit.read'), tabCondition(actor, query['tab']), spanOf(query), plain(query), namedLike(query['q'] ?? '')]
  const filled = conditions.filter((each) => Object.keys(each).length > 0)
  const direction = query['sort'] === 'onDay' ? 1 : -1
  return { filter: filled.length === 0 ? {} : { $and: filled }, sort: { onDay: direction, _id: direction } }
}

function tabCondition(actor: Actor, tab: string | undefined): Record<string, unknown> {
  if (tab === 'mine') return { 'visitors.user': actor.id }
  if (tab === 'department') return { department: actor.department }
  if (tab === 'planned') return { state: 'planned' }
  if (tab === 'unconfirmed') return { state: 'done', confirmation: null }
  return {}
}

function plain(query: Readonly<Record<string, string>>): Record<string, unknown> {
  const conditions = { 'subjects.type': query['type'], mode: query['mode'], 'subjects.district': query['district'], department: query['department'] }
  return Object.fromEntries(Object.entries(conditions).filter(([, value]) => value))
}

function spanOf(query: Readonly<Record<string, string>>): Record<string, unknown> {
  const [from, to] = [parseDay(query['from'] ?? ''), parseDay(query['to'] ?? '')]
  return from || to ? { onDay: { ...(from ? { $gte: from } : {}), ...(to ? { $lte: to } : {}) } } : {}
}

function namedLike(q: string): Record<string, unknown> {
  if (q.trim() === '') return {}
  const contains = { $regex: q.trim().slice(0, 60).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), $options: 'i' }
  return { $or: [{ 'subjects.name': contains }, { no: contains }] }
}
