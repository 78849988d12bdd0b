import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import mongoose, { Types } from 'mongoose'
import type { ExportKind } from '../../models/exportRecord/index.ts'
import type { Actor } from '../../models/user/actor.ts'
import { DRIVER_LIMITS } from '../database/connect.ts'
import { serveOrder } from '../lib/child.ts'
import { openMeetingWorkbook, type WorkbookMark } from '../lib/meetingWorkbook.ts'
import { LEDGERS } from './ledger.ts'

/** What the writing process is told: plain data, since it crosses to another process. */
export interface WriteOrder {
  uri: string
  database: string
  file: string
  kind: ExportKind
  format: 'xlsx' | 'csv'
  query: Record<string, string>
  actor: Omit<Actor, 'id' | 'leader'> & { id: string | null, leader: string | null }
  now: Date
  personal: boolean
  publicUrl: string
  mark: WorkbookMark
}

export interface Written {
  rows: number
  bytes: number
  sha256: string
}

/*
 * The process that writes a file. It has a small pool of its own and reads the rows from a cursor with the filter and the
 * scope of the list on the screen, so however much is written, the app goes on serving pages.
 */
serveOrder<WriteOrder, Written>(async (order) => {
  mongoose.set('strictQuery', 'throw')
  await mongoose.connect(order.uri, { ...DRIVER_LIMITS, socketTimeoutMS: 60_000, maxPoolSize: 3, dbName: order.database })
  const open = await LEDGERS[order.kind]()
  const { query, now, personal, publicUrl } = order
  const ledger = await open({ actor: revived(order.actor), query, now, personal, publicUrl })
  const target = createWriteStream(order.file, { mode: 0o600 })
  if (order.format === 'csv') return describe(order.file, await ledger.toCsv(target))
  const book = openMeetingWorkbook(target, order.mark)
  const rows = await ledger.toWorkbook(book)
  await book.close()
  return describe(order.file, rows)
})

const idOf = (text: string | null): Types.ObjectId | null => (text === null ? null : new Types.ObjectId(text))
const revived = (actor: WriteOrder['actor']): Actor => ({ ...actor, id: idOf(actor.id), leader: idOf(actor.leader) })

async function describe(file: string, rows: number): Promise<Written> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  return { rows, bytes: (await stat(file)).size, sha256: hash.digest('hex') }
}
