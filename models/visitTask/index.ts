import { Schema, model, type Types } from 'mongoose'
import { SUBJECT_TYPES, type SubjectType } from '../visit/subject.ts'

/** Who must visit whom by when. One per period, department and subject. @source domain.md §2.3, forms.md §2.2 */
export interface VisitTask {
  _id: Types.ObjectId
  /** 2026H2, or 2026 for the whole campaign */
  period: string
  fromOn: string
  dueOn: string
  department: string
  subject: { type: SubjectType; id: Types.ObjectId; name: string; district: string | null; linkedLeader: Types.ObjectId | null }
  /** who goes, null = not yet named */
  officer: Types.ObjectId | null
  officerName: string
  leader: string
  timesRequired: number
  /** recomputed by the verbs of visits: visits of the right form in the period, and those confirmed */
  timesDone: number
  timesConfirmed: number
  lastVisitOn: string | null
  /** days of attempts that reached nobody */
  failedAttempts: { on: string; by: string; note: string }[]
  createdAt: Date
}

const schema = new Schema<VisitTask>(
  {
    period: { type: String, required: true },
    fromOn: { type: String, required: true },
    dueOn: { type: String, required: true },
    department: { type: String, required: true },
    subject: {
      type: { type: String, enum: Object.keys(SUBJECT_TYPES), required: true },
      id: { type: Schema.Types.ObjectId, required: true },
      name: { type: String, required: true, maxlength: 120 },
      district: { type: String, default: null },
      linkedLeader: { type: Schema.Types.ObjectId, default: null },
    },
    officer: { type: Schema.Types.ObjectId, default: null },
    officerName: { type: String, default: '' },
    leader: { type: String, default: '' },
    timesRequired: { type: Number, default: 1 },
    timesDone: { type: Number, default: 0 },
    timesConfirmed: { type: Number, default: 0 },
    lastVisitOn: { type: String, default: null },
    failedAttempts: { type: [{ _id: false, on: String, by: String, note: String }], default: [] },
    createdAt: { type: Date, required: true },
  },
  { optimisticConcurrency: true },
)
schema.index({ period: 1, department: 1, 'subject.id': 1 }, { unique: true })
schema.index({ officer: 1, dueOn: 1 })
schema.index({ 'subject.id': 1, dueOn: 1 })
schema.index({ period: 1, 'subject.linkedLeader': 1 })

export const VisitTaskModel = model('VisitTask', schema, 'visitTasks')
