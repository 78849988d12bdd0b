import type { Merge, SheetRow } from '../shared/sheet.ts'
import { cellText } from '../shared/sheet.ts'
import type { MappedColumn } from './mapping.ts'
import { comparable } from './tidyText.ts'

const TOTAL = /^(合计|总计|小计|共计|累计)($|[:：,，\d共(])/
const NOTE = /^(注|备注|说明|附注|填表说明|填表人|制表人|审核人|填报人|经办人|单位负责人|负责人签字|填报单位|填表单位|联系电话)\d?[:：.、]/
/** this many cells that say what the header says make a row a repeated header */
const SAME_CELLS = 3

/**
 * Judges the rows under a header: whether they are data. Totals, notes and signatures under the table, section lines,
 * header rows repeated on each printed page, and rows with nothing but a serial number are not: they make no record and
 * no error.
 */
export function dataRows(columns: readonly MappedColumn[], merges: readonly Merge[]): (row: SheetRow) => boolean {
  const headers = new Map(columns.map(({ column, header }) => [column, unspaced(header.split('/').at(-1) ?? '')]))
  const mapped = new Set(columns.filter(({ field }) => field !== null).map(({ column }) => column))
  return (row) => {
    const written = Object.entries(row.cells).map(
      ([column, cell]) => ({ column: Number(column), text: cellText(cell) }),
    )
    const [first] = written
    if (!first || written.every(({ text }) => text === '')) return false
    const start = written.slice(0, 3).map(({ text }) => comparable(text))
    if (NOTE.test(start[0] ?? '') || start.some((text) => TOTAL.test(text))) return false
    if (written.length > 1) {
      return written.filter(({ column, text }) => unspaced(text) === headers.get(column)).length < SAME_CELLS
    }
    const spread = merges.some(
      (merge) => merge.top === row.row && merge.left === first.column && merge.right > merge.left,
    )
    return mapped.has(first.column) && !spread
  }
}

const unspaced = (text: string) => text.replace(/\s+/g, '')
