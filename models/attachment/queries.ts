import type { Types } from 'mongoose'
import { AttachmentModel, type Attachment, type AttachmentOwner } from './index.ts'

/** The files of a record, in the order they came. */
export const attachmentsOf = (type: AttachmentOwner, id: Types.ObjectId): Promise<Attachment[]> =>
  AttachmentModel.find({ 'owner.id': id, 'owner.type': type, pending: { $ne: true } }).sort({ _id: 1 }).lean<Attachment[]>()

export const countAttachments = (type: AttachmentOwner, id: Types.ObjectId): Promise<number> =>
  AttachmentModel.countDocuments({ 'owner.id': id, 'owner.type': type, pending: { $ne: true } })

/** Files that this user has sent with a form which has not been taken in yet; others' ids find nothing. */
export const pendingOf = (user: Types.ObjectId, ids: readonly string[]): Promise<Attachment[]> =>
  AttachmentModel.find({ _id: { $in: ids }, pending: true, uploadedBy: user }).sort({ _id: 1 }).lean<Attachment[]>()
