import { Schema, model } from 'mongoose'

/** Points used in a window, one document a key; written by the rate limiter alone (server/sessions/limits.ts). */
export interface Limit {
  key: string
  points: number
  expire: Date
}

const schema = new Schema<Limit>({ key: { type: String, required: true }, points: { type: Number, required: true }, expire: { type: Date, required: true } })
schema.index({ key: 1 }, { unique: true })
schema.index({ expire: 1 }, { expireAfterSeconds: 0 })

export const LimitModel = model('Limit', schema, 'limits')
