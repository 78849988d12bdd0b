import type { Types } from 'mongoose'
import { ImportModel, ImportRowModel, type Import, type ImportRow } from './index.ts'
import type { ImportKindName } from './kinds.ts'
import type { Outcome } from './plan.ts'

export type ImportSummary = Pick<
  Import,
  | '_id' | 'no' | 'kind' | 'fileName' | 'state' | 'requestedByName' | 'counts' | 'applied' | 'createdAt' | 'doneAt'
  | 'undoneAt'
>

/** The latest batches of these kinds, newest first. */
export function recentImports(kinds: readonly ImportKindName[], limit = 50): Promise<ImportSummary[]> {
  return ImportModel.find({ kind: { $in: kinds } })
    .sort({ createdAt: -1 })
    .limit(limit)
    .select('no kind fileName state requestedByName counts applied createdAt doneAt undoneAt')
    .lean<ImportSummary[]>()
}

/** The batch by its number, or null. */
export function importByNo(no: string): Promise<Import | null> {
  return ImportModel.findOne({ no }).lean<Import | null>()
}

/** Rows of one outcome in the order of the file. */
export function rowsOf(batch: Types.ObjectId, outcome: Outcome, limit: number): Promise<ImportRow[]> {
  return ImportRowModel.find({ import: batch, outcome }).sort({ row: 1 }).limit(limit).lean<ImportRow[]>()
}

/** Rows that undoing could not put back, in the order of the file. */
export function rowsLeft(batch: Types.ObjectId, limit: number): Promise<ImportRow[]> {
  return ImportRowModel.find({ import: batch, state: 'left' }).sort({ row: 1 }).limit(limit).lean<ImportRow[]>()
}

/** Rows with a warning, whatever became of them. */
export function rowsWarned(batch: Types.ObjectId, limit: number): Promise<ImportRow[]> {
  return ImportRowModel.find({ import: batch, 'warnings.0': { $exists: true } })
    .sort({ row: 1 }).limit(limit).lean<ImportRow[]>()
}

/** Every row, a few at a time: for the marked workbook. */
export function allRows(batch: Types.ObjectId) {
  return ImportRowModel.find({ import: batch }).sort({ row: 1 }).lean<ImportRow>().cursor({ batchSize: 200 })
}

/** An uploaded file is kept for so many days after its upload. */
export const FILE_KEPT_DAYS = 30
const FORGOTTEN_AT_ONCE = 500

/** Batches whose file is still kept although it was uploaded before the moment; none that is being worked on. */
export function forgettableImports(before: Date): Promise<Pick<Import, '_id' | 'no' | 'state'>[]> {
  return ImportModel.find({
    state: { $in: ['preview', 'done', 'undone'] }, createdAt: { $lt: before }, fileDeletedAt: null,
  })
    .sort({ createdAt: 1 }).limit(FORGOTTEN_AT_ONCE).select('no state').lean<Pick<Import, '_id' | 'no' | 'state'>[]>()
}

/** Batches whose work is not finished; those of a process that has died among them. */
export function unfinishedImports(): Promise<Pick<Import, '_id' | 'no'>[]> {
  return ImportModel.find({ state: { $in: ['reading', 'confirming', 'undoing'] } })
    .sort({ createdAt: 1 }).select('no').lean<Pick<Import, '_id' | 'no'>[]>()
}
