import type ExcelJS from 'exceljs'
import type { Style } from './meetingStyles.ts'

/** A cell of the body: its value, or a formula with what it comes to. */
export interface BodyCell {
  value: string | number | Date | null
  formula: string | null
  style: Style
}

/** What may wait for the packer before the writer pauses. */
const WAITING_BYTES = 256 * 1024
const DAY_MS = 86_400_000
/** Days are counted from 30 December 1899. */
const FIRST_DAY = 25_569

/**
 * What is used here of a sheet being written beyond ExcelJS's typings; the tests reopen what comes out. ExcelJS makes an
 * object of each cell, which costs half of the time and most of the memory of a long table, and it hands on what it writes
 * without asking, which would fill the memory of any machine.
 */
interface SheetInside {
  /** number of the first row that is not written yet */
  _rowZero: number
  _write(text: string): void
  _workbook: { styles: { addStyleModel(style: Style): number } }
  stream?: { pipes?: Pipe[] }
}

/** A readable-stream of version 2. */
interface Pipe {
  _writableState?: { length: number }
  _readableState?: { length: number }
}

const inside = (page: ExcelJS.Worksheet): SheetInside => page as unknown as SheetInside

/** Handed on together: each hand-over has its price. */
const SIGNS_TOGETHER = 16 * 1024

/**
 * Writes rows of the body, one after the other, after the head has been committed. `letters` are the columns' (A, B …). Rows
 * that need a link or a comment go through ExcelJS, after a `flush`; another one ends the body.
 */
export function plainRowWriter(page: ExcelJS.Worksheet, letters: readonly string[]) {
  const sheet = inside(page)
  let xml = ''
  let next = 0
  const flush = (): void => {
    if (xml === '') return
    sheet._write(xml)
    sheet._rowZero = next
    xml = ''
  }
  return {
    flush,
    add(line: number, height: number, cells: readonly BodyCell[]): void {
      xml += `<row r="${line}" ht="${height}" customHeight="1">`
      for (const [index, cell] of cells.entries()) xml += cellXml(`${letters[index] ?? ''}${line}`, sheet._workbook.styles.addStyleModel(cell.style), cell)
      xml += '</row>'
      next = line + 1
      if (xml.length > SIGNS_TOGETHER) flush()
    },
  }
}

function cellXml(address: string, style: number, { value, formula }: BodyCell): string {
  const start = `<c r="${address}" s="${style}"`
  const f = formula === null ? '' : `<f>${escaped(formula)}</f>`
  if (value === null) return f ? `${start}>${f}</c>` : `${start}/>`
  if (typeof value === 'string') return `${start} t="str">${f}<v>${escaped(value)}</v></c>`
  return `${start}>${f}<v>${value instanceof Date ? value.getTime() / DAY_MS + FIRST_DAY : value}</v></c>`
}

const escaped = (text: string): string =>
  /[&<>]/.test(text) ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') : text

/** Lets the packer catch up; the pipe behind the sheet tells how much still waits. @source speed.md 6 */
export async function packerHasRoom(page: ExcelJS.Worksheet): Promise<void> {
  await new Promise(setImmediate)
  while (waitingBytes(page) > WAITING_BYTES) await new Promise((resolve) => setTimeout(resolve, 1))
}

function waitingBytes(page: ExcelJS.Worksheet): number {
  const [pipe] = inside(page).stream?.pipes ?? []
  return (pipe?._writableState?.length ?? 0) + (pipe?._readableState?.length ?? 0)
}
