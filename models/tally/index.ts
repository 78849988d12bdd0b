import { Schema, model, type Types } from 'mongoose'
import type { Stratum } from '../ballot/stratum.ts'
import type { MarkList } from '../ballot/unsealing.ts'

/** The marks of one department in one stratum, as counted. @source domain.md §7, forms.md §7 计票 */
export interface TallyRow extends Stratum {
  _id: Types.ObjectId
  department: string
  source: 'online' | 'paper'
  /** how many marks each option got, by the option's words */
  marks: Record<string, number>
  abstained: number
  /** items with two marks or more; on paper only */
  void: number
}

const stratum = {
  campaign: { type: Number, required: true },
  group: { type: Number, required: true },
  venue: { type: String, required: true },
  category: { type: String, required: true },
}
const count = { type: Number, required: true, min: 0, validate: Number.isInteger }

const tallySchema = new Schema<TallyRow>({
  ...stratum,
  department: { type: String, required: true },
  source: { type: String, enum: ['online', 'paper'], required: true },
  marks: { type: Schema.Types.Mixed, required: true },
  abstained: count, void: count,
}, { versionKey: false })
tallySchema.index({ campaign: 1, group: 1, venue: 1, category: 1, department: 1, source: 1 }, { unique: true })

/** Counted marks, of unsealed ballots and of agreed paper sheets. */
export const TallyModel = model('TallyRow', tallySchema, 'tallies')

/** The marks that came out of the box, one list for each department and stratum: what the tally is counted from. */
const markListSchema = new Schema<MarkList>({
  ...stratum, department: { type: String, required: true }, marks: { type: [Schema.Types.Mixed], required: true },
} as object, { versionKey: false })
markListSchema.index({ campaign: 1, group: 1, venue: 1, category: 1, department: 1 }, { unique: true })
export const MarkListModel = model('MarkList', markListSchema, 'unsealedMarks')

export const COMMENT_STATES = { waiting: '待审看', released: '已转部门', withheld: '不转' } as const
export type CommentState = keyof typeof COMMENT_STATES

/**
 * A sentence that a voter wrote to a department, torn from its ballot. It reaches the department after somebody has
 * read it.
 */
export interface BallotComment {
  /** random text */
  _id: string
  campaign: number
  group: number
  department: string
  text: string
  state: CommentState
  /** why it is withheld */
  reason: string
  reviewedAt: Date | null
  reviewedByName: string
}

const commentSchema = new Schema<BallotComment>({
  _id: { type: String, required: true },
  campaign: { type: Number, required: true },
  group: { type: Number, required: true },
  department: { type: String, required: true },
  text: { type: String, required: true },
  state: { type: String, enum: Object.keys(COMMENT_STATES), default: 'waiting' },
  reason: { type: String, default: '', maxlength: 200 },
  reviewedAt: { type: Date, default: null },
  reviewedByName: { type: String, default: '', maxlength: 40 },
}, { versionKey: false })
commentSchema.index({ campaign: 1, state: 1, department: 1, _id: 1 })
commentSchema.index({ campaign: 1, department: 1, state: 1, _id: 1 })
export const BallotCommentModel = model('BallotComment', commentSchema, 'ballotComments')

export interface SheetCell {
  department: string
  /** in the scale's order */
  counts: number[]
  abstained: number
  void: number
}

/** What one person read off the paper ballots of one stratum. */
export interface SheetEntry {
  by: Types.ObjectId
  byName: string
  at: Date
  /** 发出, 收回, 有效, 无效, 未收回, 作废换发 as counted at the venue */
  issued: number
  returned: number
  valid: number
  invalid: number
  notReturned: number
  reissued: number
  cells: SheetCell[]
}

/**
 * The paper ballots of one stratum at one place, entered by two people; counts once both have the same.
 * @source DESIGN.md §7 Ballot
 */
export interface PaperSheet extends Stratum {
  _id: Types.ObjectId
  /** code of the campaign's venue */
  place: string
  entries: SheetEntry[]
  agreedAt: Date | null
}

const cell = new Schema({
  department: { type: String, required: true }, counts: { type: [Number], required: true },
  abstained: count, void: count,
}, { _id: false })
const sheetSchema = new Schema<PaperSheet>({
  ...stratum,
  place: { type: String, required: true },
  entries: [new Schema({
    by: { type: Schema.Types.ObjectId, required: true }, byName: { type: String, required: true },
    at: { type: Date, required: true },
    issued: count, returned: count, valid: count, invalid: count, notReturned: count, reissued: count, cells: [cell],
  }, { _id: false })],
  agreedAt: { type: Date, default: null },
}, { optimisticConcurrency: true })
sheetSchema.index({ campaign: 1, group: 1, place: 1, category: 1 }, { unique: true })
export const PaperSheetModel = model('PaperSheet', sheetSchema, 'paperSheets')
export type PaperSheetDocument = InstanceType<typeof PaperSheetModel>

/** What can fail to add up. */
export const DIFFERENCE_KINDS = {
  issued: '发出与收回、未收回、作废换发之和',
  returned: '收回与有效、无效之和',
  roll: '名册发出的纸票与会场登记的发出数',
  box: '名册已投票人数与票箱里的票数',
} as const
export type DifferenceKind = keyof typeof DIFFERENCE_KINDS

/** 差额: what does not add up in one stratum, explained and signed. Published. */
export interface Difference extends Stratum {
  _id: Types.ObjectId
  /** code of the campaign's venue; null where it belongs to none, as in the box */
  place: string | null
  kind: DifferenceKind
  /** first minus second of the words of its kind */
  number: number
  reason: string
  signedAt: Date
  signedByName: string
}

const differenceSchema = new Schema<Difference>({
  ...stratum,
  place: { type: String, default: null },
  kind: { type: String, enum: Object.keys(DIFFERENCE_KINDS), required: true },
  number: { type: Number, required: true }, reason: { type: String, required: true, maxlength: 200 },
  signedAt: { type: Date, required: true }, signedByName: { type: String, required: true, maxlength: 40 },
}, { versionKey: false })
differenceSchema.index({ campaign: 1, group: 1, venue: 1, category: 1, place: 1, kind: 1 }, { unique: true })
export const DifferenceModel = model('TallyDifference', differenceSchema, 'tallyDifferences')
