import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { displayText, exactText, parseRational, type Rational } from '../../models/shared/rational.ts'
import { countedMarks, type Ballots } from '../../models/score/ballotScore.ts'
import { annualPoints, derivation, provincialNode } from '../../models/score/evaluation.ts'
import { liaisonNode, type LiaisonCounts } from '../../models/score/liaisonScore.ts'
import { findNode, valueOf, type ScoreNode } from '../../models/score/node.ts'
import { adjustedByGroup, ranksOf } from '../../models/score/rank.ts'
import { countMarks, meanOf, shownRates, tallyOf } from '../../models/score/tally.ts'
import { SCALES, type ScaleName } from '../../models/scoringPlan/scales.ts'
import { wrongGroups } from '../../models/scoringPlan/soundness.ts'
import { DEFAULT_WEIGHTS, type PlanWeights } from '../../models/scoringPlan/weights.ts'

interface Case { name: string, kind: string, given: Record<string, unknown>, expect: Record<string, unknown> }
interface VectorFile { plans: Record<string, PlanWeights>, scales: object, cases: Case[] }

const file = JSON.parse(readFileSync(new URL('../fixtures/vectors/scoring.json', import.meta.url), 'utf8')) as VectorFile
const planOf = (given: Record<string, unknown>): PlanWeights => file.plans[String(given['plan'])] ?? DEFAULT_WEIGHTS

const both = (value: Rational | null) => ({
  exact: value === null ? null : exactText(value), display: value === null ? null : displayText(value),
})
const wholeOf = (node: ScoreNode | null) => node && { ...both(valueOf(node)), partial: node.partial }
const valueAt = (tree: ScoreNode, key: string) => findNode(tree, key)?.value
const byName = <T>(entries: [string, T][]): Record<string, T> => Object.fromEntries(entries)

function evaluated(given: Record<string, unknown>): unknown {
  const plan = planOf(given)
  const tree = derivation(plan, given['daily'] as LiaisonCounts, given['ballots'] as Ballots)
  const ballot = findNode(tree, 'B') as ScoreNode
  const marks = countedMarks(plan, ballot)
  const rates = shownRates(marks)
  const evaluation = valueOf(tree)
  return {
    categories: byName(ballot.children.flatMap(({ children }) => children).map(({ key, value, leaf }) => [
      key.replace('B/', ''),
      { ...(leaf?.kind === 'marks' && { valid: leaf.valid, unknown: leaf.unknown }), void: value === null, score: value },
    ])),
    venues: byName(ballot.children.map(({ label, value, partial }) => [label, { void: value === null, partial, score: value }])),
    B: wholeOf(ballot),
    shown: {
      valid: marks.valid, unknown: marks.unknown, broad: both(rates.broad), narrow: both(rates.narrow),
      unknownShare: both(rates.unknownShare),
    },
    T: valueAt(tree, 'R/T'), G: valueAt(tree, 'R/G'), V: valueAt(tree, 'R/V'), D: valueAt(tree, 'R/D'),
    R: wholeOf(findNode(tree, 'R')), E: wholeOf(tree), points: both(annualPoints(plan, evaluation)),
  }
}

const ANSWERS: Record<string, (given: Record<string, unknown>) => unknown> = {
  evaluation: evaluated,
  rank: (given) => ({
    ranks: ranksOf((given['departments'] as [string, string | null][]).map(([, score]) => score && parseRational(score))
      .map((score) => score || null)),
  }),
  scale: (given) => {
    const tally = tallyOf(given['scale'] as ScaleName, given['counts'] as number[])
    const rates = shownRates(tally)
    return {
      valid: tally.valid, unknown: tally.unknown, mean: both(meanOf(tally)), broad: both(rates.broad),
      narrow: both(rates.narrow), unknownShare: both(rates.unknownShare),
    }
  },
  provincial: (given) => {
    const node = provincialNode(given['phone'] as number[], given['paper'] as number[])
    const [phone, paper] = node.children.map((child) => both(valueOf(child)))
    return { phone, paper, score: wholeOf(node) }
  },
  groupAdjustment: (given) => {
    const groups = Object.entries(given['groups'] as Record<string, Record<string, string>>)
    const adjusted = adjustedByGroup(groups.map(([, members]) => Object.values(members).map(parseRational)))
    return {
      adjusted: byName(groups.map(([group, members], at) => [
        group, byName(Object.keys(members).map((name, place) => [name, both(adjusted[at]?.[place] ?? null)])),
      ])),
    }
  },
  tally: (given) => countMarks(given['scale'] as ScaleName, given['marks'] as string[][]),
  plan: (given) => ({
    wrongGroups: wrongGroups(planOf(given)).map(({ group, venue }) => (venue === null ? group : `${group} of ${venue}`)),
  }),
}

describe('a score', () => {
  for (const { name, kind, given, expect: wanted } of file.cases.filter((one) => one.kind !== 'display')) {
    it(name, () => {
      expect(ANSWERS[kind]?.(given)).to.deep.equal(wanted)
    })
  }
  it('uses the scales and the plan of the rules', () => {
    expect(SCALES).to.deep.equal(file.scales)
    expect(DEFAULT_WEIGHTS).to.deep.equal(file.plans['default'])
  })
  it('comes out as in the worked example of the rules', () => {
    const worked = file.cases.find(({ name }) => name === 'the worked example') as Case
    const tree = derivation(DEFAULT_WEIGHTS, worked.given['daily'] as LiaisonCounts, worked.given['ballots'] as Ballots)
    const shown = (key: string, digits: number) => displayText(parseRational(findNode(tree, key)?.value ?? '0'), digits)
    expect([shown('B/主会场', 4), shown('B/分会场', 4), shown('B/网上', 4)]).to.deep.equal(['84.4345', '85.9847', '79.0476'])
    expect([shown('B', 4), shown('R/T', 4), shown('R/G', 4), shown('R', 4)]).to.deep.equal(['84.1322', '87.2222', '93.6667', '90.4889'])
    expect([shown('E', 2), displayText(annualPoints(DEFAULT_WEIGHTS, valueOf(tree)) ?? parseRational('0'))]).to.deep.equal(['85.40', '29.89'])
  })
  it('shows R alone before the vote', () => {
    const worked = file.cases.find(({ name }) => name === 'the worked example') as Case
    const tree = derivation(DEFAULT_WEIGHTS, worked.given['daily'] as LiaisonCounts, null)
    expect([tree.key, tree.value]).to.deep.equal(['R', '4072/45'])
    expect(tree).to.deep.equal(liaisonNode(DEFAULT_WEIGHTS, worked.given['daily'] as LiaisonCounts, null))
  })
})
