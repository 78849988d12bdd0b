import { Schema, model, type Types } from 'mongoose'
import { SUBJECT_TYPES, type SubjectType } from './subject.ts'

export { SUBJECT_TYPES, type SubjectType } from './subject.ts'

/** Who was visited. The name is kept as it was on that day. */
export interface Subject {
  type: SubjectType
  id: Types.ObjectId | null
  name: string
  district: string | null
}

export interface VisitConfirmation {
  how: 'signedSheet' | 'call' | 'link'
  at: Date
  by: Types.ObjectId | null
  byName: string
  note: string
}

/** What happened on a visit. @source domain.md §2.2 */
export interface Visit {
  _id: Types.ObjectId
  no: string
  /** the department that visited */
  department: string
  /** departments whose people went along on a joint visit */
  alsoDepartments: string[]
  createdBy: Types.ObjectId
  createdByName: string
  subjects: Subject[]
  onDay: string
  /** HH:mm, '' when not given */
  fromTime: string
  toTime: string
  mode: string
  /** accounts of the staff who went */
  visitors: { user: Types.ObjectId; name: string }[]
  lead: string
  companions: string[]
  hostPersons: { name: string; title: string; phone: string }[]
  combinedWith: string[]
  agenda: string
  heard: string
  opsSummary: string
  policiesExplained: string
  positives: string
  suggestions: string[]
  onSpotResolved: string[]
  outcome: string
  nextFollowUpOn: string | null
  integrityDeclared: boolean
  secrecy: '公开' | '内部'
  task: Types.ObjectId | null
  /** numbers and raisers of the issues raised */
  issues: { issue: Types.ObjectId; no: string; raiser: number }[]
  confirmation: VisitConfirmation | null
  state: 'planned' | 'done' | 'void'
  history: { at: Date; by: Types.ObjectId | null; byName: string; act: string; text: string }[]
  createdAt: Date
  updatedAt: Date
}

const text = (maxlength: number) => ({ type: String, default: '', maxlength })
const schema = new Schema<Visit>(
  {
    no: { type: String, required: true },
    department: { type: String, required: true },
    alsoDepartments: { type: [String], default: [] },
    createdBy: { type: Schema.Types.ObjectId, required: true },
    createdByName: text(40),
    subjects: {
      type: [new Schema({
        type: { type: String, enum: Object.keys(SUBJECT_TYPES), required: true }, id: { type: Schema.Types.ObjectId, default: null },
        name: text(120), district: { type: String, default: null },
      }, { _id: false, id: false })],
      required: true,
    },
    onDay: { type: String, required: true },
    fromTime: text(5),
    toTime: text(5),
    mode: { type: String, required: true },
    visitors: { type: [{ _id: false, user: Schema.Types.ObjectId, name: String }], default: [] },
    lead: text(60),
    companions: { type: [String], default: [] },
    hostPersons: { type: [{ _id: false, name: text(60), title: text(60), phone: text(40) }], default: [] },
    combinedWith: { type: [String], default: [] },
    agenda: text(2000),
    heard: text(5000),
    opsSummary: text(2000),
    policiesExplained: text(2000),
    positives: text(2000),
    suggestions: { type: [String], default: [] },
    onSpotResolved: { type: [String], default: [] },
    outcome: text(40),
    nextFollowUpOn: { type: String, default: null },
    integrityDeclared: { type: Boolean, default: false },
    secrecy: { type: String, enum: ['公开', '内部'], default: '公开' },
    task: { type: Schema.Types.ObjectId, default: null },
    issues: { type: [{ _id: false, issue: Schema.Types.ObjectId, no: String, raiser: Number }], default: [] },
    confirmation: {
      type: new Schema({
        how: { type: String, enum: ['signedSheet', 'call', 'link'] }, at: Date, by: { type: Schema.Types.ObjectId, default: null },
        byName: String, note: text(500),
      }, { _id: false }),
      default: null,
    },
    state: { type: String, enum: ['planned', 'done', 'void'], default: 'done' },
    history: { type: [{ _id: false, at: Date, by: { type: Schema.Types.ObjectId, default: null }, byName: String, act: String, text: text(2000) }], default: [] },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  },
  { optimisticConcurrency: true },
)
schema.index({ no: 1 }, { unique: true })
schema.index({ department: 1, onDay: -1 })
schema.index({ alsoDepartments: 1, onDay: -1 })
schema.index({ createdBy: 1, onDay: -1 })
schema.index({ 'visitors.user': 1, onDay: -1 })
schema.index({ 'subjects.id': 1, onDay: -1 })
schema.index({ onDay: -1, _id: -1 })
schema.index({ state: 1, department: 1, onDay: 1 })

export const VisitModel = model('Visit', schema, 'visits')
