import type { Types } from 'mongoose'
import {
  ImportFileModel, ImportModel, ImportRowModel, type Import, type ImportRow, type UnmatchedName,
} from '../../models/import/index.ts'
import { importKind, type ImportKind } from '../../models/import/kinds.ts'
import { findHeader, findLayout, layoutAtRow, type Layout } from '../../models/import/layout.ts'
import { remap } from '../../models/import/mapping.ts'
import { applyOverrides } from '../../models/import/overrides.ts'
import { countOutcomes, planImport, type PlannedRow, type StoredRecord } from '../../models/import/plan.ts'
import { readRows } from '../../models/import/readRows.ts'
import { withinFile } from '../../models/import/withinFile.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { cellText, type Sheet, type Workbook } from '../../models/shared/sheet.ts'
import type { Actor } from '../../models/user/actor.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'
import { inSlices } from '../lib/inSlices.ts'
import { readInChild } from '../lib/workbook/readInChild.ts'
import { FileRefused } from '../lib/workbook/verdicts.ts'
import { importContext } from './context.ts'
import { rosterMaker, storedKind } from './rosters/index.ts'
import type { People } from './rosters/people.ts'

const ROWS_A_WRITE = 200
const NAMES_SHOWN = 20
const SKIPPED_SHOWN = 50

/**
 * Reads a batch's file anew and plans it over the roster as it is now; afterwards it waits for a person, or is refused.
 * Doing it twice gives the same; a reading that comes after another choice was made is dropped.
 */
export async function readBatch(deps: Deps, batch: Import, actor: Actor): Promise<void> {
  const file = await ImportFileModel.findById(batch._id).lean<{ bytes: { buffer: Buffer } | Buffer } | null>()
  if (!file) return
  try {
    const workbook = await readInChild({ bytes: bytesOf(file.bytes), fileName: batch.fileName })
    await understand(deps, batch, actor, workbook)
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error
    await refuse(deps, batch, actor, error)
  }
}

/** A refused file leaves nothing behind but the line that says so. */
async function refuse(deps: Deps, batch: Import, actor: Actor, { verdict, detail }: FileRefused): Promise<void> {
  await act(deps, actor, 'import.read', async (tx) => {
    await ImportModel.updateOne(
      { _id: batch._id, state: 'reading', revision: batch.revision },
      { $set: { state: 'refused', verdict: { code: verdict, detail } } },
      { session: tx.session },
    )
    await ImportFileModel.deleteOne({ _id: batch._id }, { session: tx.session })
    await ImportRowModel.deleteMany({ import: batch._id }, { session: tx.session })
    tx.audit({ record: { type: 'import', id: batch._id, no: batch.no }, result: 'refused', reason: verdict })
  })
}

async function understand(deps: Deps, batch: Import, actor: Actor, workbook: Workbook): Promise<void> {
  const kind = importKind(batch.kind)
  const stored = storedKind(batch.kind)
  const layout = chosenLayout(workbook, kind, batch)
  const sheet = workbook.sheets.find((one) => one.name === layout?.sheet)
  if (!layout || !sheet || !stored) throw new FileRefused('no-header')

  const today = dayOf(deps.clock.now())
  const context = await importContext(workbook.date1904, today)
  const read = await inSlices(readRows(sheet, layout, kind, context))
  const rows = withinFile(applyOverrides(read, new Map(batch.overrides.map((one) => [one.row, one.reason]))), kind)
  const { people, make } = await rosterMaker(stored, today)
  const roster: (StoredRecord & { name: string })[] = []
  for await (const record of make().all()) roster.push(record)
  const plan = planImport(rows, roster, kind)
  await storeRows(batch._id, plan.rows)

  const active = roster.filter((record) => isActive(record))
  const absent = new Set(plan.absent)
  const missing = active.filter((record) => absent.has(record.id))
  const dataRows = new Set(rows.map((row) => row.row))
  const skipped = sheet.rows.map((row) => row.row).filter(
    (row) => !dataRows.has(row) && !layout.headerRows.includes(row),
  )
  const firstRow = Math.max(...layout.headerRows) + 1
  const understood = {
    sheet: layout.sheet, sheets: workbook.sheets.flatMap((one) => one.name ?? []),
    hiddenSheets: workbook.hiddenSheets.length,
    headerRows: layout.headerRows, firstRow, lastRow: rows.at(-1)?.row ?? firstRow - 1, columns: layout.columns,
    sample: sampleOf(sheet, layout, plan.rows),
    skipped: { rows: skipped.slice(0, SKIPPED_SHOWN), count: skipped.length },
    counts: countOutcomes(plan.rows), fieldChanges: plan.rows.reduce((sum, row) => sum + row.changes.length, 0),
    stored: active.length, absent: missing.length,
    absentNames: missing.slice(0, NAMES_SHOWN).map((record) => record.name),
    unmatched: unmatchedNames(plan.rows, people),
  }
  await act(deps, actor, 'import.read', async (tx) => {
    await ImportModel.updateOne(
      { _id: batch._id, state: 'reading', revision: batch.revision },
      { $set: { ...understood, state: 'preview' } },
      { session: tx.session },
    )
    tx.audit({ record: { type: 'import', id: batch._id, no: batch.no }, changes: { rows: String(plan.rows.length) } })
  })
}

