import { expect } from 'chai'
import { planComplaints, planHash } from '../../models/scoringPlan/soundness.ts'
import { DEFAULT_WEIGHTS, type PlanWeights } from '../../models/scoringPlan/weights.ts'

const PERIOD = { fromOn: '2026-01-01', toOn: '2026-07-31' }
const withDaily = (T: PlanWeights['daily']['T']): PlanWeights => ({ ...DEFAULT_WEIGHTS, daily: { ...DEFAULT_WEIGHTS.daily, T } })

describe('a scoring plan', () => {
  it('of the rules has nothing against it', () => {
    expect(planComplaints(DEFAULT_WEIGHTS, PERIOD)).to.deep.equal([])
  })
  for (const [name, weights, words] of [
    ['weights over 1', withDaily({ responded: '0.3', resolved: '0.4', satisfied: '0.4' }), 'T 各项的权重之和应为 1，现在是 11/10'],
    ['a weight that is no number', withDaily({ responded: '多', resolved: '0.4', satisfied: '0.4' }), '“多”不是权重'],
    ['a negative weight', withDaily({ responded: '-0.2', resolved: '0.8', satisfied: '0.4' }), '“-0.2”不是权重'],
    ['a venue that stands twice', { ...DEFAULT_WEIGHTS, venues: [...DEFAULT_WEIGHTS.venues, { name: '网上', weight: '0', categories: [{ name: '公众', weight: '1' }] }] }, '会场“网上”写了两次'],
    ['no lower bound of ballots', { ...DEFAULT_WEIGHTS, minValid: 0 }, '有效票下限'],
  ] as const) {
    it(`with ${name} is not frozen`, () => {
      expect(planComplaints(weights, PERIOD).join()).to.contain(words)
    })
  }
  it('that ends before it begins is not frozen', () => {
    expect(planComplaints(DEFAULT_WEIGHTS, { fromOn: '2026-08-01', toOn: '2026-07-31' })).to.deep.equal(['统计期的止日早于起日'])
  })
  it('has one hash whatever the order of its keys, and another one for any other weight or period', () => {
    const { scale, ...rest } = DEFAULT_WEIGHTS
    const hash = planHash(DEFAULT_WEIGHTS, PERIOD)
    expect(hash).to.match(/^[0-9a-f]{12}$/)
    expect(planHash({ ...rest, scale }, PERIOD)).to.equal(hash)
    expect(planHash({ ...DEFAULT_WEIGHTS, annualShare: '0.36' }, PERIOD)).not.to.equal(hash)
    expect(planHash(DEFAULT_WEIGHTS, { ...PERIOD, toOn: '2026-08-01' })).not.to.equal(hash)
  })
})
