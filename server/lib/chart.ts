import { countText } from './format.ts'
import type { Cell, TableView } from './parts.ts'
import { column, figureCell, tableOf, textCell } from './cells.ts'

/** One week of a stock and what went in and out of it. */
export interface FlowWeek {
  /** The week's Monday in words: `8月31日`. */
  label: string
  /** Null where no snapshot was frozen. */
  stock: number | null
  inflow: number
  outflow: number
  /** Why the week is unlike others (国庆), or null. */
  note: string | null
}

/** `{{> flowChart}}`: shapes in units of the drawing, and the same figures as a table. */
export interface FlowChart {
  label: string
  width: number
  height: number
  grid: { y: number, text: string, base: boolean }[]
  line: string
  dots: { x: number, y: number, text: string, textY: number, anchor: 'start' | 'middle' | 'end' }[]
  bars: { x: number, y: number, width: number, height: number, series: 'series-grey' | 'series-brand' }[]
  notes: { x: number, y: number, text: string }[]
  ticks: { x: number, text: string, anchor: 'start' | 'middle' | 'end' }[]
  stockTitle: string
  inflowTitle: string
  outflowTitle: string
  table: TableView
}

const WIDTH = 444
const LEFT = 36
const LINE_TOP = 24
const LINE_BOTTOM = 92
const BARS_TOP = 112
const BARS_BOTTOM = 196
const HEIGHT = 220

/** The words of a chart: `{ label: '十二周的在办、新收和销号', stock: '在办', inflow: '新收', outflow: '销号' }`. */
export interface FlowWords { label: string, stock: string, inflow: string, outflow: string }

/**
 * A stock as a line over inflow and outflow as bars, on one axis of weeks. The line's scale does not start
 * at zero, because it shows change; the bars' does, because they show amounts.
 *
 * @param weeks oldest first, at least one
 */
export function flowChart(weeks: readonly FlowWeek[], words: FlowWords): FlowChart {
  const step = (WIDTH - LEFT) / Math.max(1, weeks.length)
  const middle = (index: number) => round(LEFT + (index + 0.5) * step)
  const stocks = weeks.flatMap(week => week.stock ?? [])
  const stockScale = changeScale(stocks)
  const flowTop = niceAbove(Math.max(1, ...weeks.flatMap(week => [week.inflow, week.outflow])))
  const stockY = (stock: number) =>
    round(LINE_BOTTOM - (stock - stockScale.from) / (stockScale.to - stockScale.from) * (LINE_BOTTOM - LINE_TOP))
  const flowY = (flow: number) => round(BARS_BOTTOM - flow / flowTop * (BARS_BOTTOM - BARS_TOP))
  const points = weeks.flatMap((week, index) => week.stock === null ? [] : [
    { index, stock: week.stock, x: middle(index), y: stockY(week.stock) },
  ])
  const barWidth = round(step * 0.34)

  return {
    label: words.label, width: WIDTH, height: HEIGHT,
    grid: [
      ...stockScale.lines.map(value => ({ y: stockY(value), text: countText(value), base: value === stockScale.from })),
      { y: BARS_TOP, text: countText(flowTop), base: false },
      { y: BARS_BOTTOM, text: '0', base: true },
    ],
    line: points.map(point => `${point.x},${point.y}`).join(' '),
    dots: pointsNamed(points).map(({ index, stock, x, y }) => ({
      x, y, text: countText(stock), textY: y - 8, anchor: anchorOf(index, weeks.length),
    })),
    bars: weeks.flatMap((week, index) => [
      bar(middle(index) - barWidth - 0.5, flowY(week.inflow), barWidth, 'series-grey'),
      bar(middle(index) + 0.5, flowY(week.outflow), barWidth, 'series-brand'),
    ]),
    notes: weeks.flatMap((week, index) => week.note === null ? []
      : [{ x: middle(index), y: flowY(Math.max(week.inflow, week.outflow)) - 6, text: week.note }]),
    ticks: ticksShown(weeks.length).map(index =>
      ({ x: middle(index), text: weeks[index]?.label ?? '', anchor: anchorOf(index, weeks.length) })),
    stockTitle: words.stock, inflowTitle: words.inflow, outflowTitle: words.outflow,
    table: tableOfFlow(weeks, words),
  }
}

const bar = (x: number, y: number, width: number, series: FlowChart['bars'][number]['series']) =>
  ({ x: round(x), y, width, height: round(BARS_BOTTOM - y), series })

/** First, last and highest point carry their figure; the rest is read off the axis or the table. */
function pointsNamed<P extends { stock: number }>(points: readonly P[]): P[] {
  const highest = points.toSorted((a, b) => b.stock - a.stock)[0]
  return points.filter((point, index) => index === 0 || index === points.length - 1 || point === highest)
}

function ticksShown(count: number): number[] {
  return [...new Set([0, Math.floor(count / 3), Math.floor(count * 2 / 3), count - 1])].filter(index => index >= 0)
}

const anchorOf = (index: number, count: number) => index === 0 ? 'middle' : index === count - 1 ? 'end' : 'middle'

/** A round scale around the values: three to five lines a round step apart. */
function changeScale(values: readonly number[]): { from: number, to: number, lines: number[] } {
  const [low, high] = values.length === 0 ? [0, 1] : [Math.min(...values), Math.max(...values)]
  const step = niceAbove(Math.max(1, (high - low) / 2))
  const from = Math.max(0, Math.floor(low / step) * step - (low % step === 0 && low > 0 ? step : 0))
  const to = Math.max(from + step, Math.ceil(high / step) * step)
  const lines = Array.from({ length: Math.round((to - from) / step) + 1 }, (_, index) => from + index * step)
  return { from, to, lines }
}

/** The least of 1, 2, 5 × 10ⁿ that is not below the value. */
function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return ([1, 2, 5].find(each => each * power >= value) ?? 10) * power
}

const round = (value: number) => Math.round(value * 10) / 10

function tableOfFlow(weeks: readonly FlowWeek[], words: FlowWords): TableView {
  const rows: Cell[][] = weeks.map(week => [
    textCell(week.note === null ? week.label : `${week.label}，${week.note}`),
    figureCell(countText(week.inflow)), figureCell(countText(week.outflow)),
    figureCell(week.stock === null ? '—' : countText(week.stock)),
  ])
  return tableOf(words.label, [
    column('周一'), column(words.inflow, { number: true }), column(words.outflow, { number: true }),
    column(`${words.stock}，周末数`, { number: true }),
  ], rows)
}
