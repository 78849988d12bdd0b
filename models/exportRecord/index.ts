import { Schema, model, type HydratedDocument, type Model, type Types } from 'mongoose'

export const EXPORT_STATES = { pending: '排队', processing: '正在生成', done: '已生成', failed: '没有生成' } as const
export type ExportState = keyof typeof EXPORT_STATES

export const EXPORT_KINDS = {
  issues: '诉求和意见台账', visits: '走访台账', members: '代表委员名册', enterprises: '重点企业名册', summary: '部门汇总表',
  orders: '督办单台账', opinions: '意见建议台账', rectifications: '整改销号台账',
  composition: '市民代表构成表', tallies: '计票汇总表', ranking: '得分排名表',
  results: '问卷结果', answers: '问卷答卷', invitations: '问卷邀请名单',
} as const
export type ExportKind = keyof typeof EXPORT_KINDS

/** How long a made file is kept. @source DESIGN.md §7 Exports */
export const FILE_LIVES_MS = 24 * 3_600_000

/**
 * One line of the register of exports: who took which rows out of the system, when, and the file's fingerprint. Its number
 * stands in the footer of every page of the file. The line stays, the file goes.
 */
export interface ExportRecord {
  _id: Types.ObjectId
  no: string
  kind: ExportKind
  format: 'xlsx' | 'csv'
  /** the list's address without its path: the same filter as on the screen */
  filter: string
  /** the filter in words */
  filterText: string
  /** names and phones are written out */
  personal: boolean
  reason: string
  requestedBy: Types.ObjectId
  requestedByName: string
  department: string
  requestedAt: Date
  state: ExportState
  startedAt: Date | null
  finishedAt: Date | null
  rows: number
  bytes: number
  sha256: string
  error: string
  expiresAt: Date | null
  fileDeletedAt: Date | null
}

interface ExportVerbs {
  start(now: Date): void
  /** The file is there. From now on it can be fetched until it is deleted. */
  finish(made: { rows: number, bytes: number, sha256: string }, now: Date): void
  fail(error: string, now: Date): void
}

export type ExportDocument = HydratedDocument<ExportRecord, ExportVerbs>

const text = (maxlength: number) => ({ type: String, default: '', maxlength })
const schema = new Schema<ExportRecord, Model<ExportRecord, object, ExportVerbs>, ExportVerbs>(
  {
    no: { type: String, required: true },
    kind: { type: String, enum: Object.keys(EXPORT_KINDS), required: true },
    format: { type: String, enum: ['xlsx', 'csv'], required: true },
    filter: text(2000),
    filterText: text(500),
    personal: { type: Boolean, default: false },
    reason: text(200),
    requestedBy: { type: Schema.Types.ObjectId, required: true },
    requestedByName: text(40),
    department: text(40),
    requestedAt: { type: Date, required: true },
    state: { type: String, enum: Object.keys(EXPORT_STATES), required: true },
    startedAt: { type: Date, default: null },
    finishedAt: { type: Date, default: null },
    rows: { type: Number, default: 0 },
    bytes: { type: Number, default: 0 },
    sha256: text(64),
    error: text(500),
    expiresAt: { type: Date, default: null },
    fileDeletedAt: { type: Date, default: null },
  },
  {
    optimisticConcurrency: true,
    methods: {
      start(this: ExportDocument, now: Date) {
        this.state = 'processing'
        this.startedAt = now
      },
      finish(this: ExportDocument, made: { rows: number, bytes: number, sha256: string }, now: Date) {
        Object.assign(this, made)
        this.state = 'done'
        this.finishedAt = now
        this.expiresAt = new Date(now.getTime() + FILE_LIVES_MS)
      },
      fail(this: ExportDocument, error: string, now: Date) {
        this.state = 'failed'
        this.error = error.slice(0, 500)
        this.finishedAt = now
      },
    },
  },
)
schema.index({ no: 1 }, { unique: true })
schema.index({ requestedBy: 1, requestedAt: -1 })
schema.index({ requestedAt: -1 })
schema.index({ expiresAt: 1 }, { partialFilterExpression: { fileDeletedAt: null, expiresAt: { $type: 'date' } } })
schema.index({ state: 1, requestedAt: 1 })

export const ExportRecordModel = model<ExportRecord, Model<ExportRecord, object, ExportVerbs>>('ExportRecord', schema, 'exportRecords')
