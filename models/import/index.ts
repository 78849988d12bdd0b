import { Schema, model, type Types } from 'mongoose'
import { FILE_VERDICTS, type FileVerdict } from '../shared/fileVerdicts.ts'
import { IMPORT_KINDS, type ImportKindName } from './kinds.ts'
import type { MappedColumn } from './mapping.ts'
import type { Values } from './values.ts'
import type { FieldChange, Outcome } from './plan.ts'
import type { Note } from './reasons.ts'

/**
 * `reading`, `confirming` and `undoing` are at work in the background and are taken up again after a crash; `preview`
 * waits for a person; `refused`, `done` and `undone` are ends (a done one may be undone).
 */
export const IMPORT_STATES = {
  reading: '正在读取', preview: '待核对', confirming: '正在导入', done: '已导入', undoing: '正在撤销', undone: '已撤销', refused: '没有读取',
} as const
export type ImportState = keyof typeof IMPORT_STATES

/** What a person changed about the reading: nothing is null. */
export interface ReadingChoice {
  sheet: string | null
  headerRow: number | null
  /** column number → field, '' = 不导入 */
  fields: Record<string, string>
}

export interface Override {
  row: number
  reason: string
  by: Types.ObjectId
  at: Date
}

export interface UnmatchedName {
  field: 'linkedLeader' | 'stewardName'
  name: string
  rows: number
}

/** One workbook on its way into a roster (导入批次). */
export interface Import {
  _id: Types.ObjectId
  /** DR20261125-01 */
  no: string
  kind: ImportKindName
  fileName: string
  /** of the bytes, hex */
  sha256: string
  state: ImportState
  /** raised whenever the file must be read anew; a reading that comes late is dropped */
  revision: number
  verdict: { code: FileVerdict; detail: string } | null
  requestedBy: Types.ObjectId
  requestedByName: string
  confirmedBy: Types.ObjectId | null
  undoneBy: Types.ObjectId | null
  choice: ReadingChoice
  overrides: Override[]
  /** what was understood; empty until it was read */
  sheet: string | null
  sheets: string[]
  hiddenSheets: number
  headerRows: number[]
  firstRow: number
  lastRow: number
  columns: MappedColumn[]
  /** a data row to show beside the columns, texts by column number */
  sample: { row: number; texts: Record<string, string> } | null
  /** filled rows that are no data: titles, totals, notes; their numbers, the first fifty */
  skipped: { rows: number[]; count: number }
  counts: Record<Outcome, number>
  /** fields that differ, over all changed rows */
  fieldChanges: number
  /** what is stored and not in the file */
  stored: number
  absent: number
  absentNames: string[]
  unmatched: UnmatchedName[]
  /** rows done of the work in hand */
  progress: { done: number; total: number }
  /** what confirming really did; another person may have been faster with some rows */
  applied: { created: number; changed: number; unchanged: number }
  undo: { removed: number; restored: number; archived: number; left: number }
  createdAt: Date
  confirmedAt: Date | null
  doneAt: Date | null
  undoneAt: Date | null
  /** when the uploaded file was deleted after its days */
  fileDeletedAt: Date | null
}

/** One data row of an import with its fate. */
export interface ImportRow {
  import: Types.ObjectId
  row: number
  outcome: Outcome
  /** id of the record that is meant, or was made */
  record: string | null
  other: number | null
  values: Values
  /** planned at first; what was really changed once applied */
  changes: FieldChange[]
  refusals: Note[]
  warnings: Note[]
  state: 'still' | 'planned' | 'applied' | 'undone' | 'left'
  /** why undoing left it, in words */
  undoNote: string
}

/** The bytes as uploaded, kept while the batch may be read again or its marked workbook asked for. */
export interface ImportFile {
  _id: Types.ObjectId
  bytes: Buffer
}

