import type { Writable } from 'node:stream'
import { once } from 'node:events'
import ExcelJS from 'exceljs'
import { columnLetters } from '../../models/shared/sheet.ts'
import { batchesOf, FILLS, stampOf, type CellValue, type Column, type ColumnType, type Rows } from './columns.ts'
import {
  bodyStyles, CHECK_STYLE, EMPTY_STYLE, FORMATS, HEAD_STYLE, isFigure, LINE_STYLE, NOTE_STYLE, TITLE_STYLE, type Style,
} from './meetingStyles.ts'
import { packerHasRoom, plainRowWriter, type BodyCell } from './rowWriter.ts'
import { footerText, sheetName, storableText, widthOf } from './safeText.ts'

/** One table of a workbook, with everything that is printed around it. */
export interface MeetingSheet<Row> {
  name: string
  /** over the table, with the issuing body's name in it */
  title: string
  /** 填报单位 */
  unit: string
  /** `截至 2026年11月25日 10:20` or the period */
  asOf: string
  /** what is counted: `件`, `户` */
  measure: string
  columns: readonly Column<Row>[]
  rows: Rows<Row>
  /** printed in the one row of a table without rows */
  empty: string
  /** 口径, one line each */
  notes: readonly string[]
  /** columns that stay in sight beside 序号 while scrolling; default 1 */
  frozen?: number
  /** the figures that the row 合计 must come to, where columns are computed by formulas */
  totals?: Row
  /** a sentence under 合计 that the sheet computes from its figures */
  check?: { formula: string, result: string }
}

/** What is printed on every page: which export this is, who made it and when. */
export interface WorkbookMark {
  no: string
  madeBy: string
  madeAt: Date
  /** further words of the footnote: the head of the audit chain, a remark on masked values */
  remark: string | null
}

export interface MeetingWorkbook {
  /** @returns how many rows the table has */
  add<Row>(sheet: MeetingSheet<Row>): Promise<number>
  close(): Promise<void>
}

const ROWS_A_TURN = 250
/** a workbook keeps every link in memory until its sheet ends */
const LINKS = 5000
const A3 = 8
const A4 = 9
const MOST_COLUMNS_ON_A4 = 10

type Writer = ExcelJS.stream.xlsx.WorkbookWriter

/**
 * A workbook as the offices print it, written as its rows come: merged title, unit and date, one or two rows of headers that
 * repeat on every page, 序号, thin borders, 合计 by formulas, a check, footnotes with 口径, export number and time. A4 landscape
 * up to ten columns, A3 above. Text stays text whatever it looks like; days are written as UTC midnight. Any number of rows
 * takes the same memory. The target is ended by `close`.
 *
 * @source domain.md §5 (meeting tables), forms.md §1 §3.1 §3.4, speed.md 6, security.md P11
 */
export function openMeetingWorkbook(target: Writable, mark: WorkbookMark): MeetingWorkbook {
  const writer: Writer = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: target, useStyles: true, useSharedStrings: false, zip: { zlib: { level: 1 } } })
  writer.creator = mark.madeBy
  writer.created = mark.madeAt
  const names: string[] = []
  return {
    async add(sheet) {
      const name = sheetName(sheet.name, names)
      names.push(name)
      return writeSheet(writer, name, sheet, mark)
    },
    async close() {
      const ended = target.writableFinished ? Promise.resolve() : once(target, 'finish')
      await writer.commit()
      await ended
    },
  }
}

async function writeSheet<Row>(writer: Writer, name: string, sheet: MeetingSheet<Row>, mark: WorkbookMark): Promise<number> {
  const columns = [orderColumn<Row>(), ...sheet.columns]
  const grouped = columns.some(({ group }) => group)
  const firstRow = grouped ? 5 : 4
  const page = writer.addWorksheet(name, {
    views: [{ state: 'frozen', xSplit: 1 + (sheet.frozen ?? 1), ySplit: firstRow - 1 }],
    pageSetup: {
      paperSize: (columns.length <= MOST_COLUMNS_ON_A4 ? A4 : A3) as ExcelJS.PaperSize, orientation: 'landscape', horizontalCentered: true,
      fitToPage: true, fitToWidth: 1, fitToHeight: 0, printTitlesRow: `3:${firstRow - 1}`,
      margins: { left: 0.5, right: 0.5, top: 0.6, bottom: 0.7, header: 0.3, footer: 0.35 },
    },
    headerFooter: { oddFooter: footerOf(mark) },
  })
  page.columns = columns.map(({ width }) => ({ width }))
  writeHead(page, sheet, columns, grouped)
  const count = await writeRows(page, sheet, columns, firstRow)
  let next = firstRow + count
  if (count === 0) next = writeLine(page, next, columns, sheet.empty, EMPTY_STYLE)
  if (count > 0 && columns.some(({ total }) => total)) next = writeTotals(page, sheet, columns, firstRow, next)
  for (const note of footnotes(sheet, mark)) next = writeLine(page, next, columns, note, NOTE_STYLE)
  page.commit()
  return count
}

