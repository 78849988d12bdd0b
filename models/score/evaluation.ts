import { multiply, parseRational, type Rational } from '../shared/rational.ts'
import type { PlanWeights } from '../scoringPlan/weights.ts'
import { ballotNode, type Ballots } from './ballotScore.ts'
import { liaisonNode, shortWeight, type LiaisonCounts } from './liaisonScore.ts'
import { meanNode, textOf, type ScoreNode } from './node.ts'
import { meanOf, tallyOf } from './tally.ts'

/**
 * E from B and R. Without ballots there is no evaluation; without liaison work E is B alone, and partial.
 * @source domain.md §7, 5
 */
export function evaluationNode(plan: PlanWeights, ballot: ScoreNode, daily: ScoreNode): ScoreNode {
  const { evaluation } = plan
  const words = {
    key: 'E', label: '社会评价 E', weight: null,
    formula: `${shortWeight(evaluation.ballot)} B + ${shortWeight(evaluation.daily)} R`,
  }
  const mean = meanNode(words, [ballot, daily])
  return ballot.value === null ? { ...mean, value: null, partial: false } : mean
}

/** The whole derivation: E with B and R under it, or R alone while there is no vote yet. */
export function derivation(plan: PlanWeights, counts: LiaisonCounts, ballots: Ballots | null): ScoreNode {
  if (ballots === null) return liaisonNode(plan, counts, null)
  return evaluationNode(plan, ballotNode(plan, ballots), liaisonNode(plan, counts))
}

/** Points in the annual assessment. */
export const annualPoints = (plan: PlanWeights, evaluation: Rational | null): Rational | null =>
  (evaluation === null ? null : multiply(parseRational(plan.annualShare), evaluation))

const PROVINCIAL = { phone: '0.6', paper: '0.4' }

/**
 * The province's own result, shown beside the score and never mixed in: telephone and paper survey in scale SD3, 6 to 4; one of
 * them missing leaves the other.
 * @source domain.md §1.2, §7, 6
 */
export function provincialNode(phone: readonly number[], paper: readonly number[]): ScoreNode {
  return meanNode({ key: 'SD3', label: '省满意度', formula: '0.6 电话 + 0.4 问卷', weight: null }, [
    surveyNode('SD3/phone', '电话', PROVINCIAL.phone, phone), surveyNode('SD3/paper', '问卷', PROVINCIAL.paper, paper),
  ])
}

function surveyNode(key: string, label: string, weight: string, counts: readonly number[]): ScoreNode {
  const tally = tallyOf('SD3', counts)
  return {
    key, label, weight, formula: '各选项分值之和 ÷ 计分票数', value: textOf(meanOf(tally)), partial: false, children: [],
    leaf: { kind: 'marks', counts, valid: tally.valid, unknown: tally.unknown },
  }
}
