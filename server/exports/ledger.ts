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
  results: async () => (await import('../results/export.ts')).resultsLedger,
  answers: async () => (await import('../results/export.ts')).answersLedger,
  invitations: async () => (await import('../invitations/export.ts')).invitationLedger,
  summary: async () => (await import('./departmentSummary.ts')).departmentSummary,
  opinions: async () => (await import('../opinions/export.ts')).opinionLedger,
  rectifications: async () => (await import('../rectifications/export.ts')).rectificationLedger,
  orders: async () => (await import('./orderLedger.ts')).orderLedger,
  composition: async () => (await import('../campaigns/export.ts')).compositionLedger,
  ranking: async () => (await import('../publications/export.ts')).rankingLedger,
  tallies: async () => (await import('../tallies/export.ts')).tallyLedger,
}

/** Few enough to be gone before the collector takes them for lasting ones: a hundred cost half as much time again. */
const TOGETHER = 25

/**
 * Takes rows from a cursor some at a time, so that what belongs to them is fetched with one query. The next ones are on their
 * way while these are being written.
 */
export async function* inBatches<T, U>(rows: AsyncIterable<T>, complete: (batch: T[]) => Promise<U[]>): AsyncGenerator<U[]> {
  const source = rows[Symbol.asyncIterator]()
  const read = async (): Promise<U[]> => {
    const batch: T[] = []
    while (batch.length < TOGETHER) {
      const { done, value } = await source.next()
      if (done) break
      batch.push(value)
    }
    return batch.length === 0 ? [] : complete(batch)
  }
  let ahead = read()
  for (let batch = await ahead; batch.length > 0; batch = await ahead) {
    ahead = read()
    ahead.catch(() => undefined) // heard when its turn comes
    yield batch
  }
}
