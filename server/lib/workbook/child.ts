/*
 * The process that opens files from outside. It is forked per file by readInChild.ts with little memory, an own
 * temporary folder and nothing of the product's environment; whatever a hostile workbook does to it, the app goes on.
 */
import type { Sheet, Workbook } from '../../../models/shared/sheet.ts'
import type { MarkOrder } from './markWorkbook.ts'
import { readWorkbook } from './readWorkbook.ts'
import { FileRefused, type FileVerdict } from './verdicts.ts'

export type Order =
  | { job: 'read'; bytes: Uint8Array; fileName: string }
  | { job: 'mark'; bytes: Uint8Array; fileName: string; mark: MarkOrder }

/** `head` comes first with empty rows, then slices of rows; after each slice the child waits for `next`. */
export type Answer =
  | { head: Workbook }
  | { sheet: number; rows: Sheet['rows'] }
  | { file: Uint8Array }
  | { done: true }
  | { refused: FileVerdict; detail: string }

const SLICE = 200

process.once('message', (order: Order) => {
  void answer(order).then(() => process.disconnect())
})
process.on('disconnect', () => process.exit(0))

async function answer(order: Order): Promise<void> {
  try {
    const bytes = Buffer.from(order.bytes)
    if (order.job === 'mark') await say({ file: await mark(bytes, order) })
    else await sendWorkbook(await readWorkbook(bytes, order.fileName))
    await say({ done: true })
  } catch (error) {
    const refused = error instanceof FileRefused ? error : new FileRefused('file-damaged')
    await say({ refused: refused.verdict, detail: refused.detail })
  }
}

/** ExcelJS is loaded only to write: reading starts half a second sooner without it. */
async function mark(bytes: Buffer, order: Extract<Order, { job: 'mark' }>): Promise<Buffer> {
  const { markWorkbook } = await import('./markWorkbook.ts')
  return markWorkbook(bytes, order.fileName, order.mark)
}

/** Slice by slice, each when the last one was taken, so that the parent never works on many rows in one turn. */
async function sendWorkbook(workbook: Workbook): Promise<void> {
  await say({ head: { ...workbook, sheets: workbook.sheets.map((sheet) => ({ ...sheet, rows: [] })) } })
  for (const [index, sheet] of workbook.sheets.entries()) {
    for (let at = 0; at < sheet.rows.length; at += SLICE) {
      const taken = new Promise((resolve) => process.once('message', resolve))
      await say({ sheet: index, rows: sheet.rows.slice(at, at + SLICE) })
      await taken
    }
  }
}

function say(answer: Answer): Promise<void> {
  return new Promise((resolve, reject) => {
    if (!process.send) return reject(new Error('not forked'))
    process.send(answer, undefined, undefined, (error) => (error ? reject(error) : resolve()))
  })
}
