import type { Cell, SheetRow, Workbook } from '../../../models/shared/sheet.ts'
import { WORKBOOK_LIMITS as LIMITS } from './limits.ts'
import { FileRefused } from './verdicts.ts'

/**
 * Reads a csv as offices export it: UTF-8 with or without BOM, UTF-16, or GB18030 (the superset of GBK that knows rare
 * names); commas, tabs or semicolons; quoted cells may hold breaks. Rows are numbered as Excel shows them: a break
 * inside quotes starts no row, an empty line is one. Every cell is text.
 *
 * @throws FileRefused file-damaged when it is no text, file-hostile beyond WORKBOOK_LIMITS
 */
export function readCsv(bytes: Buffer): Workbook {
  const { text, encoding } = decode(bytes)
  const rows: SheetRow[] = []
  let number = 0
  for (const record of records(text, separatorOf(text))) {
    number += 1
    const cells: Record<number, Cell> = {}
    record.forEach((value, index) => {
      if (value.trim() !== '') cells[index + 1] = value
    })
    if (record.length > LIMITS.columnNumber) throw new FileRefused('file-hostile')
    if (Object.keys(cells).length > LIMITS.filledColumns) throw new FileRefused('file-hostile', '写有内容的列超过 200 列')
    if (Object.keys(cells).length === 0) continue
    rows.push({ row: number, cells })
    if (rows.length > LIMITS.filledRows) throw new FileRefused('file-hostile', '写有内容的行超过 10,000 行，请分成几份上传')
  }
  return { format: 'csv', encoding, date1904: false, sheets: [{ name: null, rows, merges: [] }], hiddenSheets: [] }
}

function decode(bytes: Buffer): { text: string; encoding: string } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return {
    text: new TextDecoder('utf-16le').decode(bytes), encoding: 'utf-16',
  }
  if (bytes.includes(0)) throw new FileRefused('file-damaged')
  const marked = bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]))
  const utf8 = strictly('utf-8', bytes)
  if (utf8 !== null) return { text: utf8, encoding: marked ? 'utf-8 with BOM' : 'utf-8' }
  const national = strictly('gb18030', bytes)
  if (national !== null) return { text: national, encoding: 'gb18030' }
  throw new FileRefused('file-damaged')
}

function strictly(encoding: string, bytes: Buffer): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** The separator that the first lines use most, outside quotes. */
function separatorOf(text: string): string {
  const head = text.slice(0, 4000).replace(/"[^"]*"/g, '')
  const count = (sign: string) => head.split(sign).length
  return [',', '\t', ';'].reduce((best, sign) => (count(sign) > count(best) ? sign : best))
}

/** A quote opens a quoted cell only where the cell begins, so `="9137…"` without quoting stays as it is. */
function* records(text: string, separator: string): Generator<string[]> {
  let record: string[] = []
  let value = ''
  let quoted = false
  let begun = false
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]
    if (quoted) {
      if (sign !== '"') value += sign
      else if (text[at + 1] === '"') {
        value += '"'
        at += 1
      } else quoted = false
      if (value.length > LIMITS.cellCharacters) throw new FileRefused('file-damaged')
    } else if (sign === '"' && value === '') {
      quoted = true
      begun = true
    } else if (sign === separator) {
      record.push(value)
      value = ''
      begun = true
    } else if (sign === '\n' || sign === '\r') {
      if (sign === '\r' && text[at + 1] === '\n') at += 1
      record.push(value)
      yield record
      record = []
      value = ''
      begun = false
    } else {
      value += sign
      begun = true
    }
  }
  if (begun || record.length > 0) yield [...record, value]
}
