import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { batchesOf, cellWords, type CellValue, type Column, type Rows } from './columns.ts'
import { storableText, looksLikeFormula } from './safeText.ts'

/** Excel takes a csv for UTF-8 only with this mark at its head. */
export const BOM = '\ufeff'
const ROWS_A_TURN = 200

/**
 * One cell of a csv. Text that a spreadsheet might run as a formula gets a leading quote mark; numbers of ours keep their sign.
 * @source security.md P11
 */
export function csvCell(value: CellValue, type: Column<unknown>['type'] = 'text'): string {
  const words = storableText(cellWords(value, type))
  const safe = typeof value === 'string' && looksLikeFormula(value) ? `'${words}` : words
  return /[",;\n\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** One line, ended as Excel writes it. */
export const csvLine = (cells: readonly string[]): string => `${cells.join(',')}\r\n`

/**
 * Writes a list as csv: one header line (a header above is joined to it, `回访 满意率`), then a row each, without totals.
 * Waits for the target, so any number of rows takes the same memory. The target is ended.
 *
 * @returns how many rows were written
 */
export async function writeCsv<Row>(target: Writable, columns: readonly Column<Row>[], rows: Rows<Row>): Promise<number> {
  const heads = columns.map(({ group, header }) => csvCell(group ? `${group} ${header}` : header))
  let lines = BOM + csvLine(['序号', ...heads])
  let count = 0
  for await (const batch of batchesOf(rows)) {
    for (const row of batch) {
      count++
      lines += csvLine([String(count), ...columns.map((column) => csvCell(column.value(row), column.type))])
      if (count % ROWS_A_TURN > 0) continue
      if (!target.write(lines)) await once(target, 'drain')
      lines = ''
    }
  }
  target.end(lines)
  await once(target, 'finish')
  return count
}
