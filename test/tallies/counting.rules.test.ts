import { expect } from 'chai'
import { Types } from 'mongoose'
import { ballotsByDepartment } from '../../models/tally/queries.ts'
import { reconcile, type BallotCounts } from '../../models/tally/reconciliation.ts'
import { agree, mismatches, paperRows, unbalanced, type SheetFigures } from '../../models/tally/sheets.ts'
import { SCALES } from '../../models/scoringPlan/scales.ts'

const OPTIONS = SCALES.B4.options
const HALL = { campaign: 2026, group: 2, venue: '主会场', category: '专家·媒体' }
const SHEET: SheetFigures = {
  issued: 30, returned: 29, valid: 28, invalid: 1, notReturned: 0, reissued: 1,
  cells: [
    { department: 'gaj', counts: [14, 9, 3, 1, 1], abstained: 0, void: 0 },
    { department: 'zrzy', counts: [10, 9, 3, 1, 1], abstained: 3, void: 1 },
  ],
}
const COUNTS: BallotCounts = { handed: 100, reissues: 2, voted: 95, filled: 95, opened: 95, paper: { main: 29 } }

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
  const sheets = (more: Partial<SheetFigures> = {}) => [{ place: 'main', figures: { ...SHEET, ...more } }]

  it('adds screens and paper up: 发出 = 收回 + 未收回 + 作废换发, 收回 = 有效 + 无效', () => {
    const row = reconcile(HALL, COUNTS, sheets())
    expect(row).to.include({ issued: 132, returned: 124, valid: 123, invalid: 1, notReturned: 5, reissued: 3 })
    expect(row.issued).to.equal(row.returned + row.notReturned + row.reissued)
    expect(row.gaps).to.deep.equal([])
  })

  it('counts a ballot that did not open as 无效', () => {
    expect(reconcile(HALL, { ...COUNTS, opened: 94 }, [])).to.include({ returned: 95, valid: 94, invalid: 1 })
  })

  it('knows nothing of valid and invalid before the unsealing', () => {
    const row = reconcile(HALL, { ...COUNTS, opened: null }, sheets())
    expect(row).to.include({ valid: null, invalid: null, returned: 124 })
  })

  it('names every difference with its place and size', () => {
    const gapsOf = (counts: Partial<BallotCounts>, sheet: Partial<SheetFigures>) =>
      reconcile(HALL, { ...COUNTS, ...counts }, sheets(sheet)).gaps
    expect(gapsOf({}, { notReturned: 2 })).to.deep.equal([{ kind: 'issued', place: 'main', number: -2 }])
    expect(gapsOf({}, { returned: 30, notReturned: -1 })).to.deep.equal([{ kind: 'returned', place: 'main', number: 1 }])
    expect(gapsOf({ paper: { main: 28 } }, {})).to.deep.equal([{ kind: 'roll', place: 'main', number: -1 }])
    expect(gapsOf({ filled: 94 }, {})).to.deep.equal([{ kind: 'box', place: null, number: 1 }])
  })
})

describe('marks by department', () => {
  const row = (venue: string, source: 'online' | 'paper', marks: Record<string, number>) =>
    ({ ...HALL, venue, category: '社区居民', department: 'gaj', source, marks, abstained: 0, void: 0 })

  it('come together per venue of the plan, screens and paper', () => {
    const rows = [row('分会场', 'online', { 满意: 3, 不了解: 1 }), row('分会场', 'paper', { 不满意: 4 }), row('网上', 'online', {})]
    expect(ballotsByDepartment(rows, SCALES.B4).get('gaj')).to.deep.equal({
      分会场: { 社区居民: [3, 0, 0, 4, 1] }, 网上: { 社区居民: [0, 0, 0, 0, 0] },
    })
  })

  it('of paper come from all places of a venue', () => {
    const by = new Types.ObjectId()
    const sheet = (place: string) => ({
      ...HALL, _id: by, place, agreedAt: new Date(0), entries: [{ ...SHEET, by, byName: '', at: new Date(0) }],
    })
    const rows = paperRows([sheet('b1'), sheet('b2')], OPTIONS)
    expect(rows).to.have.length(2)
    expect(rows[0]).to.deep.include({ department: 'gaj', source: 'paper', abstained: 0, void: 0 })
    expect(rows[0]?.marks).to.deep.equal({ 满意: 28, 比较满意: 18, 基本满意: 6, 不满意: 2, 不了解: 2 })
  })
})
