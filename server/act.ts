import mongoose, { type ClientSession, type Types } from 'mongoose'
import { macOf, type AuditFacts } from '../models/audit/entry.ts'
import { AuditEntryModel } from '../models/audit/index.ts'
import { OutboxModel, type Channel } from '../models/outbox/index.ts'
import type { Actor } from '../models/user/actor.ts'
import type { Deps } from './deps.ts'
import { currentRequestId } from './http/requestId.ts'

/** What an act says about itself to the audit trail. Personal values must come masked (`maskedForAudit`). */
export interface AuditNote {
  record: { type: string, id: string | Types.ObjectId, no?: string }
  changes?: Record<string, string>
  reason?: string
  result?: 'done' | 'refused'
}

/** Whom an act tells of what. Facts are number, category, act and day; never a title or a name. */
export interface Telling {
  to: readonly (Types.ObjectId | null)[]
  template: string
  facts: Record<string, string>
  link: string
  /** makes the telling happen once; the user and channel are added to it */
  key: string
  /** leaves at any hour. Default: the page at once, other channels in office hours */
  urgent?: boolean
}

/** One act in its transaction. */
export interface Tx {
  session: ClientSession
  now: Date
  actor: Actor
  audit(note: AuditNote): void
  tell(telling: Telling): void
}

/**
 * Runs an act: what `work` reads and writes with `tx.session`, its audit entries and its outbox rows are one transaction,
 * acknowledged by the majority and on disk. `work` may run again after a write conflict, so it must have no other effects.
 *
 * @param name the act, as in the permission table or `job.<name>`
 * @throws what `work` throws; nothing is stored then
 * @throws Error when `work` leaves no audit entry: an act without a trace is a bug
 */
export async function act<T>(deps: Deps, actor: Actor, name: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const session = await mongoose.startSession()
  try {
    return await session.withTransaction(async () => {
      const notes: AuditNote[] = []
      const tellings: Telling[] = []
      const tx: Tx = {
        session, actor, now: deps.clock.now(),
        audit: (note) => void notes.push(note),
        tell: (telling) => void tellings.push(telling),
      }
      const result = await work(tx)
      if (notes.length === 0) throw new Error(`Act ${name} left no audit entry`)
      // whole rows of our own making: nothing to cast or to fill in
      await AuditEntryModel.insertMany(notes.map((note) => auditRow(note, name, tx, deps)), { session, lean: true })
      const rows = tellings.flatMap((telling) => outboxRows(telling, tx.now, channelsOf(deps)))
      if (rows.length > 0) await OutboxModel.insertMany(rows, { session })
      return result
    }, { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority', j: true }, readPreference: 'primary' })
  } finally {
    await session.endSession()
  }
}

/**
 * Leaves a trace of a look (who opened or downloaded what) without changing anything: the one write that a GET may do.
 * @source DESIGN.md §7 GET
 */
export const trace = (deps: Deps, actor: Actor, name: string, note: AuditNote): Promise<void> =>
  act(deps, actor, name, async (tx) => {
    tx.audit(note)
    await Promise.resolve()
  })

function auditRow(note: AuditNote, name: string, tx: Tx, deps: Deps) {
  const facts: AuditFacts = {
    at: tx.now,
    act: name,
    actor: tx.actor.id?.toString() ?? null,
    actorName: tx.actor.name,
    actorRoles: [...tx.actor.roles],
    department: tx.actor.department ?? '',
    record: { type: note.record.type, id: String(note.record.id), no: note.record.no ?? '' },
    changes: note.changes ?? {},
    reason: note.reason ?? '',
    result: note.result ?? 'done',
    requestId: currentRequestId(),
  }
  return { ...facts, actor: tx.actor.id, mac: macOf(facts, deps.keys.audit), block: null }
}

function channelsOf(deps: Deps): Channel[] {
  return ['page', ...(deps.config.smtpUrl ? (['mail'] as const) : []), ...(deps.config.notifyUrl ? (['http'] as const) : [])]
}

function outboxRows(telling: Telling, now: Date, channels: readonly Channel[]) {
  const users = new Map(telling.to.filter((id) => id !== null).map((id) => [String(id), id]))
  return [...users.values()].flatMap((to) =>
    channels.map((channel) => ({
      key: `${telling.key}:${String(to)}:${channel}`,
      channel, to, template: telling.template, facts: telling.facts, link: telling.link,
      urgent: telling.urgent ?? channel === 'page', nextAt: now, createdAt: now,
    })),
  )
}
