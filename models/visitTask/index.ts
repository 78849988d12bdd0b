import { Schema, model, type ClientSession, type HydratedDocument, type Model, type Types } from 'mongoose'
import { VisitModel, type Visit } from '../visit/index.ts'
import { SUBJECT_TYPES, type SubjectType } from '../visit/subject.ts'
import { progressOf, type CountedVisit } from './progress.ts'

export interface TaskSubject {
  type: SubjectType
  id: Types.ObjectId
  name: string
  district: string | null
  linkedLeader: Types.ObjectId | null
}

/** A day on which nobody could be reached. */
export interface Attempt { on: string, by: string, note: string }

/** Who must visit whom by when. One per period, department and subject. @source domain.md §2.3, forms.md §2.2 */
export interface VisitTask {
  _id: Types.ObjectId
  /** 2026H2, or 2026 for the whole campaign */
  period: string
  fromOn: string
  dueOn: string
  department: string
  subject: TaskSubject
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
  failedAttempts: Attempt[]
  createdAt: Date
}

interface VisitTaskVerbs {
  /** Names who goes; the department's lead decides. */
  nameOfficer(officer: { id: Types.ObjectId, name: string } | null): void
  /** Notes that nobody was reached on that day. Twice on one day changes nothing. */
  recordAttempt(attempt: Attempt): void
}

type VisitTaskModelType = Model<VisitTask, object, VisitTaskVerbs>
export type VisitTaskDocument = HydratedDocument<VisitTask, VisitTaskVerbs>

const schema = new Schema<VisitTask, VisitTaskModelType, VisitTaskVerbs>(
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
  { optimisticConcurrency: true, methods: { nameOfficer, recordAttempt } },
)
schema.index({ period: 1, department: 1, 'subject.id': 1 }, { unique: true })
schema.index({ officer: 1, dueOn: 1 })
schema.index({ 'subject.id': 1, dueOn: 1 })
schema.index({ period: 1, 'subject.linkedLeader': 1 })

export const VisitTaskModel = model<VisitTask, VisitTaskModelType>('VisitTask', schema, 'visitTasks')

function nameOfficer(this: VisitTaskDocument, officer: { id: Types.ObjectId, name: string } | null): void {
  this.set({ officer: officer?.id ?? null, officerName: officer?.name ?? '' })
}

function recordAttempt(this: VisitTaskDocument, attempt: Attempt): void {
  if (this.failedAttempts.some(({ on }) => on === attempt.on)) return
  this.failedAttempts.push(attempt)
}

type TaskFigures = Pick<VisitTask, 'timesDone' | 'timesConfirmed' | 'lastVisitOn'>

/**
 * Counts the figures of all tasks of these subjects afresh from the visits. Called in the transaction of whatever
 * changed a visit, so tasks and visits never disagree; running it again changes nothing.
 */
export async function recountTasks(subjects: readonly Types.ObjectId[], session: ClientSession): Promise<void> {
  const tasks = await VisitTaskModel.find({ 'subject.id': { $in: subjects } }).session(session).lean()
  if (tasks.length === 0) return
  const visits = await VisitModel.find(
    { 'subjects.id': { $in: tasks.map(task => task.subject.id) }, state: 'done' },
    { department: 1, alsoDepartments: 1, onDay: 1, mode: 1, outcome: 1, state: 1, confirmation: 1, 'subjects.id': 1 },
  ).session(session).lean<Visit[]>()
  const changed = tasks.flatMap(task => {
    const figures = figuresOf(task, visits)
    const update = { $set: figures, $inc: { __v: 1 } }
    return isSame(task, figures) ? [] : [{ updateOne: { filter: { _id: task._id }, update } }]
  })
  if (changed.length > 0) await VisitTaskModel.bulkWrite(changed, { session })
}

function figuresOf(task: VisitTask, visits: readonly Visit[]): TaskFigures {
  const own = visits.filter(visit => visit.subjects.some(({ id }) => String(id) === String(task.subject.id)))
  return progressOf({ ...task, subjectType: task.subject.type }, own.map(asCounted))
}

const asCounted = (visit: Visit): CountedVisit => ({ ...visit, confirmed: visit.confirmation !== null })

const isSame = (task: TaskFigures, { timesDone, timesConfirmed, lastVisitOn }: TaskFigures): boolean =>
  task.timesDone === timesDone && task.timesConfirmed === timesConfirmed && task.lastVisitOn === lastVisitOn
