import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createWriteStream } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { openMeetingWorkbook, type MeetingSheet } from '../../server/lib/meetingWorkbook.ts'

export const MARK = { no: 'DC2026-000012', madeBy: '温书仪', madeAt: new Date('2026-11-25T02:20:00Z'), remark: null }

/** Writes sheets as a workbook and returns its bytes. */
export async function workbookBytes(write: (book: ReturnType<typeof openMeetingWorkbook>) => Promise<void>): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'exports-'))
  try {
    const file = join(folder, 'book.xlsx')
    const book = openMeetingWorkbook(createWriteStream(file), MARK)
    await write(book)
    await book.close()
    return await readFile(file)
  } finally {
    await rm(folder, { recursive: true })
  }
}

export async function reopen(bytes: Buffer): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(bytes as unknown as ArrayBuffer)
  return book
}

/** One sheet, written and read again. */
export async function reopened<Row>(sheet: MeetingSheet<Row>): Promise<ExcelJS.Worksheet> {
  const book = await reopen(await workbookBytes(async (each) => void (await each.add(sheet))))
  const [page] = book.worksheets
  if (!page) throw new Error('no sheet was written')
  return page
}

export const rowTexts = (page: ExcelJS.Worksheet, row: number): string[] =>
  Array.from({ length: page.columnCount }, (_, index) => page.getRow(row).getCell(index + 1).text)
