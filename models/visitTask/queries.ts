import type { Types } from 'mongoose'
import { VisitTaskModel, type VisitTask } from './index.ts'
import { ATTEMPTS_BEFORE_UNREACHABLE, type Standing } from './standing.ts'

export const PAGE_SIZE = 50
export const COUNT_LIMIT = 1000

export type VisitTaskFilter = Record<string, unknown>

const THIRD_ATTEMPT = `failedAttempts.${ATTEMPTS_BEFORE_UNREACHABLE - 1}`

/**
 * `standingOf` as conditions on stored tasks; attempts are stored once a day, so their number is that of their
 * days.
 */
export const STANDING_FILTERS: Readonly<Record<Standing, VisitTaskFilter>> = {
  covered: { timesConfirmed: { $gt: 0 } },
  awaiting: { timesConfirmed: 0, timesDone: { $gt: 0 } },
  unreachable: { timesConfirmed: 0, timesDone: 0, [THIRD_ATTEMPT]: { $exists: true } },
  open: { timesConfirmed: 0, timesDone: 0, [THIRD_ATTEMPT]: { $exists: false } },
}

/** Tasks that nothing has covered yet first, then by due day. */
export const taskRows = (filter: VisitTaskFilter, page: number): Promise<VisitTask[]> =>
  VisitTaskModel.find(filter).sort({ timesConfirmed: 1, timesDone: 1, dueOn: 1, _id: 1 })
    .skip((page - 1) * PAGE_SIZE).limit(PAGE_SIZE).lean<VisitTask[]>()

export const countTasks = (filter: VisitTaskFilter): Promise<number> =>
  VisitTaskModel.countDocuments(filter, { limit: COUNT_LIMIT + 1 })

/** What coverage is counted from: every task of the period within reach, with little more than its figures. */
export type CoverageRow = Pick<VisitTask, '_id' | 'department' | 'timesRequired' | 'timesDone' | 'timesConfirmed'
  | 'failedAttempts' | 'dueOn'> & { subject: Pick<VisitTask['subject'], 'type' | 'district' | 'linkedLeader'> }

export const coverageRows = (filter: VisitTaskFilter): Promise<CoverageRow[]> =>
  VisitTaskModel.find(filter, {
    department: 1, timesRequired: 1, timesDone: 1, timesConfirmed: 1, 'failedAttempts.on': 1, dueOn: 1,
    'subject.type': 1, 'subject.district': 1, 'subject.linkedLeader': 1,
  }).lean<CoverageRow[]>()

/** Tasks of an officer that run on a day, the nearest due first. */
export const tasksOfOfficer = (officer: Types.ObjectId, on: string): Promise<VisitTask[]> =>
  VisitTaskModel.find({ officer, dueOn: { $gte: on }, fromOn: { $lte: on } }).sort({ dueOn: 1, _id: 1 }).limit(200)
    .lean<VisitTask[]>()

/** The task that a department has with a subject on a day, null when it has none. */
export const taskFor = (department: string, subject: Types.ObjectId, on: string): Promise<VisitTask | null> =>
  VisitTaskModel.findOne({ 'subject.id': subject, dueOn: { $gte: on }, fromOn: { $lte: on }, department })
    .sort({ dueOn: 1 }).lean<VisitTask>()

/** The periods that have tasks, newest first. */
export async function periodsWithTasks(): Promise<string[]> {
  const periods = await VisitTaskModel.distinct('period')
  return periods.toSorted().toReversed()
}

/** The task with this id among those that may be seen; null for an id that is none. */
export const taskById = (id: string, scope: VisitTaskFilter): Promise<(VisitTask & { __v: number }) | null> =>
  /^[0-9a-f]{24}$/.test(id)
    ? VisitTaskModel.findOne({ $and: [{ _id: id }, scope] }).lean<VisitTask & { __v: number }>() : Promise.resolve(null)