function chosenLayout(workbook: Workbook, kind: ImportKind, { choice }: Import): Layout | null {
  const sheet = choice.sheet === null ? undefined : workbook.sheets.find((one) => one.name === choice.sheet)
  const guessed = sheet ? findHeader(sheet, kind.columns) : findLayout(workbook, kind.columns)
  const at = sheet ?? workbook.sheets.find((one) => one.name === guessed?.sheet) ?? workbook.sheets[0]
  const layout = choice.headerRow !== null && at ? layoutAtRow(at, choice.headerRow, kind.columns) : guessed
  if (!layout) return null
  const fields = new Map(Object.entries(choice.fields).map(([column, field]) => [Number(column), field]))
  return { ...layout, columns: remap(layout.columns, fields, kind.columns) }
}

const isActive = ({ values }: StoredRecord): boolean =>
  !values['archived'] && ['serving', undefined].includes(values['status'] as string | undefined)

async function storeRows(batch: Types.ObjectId, rows: readonly PlannedRow[]): Promise<void> {
  await ImportRowModel.deleteMany({ import: batch })
  for (let at = 0; at < rows.length; at += ROWS_A_WRITE) {
    const documents = await inSlices(documentsOf(batch, rows.slice(at, at + ROWS_A_WRITE)))
    // Plain rows of our own making, many at once: the schema's casting would cost more than the reading.
    await ImportRowModel.collection.insertMany(documents)
  }
}

function* documentsOf(batch: Types.ObjectId, rows: readonly PlannedRow[]): Generator<ImportRow> {
  for (const row of rows) {
    const waits = row.outcome === 'created' || row.outcome === 'changed'
    yield { import: batch, ...row, values: { ...row.values }, state: waits ? 'planned' : 'still', undoNote: '' }
  }
}

/** The third data row that is taken, or the first there is: the first ones are often examples. */
function sampleOf(sheet: Sheet, layout: Layout, rows: readonly PlannedRow[]): Import['sample'] {
  const good = rows.filter((row) => row.outcome !== 'refused')
  const row = (good[2] ?? good[0] ?? rows[0])?.row
  const cells = sheet.rows.find((one) => one.row === row)?.cells
  if (row === undefined || !cells) return null
  return {
    row,
    texts: Object.fromEntries(
      layout.columns.map(({ column }) => [String(column), cellText(cells[column]).slice(0, 60)]),
    ),
  }
}

function unmatchedNames(rows: readonly PlannedRow[], people: People): UnmatchedName[] {
  const found = new Map<string, UnmatchedName>()
  for (const { outcome, values } of rows) {
    if (outcome === 'refused') continue
    for (const field of ['linkedLeader', 'stewardName'] as const) {
      const name = values[field]
      if (typeof name !== 'string' || name === '') continue
      const department = values['stewardDepartment']
      const known = field === 'linkedLeader'
        ? people.leader(name)
        : people.steward(name, typeof department === 'string' ? department : null)
      if (known) continue
      const entry = found.get(`${field} ${name}`) ?? { field, name, rows: 0 }
      found.set(`${field} ${name}`, { ...entry, rows: entry.rows + 1 })
    }
  }
  return [...found.values()].sort((a, b) => b.rows - a.rows).slice(0, 200)
}

/** Lean reads give the driver's Binary. */
export const bytesOf = (stored: Buffer | { buffer: Buffer | Uint8Array }): Buffer =>
  (Buffer.isBuffer(stored) ? stored : Buffer.from(stored.buffer))
