import mongoose from 'mongoose'
import { ImportModel, ImportRowModel, type Import, type ImportRow } from '../../models/import/index.ts'
import { importKind, type ImportKind } from '../../models/import/kinds.ts'
import type { FieldValue } from '../../models/import/values.ts'
import { planImport, type FieldChange, type PlannedRow } from '../../models/import/plan.ts'
import { maskedForAudit } from '../../models/audit/entry.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import type { Actor } from '../../models/user/actor.ts'
import { act, type Tx } from '../act.ts'
import { currentDb } from '../database/connect.ts'
import { guardLease, type Lease } from '../database/lease.ts'
import type { Deps } from '../deps.ts'
import { inSlices } from '../lib/inSlices.ts'
import { rosterMaker, storedKind } from './rosters/index.ts'
import type { Roster, RosterRecord } from './rosters/roster.ts'

/** Small enough that others feel nothing, large enough that a transaction's price is shared. */
const ROWS_AN_ACT = 25

/**
 * Brings the planned rows of a batch into the roster, chunk by chunk, each chunk one transaction with its trail. A
 * process that dies leaves whole chunks; whoever goes on takes the rows that are still planned. Each row is planned
 * again over what is stored at that moment, so what another person did since the preview is respected.
 */
export async function confirmBatch(
  deps: Deps, batch: Import, actor: Actor, keepLease: () => Promise<Lease>,
): Promise<void> {
  const kind = storedKind(batch.kind)
  if (!kind) return
  const { make } = await rosterMaker(kind, dayOf(deps.clock.now()))
  let size = ROWS_AN_ACT
  for (;;) {
    const lease = await keepLease()
    try {
      if ((await confirmRows(deps, batch, actor, make, lease, size)) === 0) return
      size = ROWS_AN_ACT
    } catch (error) {
      if (!isRowsFault(error)) throw error
      // One row cannot be stored: the rows go one by one, and the bad one is set aside with what was said.
      if (size === 1) await setAside(deps, batch, actor, lease, error)
      size = 1
    }
  }
}

function confirmRows(
  deps: Deps, batch: Import, actor: Actor, make: () => Roster, lease: Lease, size: number,
): Promise<number> {
  return act(deps, actor, 'import.confirm', async (tx) => {
    await guardLease(currentDb(), lease, tx.session)
    const rows = await plannedRows(batch, size, tx)
    if (rows.length === 0) return finish(batch, tx)
    const roster = make()
    const kind = importKind(batch.kind)
    const found = await roster.find(rows.map((row) => row.values), tx.session)
    const plan = planImport(rows.map((row) => ({ ...row, fate: 'taken' as const })), found, kind).rows
    const applied = await inSlices(applyRows(plan, roster, found, tx))
    await roster.save(applied.flatMap(({ record }) => record ?? []), tx.now, tx.session)
    await ImportRowModel.bulkWrite(applied.map(({ row, record }) => ({
      updateOne: {
        filter: { import: batch._id, row: row.row },
        update: {
          $set: {
            state: record ? 'applied' : 'still', outcome: row.outcome, record: record?.id ?? row.record,
            changes: row.changes,
          },
        },
      },
    })), { session: tx.session })
    const count = (outcome: PlannedRow['outcome']) => plan.filter((row) => row.outcome === outcome).length
    await ImportModel.updateOne({ _id: batch._id }, { $inc: {
      'progress.done': rows.length, 'applied.created': count('created'),
      'applied.changed': count('changed'), 'applied.unchanged': count('unchanged'),
    } }, { session: tx.session })
    for (const { row, record } of applied) if (record) tx.audit(trail(row, record, roster, batch, kind, deps))
    if (!applied.some(({ record }) => record)) tx.audit({ record: { type: 'import', id: batch._id, no: batch.no } })
    return rows.length
  })
}

function plannedRows(batch: Import, size: number, tx: Tx): Promise<ImportRow[]> {
  return ImportRowModel.find(
    { import: batch._id, state: 'planned' },
  ).sort({ row: 1 }).limit(size).session(tx.session).lean<ImportRow[]>()
}

