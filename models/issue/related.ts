import type { Types } from 'mongoose'
import { memoFor } from '../shared/memo.ts'
import type { Actor } from '../user/actor.ts'
import { scopeFilter, scopeKey } from '../user/permissions.ts'
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
  const own = [...pairsOf(issue.title)]
  return (await lately(actor, issue.category))
    .filter(({ facts }) => !(issue._id?.equals(facts._id) ?? false))
    .filter(({ raiserId }) => issue.raiserId === null || !issue.raiserId.equals(raiserId))
    .map(({ facts, pairs }) => ({ facts, shared: own.filter((pair) => pairs.has(pair)).length }))
    .filter(({ shared }) => shared >= 2)
    .sort((one, other) => other.shared - one.shared)
    .slice(0, most)
    .map(({ facts }) => facts)
}

/** What was lately raised in a category within somebody's scope; kept for some seconds, since every page of a case asks for it. */
const lately = memoFor(
  20_000,
  async (actor: Actor, category: string) => {
    const filter = { $and: [{ category }, scopeFilter(actor, 'issue.read')] }
    const fields = { ...RELATED_FIELDS, 'raiser.id': 1 } as const
    const found = await IssueModel.find(filter, fields).sort({ createdAt: -1 }).limit(200).lean<RelatedFacts[]>()
    return found.map((facts) => ({ facts, raiserId: facts.raiser.id, pairs: pairsOf(facts.title) }))
  },
  (actor, category) => `${scopeKey(actor, 'issue.read')} ${category}`,
)

function pairsOf(title: string): Set<string> {
  const signs = [...title.replaceAll(/[，。、；：\s]/g, '')]
  return new Set(signs.slice(1).map((sign, index) => `${signs[index] ?? ''}${sign}`))
}
