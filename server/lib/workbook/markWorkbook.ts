import { Writable } from 'node:stream'
import ExcelJS, { type CellValue } from 'exceljs'
import type { Cell, Sheet } from '../../../models/shared/sheet.ts'
import { readWorkbook } from './readWorkbook.ts'
import { FileRefused } from './verdicts.ts'

/** What is to be seen at one row of the marked workbook. */
export interface RowMark {
  row: number
  /** the text of the column 处理结果 */
  result: string
  /** columns to colour; the result is coloured too */
  columns: number[]
  tone: 'bad' | 'doubtful' | 'plain'
}

export interface MarkOrder {
  /** null for csv */
  sheet: string | null
  headerRow: number
  marks: RowMark[]
}

const RESULT_HEADER = '处理结果（本表按读到的内容重写，不是原件）'
const FILLS = { bad: 'FFFFC7CE', doubtful: 'FFFFEB9C', plain: null } as const
const MAX_WIDTH = 40

/**
 * The sheet as it was read, rewritten: same rows, columns and titles, coloured cells, and a last column 处理结果 that also
 * says that this is not the original (styles, formulas, pictures and the other sheets are not in it).
 *
 * @returns the bytes of an .xlsx
 * @source DESIGN.md §7 Import
 */
export async function markWorkbook(bytes: Buffer, fileName: string, order: MarkOrder): Promise<Buffer> {
  const workbook = await readWorkbook(bytes, fileName)
  const sheet = workbook.sheets.find((one) => one.name === order.sheet)
  if (!sheet) throw new FileRefused('file-damaged')
  const chunks: Buffer[] = []
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk)
      done()
    },
  })
  const writer = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false })
  writeSheet(writer, sheet, order)
  await writer.commit()
  return Buffer.concat(chunks)
}

function writeSheet(writer: ExcelJS.stream.xlsx.WorkbookWriter, sheet: Sheet, order: MarkOrder): void {
  const lastColumn = Math.max(1, ...sheet.rows.map((row) => Math.max(...Object.keys(row.cells).map(Number))))
  const lastRow = sheet.rows.at(-1)?.row ?? 1
  const resultColumn = lastColumn + 1
  const page = writer.addWorksheet(sheetName(sheet.name), {
    views: [{ state: 'frozen', ySplit: order.headerRow }],
    pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
    headerFooter: { oddFooter: '本表按读到的内容重写，不是原件　第 &P 页，共 &N 页' },
  })
  page.columns = [...widths(sheet, lastColumn, order.headerRow), 44].map((width) => ({ width }))
  for (const merge of sheet.merges) {
    const bottom = Math.min(merge.bottom, lastRow)
    const right = Math.min(merge.right, lastColumn)
    const single = bottom <= merge.top && right <= merge.left
    if (single || (
      bottom - merge.top
    ) * (right - merge.left) > 20_000 || bottom < merge.top || right < merge.left) continue
    try {
      page.mergeCells(merge.top, merge.left, bottom, right)
    } catch {
      continue // overlapping ranges: the sheet is readable without them
    }
  }
  const marks = new Map(order.marks.map((mark) => [mark.row, mark]))
  for (const { row: number, cells } of sheet.rows) {
    const row = page.getRow(number)
    for (const [column, cell] of Object.entries(cells)) setCell(row.getCell(Number(column)), cell)
    const result = row.getCell(resultColumn)
    const mark = marks.get(number)
    if (number === order.headerRow) result.value = RESULT_HEADER
    if (mark) {
      result.value = mark.result
      result.alignment = { wrapText: true, vertical: 'top' }
      const fill = FILLS[mark.tone]
      for (const column of fill ? [...mark.columns, resultColumn] : []) {
        row.getCell(column).fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: fill ?? '' } }
      }
    }
    if (number === order.headerRow) row.font = { bold: true }
    row.commit()
  }
}

function setCell(target: ExcelJS.Cell, cell: Cell): void {
  target.value = valueOf(cell)
  if (typeof cell === 'object' && 'day' in cell) target.numFmt = 'yyyy-mm-dd'
}

function valueOf(cell: Cell): CellValue {
  if (typeof cell !== 'object') return cell
  if ('day' in cell) return new Date(`${cell.day}T00:00:00Z`)
  if ('error' in cell) return { error: cell.error } as CellValue
  return null
}

/** Wide enough for the header and the first rows; a Chinese sign takes two. */
function widths(sheet: Sheet, lastColumn: number, headerRow: number): number[] {
  const sample = sheet.rows.filter((row) => row.row >= headerRow).slice(0, 50)
  return Array.from({ length: lastColumn }, (_, index) => {
    const lengths = sample.map((row) => {
      const cell = row.cells[index + 1]
      return typeof cell === 'string' ? [...cell].reduce((sum, sign) => sum + (sign > '\u00ff' ? 2 : 1), 0) : 11
    })
    return Math.min(MAX_WIDTH, Math.max(8, ...lengths) + 2)
  })
}

/** Excel allows 31 characters and none of `*?:\/[]`. */
function sheetName(name: string | null): string {
  return (name ?? '名单').replace(/[*?:\\/[\]]/g, ' ').slice(0, 31) || '名单'
}
