import { displayText, multiply, parseRational, type Rational } from '../../models/shared/rational.ts'
import { countedMarks } from '../../models/score/ballotScore.ts'
import { annualPoints } from '../../models/score/evaluation.ts'
import type { Score } from '../../models/score/index.ts'
import { findNode, type ScoreNode } from '../../models/score/node.ts'
import { shownRates, tallyOf } from '../../models/score/tally.ts'
import type { StoredPlan } from '../../models/scoringPlan/queries.ts'
import { scaleOf } from '../../models/scoringPlan/scales.ts'
import { shortWeight } from '../../models/score/liaisonScore.ts'
import { countText } from '../lib/format.ts'
import type { Fact, SectionHead } from '../lib/parts.ts'

/** Place of a department inside its group, by E; null before the vote. */
export interface Standing {
  group: string
  rank: number | null
  of: number
}

/** A line of B's derivation: a venue or a category with its marks. */
export interface BallotRow {
  label: string
  href: string | null
  depth: 'root' | 'branch' | 'twig'
  last: boolean
  weight: string
  counts: string[]
  n: string
  value: string
  weighted: string
}

export interface BallotTree {
  head: SectionHead
  options: string[]
  rows: BallotRow[]
}

const shown = (exact: string | null, decimals = 4): string => (exact === null ? '不计' : displayText(parseRational(exact), decimals))
const rateShown = (rate: Rational | null): string => (rate === null ? '—' : `${displayText(rate)}%`)

/**
 * B as a table: venues, and under them categories with the marks of each option, down to the rows of the tally. Null before the
 * unsealing. A void category keeps its marks to itself: so few could be told apart.
 */
export function ballotTree(score: Score, plan: StoredPlan, base: string, tallyHref: string | null): BallotTree | null {
  const root = findNode(score.tree, 'B')
  if (root === null) return null
  const scale = scaleOf(plan.weights.scale)
  const words = scale.options.map((option, at) => `${option} ${scale.values[at] ?? '不计分'}`).join('，')
  const line = (node: ScoreNode, depth: BallotRow['depth'], last: boolean): BallotRow => {
    const categories = depth === 'twig' ? [node] : depth === 'branch' ? node.children : node.children.flatMap(({ children }) => children)
    const counted = categories.filter(({ value }) => value !== null).flatMap(({ leaf }) => (leaf?.kind === 'marks' ? [leaf.counts] : []))
    const counts = scale.options.map((_, at) => counted.reduce((sum, each) => sum + (each[at] ?? 0), 0))
    return {
      label: depth === 'root' ? 'B = 各会场得分 × 权重之和' : node.label, depth, last, weight: shown(node.weight, 2),
      href: depth === 'twig' && node.value !== null ? `${base}/ballots?n=${score.n}&venue=${encodeURIComponent(node.key.split('/')[1] ?? '')}` : null,
      counts: counted.length === 0 ? counts.map(() => '') : counts.map(countText), n: counted.length === 0 ? '' : countText(tallyOf(plan.weights.scale, counts).valid),
      value: node.value === null && depth === 'twig' ? `不足 ${plan.weights.minValid} 张，不计` : shown(node.value),
      weighted: node.value === null || node.weight === null ? '' : displayText(multiply(parseRational(node.weight), parseRational(node.value)), 4),
    }
  }
  return {
    head: { title: '评议得分 B', note: words, link: tallyHref === null ? null : { text: '看计票表', href: tallyHref } },
    options: [...scale.options],
    rows: [
      line(root, 'root', false),
      ...root.children.flatMap((venue, at) => [
        line(venue, 'branch', at === root.children.length - 1),
        ...venue.children.map((category, place) => line(category, 'twig', place === venue.children.length - 1)),
      ]),
    ],
  }
}

/** The marks of categories that count, put together. */
export function countedOf(score: Score, plan: StoredPlan) {
  const root = findNode(score.tree, 'B')
  return root === null ? null : countedMarks(plan.weights, root)
}

/** What stands beside a score and is never mixed into it. */
export function besideFacts(score: Score, plan: StoredPlan): Fact[] {
  const marks = countedOf(score, plan)
  if (marks === null) return []
  const scale = scaleOf(plan.weights.scale)
  const rates = shownRates(marks)
  const fact = (term: string, text: string, small: string | null = null): Fact => ({ term, text, href: null, small, action: null })
  const all = marks.valid + marks.unknown
  return [
    fact('满意率（宽）', `${rateShown(rates.broad)}　${countText(marks.broad)} / ${countText(marks.valid)}`, scale.broad.map((at) => scale.options[at]).join('、')),
    fact('满意率（窄）', `${rateShown(rates.narrow)}　${countText(marks.narrow)} / ${countText(marks.valid)}`, `只算${scale.narrow.map((at) => scale.options[at]).join('、')}`),
    fact('不了解率', `${rateShown(rates.unknownShare)}　${countText(marks.unknown)} / ${countText(all)}`),
    ...(score.hasGap ? [fact('差额', '有差额', '本组选票的发出和收回有差额，已签字说明')] : []),
  ]
}

export function awardFact(score: Score): Fact {
  const text = score.lostAwardBy === null || score.lostAwardBy === undefined ? '有，没有查实的纪律问题' : `没有，纪律问题 ${score.lostAwardBy} 已查实`
  return { term: '评优资格', text, href: null, small: score.lostAwardBy ? '得分不变，只取消评优资格' : null, action: null }
}

/** `管理执法组第 3 名（共 10 个部门）。折合年度考核 0.35 × 85.4035 = 29.89 分。` */
export function evaluationSentence(score: Score, plan: StoredPlan, standing: Standing | null): string {
  if (score.E === null) return '没有一个会场的票达到计分下限，所以没有评议得分和社会评价得分。'
  const evaluation = parseRational(score.E)
  const points = annualPoints(plan.weights, evaluation)
  const place = (standing?.rank ?? null) === null || standing === null ? '' : `${standing.group}第 ${standing.rank} 名（共 ${standing.of} 个部门）。`
  const partial = findNode(score.tree, 'E')?.partial ? '有缺项，其余的权重按比例放大。' : ''
  return `${place}折合年度考核 ${shortWeight(plan.weights.annualShare)} × ${displayText(evaluation, 4)} = ${points === null ? '—' : displayText(points)} 分。${partial}`
}

/** The sum in large type: `0.8 × 84.13 + 0.2 × 90.49`. */
export const evaluationParts = (score: Score, plan: StoredPlan): { sign: string, text: string, word: string }[] =>
  (score.E === null ? [] : [
    { sign: '=', text: `${shortWeight(plan.weights.evaluation.ballot)} × ${shown(score.B, 2)}`, word: '评议得分 B' },
    ...(score.R === null ? [] : [{ sign: '+', text: `${shortWeight(plan.weights.evaluation.daily)} × ${shown(score.R, 2)}`, word: '日常得分 R' }]),
  ])

/** The calculation as its department sees it before the scores are opened to the departments: without the vote. */
export function withoutVote<S extends { B: string | null, E: string | null, hasGap: boolean }>(score: S): S {
  const tree = 'tree' in score ? { tree: findNode(score.tree as ScoreNode, 'R') ?? score.tree } : {}
  return { ...score, ...tree, B: null, E: null, hasGap: false }
}
