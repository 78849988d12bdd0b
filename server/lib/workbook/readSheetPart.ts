import type { Cell, Merge, SheetRow } from '../../../models/shared/sheet.ts'
import { dayOfSerial } from './dateFormats.ts'
import { WORKBOOK_LIMITS as LIMITS } from './limits.ts'
import { plainText } from './readParts.ts'
import { FileRefused } from './verdicts.ts'
import { walkXml, type Attributes } from './xml.ts'

interface SheetContext {
  strings: readonly string[]
  dayStyles: readonly boolean[]
  date1904: boolean
}

/** Filled rows and merged ranges of one sheet. Memory grows with what is written, not with the used range. */
export function readSheetPart(bytes: Buffer, context: SheetContext): { rows: SheetRow[]; merges: Merge[] } {
  const rows: SheetRow[] = []
  const merges: Merge[] = []
  const columns = new Set<number>()
  let row = 0
  let cells: Record<number, Cell> = {}
  let column = 0
  let kind = 'n'
  let style = 0
  let value = ''
  let hasFormula = false
  let collecting = false
  let inAid = false

  const openRow = (attributes: Attributes) => {
    const next = attributes['r'] === undefined ? row + 1 : Number(attributes['r'])
    if (!(next > row)) throw new FileRefused('file-damaged')
    if (next > LIMITS.rowNumber) throw new FileRefused('file-hostile', `有一行的行号是 ${next}`)
    row = next
    cells = {}
    column = 0
  }
  const openCell = (attributes: Attributes) => {
    column = attributes['r'] === undefined ? column + 1 : columnOf(attributes['r'])
    kind = attributes['t'] ?? 'n'
    style = Number(attributes['s'] ?? 0)
    value = ''
    hasFormula = false
  }
  const closeCell = () => {
    const cell = cellOf(kind, value, hasFormula, context.dayStyles[style] === true, context)
    if (cell === undefined) return
    cells[column] = cell
    columns.add(column)
    if (columns.size > LIMITS.filledColumns) throw new FileRefused('file-hostile', '写有内容的列超过 200 列')
  }
  const closeRow = () => {
    if (Object.keys(cells).length === 0) return
    rows.push({ row, cells })
    if (rows.length > LIMITS.filledRows) throw new FileRefused('file-hostile', '写有内容的行超过 10,000 行，请分成几份上传')
  }
  const addMerge = (reference: string) => {
    const merge = rangeOf(reference)
    if (merge) merges.push(merge)
    if (merges.length > LIMITS.merges) throw new FileRefused('file-hostile', '合并单元格过多')
  }

  walkXml(bytes, {
    open(name, attributes) {
      if (name === 'row') openRow(attributes)
      else if (name === 'c') openCell(attributes)
      else if (name === 'v') collecting = true
      else if (name === 't') collecting = !inAid
      else if (name === 'f') hasFormula = true
      else if (name === 'rPh') inAid = true
      else if (name === 'mergeCell') addMerge(attributes['ref'] ?? '')
    },
    text(piece) {
      if (collecting) value += piece
    },
    close(name) {
      if (name === 'v' || name === 't') collecting = false
      else if (name === 'rPh') inAid = false
      else if (name === 'c') closeCell()
      else if (name === 'row') closeRow()
    },
  })
  return { rows, merges }
}

function cellOf(
  kind: string, value: string, hasFormula: boolean, isDay: boolean, context: SheetContext,
): Cell | undefined {
  if (kind === 's') return written(context.strings[Number(value)] ?? '')
  if (kind === 'inlineStr' || kind === 'str') return written(plainText(value))
  if (value.trim() === '') return hasFormula ? { noResult: true } : undefined
  if (kind === 'e') return { error: value.trim() }
  if (kind === 'b') return value.trim() === '1'
  if (kind === 'd') return { day: value.trim().slice(0, 10) }
  const number = Number(value)
  if (!Number.isFinite(number)) throw new FileRefused('file-damaged')
  const day = isDay ? dayOfSerial(number, context.date1904) : null
  return day === null ? number : { day }
}

function written(text: string): string | undefined {
  return text.trim() === '' ? undefined : text
}

function columnOf(reference: string): number {
  let column = 0
  for (const sign of reference) {
    const value = sign.charCodeAt(0) - 64
    if (value < 1 || value > 26) break
    column = column * 26 + value
  }
  if (column < 1 || column > LIMITS.columnNumber) throw new FileRefused('file-damaged')
  return column
}

function rangeOf(reference: string): Merge | null {
  const match = /^\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(reference)
  if (!match) return null
  const [, left = '', top = '', right = '', bottom = ''] = match
  return { top: Number(top), left: columnOf(left), bottom: Number(bottom), right: columnOf(right) }
}
