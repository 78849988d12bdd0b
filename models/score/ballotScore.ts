import type { PlanVenue, PlanWeights } from '../scoringPlan/weights.ts'
import { meanNode, textOf, type ScoreNode } from './node.ts'
import { meanOf, NO_MARKS, pooled, tallyOf, type Tally } from './tally.ts'

/** Marks per venue, category and option (in the scale's order) of one department. */
export type Ballots = Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>

/**
 * B: the mean of the venues, each the mean of its categories. A category with fewer scored marks than the plan asks for is
 * void, a venue without a category that counts is void; the weights of the others are renormalised and the node says `partial`.
 * @source domain.md §7, 1 to 3
 */
export const ballotNode = (plan: PlanWeights, ballots: Ballots, weight: string | null = plan.evaluation.ballot): ScoreNode =>
  meanNode(
    { key: 'B', label: '评议得分 B', formula: '各会场得分 × 权重之和', weight },
    plan.venues.map((venue) => venueNode(plan, venue, ballots[venue.name] ?? {})),
  )

/** The marks of all categories that are not void, put together: for the rates shown beside a score. */
export function countedMarks(plan: PlanWeights, node: ScoreNode): Tally {
  const categories = node.children.flatMap((venue) => venue.children).filter((category) => category.value !== null)
  return pooled(categories.map(({ leaf }) => (leaf?.kind === 'marks' ? tallyOf(plan.scale, leaf.counts) : NO_MARKS)))
}

const venueNode = (plan: PlanWeights, venue: PlanVenue, marks: Readonly<Record<string, readonly number[]>>): ScoreNode =>
  meanNode(
    { key: `B/${venue.name}`, label: venue.name, formula: '各类别得分 × 权重之和', weight: venue.weight },
    venue.categories.map(({ name, weight }) => categoryNode(plan, `B/${venue.name}/${name}`, name, weight, marks[name] ?? [])),
  )

function categoryNode(plan: PlanWeights, key: string, label: string, weight: string, counts: readonly number[]): ScoreNode {
  const tally = tallyOf(plan.scale, counts)
  const isVoid = tally.valid < plan.minValid
  return {
    key, label, weight, formula: isVoid ? `计分票少于 ${plan.minValid} 张，不计` : '各选项分值之和 ÷ 计分票数',
    value: isVoid ? null : textOf(meanOf(tally)), partial: false,
    leaf: { kind: 'marks', counts, valid: tally.valid, unknown: tally.unknown }, children: [],
  }
}
