import { Schema, model, type HydratedDocument, type Model, type Types } from 'mongoose'
import type { Actor } from '../user/actor.ts'
import { RuleBroken } from '../shared/errors.ts'
import { assertConfirmable, CONFIRMATIONS, type Confirmation } from './confirmation.ts'
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
  how: Confirmation
  at: Date
  by: Types.ObjectId | null
  byName: string
  note: string
}

export interface Visitor { user: Types.ObjectId, name: string }
export interface HostPerson { name: string, title: string, phone: string }

/** An issue that was raised, or one already open that was raised again. `raiser` is the subject's place in the list. */
export interface RaisedIssue { issue: Types.ObjectId, no: string, raiser: number, again: boolean }

export interface VisitEvent { at: Date, by: Types.ObjectId | null, byName: string, act: VisitAct, text: string }
export const VISIT_ACTS = {
  planned: '计划走访', logged: '记走访', edited: '修改记录', confirmed: '确认走访', cancelled: '取消计划', photos: '补传照片',
} as const
export type VisitAct = keyof typeof VISIT_ACTS

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
  visitors: Visitor[]
  lead: string
  companions: string[]
  hostPersons: HostPerson[]
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
  issues: RaisedIssue[]
  confirmation: VisitConfirmation | null
  state: 'planned' | 'done' | 'void'
  history: VisitEvent[]
  createdAt: Date
  updatedAt: Date
}

/** What a visitor writes down; everything of a visit that can be changed later. */
export type VisitContent = Pick<Visit,
  | 'alsoDepartments' | 'subjects' | 'onDay' | 'fromTime' | 'toTime' | 'mode' | 'visitors'
  | 'lead' | 'companions' | 'hostPersons' | 'combinedWith' | 'agenda' | 'heard' | 'opsSummary' | 'policiesExplained'
  | 'positives' | 'suggestions' | 'onSpotResolved' | 'outcome' | 'nextFollowUpOn' | 'integrityDeclared' | 'secrecy'>

interface VisitVerbs {
  /** What was planned has happened: the plan becomes the record. @throws RuleBroken('visit-not-planned') */
  carryOut(content: VisitContent, actor: Actor, now: Date): void
  /** Corrects the record. @throws RuleBroken('visit-confirmed') once the other side has confirmed it */
  edit(content: VisitContent, actor: Actor, now: Date): void
  /** Takes a plan back. @throws RuleBroken('visit-not-planned') */
  cancel(reason: string, actor: Actor, now: Date): void
  /**
   * Notes how it is known that the visit took place; from then on it counts.
   * @throws RuleBroken('visit-confirmation')
   */
  confirm(how: Confirmation, note: string, hasPhoto: boolean, actor: Actor, now: Date): void
  /** Photos came later. */
  addPhotos(count: number, actor: Actor, now: Date): void
}

type VisitModelType = Model<Visit, object, VisitVerbs>
export type VisitDocument = HydratedDocument<Visit, VisitVerbs>

const text = (maxlength: number) => ({ type: String, default: '', maxlength })
const ref = { type: Schema.Types.ObjectId, default: null }
const schema = new Schema<Visit, VisitModelType, VisitVerbs>(
  {
    no: { type: String, required: true },
    department: { type: String, required: true },
    alsoDepartments: { type: [String], default: [] },
    createdBy: { type: Schema.Types.ObjectId, required: true },
    createdByName: text(40),
    subjects: {
      type: [new Schema({
        type: { type: String, enum: Object.keys(SUBJECT_TYPES), required: true },
        id: ref, name: text(120), district: { type: String, default: null },
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
    issues: {
      type: [{
        _id: false, issue: Schema.Types.ObjectId, no: String, raiser: Number, again: { type: Boolean, default: false },
      }],
      default: [],
    },
    confirmation: {
      type: new Schema({
        how: { type: String, enum: Object.keys(CONFIRMATIONS) }, at: Date, by: ref, byName: String, note: text(500),
      }, { _id: false }),
      default: null,
    },
    state: { type: String, enum: ['planned', 'done', 'void'], default: 'done' },
    history: {
      type: [{ _id: false, at: Date, by: ref, byName: String, act: String, text: text(2000) }],
      default: [],
    },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  },
  { optimisticConcurrency: true, methods: { carryOut, edit, cancel, confirm, addPhotos } },
)
schema.index({ no: 1 }, { unique: true })
schema.index({ department: 1, onDay: -1, _id: -1 })
schema.index({ alsoDepartments: 1, onDay: -1 })
schema.index({ createdBy: 1, onDay: -1, _id: -1 })
schema.index({ 'visitors.user': 1, onDay: -1, _id: -1 })
schema.index({ 'subjects.id': 1, onDay: -1 })
schema.index({ onDay: -1, _id: -1 })
schema.index({ state: 1, department: 1, onDay: -1, _id: -1 })

export const VisitModel = model<Visit, VisitModelType>('Visit', schema, 'visits')

const event = (act: VisitAct, text: string, actor: Actor, at: Date): VisitEvent =>
  ({ at, by: actor.id, byName: actor.name, act, text })

function carryOut(this: VisitDocument, content: VisitContent, actor: Actor, now: Date): void {
  assertPlanned(this)
  this.set({ ...content, state: 'done', updatedAt: now })
  this.history.push(event('logged', '', actor, now))
}

function edit(this: VisitDocument, content: VisitContent, actor: Actor, now: Date): void {
  if (this.confirmation !== null) throw new RuleBroken('visit-confirmed', '这次走访已经由对方确认，记录不能再改。')
  if (this.state === 'void') throw new RuleBroken('visit-void', '这次走访的计划已取消，记录不能再改。')
  this.set({ ...content, updatedAt: now })
  this.history.push(event('edited', '', actor, now))
}

function cancel(this: VisitDocument, reason: string, actor: Actor, now: Date): void {
  assertPlanned(this)
  this.set({ state: 'void', updatedAt: now })
  this.history.push(event('cancelled', reason, actor, now))
}

function confirm(
  this: VisitDocument, how: Confirmation, note: string, hasPhoto: boolean, actor: Actor, now: Date,
): void {
  assertConfirmable({
    state: this.state, outcome: this.outcome, createdBy: String(this.createdBy),
    visitors: this.visitors.map(visitor => String(visitor.user)), confirmed: this.confirmation !== null,
  }, how, String(actor.id), hasPhoto)
  this.set({ confirmation: { how, at: now, by: actor.id, byName: actor.name, note }, updatedAt: now })
  this.history.push(event('confirmed', CONFIRMATIONS[how], actor, now))
}

function addPhotos(this: VisitDocument, count: number, actor: Actor, now: Date): void {
  this.set({ updatedAt: now })
  this.history.push(event('photos', `${count} 张`, actor, now))
}

function assertPlanned(visit: VisitDocument): void {
  if (visit.state === 'planned') return
  throw new RuleBroken('visit-not-planned', visit.state === 'done' ? '这次走访已经记过了。' : '这次走访的计划已经取消。')
}
