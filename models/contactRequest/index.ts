import { randomBytes } from 'node:crypto'
import { Schema, model, type Types } from 'mongoose'
import type { Satisfaction, Solved } from '../issue/words.ts'

/** How a request came about. Of `answer` the triage inbox decides, of all others whoever rings. */
export const REQUEST_KINDS = {
  answer: '问卷里请联系我', call: '请改为电话联系', contact: '联系人有变动', closing: '办理结果待核实', dispute: '反映没有解决',
  visit: '走访待核实',
} as const
export type RequestKind = keyof typeof REQUEST_KINDS

export const CONTACT_REQUEST_STATES = {
  waiting: '待处理', filed: '已转诉求', merged: '已并入诉求', dismissed: '不转', settled: '已联系',
} as const
export type ContactRequestState = keyof typeof CONTACT_REQUEST_STATES

/** Whom a firm wants to be rung instead of the contact on record. */
export interface NewContact { name: string, title: string, phone: string, email: string }

/** What was said of a case's result or of a visit, before anybody has made sure who said it. */
export interface Said { solved: Solved | null, satisfaction: Satisfaction | null, happened: boolean | null }

/**
 * Somebody outside wants to be rung, or said something that the office must make sure of by telephone. What a firm wrote
 * under 请联系我 of an anonymous questionnaire is nowhere else, and only until it has become a case.
 * @source DESIGN.md §7 Questionnaire, Links
 */
export interface ContactRequest {
  /** random text: neither moment nor order can be read from it */
  _id: string
  kind: RequestKind
  /** null where the raiser is no firm of the roster */
  enterprise: Types.ObjectId | null
  enterpriseName: string
  /** the firm's 服务专员 when it came in */
  steward: Types.ObjectId | null
  questionnaire: Types.ObjectId | null
  invitation: Types.ObjectId | null
  /** id and key of the answer's text; null for anonymous ones, whose answers nobody can find */
  answer: string | null
  key: string
  /** the question as printed, and what was written under it; '' once it stands in the case */
  question: string
  text: string
  /** number of the case or visit that it is about, '' when of none */
  about: string
  said: Said | null
  newContact: NewContact | null
  /** a code to the contact on record was given with it: who said it is known */
  verified: boolean
  /** whom to ring, as the roster knew them when it was sent */
  contact: { name: string, phone: string }
  state: ContactRequestState
  /** present while it waits: a second one of the same kind about the same thing joins the first */
  openKey: string | null
  /** number of the issue it became or joined */
  issueNo: string | null
  decidedBy: Types.ObjectId | null
  decidedByName: string
  decidedAt: Date | null
  note: string
  /** the day only, like the roll */
  receivedOn: string
}

const ref = { type: Schema.Types.ObjectId, default: null }
const text = (maxlength: number) => ({ type: String, default: '', maxlength })
const schema = new Schema<ContactRequest>(
  {
    _id: { type: String, default: () => randomBytes(12).toString('base64url') },
    kind: { type: String, enum: Object.keys(REQUEST_KINDS), default: 'answer' },
    enterprise: ref,
    enterpriseName: { type: String, required: true, maxlength: 120 },
    steward: ref,
    questionnaire: ref,
    invitation: ref,
    answer: { type: String, default: null },
    key: text(40),
    question: text(300),
    text: text(5000),
    about: text(40),
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
    newContact: {
      type: new Schema({ name: text(60), title: text(60), phone: text(40), email: text(120) }, { _id: false }),
      default: null,
    },
    verified: { type: Boolean, default: false },
    contact: { type: new Schema({ name: String, phone: String }, { _id: false }), required: true },
    state: { type: String, enum: Object.keys(CONTACT_REQUEST_STATES), default: 'waiting' },
    openKey: { type: String, default: null },
    issueNo: { type: String, default: null },
    decidedBy: ref,
    decidedByName: text(40),
    decidedAt: { type: Date, default: null },
    note: text(1000),
    receivedOn: { type: String, required: true },
  },
  { optimisticConcurrency: true },
)
schema.index({ questionnaire: 1, state: 1, receivedOn: 1 })
schema.index({ enterprise: 1 })
schema.index({ state: 1, kind: 1, receivedOn: 1, _id: 1 })
schema.index({ steward: 1, state: 1, receivedOn: 1 })
schema.index({ issueNo: 1 }, { partialFilterExpression: { issueNo: { $type: 'string' } } })
schema.index({ openKey: 1 }, { unique: true, partialFilterExpression: { openKey: { $type: 'string' } } })

export const ContactRequestModel = model('ContactRequest', schema, 'contactRequests')
