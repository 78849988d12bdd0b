import { randomBytes } from 'node:crypto'
import { Schema, model, type Types } from 'mongoose'
import type { Confidentiality } from '../questionnaire/index.ts'

/** What kind of open question a text stands under. */
export const TEXT_KINDS = { wish: '最希望解决的事', department: '点名部门', other: '其他意见' } as const
export type TextKind = keyof typeof TEXT_KINDS

/** What was decided about a text, once. */
export const TRIAGE_STATES = { waiting: '待分办', filed: '已转诉求', merged: '已并入诉求', dismissed: '不转' } as const
export type TriageState = keyof typeof TRIAGE_STATES

/**
 * An open text of a closed questionnaire that somebody has to look at. It knows the answer and no firm: who wrote it stands
 * in a confidential answer, for the statistics role alone, and of an anonymous one nowhere.
 * @source DESIGN.md §7 Questionnaire
 */
export interface TriageItem {
  /** random text */
  _id: string
  questionnaire: Types.ObjectId
  questionnaireNo: string
  questionnaireTitle: string
  confidentiality: Confidentiality
  answer: string
  key: string
  kind: TextKind
  question: string
  text: string
  state: TriageState
  /** number of the case it became or joined */
  issueNo: string | null
  /** why it became none */
  reason: string
  decidedBy: Types.ObjectId | null
  decidedByName: string
  decidedAt: Date | null
}

/** A random id: neither moment nor order can be read from it. */
export const newTriageId = (): string => randomBytes(12).toString('base64url')

const schema = new Schema<TriageItem>(
  {
    _id: { type: String, default: newTriageId },
    questionnaire: { type: Schema.Types.ObjectId, required: true },
    questionnaireNo: { type: String, required: true },
    questionnaireTitle: { type: String, required: true },
    confidentiality: { type: String, required: true },
    answer: { type: String, required: true },
    key: { type: String, required: true },
    kind: { type: String, enum: Object.keys(TEXT_KINDS), required: true },
    question: { type: String, default: '', maxlength: 300 },
    text: { type: String, required: true, maxlength: 5000 },
    state: { type: String, enum: Object.keys(TRIAGE_STATES), default: 'waiting' },
    issueNo: { type: String, default: null },
    reason: { type: String, default: '', maxlength: 500 },
    decidedBy: { type: Schema.Types.ObjectId, default: null },
    decidedByName: { type: String, default: '' },
    decidedAt: { type: Date, default: null },
  },
  { optimisticConcurrency: true },
)
// one item for each text, however often the collecting runs
schema.index({ answer: 1, key: 1 }, { unique: true })
schema.index({ state: 1, kind: 1, _id: 1 })
schema.index({ questionnaire: 1, state: 1, _id: 1 })
schema.index({ issueNo: 1 }, { partialFilterExpression: { issueNo: { $type: 'string' } } })

export const TriageItemModel = model('TriageItem', schema, 'triageItems')

/** A questionnaire whose texts have been collected: they are not read again. */
export interface TriageRound {
  /** id of the questionnaire */
  _id: Types.ObjectId
  collectedAt: Date
  texts: number
}

const roundSchema = new Schema<TriageRound>({
  _id: { type: Schema.Types.ObjectId, required: true },
  collectedAt: { type: Date, required: true },
  texts: { type: Number, required: true },
})

export const TriageRoundModel = model('TriageRound', roundSchema, 'triageRounds')
