import { Schema, model, type Types } from 'mongoose'
import type { Said } from '../contactRequest/index.ts'

/** What the holder of a confirmation link is asked. */
export const CONFIRMATION_KINDS = { closing: '办理结果', visit: '走访' } as const
export type ConfirmationKind = keyof typeof CONFIRMATION_KINDS

/**
 * One question to somebody outside, asked by a link (purpose confirmation, subject = this id): is the case solved, did the
 * visit take place. It is answered once.
 * @source DESIGN.md §7 Links, Visit
 */
export interface ConfirmationAsked {
  _id: Types.ObjectId
  kind: ConfirmationKind
  /** number of the case or the visit */
  no: string
  /** of a case: the answer that it is about; a later one is asked anew */
  round: number
  askedBy: Types.ObjectId
  askedByName: string
  askedAt: Date
  /** set once, when it is answered */
  saidAt: Date | null
  said: Said | null
  text: string
  /** code: who said it is known; request: the office rings */
  how: 'code' | 'request' | null
}

const schema = new Schema<ConfirmationAsked>({
  _id: { type: Schema.Types.ObjectId, required: true },
  kind: { type: String, enum: Object.keys(CONFIRMATION_KINDS), required: true },
  no: { type: String, required: true },
  round: { type: Number, required: true },
  askedBy: { type: Schema.Types.ObjectId, required: true },
  askedByName: { type: String, default: '' },
  askedAt: { type: Date, required: true },
  saidAt: { type: Date, default: null },
  said: {
    type: new Schema(
      {
        solved: { type: String, default: null }, satisfaction: { type: String, default: null },
        happened: { type: Boolean, default: null },
      },
      { _id: false },
    ),
    default: null,
  },
  text: { type: String, default: '', maxlength: 2000 },
  how: { type: String, enum: ['code', 'request', null], default: null },
})
// the same question has one link, whoever asks it
schema.index({ kind: 1, no: 1, round: 1 }, { unique: true })

export const ConfirmationModel = model('Confirmation', schema, 'confirmations')
