import type { Merge, SheetRow } from '../shared/sheet.ts'
import { cellText } from '../shared/sheet.ts'
import type { MappedColumn } from './mapping.ts'
import { bareHeader } from './mapping.ts'
import { comparable } from './tidyText.ts'

const TOTAL = /^(合计|总计|小计|共计|累计)($|[:：,，\d共(])/
const NOTE = /^(注|备注|说明|附注|填表说明|填表人|制表人|审核人|填报人|经办人|单位负责人|负责人签字|填报单位|填表单位|联系电话)\d?[:：.、]/

/**
 * Whether a row under the header is data. Totals, notes and signatures under the table, section lines, header rows repeated on
 * each printed page, and rows with nothing but a serial number are not: they make no record and no error.
 */
export function isDataRow(row: SheetRow, columns: readonly MappedColumn[], merges: readonly Merge[]): boolean {
  const written = Object.entries(row.cells)
    .map(([column, cell]) => ({ column: Number(column), text: comparable(cellText(cell)), cell }))
    .filter(({ text, cell }) => text !== '' || typeof cell === 'object')
  const [first] = written
  if (!first) return false
  if (NOTE.test(first.text) || written.slice(0, 3).some(({ text }) => TOTAL.test(text))) return false
  if (written.length > 1) return !isRepeatedHeader(written, columns)
  const mapped = columns.some((column) => column.column === first.column && column.field !== null)
  const spread = merges.some((merge) => merge.top === row.row && merge.left === first.column && merge.right > merge.left)
  return mapped && !spread
}

function isRepeatedHeader(written: readonly { column: number; text: string }[], columns: readonly MappedColumn[]): boolean {
  const same = written.filter(({ column, text }) => {
    const header = columns.find((one) => one.column === column)?.header ?? ''
    return header !== '' && bareHeader(header.split('/').at(-1) ?? '') === bareHeader(text)
  })
  return same.length >= 3
}
