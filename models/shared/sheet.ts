/**
 * What a workbook reader hands to the rules: plain values, no library's objects, safe as JSON.
 *
 * A cell is text, a number, a flag, a day (a cell formatted as a date, whatever the workbook's date system), an Excel
 * error (`#N/A` …), or a formula that carries no stored result. Cells that are empty or hold nothing but white space
 * are absent.
 */
export type Cell = string | number | boolean | { day: string } | { error: string } | { noResult: true }

/** One row with something in it. `row` is the number that Excel shows; `cells` by column number, A = 1. */
export interface SheetRow {
  row: number
  cells: Record<number, Cell>
}

/**
 * A merged range, both ends included. It may reach far beyond the filled rows: whoever fills it must be bounded by
 * those.
 */
export interface Merge {
  top: number
  left: number
  bottom: number
  right: number
}

export interface Sheet {
  /** null for csv, which has no sheets */
  name: string | null
  rows: SheetRow[]
  merges: Merge[]
}

export interface Workbook {
  format: 'xlsx' | 'csv'
  /** of a csv; null for xlsx */
  encoding: string | null
  /** days are counted from 1904 (old Excel for Mac): matters where a serial number stands in a plain cell */
  date1904: boolean
  /** visible sheets in their order, those without a filled row included */
  sheets: Sheet[]
  /** names only: hidden sheets hold last year's lists and are never read */
  hiddenSheets: string[]
}

/** What a person sees in the cell, as text; '' for an absent cell. */
export function cellText(cell: Cell | undefined): string {
  if (cell === undefined) return ''
  if (typeof cell === 'string') return cell
  if (typeof cell === 'number') return String(cell)
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE'
  if ('day' in cell) return cell.day
  if ('error' in cell) return cell.error
  return ''
}

/** Column number → letters: 1 → A, 27 → AA. */
export function columnLetters(column: number): string {
  let rest = column
  let letters = ''
  while (rest > 0) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
    rest = Math.floor((rest - 1) / 26)
  }
  return letters
}
