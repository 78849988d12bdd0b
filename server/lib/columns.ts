import { dayOf, timeOf } from '../../models/shared/calendarDay.ts'

/** What a cell can hold: words, a number, an instant, or nothing. A civil day is its text, `2026-11-25`. */
export type CellValue = string | number | Date | null

/** `text` wraps; `code` is a number that nobody adds up (credit code, phone, 文号); `rate` is a share of one;
 * `score` has its two decimals always. */
export type ColumnType = 'text' | 'code' | 'number' | 'score' | 'day' | 'instant' | 'rate'

/** Colours that stand beside a word and never in its place. @source forms.md §3.4 */
export const FILLS = {
  notice: { argb: 'FFDCE6F1', word: '蓝底 提醒' },
  near: { argb: 'FFFFF2CC', word: '黄底 临期' },
  over: { argb: 'FFF8CBAD', word: '红底 超期' },
  still: { argb: 'FFE7E6E6', word: '灰底 挂账、已销号' },
} as const
export type Fill = keyof typeof FILLS

/** One column of a ledger, for the workbook, the csv and a table on the screen alike. */
export interface Column<Row> {
  header: string
  /** header above, shared by neighbours with the same text */
  group?: string
  /** in half-width signs; a Chinese sign takes 2.2 */
  width: number
  type: ColumnType
  value(row: Row): CellValue
  /** the name that formulas call this column by */
  key?: string
  /** computed in the sheet from other columns, `{carried}+{assigned}`; `value` gives the figure that it must come to */
  formula?: string
  /** what the row 合计 shows here: the sum of the rows, or this column's own formula over that row */
  total?: 'sum' | 'formula'
  fill?(row: Row): Fill | null
  /** shown when the reader rests on the cell */
  comment?(row: Row): string | null
  /** address of the record's page */
  link?(row: Row): string | null
}

/** `2026-11-25 10:20` in the city's zone. */
export const stampOf = (at: Date): string => `${dayOf(at)} ${timeOf(at)}`

/** The cell in words: for csv, and wherever no workbook does the formatting. An empty cell is ''. */
export function cellWords(value: CellValue, type: ColumnType): string {
  if (value === null) return ''
  if (value instanceof Date) return stampOf(value)
  if (typeof value === 'number' && type === 'rate') return `${(value * 100).toFixed(1)}%`
  if (typeof value === 'number' && type === 'score') return value.toFixed(2)
  return String(value)
}

/** Rows as they come: at once, or some at a time from a cursor. */
export type Rows<Row> = Iterable<Row> | AsyncIterable<readonly Row[]>

/** The rows some at a time, wherever they come from. */
export async function* batchesOf<Row>(rows: Rows<Row>): AsyncGenerator<Iterable<Row>> {
  if (Symbol.asyncIterator in rows) yield* rows
  else yield rows
}
