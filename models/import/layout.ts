import type { Column } from './columns/column.ts'
import { mapHeaders, type MappedColumn } from './mapping.ts'
import type { Merge, Sheet, SheetRow, Workbook } from '../shared/sheet.ts'
import { cellText } from '../shared/sheet.ts'
import { tidyText } from './tidyText.ts'

/** Where the roster stands in a workbook and what its columns mean. */
export interface Layout {
  /** null for csv */
  sheet: string | null
  /** one row, or two under each other */
  headerRows: number[]
  columns: MappedColumn[]
}

const LOOK_AT_ROWS = 30
const LEAST_COLUMNS = 2
/** sheets that explain how to fill in a form, with a header and an example row */
const EXPLAINING = /说明|示例|样表|模板|范例|字典|目录/

/**
 * The sheet and header that fit the kind best, or null when no sheet has a header of this kind.
 *
 * A sheet with more recognised columns wins, then the one with more rows; a sheet named 填表说明 only when nothing else
 * fits.
 */
export function findLayout(workbook: Workbook, columns: readonly Column[]): Layout | null {
  const found = workbook.sheets
    .map((sheet) => ({ sheet, layout: findHeader(sheet, columns) }))
    .flatMap(({ sheet, layout }) => (layout ? [{ sheet, layout, rank: rank(sheet, layout) }] : []))
    .sort((a, b) => b.rank - a.rank)
  return found[0]?.layout ?? null
}

function rank(sheet: Sheet, layout: Layout): number {
  const fields = layout.columns.filter((column) => column.field !== null).length
  const explaining = EXPLAINING.test(sheet.name ?? '') ? 1e9 : 0
  return fields * 20_000 + sheet.rows.length - explaining
}

/**
 * The header of one sheet: the row, or the pair of rows, among the first thirty that names most fields (of equals the
 * single row).
 */
export function findHeader(sheet: Sheet, columns: readonly Column[]): Layout | null {
  const candidates = sheet.rows.slice(0, LOOK_AT_ROWS).flatMap((row, index) => {
    const below = sheet.rows[index + 1]
    const pair = below?.row === row.row + 1 ? [layoutAt(sheet, [row, below], columns)] : []
    return [layoutAt(sheet, [row], columns), ...pair]
  })
  const best = [...candidates].sort((a, b) => score(b) - score(a) || a.headerRows.length - b.headerRows.length)[0]
  return best && score(best) >= LEAST_COLUMNS * 2 ? best : null
}

/** The layout that a person named by sheet and row: the row alone or, when it names more, with the one below. */
export function layoutAtRow(sheet: Sheet, rowNumber: number, columns: readonly Column[]): Layout | null {
  const at = sheet.rows.findIndex((row) => row.row === rowNumber)
  const row = sheet.rows[at]
  const below = sheet.rows[at + 1]
  if (!row) return null
  const single = layoutAt(sheet, [row], columns)
  const pair = below?.row === rowNumber + 1 ? layoutAt(sheet, [row, below], columns) : single
  return score(pair) > score(single) ? pair : single
}

/** A known header counts twice as much as a guessed one. */
function score(layout: Layout | undefined): number {
  return (layout?.columns ?? []).reduce(
    (sum, column) => sum + (column.field === null ? 0 : column.doubt.includes('猜') ? 1 : 2), 0,
  )
}

function layoutAt(sheet: Sheet, rows: readonly SheetRow[], columns: readonly Column[]): Layout {
  return {
    sheet: sheet.name,
    headerRows: rows.map((row) => row.row),
    columns: mapHeaders(headersOf(rows, sheet.merges), columns),
  }
}

function headersOf(rows: readonly SheetRow[], merges: readonly Merge[]): { column: number; header: string }[] {
  const [upper, lower] = rows
  if (!upper) return []
  const text = (row: SheetRow, column: number) => tidyText(cellText(row.cells[column]))
  if (!lower) return filled(upper).map((column) => ({ column, header: text(upper, column) }))
  const groups = groupTexts(upper, lower, merges)
  return [...new Set([...filled(upper), ...filled(lower)])]
    .sort((a, b) => a - b)
    .map((column) => {
      const above = text(upper, column) || groups.get(column) || ''
      const below = text(lower, column)
      return { column, header: above && below && above !== below ? `${above}/${below}` : above || below }
    })
}

/**
 * Headings over several columns: by their merge or, in a csv that has lost it, over the filled cells to their right.
 */
function groupTexts(upper: SheetRow, lower: SheetRow, merges: readonly Merge[]): Map<number, string> {
  const groups = new Map<number, string>()
  const tops = filled(upper)
  for (const column of tops) {
    const heading = tidyText(cellText(upper.cells[column]))
    const merge = merges.find((one) => one.top === upper.row && one.left === column)
    const next = tops.find((one) => one > column) ?? Infinity
    const end = merge ? merge.right + 1 : lower.cells[column] === undefined ? column + 1 : next
    for (const below of filled(lower)) if (below > column && below < Math.min(end, next)) groups.set(below, heading)
  }
  return groups
}

function filled(row: SheetRow): number[] {
  return Object.keys(row.cells).map(Number)
}
