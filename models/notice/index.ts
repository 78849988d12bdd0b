import { Schema, model, type Types } from 'mongoose'

/** A notice on the page of one user. */
export interface Notice {
  _id: Types.ObjectId
  user: Types.ObjectId
  /** template name, as in the outbox */
  kind: string
  text: string
  link: string
  issueNo: string | null
  at: Date
  readAt: Date | null
  /** once per outbox key and user */
  key: string
}

const schema = new Schema<Notice>({
  user: { type: Schema.Types.ObjectId, required: true },
  kind: { type: String, required: true },
  text: { type: String, required: true, maxlength: 300 },
  link: { type: String, required: true, maxlength: 300 },
  issueNo: { type: String, default: null },
  at: { type: Date, required: true },
  readAt: { type: Date, default: null },
  key: { type: String, required: true },
})
schema.index({ key: 1 }, { unique: true })
schema.index({ user: 1, readAt: 1, at: -1 })
schema.index({ user: 1, at: -1 })

export const NoticeModel = model('Notice', schema, 'notices')
