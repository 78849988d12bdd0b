import { expect } from 'chai'
import { derivation } from '../../models/score/evaluation.ts'
import { countsOf, type LeafRows } from '../../models/score/rows.ts'
import { scoreComplaints } from '../../models/score/soundness.ts'
import { DEFAULT_WEIGHTS } from '../../models/scoringPlan/weights.ts'

const ROWS: LeafRows[] = [{ leaf: 'responded', hits: ['SQ2026-000001'], misses: ['SQ2026-000002'] }, { leaf: 'red', hits: ['c1'], misses: [] }]
const PLAN = { weights: DEFAULT_WEIGHTS, hash: '7c1e9a4052d8' }
const aScore = () => {
  const tree = derivation(DEFAULT_WEIGHTS, countsOf(ROWS), null)
  return { department: 'zrzy', n: 2, plan: { hash: PLAN.hash }, counts: countsOf(ROWS), ballots: null, tree, R: tree.value, B: null, E: null }
}

describe('a stored calculation', () => {
  it('adds up from its rows to its figure', () => {
    expect(scoreComplaints(aScore(), PLAN, ROWS)).to.deep.equal([])
  })
  for (const [what, score, plan, rows, words] of [
    ['rows that are gone', aScore(), PLAN, ROWS.slice(1), '对不上'],
    ['a figure that was changed', { ...aScore(), R: '100' }, PLAN, ROWS, 'R 和推导不一致'],
    ['a tree that was changed', { ...aScore(), tree: { ...aScore().tree, value: '100' }, R: '100' }, PLAN, ROWS, '重算 R'],
    ['another plan', aScore(), { ...PLAN, hash: '000000000000' }, ROWS, '校验码'],
    ['no plan', aScore(), null, ROWS, '计分方案不存在'],
  ] as const) {
    it(`is found out with ${what}`, () => {
      expect(scoreComplaints(score, plan, rows).join()).to.contain(words)
    })
  }
})
