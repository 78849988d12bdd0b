import { Schema, model, type Types } from 'mongoose'
import { RuleBroken } from '../shared/errors.ts'
import { frozenHash, type FrozenRow } from './frozen.ts'

/** What citizens may be shown of a year; each is a switch of its own. @source forms.md §7 Publication */
export const PUBLIC_TABLES = {
  opinions: { text: '意见建议的收到、有效、分办和答复', byDefault: true },
  rectifications: { text: '整改和完成情况', byDefault: true },
  areas: { text: '各会场、各类代表的满意率、不满意率', byDefault: true },
  groupMeans: { text: '各组的平均得分和满意率', byDefault: true },
  reconciliation: { text: '选票的发出、收回和差额说明', byDefault: true },
  departments: { text: '各部门的满意率和不了解率，不排名', byDefault: false },
  ranking: { text: '各部门的得分和组内名次', byDefault: false },
} as const
export type PublicTable = keyof typeof PUBLIC_TABLES
export const PUBLIC_TABLE_NAMES = Object.keys(PUBLIC_TABLES) as PublicTable[]
export const DEFAULT_TABLES = PUBLIC_TABLE_NAMES.filter((name) => PUBLIC_TABLES[name].byDefault)

/** The frozen results of a year and what of them is public. One row a year, made by freezing. */
export interface Publication {
  /** the year */
  _id: number
  plan: { id: Types.ObjectId, version: number, hash: string | null }
  rows: FrozenRow[]
  /** 校验码 of plan and rows, published with them */
  hash: string
  frozenAt: Date
  frozenByName: string
  tables: PublicTable[]
  publishedAt: Date | null
  publishedByName: string
}

const exact = { type: String, default: null }
const count = { type: Number, required: true, min: 0 }
const schema = new Schema<Publication>({
  _id: { type: Number, required: true },
  plan: { id: { type: Schema.Types.ObjectId, required: true }, version: { type: Number, required: true }, hash: exact },
  rows: [new Schema<FrozenRow>({
    department: { type: String, required: true }, group: { type: Number, required: true }, n: { type: Number, required: true },
    B: exact, R: exact, E: exact, points: exact, rank: { type: Number, default: null }, valid: count, unknown: count, broad: count, narrow: count,
    hasGap: { type: Boolean, default: false }, lostAwardBy: exact,
  }, { _id: false })],
  hash: { type: String, required: true },
  frozenAt: { type: Date, required: true },
  frozenByName: { type: String, default: '', maxlength: 40 },
  tables: { type: [String], enum: PUBLIC_TABLE_NAMES, default: [] },
  publishedAt: { type: Date, default: null },
  publishedByName: { type: String, default: '', maxlength: 40 },
}, { optimisticConcurrency: true })

export const PublicationModel = model('Publication', schema, 'publications')
export type PublicationDocument = InstanceType<typeof PublicationModel>

/** The results of a year at the moment of freezing; nothing of them is public yet. */
export const frozenResults = (
  year: number, plan: Publication['plan'], rows: readonly FrozenRow[], by: { name: string }, now: Date,
): Publication => ({
  _id: year, plan, rows: [...rows], hash: frozenHash(year, plan, rows), frozenAt: now, frozenByName: by.name, tables: [...DEFAULT_TABLES],
  publishedAt: null, publishedByName: '',
})

/**
 * Makes the results public with the tables that are switched on.
 * @throws RuleBroken('published') when they are already
 */
export function publish(publication: PublicationDocument, by: { name: string }, now: Date): void {
  if (publication.publishedAt !== null) throw new RuleBroken('published', `${publication._id}年的结果已经公布。`)
  publication.set({ publishedAt: now, publishedByName: by.name })
}
