import { Schema, model, type Types } from 'mongoose'
import type { Values } from '../questionnaire/items.ts'

/**
 * One answer. A confidential one knows its invitation. An anonymous one is a pre-made, shuffled blank (random id, no
 * time, no invitation) that is filled in the same transaction that marks the roll.
 * @source DESIGN.md §7 Questionnaire, security.md V1–V3
 */
export interface Answer {
  /** random text, never an ObjectId: those carry second and counter */
  _id: string
  questionnaire: Types.ObjectId
  version: number | null
  /** false = a blank that waits */
  filled: boolean
  values: Values
  /** anonymous: classes of at most two attributes fixed before sending; confidential: its district, industry, size */
  attributes: Record<string, string>
  /** confidential only */
  invitation: Types.ObjectId | null
  enterprise: Types.ObjectId | null
  submittedOn: string | null
}

const schema = new Schema<Answer>(
  {
    _id: { type: String, required: true },
    questionnaire: { type: Schema.Types.ObjectId, required: true },
    version: { type: Number, default: null },
    filled: { type: Boolean, required: true },
    values: { type: Schema.Types.Mixed, default: {} },
    attributes: { type: Schema.Types.Mixed, default: {} },
    invitation: { type: Schema.Types.ObjectId, default: null },
    enterprise: { type: Schema.Types.ObjectId, default: null },
    submittedOn: { type: String, default: null },
  },
  { minimize: false },
)
schema.index({ questionnaire: 1, filled: 1, _id: 1 })
schema.index({ invitation: 1 }, { unique: true, partialFilterExpression: { invitation: { $type: 'objectId' } } })
schema.index({ enterprise: 1 })

export const AnswerModel = model('Answer', schema, 'answers')

/** What was typed and not yet sent; deleted on sending. If anonymous, encrypted with a key that the token gives. */
export interface AnswerDraft {
  /** id of the invitation */
  _id: Types.ObjectId
  questionnaire: Types.ObjectId
  step: number
  values: Values | null
  sealed: string | null
  /** raised at each save: of two that run side by side, the later reads the earlier's first */
  revision: number
  /** confidential: hashes of the marks of browsers that may resume it, the first and those that named the digits */
  holders: string[]
  /** of an anonymous questionnaire the beginning of the day: the roll's moments stay coarse */
  savedAt: Date
}

const draftSchema = new Schema<AnswerDraft>(
  {
    _id: { type: Schema.Types.ObjectId, required: true },
    questionnaire: { type: Schema.Types.ObjectId, required: true },
    step: { type: Number, default: 0 },
    values: { type: Schema.Types.Mixed, default: null },
    sealed: { type: String, default: null },
    revision: { type: Number, default: 0 },
    holders: { type: [String], default: [] },
    savedAt: { type: Date, required: true },
  },
  { minimize: false },
)
draftSchema.index({ questionnaire: 1 })

export const AnswerDraftModel = model('AnswerDraft', draftSchema, 'answerDrafts')
