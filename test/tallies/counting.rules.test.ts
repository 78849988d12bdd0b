import { expect } from 'chai'
import { Types } from 'mongoose'
import { ballotsByDepartment } from '../../models/tally/queries.ts'
import { reconcile, type BallotCounts } from '../../models/tally/reconciliation.ts'
import { agree, mismatches, unbalanced, type SheetFigures } from '../../models/tally/sheets.ts'
import { SCALES } from '../../models/scoringPlan/scales.ts'

const OPTIONS = SCALES.B4.options
const HALL = { campaign: 2026, group: 2, venue: 'main', category: '专家·媒体' }
const SHEET: SheetFigures = {
  issued: 30, returned: 29, valid: 28, invalid: 1, notReturned: 0, reissued: 1,
  cells: [
    { department: 'gaj', counts: [14, 9, 3, 1, 1], abstained: 0, void: 0 },
    { department: 'zrzy', counts: [10, 9, 3, 1, 1], abstained: 3, void: 1 },
  ],
}
const COUNTS: BallotCounts = { handed: 100, reissues: 2, voted: 95, filled: 95, opened: 95, paper: 29 }

describe('a paper sheet read by two people', () => {
  const entry = (by: Types.ObjectId, figures: Partial<SheetFigures> = {}) => ({ ...SHEET, ...figures, by, byName: '', at: new Date(0) })
  const [one, other] = [new Types.ObjectId(), new Types.ObjectId()]

  it('counts when both read the same', () => {
    expect(agree([entry(one), entry(other)], OPTIONS)).to.equal(true)
    expect(agree([entry(one)], OPTIONS)).to.equal(false)
  })

  it('does not count when the same person has read it twice', () => {
    expect(agree([entry(one), entry(one)], OPTIONS)).to.equal(false)
  })

  it('shows each place where they differ', () => {
    const cells = SHEET.cells.map((cell) => (cell.department === 'zrzy' ? { ...cell, counts: [9, 10, 3, 1, 1] } : cell))
    expect(mismatches(SHEET, { ...SHEET, issued: 31, cells }, OPTIONS)).to.deep.equal([
      { department: null, what: '发出', figures: [30, 31] },
      { department: 'zrzy', what: '满意', figures: [10, 9] },
      { department: 'zrzy', what: '比较满意', figures: [9, 10] },
    ])
  })

  it('must come to the valid ballots in each department', () => {
    expect(unbalanced(SHEET)).to.deep.equal([])
    expect(unbalanced({ ...SHEET, valid: 29 })).to.deep.equal([{ department: 'gaj', sum: 28 }, { department: 'zrzy', sum: 28 }])
  })
})

describe('reconciliation', () => {
  it('adds screens and paper up: 发出 = 收回 + 未收回 + 作废换发, 收回 = 有效 + 无效', () => {
    const row = reconcile(HALL, COUNTS, SHEET)
    expect(row).to.include({ issued: 132, returned: 124, valid: 123, invalid: 1, notReturned: 5, reissued: 3 })
    expect(row.issued).to.equal(row.returned + row.notReturned + row.reissued)
    expect(row.differences).to.deep.equal([])
  })

  it('counts a ballot that did not open as 无效', () => {
    expect(reconcile(HALL, { ...COUNTS, opened: 94 }, null)).to.include({ returned: 95, valid: 94, invalid: 1 })
  })

  it('knows nothing of valid and invalid before the unsealing', () => {
    expect(reconcile(HALL, { ...COUNTS, opened: null }, SHEET)).to.include({ valid: null, invalid: null, returned: 124 })
  })

  it('names every difference with its size', () => {
    const kindsOf = (counts: Partial<BallotCounts>, sheet: Partial<SheetFigures>) =>
      reconcile(HALL, { ...COUNTS, ...counts }, { ...SHEET, ...sheet }).differences
    expect(kindsOf({}, { notReturned: 2 })).to.deep.equal([{ kind: 'issued', number: -2 }])
    expect(kindsOf({}, { returned: 30, notReturned: -1 })).to.deep.equal([{ kind: 'returned', number: 1 }])
    expect(kindsOf({ paper: 28 }, {})).to.deep.equal([{ kind: 'roll', number: -1 }])
    expect(kindsOf({ filled: 94 }, {})).to.deep.equal([{ kind: 'box', number: 1 }])
  })
})

describe('marks by department', () => {
  it('come together per venue of the plan: all 分会场 under one word, screens and paper too', () => {
    const venue = (code: string, kind: 'main' | 'branch' | 'online') => ({ code, name: code, kind, district: null, place: '' })
    const row = (at: string, source: 'online' | 'paper', marks: Record<string, number>) =>
      ({ ...HALL, _id: new Types.ObjectId(), venue: at, category: '社区居民', department: 'gaj', source, marks, abstained: 0, void: 0 })
    const found = ballotsByDepartment(
      [row('b1', 'online', { 满意: 3, 不了解: 1 }), row('b2', 'online', { 满意: 2 }), row('b2', 'paper', { 不满意: 4 }), row('x', 'paper', { 满意: 9 })],
      [venue('b1', 'branch'), venue('b2', 'branch')], SCALES.B4,
    )
    expect(found.get('gaj')).to.deep.equal({ 分会场: { 社区居民: [5, 0, 0, 4, 1] } })
  })
})
