import { Schema, model, type Types } from 'mongoose'

export const ATTACHMENT_OWNERS = ['visit', 'issue', 'answer', 'instruction', 'confirmation', 'order', 'rectification'] as const
export type AttachmentOwner = (typeof ATTACHMENT_OWNERS)[number]

/** A file kept under DATA_DIR/uploads by a name that the server chose. Who may read its owner may read it. */
export interface Attachment {
  _id: Types.ObjectId
  owner: { type: AttachmentOwner; id: Types.ObjectId }
  name: string
  mime: string
  bytes: number
  sha256: string
  /** path below DATA_DIR/uploads */
  path: string
  uploadedBy: Types.ObjectId
  uploadedAt: Date
  /** came with a form that has not been taken in yet: only the sender sees it, its owner is not settled */
  pending: boolean
}

const schema = new Schema<Attachment>(
  {
    owner: {
      type: { type: String, enum: ATTACHMENT_OWNERS, required: true },
      id: { type: Schema.Types.ObjectId, required: true },
    },
    name: { type: String, required: true, maxlength: 200 },
    mime: { type: String, required: true },
    bytes: { type: Number, required: true },
    sha256: { type: String, required: true },
    path: { type: String, required: true },
    uploadedBy: { type: Schema.Types.ObjectId, required: true },
    uploadedAt: { type: Date, required: true },
    pending: { type: Boolean, default: false },
  },
  { optimisticConcurrency: true },
)
schema.index({ 'owner.id': 1, _id: 1 })
schema.index({ uploadedAt: 1 }, { partialFilterExpression: { pending: true } })

export const AttachmentModel = model('Attachment', schema, 'attachments')
