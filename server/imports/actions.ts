import { createHash } from 'node:crypto'
import { Types } from 'mongoose'
import {
  ImportFileModel, ImportModel, ImportRowModel, type Import, type ReadingChoice,
} from '../../models/import/index.ts'
import { isOverridable } from '../../models/import/overrides.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import type { Actor } from '../../models/user/actor.ts'
import { act, type Tx } from '../act.ts'
import { nextNumber } from '../database/counters.ts'
import type { Deps } from '../deps.ts'
import type { Upload } from '../lib/workbook/readInChild.ts'
import { workOn } from './background.ts'
import type { StoredKind } from './rosters/index.ts'

export { resumeImports } from './background.ts'

/**
 * Takes a file in and begins to read it.
 * @param claim belongs to the act's transaction: makes a repeated post find this batch
 * @returns the number of the batch
 */
export async function takeIn(
  deps: Deps, actor: Actor, kind: StoredKind, upload: Upload, claim: (no: string, tx: Tx) => Promise<void>,
): Promise<string> {
  const no = await act(deps, actor, 'import.create', async (tx) => {
    const day = dayOf(tx.now)
    const number = await nextNumber(tx.session, `import-${day.slice(5)}`, Number(day.slice(0, 4)))
    const given = `DR${day.replaceAll('-', '')}-${String(number).padStart(2, '0')}`
    const _id = new Types.ObjectId()
    await ImportFileModel.create([{ _id, bytes: upload.bytes }], { session: tx.session })
    await ImportModel.create([{
      _id, no: given, kind, fileName: upload.fileName, sha256: createHash('sha256').update(upload.bytes).digest('hex'),
      state: 'reading',
      requestedBy: personOf(actor), requestedByName: actor.name, createdAt: tx.now,
    }], { session: tx.session })
    await claim(given, tx)
    tx.audit({ record: { type: 'import', id: _id, no: given }, changes: { file: upload.fileName, kind } })
    return given
  })
  void workOn(deps, no)
  return no
}

/** Reads the file again as a person has chosen: another sheet, header row, or meaning of a column. */
export function chooseReading(deps: Deps, actor: Actor, batch: Import, choice: ReadingChoice): Promise<void> {
  return readAgain(
    deps, actor, batch, 'import.map', { choice }, { changes: { fields: JSON.stringify(choice.fields).slice(0, 500) } },
  )
}

/**
 * Takes a row in although the check digit of its code is wrong.
 * @throws RuleBroken when the row was refused for anything else
 */
export async function overrideCode(
  deps: Deps, actor: Actor, batch: Import, row: number, reason: string,
): Promise<void> {
  const found = await ImportRowModel.findOne({ import: batch._id, row }).lean()
  if (!found || !isOverridable(found)) throw new RuleBroken('import-row-not-overridable', '这一行不是因为校验位退回的，不能照录。')
  const entry = { row, reason, by: personOf(actor), at: deps.clock.now() }
  const overrides = [...batch.overrides.filter((one) => one.row !== row), entry]
  await readAgain(
    deps, actor, batch, 'enterprise.overrideCode', { overrides }, { reason, changes: { row: String(row) } },
  )
}

async function readAgain(
  deps: Deps, actor: Actor, batch: Import, name: string, values: object,
  note: { reason?: string; changes: Record<string, string> },
): Promise<void> {
  await act(deps, actor, name, async (tx) => {
    await move(batch, ['preview'], { ...values, state: 'reading' }, tx, { $inc: { revision: 1 } })
    tx.audit({ record: { type: 'import', id: batch._id, no: batch.no }, ...note })
  })
  void workOn(deps, batch.no)
}

/** Begins to bring the planned rows into the roster. @throws RuleBroken when somebody was faster */
export async function confirmImport(deps: Deps, actor: Actor, batch: Import): Promise<void> {
  await act(deps, actor, 'import.confirm', async (tx) => {
    const total = await ImportRowModel.countDocuments({ import: batch._id, state: 'planned' }).session(tx.session)
    await move(
      batch,
      ['preview'],
      { state: 'confirming', confirmedBy: actor.id, confirmedAt: tx.now, progress: { done: 0, total } },
      tx,
    )
    tx.audit({ record: { type: 'import', id: batch._id, no: batch.no }, changes: { rows: String(total) } })
  })
  void workOn(deps, batch.no)
}

/** Begins to take a batch back. @throws RuleBroken unless it is done */
export async function undoImport(deps: Deps, actor: Actor, batch: Import): Promise<void> {
  await act(deps, actor, 'import.undo', async (tx) => {
    const total = await ImportRowModel.countDocuments({ import: batch._id, state: 'applied' }).session(tx.session)
    await move(batch, ['done'], { state: 'undoing', undoneBy: actor.id, progress: { done: 0, total } }, tx)
    tx.audit({ record: { type: 'import', id: batch._id, no: batch.no }, changes: { rows: String(total) } })
  })
  void workOn(deps, batch.no)
}

/** The marked workbook holds phone numbers: who took it is written down. Nothing else changes. */
export function traceMarked(deps: Deps, actor: Actor, batch: Import): Promise<void> {
  return act(deps, actor, 'import.readMarked', (tx) => {
    tx.audit({ record: { type: 'import', id: batch._id, no: batch.no } })
    return Promise.resolve()
  })
}

function personOf(actor: Actor): Types.ObjectId {
  if (actor.id === null) throw new Error('an import is asked for by a person')
  return actor.id
}

/** One conditional update: the batch moves on only from where the page saw it. */
async function move(
  batch: Import, from: readonly Import['state'][], to: object, tx: Tx, more: object = {},
): Promise<void> {
  const { matchedCount } = await ImportModel.updateOne(
    { _id: batch._id, state: { $in: from }, revision: batch.revision }, { $set: to, ...more }, { session: tx.session },
  )
  if (matchedCount === 0) throw new RuleBroken('import-moved-on', '这一批刚刚有人办过，状态已经变了。请回到这一批，看最新的情况。')
}
