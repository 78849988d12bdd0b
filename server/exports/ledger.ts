import type { Writable } from 'node:stream'
import type { Actor } from '../../models/user/actor.ts'
import type { ExportKind } from '../../models/exportRecord/index.ts'
import { writeCsv } from '../lib/csv.ts'
import type { MeetingSheet, MeetingWorkbook } from '../lib/meetingWorkbook.ts'

/** What a ledger is made for: who asks, the list's address, the moment. */
export interface Asked {
  actor: Actor
  query: Readonly<Record<string, string>>
  now: Date
  /** names and phones are written out */
  personal: boolean
  publicUrl: string
}

/** A ledger that is ready to be written, in either form. Each can be written once: its rows come from a cursor. */
export interface Ledger {
  toWorkbook(book: MeetingWorkbook): Promise<number>
  toCsv(target: Writable): Promise<number>
}

/** A ledger of one table. */
export const ledgerOf = <Row>(sheet: MeetingSheet<Row>): Ledger => ({
  toWorkbook: (book) => book.add(sheet),
  toCsv: (target) => writeCsv(target, sheet.columns, sheet.rows),
})

/** Opens each kind of ledger. Loaded when asked for: the process that writes one needs the code of one. */
export const LEDGERS: Record<ExportKind, () => Promise<(asked: Asked) => Promise<Ledger>>> = {
  issues: async () => (await import('./issueLedger.ts')).issueLedger,
  visits: async () => (await import('./visitLedger.ts')).visitLedger,
  members: async () => (await import('./memberRoster.ts')).memberRoster,
  enterprises: async () => (await import('./enterpriseRoster.ts')).enterpriseRoster,
  summary: async () => (await import('./departmentSummary.ts')).departmentSummary,
}

/** Takes rows from a cursor some hundred at a time, so that what belongs to them is fetched with one query. */
export async function* inBatches<T, U>(rows: AsyncIterable<T>, size: number, complete: (batch: T[]) => Promise<U[]>): AsyncGenerator<U> {
  let batch: T[] = []
  for await (const row of rows) {
    batch.push(row)
    if (batch.length < size) continue
    yield* await complete(batch)
    batch = []
  }
  if (batch.length > 0) yield* await complete(batch)
}
