import { Schema, model, type Types } from 'mongoose'

export const CHANNELS = ['page', 'mail', 'http'] as const
export type Channel = (typeof CHANNELS)[number]

/**
 * People without account: which record says where they are reached and what leaves. Looked up at the moment of sending, so
 * that neither a link's token nor a code nor an address is ever stored here.
 */
export const OUTSIDERS = ['invitation', 'oneTimeCode', 'confirmation'] as const
export type OutsiderKind = (typeof OUTSIDERS)[number]

/** What a gateway reports of a message afterwards. */
export const RECEIPTS = ['delivered', 'failed'] as const
export type Receipt = (typeof RECEIPTS)[number]

/**
 * One notice that must reach one user over one channel; written in the act's transaction, delivered by a job.
 * Holds number, category, act, day and link only: no title, no name. @source DESIGN.md §7 Notices
 */
export interface OutboxRow {
  _id: Types.ObjectId
  key: string
  channel: Channel
  /** null for somebody without account */
  to: Types.ObjectId | null
  outsider: { kind: OutsiderKind, id: string } | null
  template: string
  /** the words that the template needs: number, category, act, day */
  facts: Record<string, string>
  link: string
  /** may leave at any hour */
  urgent: boolean
  /** dropped: this person cannot be reached over this channel */
  state: 'waiting' | 'sent' | 'parked' | 'dropped'
  tries: number
  nextAt: Date
  leasedUntil: Date | null
  createdAt: Date
  sentAt: Date | null
  lastError: string
  /** the gateway's report; null = none, or not yet */
  receipt: Receipt | null
  receiptAt: Date | null
}

const schema = new Schema<OutboxRow>({
  key: { type: String, required: true },
  channel: { type: String, enum: CHANNELS, required: true },
  to: { type: Schema.Types.ObjectId, default: null },
  outsider: {
    type: new Schema({ kind: { type: String, enum: OUTSIDERS, required: true }, id: String }, { _id: false, id: false }),
    default: null,
  },
  template: { type: String, required: true },
  facts: { type: Schema.Types.Mixed, default: {} },
  link: { type: String, default: '' },
  urgent: { type: Boolean, default: false },
  state: { type: String, enum: ['waiting', 'sent', 'parked', 'dropped'], default: 'waiting' },
  tries: { type: Number, default: 0 },
  nextAt: { type: Date, required: true },
  leasedUntil: { type: Date, default: null },
  createdAt: { type: Date, required: true },
  sentAt: { type: Date, default: null },
  lastError: { type: String, default: '', maxlength: 300 },
  receipt: { type: String, enum: [...RECEIPTS, null], default: null },
  receiptAt: { type: Date, default: null },
})
schema.index({ key: 1 }, { unique: true })
schema.index({ state: 1, channel: 1, nextAt: 1 })
schema.index({ state: 1, createdAt: -1 })

export const OutboxModel = model('Outbox', schema, 'outbox')
