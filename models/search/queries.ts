import type { Types } from 'mongoose'
import { findEnterprises, type EnterpriseRow } from '../enterprise/queries.ts'
import { IssueModel } from '../issue/index.ts'
import type { Issue } from '../issue/record.ts'
import { findMembers, type MemberRow } from '../member/queries.ts'
import { beginsWith } from '../shared/prefix.ts'
import type { Actor } from '../user/actor.ts'
import { mayEver, scopeFilter } from '../user/permissions.ts'
import { VisitModel, type Visit } from '../visit/index.ts'
import { guessNumber } from './number.ts'

export type FoundIssue = Pick<Issue, 'no' | 'title' | 'state' | 'leadDepartment' | 'createdAt'> & { raiser: { name: string } }
export type FoundVisit = Pick<Visit, 'no' | 'onDay' | 'department' | 'mode' | 'subjects'>

/** What one box finds, each kind within the user's reach. `more` says that a kind has more than is shown. */
export interface Found {
  firms: EnterpriseRow[]
  members: MemberRow[]
  issues: FoundIssue[]
  visits: FoundVisit[]
}

export const FOUND_EACH = 10

/**
 * Firms and people by name, pinyin, initials or credit code; cases and visits by number, or of the firms and people found. One
 * more than `FOUND_EACH` of a kind tells that there are more.
 */
export async function searchAll(typed: string, actor: Actor, year: number): Promise<Found> {
  const [firms, members] = await Promise.all([
    mayEver(actor, 'enterprise.read') ? findEnterprises(typed, FOUND_EACH + 1) : [],
    mayEver(actor, 'member.read') ? findMembers(typed, FOUND_EACH + 1) : [],
  ])
  const subjects = [...firms, ...members].slice(0, 2 * FOUND_EACH).map(({ _id }) => _id)
  const [issues, visits] = await Promise.all([
    mayEver(actor, 'issue.read') ? findIssues(typed, subjects, actor, year) : [],
    mayEver(actor, 'visit.read') ? findVisits(typed, subjects, actor, year) : [],
  ])
  return { firms, members, issues, visits }
}

/** Branches that each have an index; none = nothing to look for. */
const anyOf = (branches: readonly (Record<string, unknown> | null)[]): Record<string, unknown> | null => {
  const given = branches.filter((branch) => branch !== null)
  return given.length === 0 ? null : { $or: given }
}

function findIssues(typed: string, subjects: readonly Types.ObjectId[], actor: Actor, year: number): Promise<FoundIssue[]> {
  const { exact, begins } = guessNumber(typed, year).issues
  const filter = anyOf([
    exact.length === 0 ? null : { no: { $in: exact } }, begins === null ? null : { no: beginsWith(begins) },
    subjects.length === 0 ? null : { 'raiser.id': { $in: subjects } },
  ])
  if (filter === null) return Promise.resolve([])
  return IssueModel.find({ $and: [filter, scopeFilter(actor, 'issue.read')] }, {
    no: 1, title: 1, state: 1, leadDepartment: 1, createdAt: 1, 'raiser.name': 1,
  }).sort({ createdAt: -1 }).limit(FOUND_EACH + 1).lean<FoundIssue[]>()
}

function findVisits(typed: string, subjects: readonly Types.ObjectId[], actor: Actor, year: number): Promise<FoundVisit[]> {
  const { begins } = guessNumber(typed, year).visits
  const filter = anyOf([
    begins === null ? null : { no: beginsWith(begins) }, subjects.length === 0 ? null : { 'subjects.id': { $in: subjects } },
  ])
  if (filter === null) return Promise.resolve([])
  return VisitModel.find({ $and: [filter, scopeFilter(actor, 'visit.read')] }, {
    no: 1, onDay: 1, department: 1, mode: 1, 'subjects.name': 1,
  }).sort({ onDay: -1 }).limit(FOUND_EACH + 1).lean<FoundVisit[]>()
}
