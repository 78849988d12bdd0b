import { Schema, model } from 'mongoose'
import type { Stratum } from '../ballot/stratum.ts'

/**
 * A place in 票箱: a blank made before anybody votes, which a sealed ballot fills. Its id is random text, it carries no
 * time and nothing of a voter; after the unsealing the sealed ballot is removed and the mark that it was filled
 * remains.
 * @source security.md V1–V4
 */
export interface BoxPlace extends Stratum {
  /** random text, never an ObjectId: those carry second and counter */
  _id: string
  filled: boolean
  sealed: Buffer | null
}

const schema = new Schema<BoxPlace>({
  _id: { type: String, required: true },
  campaign: { type: Number, required: true },
  group: { type: Number, required: true },
  venue: { type: String, required: true },
  category: { type: String, required: true },
  filled: { type: Boolean, required: true },
  sealed: { type: Buffer, default: null },
}, { versionKey: false })
schema.index({ campaign: 1, group: 1, venue: 1, category: 1, filled: 1, _id: 1 })

export const BoxModel = model('BoxPlace', schema, 'box')
