import { isDeepStrictEqual } from 'node:util'
import type { PlanWeights } from '../scoringPlan/weights.ts'
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
  tree: ScoreNode
  R: string | null
}

/**
 * What does not add up in a stored calculation, as plain sentences; empty when all does: the rows make the counts, counts and
 * plan make the tree, the tree makes R, and the plan is the one named.
 */
export function scoreComplaints(
  score: CheckedScore, plan: { weights: PlanWeights; hash: string | null } | null, rows: readonly LeafRows[],
): string[] {
  const name = `得分 ${score.department} 第 ${score.n} 次`
  if (plan === null) return [`${name}：计分方案不存在`]
  const own = { ...countsOf([]), ...score.counts }
  const expected = derivation(plan.weights, own, null)
  const root = findNode(score.tree, 'R')
  return [
    ...(score.plan.hash === null || score.plan.hash === plan.hash ? [] : [`${name}：校验码和计分方案不一致`]),
    ...(isDeepStrictEqual(plain(countsOf(rows)), plain(own)) ? [] : [`${name}：分子分母和逐件记录对不上`]),
    ...(root?.value === expected.value ? [] : [`${name}：按计分方案重算 R 得 ${expected.value ?? '无'}，存的是 ${root?.value ?? '无'}`]),
    ...(score.R === (root?.value ?? null) ? [] : [`${name}：R 和推导不一致`]),
  ]
}

const plain = (counts: LiaisonCounts): unknown => JSON.parse(JSON.stringify(counts))
