import { Schema, model, type Types } from 'mongoose'

/** 批示: a leader's note that becomes a tracked item with a date and a reply. */
export interface Instruction {
  _id: Types.ObjectId
  no: string
  leader: Types.ObjectId
  leaderName: string
  /** the secretary who entered it for the leader (代录), null when the leader wrote it */
  enteredBy: Types.ObjectId | null
  enteredByName: string
  issue: Types.ObjectId | null
  issueNo: string | null
  department: string
  text: string
  at: Date
  dueOn: string
  dueAt: Date
  provisional: boolean
  state: 'open' | 'replied' | 'done'
  replies: { text: string; by: Types.ObjectId; byName: string; at: Date }[]
  doneAt: Date | null
}

const ref = { type: Schema.Types.ObjectId, default: null }
const schema = new Schema<Instruction>(
  {
    no: { type: String, required: true },
    leader: { type: Schema.Types.ObjectId, required: true },
    leaderName: { type: String, required: true },
    enteredBy: ref,
    enteredByName: { type: String, default: '' },
    issue: ref,
    issueNo: { type: String, default: null },
    department: { type: String, required: true },
    text: { type: String, required: true, maxlength: 1000 },
    at: { type: Date, required: true },
    dueOn: { type: String, required: true },
    dueAt: { type: Date, required: true },
    provisional: { type: Boolean, default: false },
    state: { type: String, enum: ['open', 'replied', 'done'], default: 'open' },
    replies: {
      type: [
        { _id: false, text: { type: String, maxlength: 2000 }, by: Schema.Types.ObjectId, byName: String, at: Date },
      ],
      default: [],
    },
    doneAt: { type: Date, default: null },
  },
  { optimisticConcurrency: true },
)
schema.index({ no: 1 }, { unique: true })
schema.index({ department: 1, state: 1, dueAt: 1 })
schema.index({ leader: 1, at: -1 })
schema.index({ issue: 1, at: -1 })
schema.index({ state: 1, dueAt: 1 })

export const InstructionModel = model('Instruction', schema, 'instructions')
