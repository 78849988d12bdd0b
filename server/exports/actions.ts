import { AuditBlockModel } from '../../models/audit/index.ts'
import { ExportRecordModel, type ExportDocument, type ExportKind, type ExportRecord, type ExportState } from '../../models/exportRecord/index.ts'
import { expiredExports } from '../../models/exportRecord/queries.ts'
import { dayOf, yearOf } from '../../models/shared/calendarDay.ts'
import type { Actor } from '../../models/user/actor.ts'
import { act } from '../act.ts'
import { connectedUri, currentDb } from '../database/connect.ts'
import { nextNumber } from '../database/counters.ts'
import type { Deps } from '../deps.ts'
import { TooMany } from '../http/errors.ts'
import { atMost, ChildrenBusy, forkModule } from '../lib/child.ts'
import { exportFile, makeExportFolder, removeExportFile } from './store.ts'
import type { WriteOrder, Written } from './writer.ts'

/** What is to be exported. */
export interface ExportOrder {
  kind: ExportKind
  format: 'xlsx' | 'csv'
  query: Record<string, string>
  filterText: string
  personal: boolean
  reason: string
}

/** Measured for 100,000 rows of the full ledger: 135 MB resident. @source DESIGN.md §6 */
const WRITER = { memoryMB: 80, seconds: 180 }
const AT_ONCE = 3
/** A line that is still being written after so long belongs to a process that is gone. */
const GIVEN_UP_AFTER_MS = 10 * 60_000
const BUSY = `现在已有 ${AT_ONCE} 份表正在生成，请过一分钟再导出。`

const slots = atMost(AT_ONCE)

/**
 * Enters an export into the register and has it written by a process of its own; three at once in this process, the next one
 * is refused. The audit trail gets an entry for the order and one for the file with its fingerprint.
 *
 * @returns the number, and a promise that ends when the file is there or has failed (it never rejects)
 * @throws TooMany
 */
export async function startExport(deps: Deps, actor: Actor, order: ExportOrder): Promise<{ no: string, done: Promise<void> }> {
  let begin: (no: string) => void = () => undefined
  const begun = new Promise<string>((resolve) => (begin = resolve))
  const done = slots(async () => {
    const record = await register(deps, actor, order)
    begin(record.no)
    await write(deps, actor, order, record)
  })
  const no = await Promise.race([begun, done.then(() => '')]).catch((error: unknown) => {
    throw error instanceof ChildrenBusy ? new TooMany(BUSY, 60) : error
  })
  return { no, done }
}

async function register(deps: Deps, actor: Actor, order: ExportOrder): Promise<ExportDocument> {
  return act(deps, actor, 'export.create', async (tx) => {
    const year = yearOf(dayOf(tx.now))
    const no = `DC${year}-${String(await nextNumber(tx.session, 'export', year)).padStart(6, '0')}`
    const { kind, format, filterText, personal, reason } = order
    const record = new ExportRecordModel({
      no, kind, format, filter: new URLSearchParams(order.query).toString(), filterText, personal, reason, requestedBy: actor.id,
      requestedByName: actor.name, department: actor.department ?? '', requestedAt: tx.now, state: 'pending',
    })
    record.start(tx.now)
    await record.save({ session: tx.session })
    tx.audit({ record: { type: 'export', id: record._id, no }, changes: { kind, filter: filterText, personal: personal ? '含完整号码' : '隐去号码' }, reason })
    return record
  })
}

async function write(deps: Deps, actor: Actor, order: ExportOrder, record: ExportDocument): Promise<void> {
  try {
    await makeExportFolder(deps)
    const written = await forkModule<WriteOrder, Written>(new URL('./writer.ts', import.meta.url), await orderFor(deps, actor, order, record), WRITER)
    await act(deps, actor, 'export.finish', async (tx) => {
      record.finish(written, tx.now)
      await record.save({ session: tx.session })
      tx.audit({ record: { type: 'export', id: record._id, no: record.no }, changes: { rows: String(written.rows), sha256: written.sha256 } })
    })
  } catch (error) {
    deps.log.error({ err: error, export: record.no }, 'export failed')
    await removeExportFile(deps, record)
    await ExportRecordModel.updateOne({ _id: record._id }, { $set: { state: 'failed', finishedAt: deps.clock.now(), error: '生成时出错，请再导出一次；仍不成功时请告诉系统管理员。' } })
      .catch((unreachable: unknown) => deps.log.error({ err: unreachable }, 'export not marked as failed'))
  }
}

async function orderFor(deps: Deps, actor: Actor, order: ExportOrder, record: ExportDocument): Promise<WriteOrder> {
  const last = await AuditBlockModel.findOne({}, { hash: 1 }).sort({ _id: -1 }).lean()
  const now = deps.clock.now()
  return {
    uri: connectedUri(), database: currentDb().databaseName, file: exportFile(deps, record), kind: order.kind, format: order.format,
    query: order.query, now, personal: order.personal, publicUrl: deps.config.publicUrl,
    actor: { ...actor, roles: [...actor.roles], id: actor.id?.toString() ?? null, leader: actor.leader?.toString() ?? null },
    mark: { no: record.no, madeBy: actor.name, madeAt: now, remark: last ? `审计链 第 ${last._id} 块 ${last.hash.slice(0, 12)}` : null },
  }
}

/**
 * Deletes files that are past their day and gives up lines whose process is gone. May run at any time, twice, in any process.
 * @returns how many of each
 */
export async function deleteOldExports(deps: Deps): Promise<{ deleted: number, givenUp: number }> {
  const now = deps.clock.now()
  const expired = await expiredExports(now)
  for (const record of expired) await forget(deps, record, now)
  const abandoned = { state: { $in: ['pending', 'processing'] as ExportState[] }, requestedAt: { $lt: new Date(now.getTime() - GIVEN_UP_AFTER_MS) } }
  const { modifiedCount } = await ExportRecordModel.updateMany(abandoned, { $set: { state: 'failed', finishedAt: now, error: '生成到一半时系统重启了，请再导出一次。' } })
  return { deleted: expired.length, givenUp: modifiedCount }
}

async function forget(deps: Deps, record: Pick<ExportRecord, '_id' | 'no' | 'format'>, now: Date): Promise<void> {
  await removeExportFile(deps, record)
  await ExportRecordModel.updateOne({ _id: record._id }, { $set: { fileDeletedAt: now } })
}
