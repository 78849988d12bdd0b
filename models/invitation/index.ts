import { Schema, model, type Types } from 'mongoose'

export const INVITATION_STATES = {
  made: '已生成', sent: '已发出', delivered: '已送达', begun: '已开始', answered: '已提交', bounced: '退回', declined: '不参加',
} as const
export type InvitationState = keyof typeof INVITATION_STATES

/** How an invitation left: by the outbox (mail, HTTP adapter), by the steward's WeChat, as a printed letter. */
export const INVITATION_CHANNELS = { mail: '邮件', http: '短信', steward: '专员转发', letter: '信函' } as const
export type InvitationChannel = keyof typeof INVITATION_CHANNELS

/**
 * One recipient of a questionnaire. Its link is derived (purpose questionnaire, subject = this id).
 * @source DESIGN.md §7 Links, Questionnaire
 */
export interface Invitation {
  _id: Types.ObjectId
  questionnaire: Types.ObjectId
  enterprise: Types.ObjectId
  /** as they were when it was made: for response figures and strata */
  enterpriseName: string
  sortKey: string
  district: string
  industry: string
  size: string
  steward: Types.ObjectId | null
  /** version of the questions this recipient began with; null before */
  version: number | null
  state: InvitationState
  channel: '' | InvitationChannel
  sentAt: Date | null
  deliveredAt: Date | null
  begunAt: Date | null
  /** the day only: the roll knows no moment */
  answeredOn: string | null
  receipt: string | null
  extendedUntil: Date | null
  extensionReason: string
  /** key of the outbox row that carries the invitation just now; null when none is under way */
  mailing: string | null
  remindersSent: number
  remindedAt: Date | null
  /** a named contact other than the roster's first, after "wrong person, forward to" */
  forwardedTo: { name: string, phone: string, email: string } | null
  problem: string
  createdAt: Date
}

const schema = new Schema<Invitation>(
  {
    questionnaire: { type: Schema.Types.ObjectId, required: true },
    enterprise: { type: Schema.Types.ObjectId, required: true },
    enterpriseName: { type: String, required: true, maxlength: 120 },
    sortKey: { type: String, default: '' },
    district: { type: String, default: '' },
    industry: { type: String, default: '' },
    size: { type: String, default: '' },
    steward: { type: Schema.Types.ObjectId, default: null },
    version: { type: Number, default: null },
    state: { type: String, enum: Object.keys(INVITATION_STATES), required: true },
    channel: { type: String, enum: ['', ...Object.keys(INVITATION_CHANNELS)], default: '' },
    sentAt: { type: Date, default: null },
    deliveredAt: { type: Date, default: null },
    begunAt: { type: Date, default: null },
    answeredOn: { type: String, default: null },
    receipt: { type: String, default: null },
    extendedUntil: { type: Date, default: null },
    extensionReason: { type: String, default: '', maxlength: 100 },
    mailing: { type: String, default: null },
    remindersSent: { type: Number, default: 0 },
    remindedAt: { type: Date, default: null },
    forwardedTo: {
      type: new Schema({ name: String, phone: String, email: String }, { _id: false, id: false }), default: null,
    },
    problem: { type: String, default: '', maxlength: 300 },
    createdAt: { type: Date, required: true },
  },
  { optimisticConcurrency: true },
)
schema.index({ questionnaire: 1, enterprise: 1 }, { unique: true })
schema.index({ questionnaire: 1, state: 1, sortKey: 1 })
schema.index({ questionnaire: 1, sortKey: 1 })
schema.index({ questionnaire: 1, district: 1 })
schema.index({ steward: 1, state: 1 })
schema.index({ enterprise: 1, createdAt: -1 })
schema.index({ mailing: 1 }, { partialFilterExpression: { mailing: { $type: 'string' } } })

export const InvitationModel = model('Invitation', schema, 'invitations')
