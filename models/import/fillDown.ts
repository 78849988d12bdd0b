import type { Cell, Merge, SheetRow } from '../shared/sheet.ts'

/**
 * Values of vertically merged cells for the rows that they cover, by row and column. Only rows that exist are filled,
 * whatever range the merge claims, and never a cell that has something in it; a cell that is blank without a merge
 * stays blank.
 *
 * @param rows data rows, rising; merges that begin above them belong to the header
 */
export function fillDown(rows: readonly SheetRow[], merges: readonly Merge[]): Map<number, Map<number, Cell>> {
  const filled = new Map<number, Map<number, Cell>>()
  const positions = new Map(rows.map((row, index) => [row.row, index]))
  for (const merge of merges) {
    const at = positions.get(merge.top)
    const value = at === undefined ? undefined : rows[at]?.cells[merge.left]
    if (at === undefined || value === undefined || merge.bottom <= merge.top) continue
    for (const row of rows.slice(at + 1)) {
      if (row.row > merge.bottom) break
      if (row.cells[merge.left] !== undefined) continue
      const cells = filled.get(row.row) ?? new Map<number, Cell>()
      if (!cells.has(merge.left)) cells.set(merge.left, value)
      filled.set(row.row, cells)
    }
  }
  return filled
}
