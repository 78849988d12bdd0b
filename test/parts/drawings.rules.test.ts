import { expect } from 'chai'
import { flowChart, type FlowWeek } from '../../server/lib/chart.ts'
import { clockBar, miniClock } from '../../server/lib/clockBar.ts'
import type { ClockCell } from '../../server/lib/parts.ts'

const words = { label: '十二周', stock: '在办', inflow: '新收', outflow: '销号' }
const week = (stock: number | null, inflow = 10, outflow = 8): FlowWeek => ({
  label: '8月31日', stock, inflow, outflow, note: null,
})
const days = (...runs: [ClockCell, number][]) => runs.flatMap(
  ([kind, count]) => Array.from({ length: count }, () => kind)
)

describe('the flow chart', () => {
  it('stays within its drawing whatever the figures', () => {
    for (const stocks of [[203, 233, 217], [0, 0, 0], [5], [1, 99_999], [null, 7, null]]) {
      const chart = flowChart(stocks.map(stock => week(stock)), words)
      for (const { y } of [...chart.grid, ...chart.dots]) expect(y).to.be.within(0, chart.height)
      for (const { y, height } of chart.bars) expect(y + height).to.be.at.most(chart.height)
    }
  })

  it('names the first, the highest and the last figure', () => {
    expect(flowChart(
      [week(203), week(233), week(220), week(217)], words,
    ).dots.map(dot => dot.text)).to.deep.equal(['203', '233', '217'])
  })

  it('says all its figures again in a table', () => {
    const { table } = flowChart([week(203, 36, 33)], words)
    expect(table.rows[0]?.cells.map(cell => cell.text)).to.deep.equal(['8月31日', '36', '33', '203'])
  })

  it('leaves a gap in the line where no snapshot was frozen', () => {
    expect(flowChart([week(1), week(null), week(3)], words).line.split(' ')).to.have.length(2)
  })
})

describe('the clock bar', () => {
  const plain = {
    card: null, dueText: '', restText: '', tone: '', provisional: null, whyHref: null, label: '', cards: [], marks: [],
    withLegend: true,
  } as const
  it('has one cell a working day across the whole width', () => {
    const bar = clockBar({ ...plain, marks: [], days: days(['used', 30], ['paused', 7], ['over', 2]) })
    expect(bar.cells).to.have.length(39)
    expect(bar.legend.map(each => each.text)).to.deep.equal(['已用 30', '暂停 7，不计', '超期 2'])
  })
  it('makes room above for cards', () => {
    const bar = clockBar({ ...plain, marks: [], days: days(['used', 3]), cards: [{ day: 2, kind: 'red' }] })
    expect(bar).to.include({ height: 30, top: 18 })
    expect(clockBar({ ...plain, marks: [], days: days(['used', 3]) })).to.include({ height: 12, top: 0 })
  })
  it(
    'stands for a clock without days',
    () => expect(clockBar({ ...plain, marks: [], days: [] }).cells).to.deep.equal([]),
  )
})

describe('the small clock', () => {
  it('puts the due tick before the overdue days', () => {
    const mini = miniClock({ used: 30, total: 30, over: 6, label: '' })
    expect(mini.due).to.be.at.most(mini.overFrom)
    expect(mini.overFrom + mini.over).to.be.at.most(76)
  })
  it('never draws more than its track', () => {
    expect(miniClock({ used: 90, total: 15, over: 0, label: '' }).used).to.be.at.most(76)
  })
})
