import {
  add, displayText, exactText, fraction, greater, multiply, parseRational, smaller, subtract, ZERO, type Rational,
} from '../shared/rational.ts'
import type { PlanWeights } from '../scoringPlan/weights.ts'
import { LEAVES, type RateLeaf } from './leaves.ts'
import { meanNode, textOf, valueOf, type ScoreNode } from './node.ts'
import { percentage } from './tally.ts'

/** What R is made of: numerator and denominator of each rate, and the cards that cost points. */
export type LiaisonCounts = Record<RateLeaf, readonly [numerator: number, denominator: number]> & {
  red: number
  circular: number
  interview: number
}

type Daily = PlanWeights['daily']

/**
 * R = T, G and V by their weights, less D, not below 0. A rate with nothing to divide by falls out of its group, an empty group
 * out of R; without any group there is no R and D has nothing to be taken from.
 * @source domain.md §7, 4
 */
export function liaisonNode(plan: PlanWeights, counts: LiaisonCounts, weight: string | null = plan.evaluation.daily): ScoreNode {
  const { daily } = plan
  const groups = [groupT(daily, counts), groupG(daily, counts), rateNode('R/V', 'visited', daily.R.V, counts)]
  const deduction = deductionNode(daily.D, counts)
  const words = {
    key: 'R', label: '日常得分 R', weight,
    formula: `${shortWeight(daily.R.T)} T + ${shortWeight(daily.R.G)} G + ${shortWeight(daily.R.V)} V − D`,
  }
  const mean = meanNode(words, groups)
  const before = valueOf(mean)
  const value = before === null ? null : greater(ZERO, subtract(before, pointsOff(daily.D, counts)))
  return { ...mean, value: textOf(value), children: [...groups, deduction] }
}

const groupT = (daily: Daily, counts: LiaisonCounts): ScoreNode => meanNode(
  {
    key: 'R/T', label: 'T 企业和代表委员诉求', weight: daily.R.T,
    formula: `${shortWeight(daily.T.responded)} 响应 + ${shortWeight(daily.T.resolved)} 解决 + ${shortWeight(daily.T.satisfied)} 满意`,
  },
  [
    rateNode('R/T/responded', 'responded', daily.T.responded, counts),
    rateNode('R/T/resolved', 'resolved', daily.T.resolved, counts),
    rateNode('R/T/satisfied', 'satisfied', daily.T.satisfied, counts),
  ],
)

const groupG = (daily: Daily, counts: LiaisonCounts): ScoreNode => meanNode(
  {
    key: 'R/G', label: 'G 市民意见、建议、提案', weight: daily.R.G,
    formula: `${shortWeight(daily.G.onTime)} 按时办复 + ${shortWeight(daily.G.raiserSatisfied)} 提出人满意`,
  },
  [
    rateNode('R/G/onTime', 'onTime', daily.G.onTime, counts),
    rateNode('R/G/raiserSatisfied', 'raiserSatisfied', daily.G.raiserSatisfied, counts),
  ],
)

function rateNode(key: string, leaf: RateLeaf, weight: string, counts: LiaisonCounts): ScoreNode {
  const [numerator, denominator] = counts[leaf]
  return {
    key, label: LEAVES[leaf].label, formula: LEAVES[leaf].formula, weight,
    value: textOf(percentage(numerator, denominator)), partial: false,
    leaf: { kind: 'rate', numerator, denominator }, children: [],
  }
}

function deductionNode(each: Daily['D'], counts: LiaisonCounts): ScoreNode {
  const { red, circular, interview } = counts
  return {
    key: 'R/D', label: 'D 扣分', weight: null, value: exactText(pointsOff(each, counts)), partial: false, children: [],
    formula: `红牌 ${shortWeight(each.red)}，通报 ${shortWeight(each.circular)}，约谈 ${shortWeight(each.interview)}，`
      + `最多扣 ${shortWeight(each.cap)}`,
    leaf: { kind: 'cards', red, circular, interview },
  }
}

function pointsOff(each: Daily['D'], counts: Pick<LiaisonCounts, 'red' | 'circular' | 'interview'>): Rational {
  const off = [
    multiply(parseRational(each.red), fraction(counts.red)), multiply(parseRational(each.circular), fraction(counts.circular)),
    multiply(parseRational(each.interview), fraction(counts.interview)),
  ].reduce(add)
  return smaller(off, parseRational(each.cap))
}

/** `0.40` → `0.4`: a weight inside a formula. */
export const shortWeight = (weight: string): string => displayText(parseRational(weight), 4).replace(/\.?0+$/, '')
