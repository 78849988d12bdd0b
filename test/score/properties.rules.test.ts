import { expect } from 'chai'
import fc from 'fast-check'
import { add, compare, divide, exactText, fraction, multiply, parseRational, subtract, sum, ZERO } from '../../models/shared/rational.ts'
import { ballotNode, type Ballots } from '../../models/score/ballotScore.ts'
import { derivation } from '../../models/score/evaluation.ts'
import { liaisonNode, type LiaisonCounts } from '../../models/score/liaisonScore.ts'
import { weightedMean, type ScoreNode } from '../../models/score/node.ts'
import { adjustedByGroup, ranksOf } from '../../models/score/rank.ts'
import { DEFAULT_WEIGHTS } from '../../models/scoringPlan/weights.ts'

const aRate = fc.nat(60).chain((denominator) => fc.nat(denominator).map((numerator) => [numerator, denominator] as const))
const someCounts: fc.Arbitrary<LiaisonCounts> = fc.record({
  responded: aRate, resolved: aRate, satisfied: aRate, onTime: aRate, raiserSatisfied: aRate, visited: aRate,
  red: fc.nat(12), circular: fc.nat(4), interview: fc.nat(3),
})
const marks = fc.array(fc.nat(200), { minLength: 5, maxLength: 5 })
const someBallots = fc.record(Object.fromEntries(DEFAULT_WEIGHTS.venues.map(({ name, categories }) => [
  name, fc.record(Object.fromEntries(categories.map((category) => [category.name, marks])), { requiredKeys: [] }),
])), { requiredKeys: [] }) as fc.Arbitrary<Ballots>
const aPart = fc.tuple(fc.nat(9), fc.option(fc.integer({ min: 0, max: 100 }))).map(([weight, value]): ScoreNode => ({
  key: '', label: '', formula: '', weight: String(weight), value: value === null ? null : String(value), partial: false,
  leaf: null, children: [],
}))
const exact = (value: string | null) => (value === null ? null : parseRational(value))

describe('a weighted mean', () => {
  it('does not depend on the order of its parts', () => {
    fc.assert(fc.property(fc.array(aPart), (parts) => {
      expect(weightedMean(parts)).to.deep.equal(weightedMean(parts.toReversed()))
    }))
  })
  it('renormalises: leaving out a part without a value changes nothing but the mark partial', () => {
    fc.assert(fc.property(fc.array(aPart), (parts) => {
      const whole = weightedMean(parts.filter(({ value }) => value !== null))
      expect(weightedMean(parts).value).to.deep.equal(whole.value)
      expect(whole.partial).to.equal(false)
    }))
  })
  it('lies between its smallest and largest part', () => {
    fc.assert(fc.property(fc.array(aPart), (parts) => {
      const { value } = weightedMean(parts)
      const weighing = parts.filter((part) => part.weight !== '0' && part.value !== null).map((part) => Number(part.value))
      expect(value === null).to.equal(weighing.length === 0)
      if (value === null) return
      expect(compare(value, fraction(Math.min(...weighing)))).to.be.at.least(0)
      expect(compare(value, fraction(Math.max(...weighing)))).to.be.at.most(0)
    }))
  })
})

describe('any score', () => {
  it('lies between 0 and 100', () => {
    fc.assert(fc.property(someCounts, someBallots, (counts, ballots) => {
      const value = exact(derivation(DEFAULT_WEIGHTS, counts, ballots).value)
      fc.pre(value !== null)
      expect(compare(value, ZERO)).to.be.at.least(0)
      expect(compare(value, fraction(100))).to.be.at.most(0)
    }))
  })
  it('never falls when a miss becomes a hit and never rises with a card', () => {
    const rates = ['responded', 'resolved', 'satisfied', 'onTime', 'raiserSatisfied', 'visited'] as const
    fc.assert(fc.property(someCounts, fc.constantFrom(...rates), (counts, leaf) => {
      const [numerator, denominator] = counts[leaf]
      const valueWith = (changed: Partial<LiaisonCounts>) =>
        exact(liaisonNode(DEFAULT_WEIGHTS, { ...counts, ...changed } as LiaisonCounts, null).value) ?? ZERO
      expect(compare(valueWith({ red: counts.red + 1 }), valueWith({}))).to.be.at.most(0)
      fc.pre(numerator < denominator)
      expect(compare(valueWith({ [leaf]: [numerator + 1, denominator] }), valueWith({}))).to.be.at.least(0)
    }))
  })
  it('is the same when every mark is doubled and nothing was void', () => {
    fc.assert(fc.property(someBallots, (ballots) => {
      const twice = Object.fromEntries(Object.entries(ballots).map(([venue, categories]) => [
        venue, Object.fromEntries(Object.entries(categories).map(([name, counts]) => [name, counts.map((count) => count * 2)])),
      ]))
      const plan = { ...DEFAULT_WEIGHTS, minValid: 1 }
      expect(ballotNode(plan, twice).value).to.equal(ballotNode(plan, ballots).value)
    }))
  })
})

describe('ranks', () => {
  const scores = fc.array(fc.option(fc.integer({ min: 0, max: 20 })), { maxLength: 20 })
  const exactly = (values: (number | null)[]) => values.map((value) => (value === null ? null : fraction(value)))
  it('go down with the score, are shared by equals and number as many as are better, plus one', () => {
    fc.assert(fc.property(scores, (values) => {
      const ranks = ranksOf(exactly(values))
      for (const [at, value] of values.entries()) {
        const better = values.filter((other) => other !== null && value !== null && other > value).length
        expect(ranks[at]).to.equal(value === null ? null : better + 1)
      }
    }))
  })
  it('stay the same inside each group after the groups are adjusted, whose means become one', () => {
    const group = fc.array(fc.integer({ min: 0, max: 100 }).map((value) => fraction(value)), { minLength: 1, maxLength: 8 })
    fc.assert(fc.property(fc.array(group, { minLength: 1, maxLength: 4 }), (groups) => {
      const adjusted = adjustedByGroup(groups)
      for (const [at, members] of groups.entries()) expect(ranksOf(adjusted[at] ?? [])).to.deep.equal(ranksOf(members))
      const means = adjusted.map((members) => exactText(divide(sum(members), fraction(members.length))))
      expect(new Set(means).size).to.equal(1)
    }))
  })
})

describe('a derivation', () => {
  it('can be followed by hand: R is the renormalised sum of its groups less D', () => {
    fc.assert(fc.property(someCounts, (counts) => {
      const node = liaisonNode(DEFAULT_WEIGHTS, counts, null)
      fc.pre(node.value !== null)
      const groups = node.children.filter(({ weight, value }) => weight !== null && value !== null)
      const part = ({ weight, value }: ScoreNode) => multiply(parseRational(weight ?? '0'), parseRational(value ?? '0'))
      const mean = divide(groups.map(part).reduce(add), sum(groups.map(({ weight }) => parseRational(weight ?? '0'))))
      const after = subtract(mean, parseRational(node.children.at(-1)?.value ?? '0'))
      expect(node.value).to.equal(exactText(compare(after, ZERO) < 0 ? ZERO : after))
    }))
  })
})
