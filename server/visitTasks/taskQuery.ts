import type { Request } from 'express'
import { Types } from 'mongoose'
import type { Actor } from '../../models/user/actor.ts'
import { relationsFor, scopeFilter } from '../../models/user/permissions.ts'
import { campaignOf, halfYearOf, isPeriod } from '../../models/visitTask/period.ts'
import { STANDING_FILTERS, type VisitTaskFilter } from '../../models/visitTask/queries.ts'
import { STANDINGS, type Standing } from '../../models/visitTask/standing.ts'
import { ASSIGNED_KINDS } from '../../models/visitTask/assignment.ts'
import { findSubjects } from '../../models/visit/subjectQueries.ts'
import type { ListQuery } from '../lib/listAddress.ts'

const NAMES = ['tab', 'period', 'standing', 'type', 'department', 'district', 'leader', 'q', 'page', 'by'] as const
const LONGEST = 60
const SEARCHED = 50
/** Stands for subjects without a leader or district in addresses. */
export const NONE = 'none'

/** The parameters of tasks and coverage as plain text; unknown and doubled ones fall away. */
export function taskQuery(req: Request): ListQuery {
  const pairs = NAMES.flatMap(name => {
    const value = req.query[name]
    return typeof value === 'string' && value.trim() !== '' ? [[name, value.trim().slice(0, LONGEST)] as const] : []
  })
  return Object.fromEntries(pairs)
}

export const seesAllTasks = (actor: Actor): boolean => relationsFor(actor, 'visitTask.read').includes('any')

export const isStanding = (text: string | undefined): text is Standing => text !== undefined && text in STANDINGS

/** The present periods: the half-year of firms and the campaign of members. */
export const presentPeriods = (today: string): string[] => [halfYearOf(today), campaignOf(today)]

/** The filter that an address asks for, within what the user may see. Without a period the present ones are meant. */
export async function taskFilter(query: ListQuery, actor: Actor, today: string): Promise<VisitTaskFilter> {
  const { period, standing, type, department, district, leader, q, tab } = query
  const parts: VisitTaskFilter[] = [
    scopeFilter(actor, 'visitTask.read'),
    { period: period && isPeriod(period) ? period : { $in: presentPeriods(today) } },
  ]
  if (tab === 'mine') parts.push({ officer: actor.id })
  if (isStanding(standing)) parts.push(STANDING_FILTERS[standing])
  if (type === 'member') parts.push({ 'subject.type': { $in: ['npc', 'cppcc'] } })
  else if (type && type in ASSIGNED_KINDS) parts.push({ 'subject.type': type })
  if (department && seesAllTasks(actor)) parts.push({ department })
  if (district) parts.push({ 'subject.district': district === NONE ? null : district })
  if (leader === NONE) parts.push({ 'subject.linkedLeader': null })
  else if (leader && Types.ObjectId.isValid(leader)) parts.push({ 'subject.linkedLeader': new Types.ObjectId(leader) })
  if (q) parts.push({ 'subject.id': { $in: (await findSubjects(q, SEARCHED)).map(({ id }) => id) } })
  return { $and: parts.filter(part => Object.keys(part).length > 0) }
}
