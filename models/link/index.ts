import { Schema, model, type ClientSession } from 'mongoose'
import { PURPOSES, type Purpose } from './token.ts'

/** A link for somebody without account. The token itself is nowhere in the database. @source DESIGN.md §7 Links */
export interface Link {
  /** random id that stands in the address after the first GET */
  _id: string
  purpose: Purpose
  /** what it opens: id of an invitation, an enterprise, an issue … */
  subject: string
  /** raised by a reissue, which kills the former token */
  version: number
  hash: string
  /** of the tokens that a reissue killed: their holders may know it */
  formerHashes: string[]
  /** null = until revoked */
  expiresAt: Date | null
  revokedAt: Date | null
  createdAt: Date
}

const schema = new Schema<Link>(
  {
    _id: { type: String, required: true },
    purpose: { type: String, enum: Object.keys(PURPOSES), required: true },
    subject: { type: String, required: true },
    version: { type: Number, required: true },
    hash: { type: String, required: true },
    formerHashes: { type: [String], default: [] },
    expiresAt: { type: Date, default: null },
    revokedAt: { type: Date, default: null },
    createdAt: { type: Date, required: true },
  },
  { optimisticConcurrency: true },
)
schema.index({ hash: 1 }, { unique: true })
schema.index({ formerHashes: 1 })
schema.index({ purpose: 1, subject: 1 }, { unique: true })

export const LinkModel = model('Link', schema, 'links')

/** The link whose token has this hash, or null: unknown, malformed and foreign-purpose ones look the same. */
export const linkByHash = (purpose: Purpose, hash: string): Promise<Link | null> => LinkModel.findOne({ hash, purpose }).lean<Link>()

/** The link to a subject, or null when none was made. */
export const linkTo = (purpose: Purpose, subject: string, session?: ClientSession): Promise<Link | null> =>
  LinkModel.findOne({ purpose, subject }).session(session ?? null).lean<Link>()

/** Whether a token of this purpose was genuine once and has been replaced (已换发). */
export const wasReplaced = async (purpose: Purpose, hash: string): Promise<boolean> => (await LinkModel.exists({ formerHashes: hash, purpose })) !== null