function* applyRows(plan: readonly PlannedRow[], roster: Roster, found: readonly RosterRecord[], tx: Tx) {
  for (const row of plan) yield applyRow(row, roster, found, tx)
}

/** Changes the record that a row means, or makes it. `record` is null where nothing differs. */
function applyRow(
  row: PlannedRow, roster: Roster, found: readonly RosterRecord[], tx: Tx,
): { row: PlannedRow; record: RosterRecord | null } {
  if (row.outcome === 'created') return { row, record: roster.make(row.values, { id: tx.actor.id, now: tx.now }) }
  const record = found.find((one) => one.id === row.record)
  if (row.outcome !== 'changed' || !record) return { row, record: null }
  for (const change of row.changes) record.set(change.field, change.to)
  const otherIndustry = row.changes.some((change) => change.field === 'industry')
  if (otherIndustry) record.set('industryText', row.values['industryText'] ?? null)
  return { row, record }
}

async function finish(batch: Import, tx: Tx): Promise<0> {
  await ImportModel.updateOne(
    { _id: batch._id, state: 'confirming' }, { $set: { state: 'done', doneAt: tx.now } }, { session: tx.session },
  )
  tx.audit({ record: { type: 'import', id: batch._id, no: batch.no }, changes: { state: 'done' } })
  tx.tell({
    to: [batch.confirmedBy], template: 'import.done', facts: { no: batch.no, kind: importKind(batch.kind).label },
    link: `/imports/${batch.no}`, key: `import:${batch.no}:done`,
  })
  return 0
}

/** The trail of one record: what changed in words, personal values masked. */
export function trail(
  row: { outcome: string; row: number; changes: readonly FieldChange[] }, record: RosterRecord, roster: Roster,
  batch: Import, kind: ImportKind, deps: Deps,
) {
  const changes = Object.fromEntries(
    row.changes.map(({ field, from, to }) => [field, `${shown(from, field, kind, deps)} → ${shown(to, field, kind, deps)}`]),
  )
  return {
    record: { type: roster.noun, id: record.id, no: record.no },
    changes: { import: `${batch.no} 第 ${row.row} 行`, ...(row.outcome === 'created' ? { created: '新建' } : changes) },
  }
}

function shown(value: FieldValue, field: string, kind: ImportKind, deps: Deps): string {
  const text = Array.isArray(value) ? value.join('、') : String(value ?? '')
  return kind.columns.find((column) => column.field === field)?.masked ? maskedForAudit(text, deps.keys.mask) : text
}

/** A fault of what is to be stored, not of the database: it would come again. */
export function isRowsFault(error: unknown): boolean {
  return error instanceof mongoose.Error.ValidationError || error instanceof mongoose.Error.CastError
    || (error as { code?: number }).code === 11000
}

async function setAside(deps: Deps, batch: Import, actor: Actor, lease: Lease, error: unknown): Promise<void> {
  const text = (error as { code?: number }).code === 11000 ? '同一键值刚被别人建了' : '内容不符合名册的要求，没有存入'
  deps.log.warn({ err: error, import: batch.no }, 'import row not stored')
  await act(deps, actor, 'import.confirm', async (tx) => {
    await guardLease(currentDb(), lease, tx.session)
    const [row] = await plannedRows(batch, 1, tx)
    if (row) {
      const refusals = [...row.refusals, { reason: 'not-stored' as const, field: null, text, hint: '核对这一行，改好后再导入一次' }]
      await ImportRowModel.updateOne(
        { import: batch._id, row: row.row },
        { $set: { state: 'still', outcome: 'refused', refusals } },
        { session: tx.session },
      )
      await ImportModel.updateOne(
        { _id: batch._id },
        { $inc: { 'progress.done': 1, 'counts.refused': 1, [`counts.${row.outcome}`]: -1 } },
        { session: tx.session },
      )
    }
    const reason = `第 ${row?.row ?? ''} 行：${text}`
    tx.audit({ record: { type: 'import', id: batch._id, no: batch.no }, result: 'refused', reason })
  })
}