const orderColumn = <Row>(): Column<Row> => ({ header: '序号', width: 6, type: 'number', value: () => null })

const footerOf = (mark: WorkbookMark): string =>
  `&L${footerText(`导出编号 ${mark.no}`)}&C第 &P 页 共 &N 页&R${footerText(`${mark.madeBy} ${stampOf(mark.madeAt)}`)}`

function footnotes<Row>(sheet: MeetingSheet<Row>, mark: WorkbookMark): string[] {
  const legend = sheet.columns.some(({ fill }) => fill) ? [`底色：${Object.values(FILLS).map(({ word }) => word).join('；')}。`] : []
  const made = `导出编号 ${mark.no}　生成时间 ${stampOf(mark.madeAt)}　生成人 ${mark.madeBy}`
  return [...sheet.notes.map((note) => `口径：${note}`), ...legend, mark.remark ? `${made}　${mark.remark}` : made]
}

function writeHead<Row>(page: ExcelJS.Worksheet, sheet: MeetingSheet<Row>, columns: readonly Column<Row>[], grouped: boolean): void {
  const last = columns.length
  page.mergeCells(1, 1, 1, last)
  set(page.getCell(1, 1), sheet.title, TITLE_STYLE)
  page.getRow(1).height = 34
  const middle = Math.max(1, Math.floor(last / 2))
  page.mergeCells(2, 1, 2, middle)
  if (last - middle > 1) page.mergeCells(2, middle + 1, 2, last)
  set(page.getCell(2, 1), `填报单位：${sheet.unit}`, LINE_STYLE('left'))
  set(page.getCell(2, middle + 1), `${sheet.asOf}　单位：${sheet.measure}`, LINE_STYLE('right'))
  page.getRow(2).height = 20
  columns.forEach((column, index) => {
    set(page.getCell(3, index + 1), column.group ?? column.header, HEAD_STYLE)
    if (grouped) set(page.getCell(4, index + 1), column.header, HEAD_STYLE)
  })
  if (grouped) mergeGroups(page, columns)
  page.getRow(grouped ? 4 : 3).height = headHeight(columns)
  for (let row = 1; row <= (grouped ? 4 : 3); row++) page.getRow(row).commit()
}

/** Neighbours under one header above share its cell; a column without one reaches over both rows. */
function mergeGroups<Row>(page: ExcelJS.Worksheet, columns: readonly Column<Row>[]): void {
  let from = 0
  columns.forEach((column, index) => {
    const goesOn = column.group !== undefined && columns[index + 1]?.group === column.group
    if (!column.group) page.mergeCells(3, index + 1, 4, index + 1)
    else if (!goesOn && index > from) page.mergeCells(3, from + 1, 3, index + 1)
    if (!goesOn) from = index + 1
  })
}

/** Programs do not agree on who makes a row high enough for its wrapped text, so the height is written. */
const heightOf = (lines: number): number => Math.min(400, lines * 15 + 5)

/** How many lines a text takes in a column; short ones, nearly all, are told by their length. */
const linesOf = (text: string, width: number): number =>
  text.length * 2.1 <= width ? 1 : text.split('\n').reduce((sum, part) => sum + Math.max(1, Math.ceil(widthOf(part) / width)), 0)

const headHeight = <Row>(columns: readonly Column<Row>[]): number =>
  heightOf(Math.max(1, ...columns.map(({ header, width }) => linesOf(header, width))))

async function writeRows<Row>(page: ExcelJS.Worksheet, sheet: MeetingSheet<Row>, columns: readonly Column<Row>[], firstRow: number): Promise<number> {
  const styles = columns.map((column, index) => bodyStyles(column, index === 0 || undefined))
  const markable = columns.flatMap(({ link, comment }, at) => (link || comment ? [at] : []))
  const writer = plainRowWriter(page, columns.map((_, index) => columnLetters(index + 1)))
  let count = 0
  for await (const batch of batchesOf(sheet.rows)) {
    for (const row of batch) {
      const line = firstRow + count
      count++
      let lines = 1
      const cells = columns.map((column, index): BodyCell => {
        const value = index === 0 ? count : stored(column.value(row), column.type)
        if (typeof value === 'string') lines = Math.max(lines, linesOf(value, column.width))
        const formula = column.formula ? formulaAt(column.formula, columns, line) : null
        return { value, formula, style: styles[index]?.(column.fill?.(row) ?? null) ?? {} }
      })
      const marks = markable.flatMap((at) => markOf(columns[at], row, at, count <= LINKS) ?? [])
      if (marks.length === 0) writer.add(line, heightOf(lines), cells)
      else {
        writer.flush()
        writeMarkedRow(page, line, heightOf(lines), cells, marks)
      }
      if (count % ROWS_A_TURN === 0) await packerHasRoom(page)
    }
  }
  writer.flush()
  return count
}

