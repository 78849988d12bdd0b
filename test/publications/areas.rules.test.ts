import { expect } from 'chai'
import { areaTable, SMALLEST_CELL } from '../../models/publication/areas.ts'
import { DEFAULT_WEIGHTS } from '../../models/scoringPlan/weights.ts'
import { areasSheet, areasTable, HIDDEN } from '../../server/publications/areasView.ts'
import type { Ballots } from '../../models/score/ballotScore.ts'

const ONE: Ballots = {
  主会场: { '行政审批办事群众': [220, 120, 40, 20, 30], '专家·媒体': [140, 90, 50, 10, 10] },
  分会场: { '社区居民': [420, 260, 90, 20, 10] }, 网上: { '公众': [300, 180, 90, 60, 70] },
}
const words = (table: ReturnType<typeof areasTable>): string[][] => (table?.rows ?? []).map(({ cells }) => cells.map(({ text }) => text))

describe('the area rates', () => {
  it('put the marks of all departments together, 不了解 apart', () => {
    const { rows, total, options } = areaTable(DEFAULT_WEIGHTS, [ONE, ONE])
    expect(options).to.deep.equal(['满意', '比较满意', '基本满意', '不满意'])
    expect(rows.map(({ venue, category }) => `${venue} ${category}`)).to.deep.equal(['主会场 行政审批办事群众', '主会场 专家·媒体', '分会场 社区居民', '网上 公众'])
    expect(rows[0]).to.include({ valid: 800, unknown: 60 })
    expect(total).to.deep.include({ valid: 4220, unknown: 240 })
    expect(words(areasTable(areaTable(DEFAULT_WEIGHTS, [ONE])))[0]).to.deep.equal(['主会场', '行政审批办事群众', '55.00%', '30.00%', '10.00%', '5.00%', '400', '6.98%'])
  })

  it('count nothing of a category that is void for a department: it would follow from the difference', () => {
    const few: Ballots = { 网上: { '公众': [DEFAULT_WEIGHTS.minValid - 1, 0, 0, 0, 40] } }
    expect(areaTable(DEFAULT_WEIGHTS, [ONE, few])).to.deep.equal(areaTable(DEFAULT_WEIGHTS, [ONE]))
  })

  it('hide a number below the limit and a second one in its row and column, never the number at the limit', () => {
    const small = (count: number): Ballots => ({ ...ONE, 网上: { '公众': [300, 180, 90, count, 70] } })
    const hidden = (count: number) => words(areasTable(areaTable(DEFAULT_WEIGHTS, [small(count)]))).map((row) => row.filter((text) => text === HIDDEN).length)
    expect(hidden(SMALLEST_CELL)).to.deep.equal([0, 0, 0, 0, 0])
    const below = areaTable(DEFAULT_WEIGHTS, [small(SMALLEST_CELL - 1)])
    const lines = [...below.rows.map(({ counts }) => counts), ...below.rows[0]?.counts.map((_, at) => below.rows.map(({ counts }) => counts[at])) ?? []]
    expect(below.rows[3]?.counts[3]).to.equal(null)
    for (const line of lines) expect(line.filter((count) => count === null).length).to.not.equal(1)
  })

  it('have no row where nobody voted, and no table without rows', () => {
    expect(areasTable(areaTable(DEFAULT_WEIGHTS, []))).to.equal(null)
    const { rows } = areaTable(DEFAULT_WEIGHTS, [{ 网上: ONE['网上'] ?? {} }])
    expect(rows.map(({ venue }) => venue)).to.deep.equal(['网上'])
  })

  it('end the sheet of the meeting with the sum of all', () => {
    const { rows, notes } = areasSheet(2026, areaTable(DEFAULT_WEIGHTS, [ONE]))
    expect([...rows as Iterable<string[]>].at(-1)?.slice(0, 2)).to.deep.equal(['合计', ''])
    expect(notes[0]).to.include('不分区市')
  })
})
