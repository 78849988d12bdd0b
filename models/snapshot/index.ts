import { Schema, model, type Types } from 'mongoose'

/**
 * Frozen figures of one day for one department ('' = whole city): trends read these, never history.
 * @source speed.md 4
 */
export interface Snapshot {
  _id: Types.ObjectId
  onDay: string
  department: string
  handling: number
  pledged: number
  overdue: number
  /** in that day */
  received: number
  closed: number
  takenAt: Date
}

const count = { type: Number, required: true }
const schema = new Schema<Snapshot>({
  onDay: { type: String, required: true },
  department: { type: String, default: '' },
  handling: count,
  pledged: count,
  overdue: count,
  received: count,
  closed: count,
  takenAt: { type: Date, required: true },
})
schema.index({ department: 1, onDay: -1 }, { unique: true })

export const SnapshotModel = model('Snapshot', schema, 'snapshots')
