import type { Types } from 'mongoose'
import type { Actor } from '../user/actor.ts'
import { scopeFilter } from '../user/permissions.ts'
import { IssueModel, type Issue } from './index.ts'

/** What a line about another case needs. */
export type RelatedFacts = Pick<
  Issue,
  | '_id'
  | 'no'
  | 'title'
  | 'state'
  | 'leadDepartment'
  | 'dueOn'
  | 'dueAt'
  | 'raiser'
  | 'district'
  | 'resultClass'
  | 'satisfaction'
  | 'closedAt'
  | 'createdAt'
  | 'open'
  | 'remainingAtStop'
>
const RELATED_FIELDS = {
  no: 1,
  title: 1,
  state: 1,
  leadDepartment: 1,
  dueOn: 1,
  dueAt: 1,
  'raiser.name': 1,
  district: 1,
  resultClass: 1,
  satisfaction: 1,
  closedAt: 1,
  createdAt: 1,
  open: 1,
  remainingAtStop: 1,
} as const

/** Other cases of the same raiser, newest first. */
export async function sameRaiser(
  actor: Actor,
  issue: Pick<Issue, '_id' | 'raiser'>,
  most = 4,
): Promise<RelatedFacts[]> {
  if (issue.raiser.id === null) return []
  return IssueModel.find(
    { $and: [{ 'raiser.id': issue.raiser.id, _id: { $ne: issue._id } }, scopeFilter(actor, 'issue.read')] },
    RELATED_FIELDS,
  )
    .sort({ createdAt: -1 })
    .limit(most)
    .lean<RelatedFacts[]>()
}

/**
 * Cases that sound alike: of the same category and lately raised, by how many pairs of signs their titles share.
 * @param most  how many at most; only those that share something
 */
export async function alike(
  actor: Actor,
  issue: { _id: Types.ObjectId | null; title: string; category: string; raiserId: Types.ObjectId | null },
  most = 3,
): Promise<RelatedFacts[]> {
  const filter = { $and: [
    { category: issue.category, _id: { $ne: issue._id } },
    ...(issue.raiserId === null ? [] : [{ 'raiser.id': { $ne: issue.raiserId } }]),
    scopeFilter(actor, 'issue.read'),
  ] }
  const recent = await IssueModel.find(filter, RELATED_FIELDS).sort({ createdAt: -1 }).limit(200).lean<RelatedFacts[]>()
  const own = pairsOf(issue.title)
  return recent
    .map((other) => ({ other, shared: [...pairsOf(other.title)].filter((pair) => own.has(pair)).length }))
    .filter(({ shared }) => shared >= 2)
    .sort((one, other) => other.shared - one.shared)
    .slice(0, most)
    .map(({ other }) => other)
}

function pairsOf(title: string): Set<string> {
  const signs = [...title.replaceAll(/[，。、；：\s]/g, '')]
  return new Set(signs.slice(1).map((sign, index) => `${signs[index] ?? ''}${sign}`))
}