const ref = { type: Schema.Types.ObjectId, default: null }
const date = { type: Date, default: null }
const numbers = (names: readonly string[]) => (
  { _id: false, ...Object.fromEntries(names.map((name) => [name, { type: Number, default: 0 }])) }
)
const none = () => ({ sheet: null, headerRow: null, fields: {} })

const schema = new Schema<Import>(
  {
    no: { type: String, required: true },
    kind: { type: String, enum: Object.keys(IMPORT_KINDS), required: true },
    fileName: { type: String, required: true, maxlength: 200 },
    sha256: { type: String, required: true },
    state: { type: String, enum: Object.keys(IMPORT_STATES), required: true },
    revision: { type: Number, default: 1 },
    verdict: {
      type: new Schema(
        { code: { type: String, enum: Object.keys(FILE_VERDICTS) }, detail: { type: String, default: '' } },
        { _id: false },
      ),
      default: null,
    },
    requestedBy: { type: Schema.Types.ObjectId, required: true },
    requestedByName: { type: String, default: '' },
    confirmedBy: ref,
    undoneBy: ref,
    choice: { type: Schema.Types.Mixed, default: none },
    overrides: {
      type: [
        { _id: false, row: Number, reason: { type: String, maxlength: 200 }, by: Schema.Types.ObjectId, at: Date },
      ],
      default: [],
    },
    sheet: { type: String, default: null },
    sheets: { type: [String], default: [] },
    hiddenSheets: { type: Number, default: 0 },
    headerRows: { type: [Number], default: [] },
    firstRow: { type: Number, default: 0 },
    lastRow: { type: Number, default: 0 },
    columns: {
      type: [
        {
          _id: false, column: Number, header: String, field: { type: String, default: null }, factor: Number,
          doubt: String,
        },
      ],
      default: [],
    },
    sample: { type: Schema.Types.Mixed, default: null },
    skipped: { _id: false, rows: { type: [Number], default: [] }, count: { type: Number, default: 0 } },
    counts: numbers(['created', 'changed', 'unchanged', 'refused', 'duplicate', 'merged']),
    fieldChanges: { type: Number, default: 0 },
    stored: { type: Number, default: 0 },
    absent: { type: Number, default: 0 },
    absentNames: { type: [String], default: [] },
    unmatched: { type: [{ _id: false, field: String, name: String, rows: Number }], default: [] },
    progress: numbers(['done', 'total']),
    applied: numbers(['created', 'changed', 'unchanged']),
    undo: numbers(['removed', 'restored', 'archived', 'left']),
    createdAt: { type: Date, required: true },
    confirmedAt: date,
    doneAt: date,
    undoneAt: date,
    fileDeletedAt: date,
  },
  { optimisticConcurrency: true, minimize: false },
)
schema.index({ no: 1 }, { unique: true })
schema.index({ kind: 1, createdAt: -1 })
schema.index({ state: 1, createdAt: 1 })

export const ImportModel = model('Import', schema, 'imports')

const mixed = { type: Schema.Types.Mixed, default: [] }
const rowSchema = new Schema<ImportRow>(
  {
    import: { type: Schema.Types.ObjectId, required: true },
    row: { type: Number, required: true },
    outcome: { type: String, required: true },
    record: { type: String, default: null },
    other: { type: Number, default: null },
    values: { type: Schema.Types.Mixed, default: {} },
    changes: mixed,
    refusals: mixed,
    warnings: mixed,
    state: { type: String, required: true },
    undoNote: { type: String, default: '' },
  },
  { minimize: false },
)
rowSchema.index({ import: 1, row: 1 }, { unique: true })
rowSchema.index({ import: 1, outcome: 1, row: 1 })
rowSchema.index({ import: 1, state: 1, row: 1 })

export const ImportRowModel = model('ImportRow', rowSchema, 'importRows')

const fileSchema = new Schema<ImportFile>({ bytes: { type: Buffer, required: true } })

export const ImportFileModel = model('ImportFile', fileSchema, 'importFiles')
