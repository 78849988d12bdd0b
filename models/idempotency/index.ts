import { Schema, model, type Types } from 'mongoose'

/** A form that was already taken in: the same key answers with the same place. Kept for 24 h, then cleared away by the job cleanUp (by our clock, so not by a TTL index). @source security.md N2 */
export interface Idempotency {
  _id: Types.ObjectId
  user: Types.ObjectId
  form: string
  key: string
  bodyHash: string
  location: string
  at: Date
}

const schema = new Schema<Idempotency>({
  user: { type: Schema.Types.ObjectId, required: true },
  form: { type: String, required: true },
  key: { type: String, required: true, maxlength: 64 },
  bodyHash: { type: String, required: true },
  location: { type: String, required: true },
  at: { type: Date, required: true },
})
schema.index({ user: 1, form: 1, key: 1 }, { unique: true })
schema.index({ at: 1 })

export const IdempotencyModel = model('Idempotency', schema, 'idempotency')
