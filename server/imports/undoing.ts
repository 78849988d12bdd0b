import { ImportModel, ImportRowModel, type Import, type ImportRow } from '../../models/import/index.ts'
import { importKind } from '../../models/import/kinds.ts'
import { sameValue } from '../../models/import/withinFile.ts'
import { isEmpty } from '../../models/import/withinFile.ts'
import { changesOf, type FieldChange } from '../../models/import/plan.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import type { Actor } from '../../models/user/actor.ts'
import { act, type Tx } from '../act.ts'
import { currentDb } from '../database/connect.ts'
import { guardLease, type Lease } from '../database/lease.ts'
import type { Deps } from '../deps.ts'
import { trail } from './confirming.ts'
import { rosterMaker, storedKind } from './rosters/index.ts'
import type { Roster, RosterRecord } from './rosters/roster.ts'

const ROWS_AN_ACT = 40

type Ending = 'removed' | 'restored' | 'archived' | 'left'

interface Undone {
  row: ImportRow
  ending: Ending
  note: string
  record: RosterRecord | null
  changes: FieldChange[]
}

/**
 * Takes a batch back: fields that nobody has changed since get their old value, records that it made go, or are
 * archived when something points at them; whatever was changed since stays and is listed. Chunk by chunk, resumable
 * like confirming.
 * @source DESIGN.md §7 Import
 */
export async function undoBatch(
  deps: Deps, batch: Import, actor: Actor, keepLease: () => Promise<Lease>,
): Promise<void> {
  const kind = storedKind(batch.kind)
  if (!kind) return
  const { make } = await rosterMaker(kind, dayOf(deps.clock.now()))
  for (;;) {
    const lease = await keepLease()
    if ((await undoRows(deps, batch, actor, make, lease)) === 0) return
  }
}

function undoRows(deps: Deps, batch: Import, actor: Actor, make: () => Roster, lease: Lease): Promise<number> {
  return act(deps, actor, 'import.undo', async (tx) => {
    await guardLease(currentDb(), lease, tx.session)
    const rows = await ImportRowModel.find(
      { import: batch._id, state: 'applied' },
    ).sort({ row: 1 }).limit(ROWS_AN_ACT).session(tx.session).lean<ImportRow[]>()
    if (rows.length === 0) return finish(batch, tx)
    const roster = make()
    const ids = rows.flatMap((row) => row.record ?? [])
    const [records, inUse] = [await roster.byIds(ids, tx.session), await roster.inUse(ids, tx.session)]
    const undone = rows.map((row) => undoRow(row, records.find((one) => one.id === row.record) ?? null, inUse, tx.now))
    const gone = undone.filter(({ ending }) => ending === 'removed').flatMap(({ row }) => row.record ?? [])
    await roster.save(
      undone.filter(
        ({ ending, changes }) => ending !== 'removed' && (changes.length > 0 || ending === 'archived'),
      ).flatMap(({ record }) => record ?? []),
      tx.now,
      tx.session,
    )
    if (gone.length > 0) await roster.remove(gone, tx.session)
    await ImportRowModel.bulkWrite(undone.map(({ row, ending, note }) => ({
      updateOne: {
        filter: { import: batch._id, row: row.row },
        update: { $set: { state: ending === 'left' ? 'left' : 'undone', undoNote: note } },
      },
    })), { session: tx.session })
    const count = (ending: Ending) => undone.filter((one) => one.ending === ending).length
    await ImportModel.updateOne({ _id: batch._id }, { $inc: {
      'progress.done': rows.length, 'undo.removed': count('removed'), 'undo.restored': count(
        'restored',
      ), 'undo.archived': count('archived'), 'undo.left': count('left'),
    } }, { session: tx.session })
    const kind = importKind(batch.kind)
    for (const { row, record, changes, ending } of undone) {
      if (record) {
        tx.audit(
          {
            ...trail({ outcome: ending, row: row.row, changes }, record, roster, batch, kind, deps),
            reason: ENDING_WORDS[ending],
          },
        )
      }
    }
    if (!undone.some(({ record }) => record)) tx.audit({ record: { type: 'import', id: batch._id, no: batch.no } })
    return rows.length
  })
}

const ENDING_WORDS: Readonly<Record<Ending, string>> = {
  removed: '撤销导入，移除', restored: '撤销导入，恢复', archived: '撤销导入，归档', left: '撤销导入，保留',
}

function undoRow(row: ImportRow, record: RosterRecord | null, inUse: ReadonlySet<string>, now: Date): Undone {
  const ended = (
    ending: Ending, note = '', changes: FieldChange[] = [],
  ): Undone => ({ row, ending, note, record, changes })
  if (!record) return ended('left', '记录已经不在名册里')
  if (row.outcome === 'created') {
    if (inUse.has(record.id)) {
      record.archive('撤销导入', now)
      return ended('archived', '已有走访或诉求，改为归档')
    }
    const edited = changesOf(record.values, row.values).map((change) => change.field)
    return edited.length > 0 ? ended('left', `导入以后有人改过（${edited.length} 处），没有移除`) : ended('removed')
  }
  const back = row.changes.map(
    (change) => (
      { ...change, untouched: sameValue(record.values[change.field] ?? null, isEmpty(change.to) ? null : change.to) }
    ),
  )
  const restored = back.filter((change) => change.untouched).map(
    ({ field, from, to }) => ({ field, from: to, to: from }),
  )
  for (const change of restored) record.set(change.field, change.to)
  const kept = back.filter((change) => !change.untouched)
  if (kept.length > 0) return ended('left', `${kept.length} 处在导入以后有人改过，没有恢复`, restored)
  return ended('restored', '', restored)
}

async function finish(batch: Import, tx: Tx): Promise<0> {
  await ImportModel.updateOne(
    { _id: batch._id, state: 'undoing' }, { $set: { state: 'undone', undoneAt: tx.now } }, { session: tx.session },
  )
  tx.audit({ record: { type: 'import', id: batch._id, no: batch.no }, changes: { state: 'undone' } })
  return 0
}
