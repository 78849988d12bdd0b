import { ExportRecordModel, type ExportRecord } from './index.ts'

export const PAGE_SIZE = 50
/** Pagers count no further. @source DESIGN.md §7 Counts */
export const COUNT_LIMIT = 1000

export const exportRows = (filter: Record<string, unknown>, page: number): Promise<ExportRecord[]> =>
  ExportRecordModel.find(filter).sort({ requestedAt: -1, _id: -1 }).skip((page - 1) * PAGE_SIZE).limit(PAGE_SIZE).lean<ExportRecord[]>()

export const countExports = (filter: Record<string, unknown>): Promise<number> =>
  ExportRecordModel.countDocuments(filter, { limit: COUNT_LIMIT + 1 })

/** The line with this number within a scope; null when there is none for this user. */
export const exportByNo = (no: string, scope: Record<string, unknown>): Promise<ExportRecord | null> =>
  ExportRecordModel.findOne({ $and: [{ no }, scope] }).lean<ExportRecord>()

/** Lines whose file is past its time and still there. */
export const expiredExports = (now: Date): Promise<Pick<ExportRecord, '_id' | 'no' | 'format'>[]> =>
  ExportRecordModel.find({ expiresAt: { $lte: now }, fileDeletedAt: null }, { no: 1, format: 1 }).limit(500).lean()
