import { randomBytes } from 'node:crypto'
import { Schema, model, type Types } from 'mongoose'

export const CONTACT_REQUEST_STATES = { waiting: '待处理', filed: '已转诉求', settled: '已联系' } as const
export type ContactRequestState = keyof typeof CONTACT_REQUEST_STATES

/**
 * What a firm wrote under 请联系我, apart from the answer: of an anonymous questionnaire the text is nowhere else.
 * @source DESIGN.md §7 Questionnaire
 */
export interface ContactRequest {
  /** random text: neither moment nor order can be read from it */
  _id: string
  questionnaire: Types.ObjectId
  invitation: Types.ObjectId
  enterprise: Types.ObjectId
  enterpriseName: string
  /** the question as printed, and what was written under it */
  question: string
  text: string
  /** whom to ring, as the roster knew them when it was sent */
  contact: { name: string, phone: string }
  state: ContactRequestState
  /** number of the issue it became */
  issueNo: string | null
  /** the day only, like the roll */
  receivedOn: string
}

const schema = new Schema<ContactRequest>(
  {
    _id: { type: String, default: () => randomBytes(12).toString('base64url') },
    questionnaire: { type: Schema.Types.ObjectId, required: true },
    invitation: { type: Schema.Types.ObjectId, required: true },
    enterprise: { type: Schema.Types.ObjectId, required: true },
    enterpriseName: { type: String, required: true, maxlength: 120 },
    question: { type: String, default: '', maxlength: 300 },
    text: { type: String, required: true, maxlength: 5000 },
    contact: { type: new Schema({ name: String, phone: String }, { _id: false }), required: true },
    state: { type: String, enum: Object.keys(CONTACT_REQUEST_STATES), default: 'waiting' },
    issueNo: { type: String, default: null },
    receivedOn: { type: String, required: true },
  },
  { optimisticConcurrency: true },
)
schema.index({ questionnaire: 1, state: 1, receivedOn: 1 })
schema.index({ enterprise: 1 })

export const ContactRequestModel = model('ContactRequest', schema, 'contactRequests')
