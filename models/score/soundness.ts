import { isDeepStrictEqual } from 'node:util'
import type { PlanWeights } from '../scoringPlan/weights.ts'
import type { Ballots } from './ballotScore.ts'
import { derivation } from './evaluation.ts'
import type { LiaisonCounts } from './liaisonScore.ts'
import { findNode, type ScoreNode } from './node.ts'
import { countsOf, type LeafRows } from './rows.ts'

/** A stored calculation as far as it can be recomputed. */
export interface CheckedScore {
  department: string
  n: number
  plan: { hash: string | null }
  counts: LiaisonCounts
  ballots: Ballots | null
  tree: ScoreNode
  R: string | null
  B: string | null
  E: string | null
}

/**
 * What does not add up in a stored calculation, as plain sentences; empty when all does: the rows make the counts, counts and
 * plan make the tree, the tree makes R, B and E, and the plan is the one named.
 *
 * @param tally the marks as they stand in the tally now, where they must be those of the calculation; undefined asks nothing
 */
export function scoreComplaints(
  score: CheckedScore, plan: { weights: PlanWeights; hash: string | null } | null, rows: readonly LeafRows[],
  tally?: Ballots,
): string[] {
  const name = `得分 ${score.department} 第 ${score.n} 次`
  if (plan === null) return [`${name}：计分方案不存在`]
  const own = { ...countsOf([]), ...score.counts }
  const expected = derivation(plan.weights, own, score.ballots ?? null)
  return [
    ...(score.plan.hash === null || score.plan.hash === plan.hash ? [] : [`${name}：校验码和计分方案不一致`]),
    ...(isDeepStrictEqual(plain(countsOf(rows)), plain(own)) ? [] : [`${name}：分子分母和逐件记录对不上`]),
    ...(['R', 'B', 'E'] as const).flatMap((key) => figureComplaints(name, key, score, expected)),
    ...(tally === undefined || isDeepStrictEqual(tally, score.ballots ?? {}) ? [] : [`${name}：票数和计票表对不上`]),
  ]
}

const plain = (counts: LiaisonCounts): unknown => JSON.parse(JSON.stringify(counts))

function figureComplaints(name: string, key: 'R' | 'B' | 'E', score: CheckedScore, expected: ScoreNode): string[] {
  const made = findNode(expected, key)?.value ?? null
  const stored = findNode(score.tree, key)?.value ?? null
  return [
    ...(stored === made ? [] : [`${name}：按计分方案重算 ${key} 得 ${made ?? '无'}，存的是 ${stored ?? '无'}`]),
    ...((score[key] ?? null) === stored ? [] : [`${name}：${key} 和推导不一致`]),
  ]
}
