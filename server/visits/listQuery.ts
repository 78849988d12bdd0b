import type { Request } from 'express'
import type { Actor } from '../../models/user/actor.ts'
import { relationsFor, scopeFilter } from '../../models/user/permissions.ts'
import { isMode } from '../../models/visit/mode.ts'
import { isVisitNumber } from '../../models/visit/number.ts'
import type { VisitFilter } from '../../models/visit/queries.ts'
import { SUBJECT_TYPES } from '../../models/visit/subject.ts'
import { findSubjects } from '../../models/visit/subjectQueries.ts'
import { parseDay } from '../../models/shared/calendarDay.ts'
import type { ListQuery } from '../lib/listAddress.ts'
import type { VisitTab } from './listView.ts'

const NAMES = ['tab', 'type', 'mode', 'district', 'department', 'subject', 'from', 'to', 'q', 'sort', 'page'] as const
const LONGEST = 60
const SEARCHED = 50
const LAST_PAGE = 10_000

/** The list's parameters as plain text; unknown and doubled ones fall away. */
export function listQuery(req: Request): ListQuery {
  const pairs = NAMES.flatMap(name => {
    const value = req.query[name]
    return typeof value === 'string' && value.trim() !== '' ? [[name, value.trim().slice(0, LONGEST)] as const] : []
  })
  return Object.fromEntries(pairs)
}

export const pageOf = ({ page = '1' }: ListQuery): number =>
  /^\d{1,5}$/.test(page) ? Math.min(LAST_PAGE, Math.max(1, Number(page))) : 1

export const seesAll = (actor: Actor): boolean => relationsFor(actor, 'visit.read').includes('any')

/** The tabs of this user: own work first, for whoever makes visits. */
export const tabsOf = (actor: Actor, mayCreate: boolean): VisitTab[] =>
  [...(mayCreate ? ['mine' as const] : []), seesAll(actor) ? 'all' : 'department', 'planned', 'unconfirmed']

export function tabOf(query: ListQuery, tabs: readonly VisitTab[]): VisitTab {
  return tabs.find(tab => tab === query['tab']) ?? tabs[0] ?? 'all'
}

const NOT_VOID = { state: { $in: ['planned', 'done'] } }
const TAB_FILTERS: Record<VisitTab, (actor: Actor) => VisitFilter> = {
  mine: actor => ({ 'visitors.user': actor.id, ...NOT_VOID }),
  department: actor => ({ department: actor.department, ...NOT_VOID }),
  all: () => NOT_VOID,
  planned: () => ({ state: 'planned' }),
  unconfirmed: () => ({ state: 'done', confirmation: null, outcome: { $ne: '失联' } }),
}

/** The filter that a list's address asks for, within what the user may see. */
export async function listFilter(query: ListQuery, tab: VisitTab, actor: Actor): Promise<VisitFilter> {
  const { type, mode, district, department, subject, q } = query
  const [from, to] = [parseDay(query['from'] ?? ''), parseDay(query['to'] ?? '')]
  const parts: VisitFilter[] = [scopeFilter(actor, 'visit.read'), TAB_FILTERS[tab](actor)]
  if (type && type in SUBJECT_TYPES) parts.push({ 'subjects.type': type })
  if (mode && isMode(mode)) parts.push({ mode })
  if (district && /^\d{6}$/.test(district)) parts.push({ 'subjects.district': district })
  if (department && seesAll(actor)) parts.push({ department })
  if (subject && /^[0-9a-f]{24}$/.test(subject)) parts.push({ 'subjects.id': subject })
  if (from || to) parts.push({ onDay: { ...(from ? { $gte: from } : {}), ...(to ? { $lte: to } : {}) } })
  if (q) parts.push(await searched(q))
  return { $and: parts.filter(part => Object.keys(part).length > 0) }
}

/** A number, or whoever the words may mean. */
async function searched(q: string): Promise<VisitFilter> {
  if (isVisitNumber(q.toUpperCase())) return { no: q.toUpperCase() }
  const subjects = await findSubjects(q, SEARCHED)
  return { 'subjects.id': { $in: subjects.map(({ id }) => id) } }
}