/** What stands at a cell beside its value. */
interface Mark { at: number, link: string | null, comment: string | null }

function markOf<Row>(column: Column<Row> | undefined, row: Row, at: number, withLink: boolean): Mark | null {
  const [link, comment] = [withLink ? (column?.link?.(row) ?? null) : null, column?.comment?.(row) ?? null]
  return link || comment ? { at, link, comment } : null
}

function writeMarkedRow(page: ExcelJS.Worksheet, line: number, height: number, cells: readonly BodyCell[], marks: readonly Mark[]): void {
  const row = page.getRow(line)
  row.height = height
  cells.forEach(({ value, formula, style }, index) => {
    const cell = row.getCell(index + 1)
    cell.value = formula === null ? value : ({ formula, result: value } as ExcelJS.CellFormulaValue)
    cell.style = style
  })
  for (const { at, link, comment } of marks) {
    const cell = row.getCell(at + 1)
    if (link) cell.value = { text: cell.text, hyperlink: link }
    if (comment) cell.note = storableText(comment)
  }
  row.commit()
}

/** Strings are made strings here: an object from elsewhere could otherwise become a live formula. */
function stored(value: CellValue, type: ColumnType): string | number | Date | null {
  if (value === null || value === '') return null
  if (value instanceof Date) return new Date(Math.floor((value.getTime() + 8 * 3_600_000) / 60_000) * 60_000)
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (type === 'day' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return new Date(`${value}T00:00:00Z`)
  return storableText(String(value))
}

function writeTotals<Row>(page: ExcelJS.Worksheet, sheet: MeetingSheet<Row>, columns: readonly Column<Row>[], firstRow: number, at: number): number {
  const line = page.getRow(at)
  const labelled = Math.max(1, columns.findIndex(({ total }) => total))
  if (labelled > 1) page.mergeCells(at, 1, at, labelled)
  columns.forEach((column, index) => {
    const letters = columnLetters(index + 1)
    const sum = `SUM(${letters}${firstRow}:${letters}${at - 1})`
    const formula = column.total === 'sum' ? sum : formulaAt(column.formula ?? '', columns, at)
    const result = sheet.totals ? stored(column.value(sheet.totals), column.type) : null
    const cell = line.getCell(index + 1)
    const figure = isFigure(column.type)
    if (column.total) cell.value = { formula, ...(result === null ? {} : { result }) } as ExcelJS.CellFormulaValue
    cell.style = { ...HEAD_STYLE, numFmt: FORMATS[column.type], alignment: { horizontal: figure && index > 0 ? 'right' : 'center', vertical: 'middle' } }
    if (index === 0) cell.value = '合计'
  })
  line.height = 22
  line.commit()
  if (!sheet.check) return at + 1
  const check = { formula: formulaAt(sheet.check.formula, columns, at), result: sheet.check.result }
  return writeLine(page, at + 1, columns, check, CHECK_STYLE)
}

/** `{carried}+{assigned}` → `C7+D7`. @throws Error for a name that no column has */
function formulaAt<Row>(formula: string, columns: readonly Column<Row>[], line: number): string {
  return formula.replaceAll(/\{(\w+)\}/g, (_, key: string) => {
    const index = columns.findIndex((column) => column.key === key)
    if (index < 0) throw new Error(`No column is called ${key}`)
    return `${columnLetters(index + 1)}${line}`
  })
}

/** One line over the whole width, as high as its text needs (merged cells do not grow by themselves). */
function writeLine<Row>(
  page: ExcelJS.Worksheet, at: number, columns: readonly Column<Row>[], value: string | { formula: string, result: string }, style: Style,
): number {
  page.mergeCells(at, 1, at, columns.length)
  const words = typeof value === 'string' ? value : value.result
  const room = columns.reduce((sum, { width }) => sum + width, 0)
  const line = page.getRow(at)
  line.height = heightOf(Math.ceil(widthOf(words) / room))
  set(page.getCell(at, 1), value, style)
  line.commit()
  return at + 1
}

function set(cell: ExcelJS.Cell, value: string | { formula: string, result: string }, style: Style): void {
  cell.value = typeof value === 'string' ? storableText(value) : value
  cell.style = style
}
