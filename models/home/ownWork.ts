import type { Types } from 'mongoose'
import { IssueModel } from '../issue/index.ts'
import type { IssueRowFacts } from '../issue/queries.ts'
import type { IssueState } from '../issue/words.ts'
import { addDays, weekStart, type CivilDay } from '../shared/calendarDay.ts'
import { VisitModel, type Visit } from '../visit/index.ts'
import { VisitTaskModel } from '../visitTask/index.ts'
import { coverageOf, type Coverage } from '../visitTask/coverage.ts'

const RUNNING: IssueState[] = ['assigned', 'handling', 'redo', 'pledged']
const ROW = {
  no: 1, title: 1, 'raiser.name': 1, 'raiser.kind': 1, state: 1, dueOn: 1, dueAt: 1, provisional: 1, rung: 1,
  dueVersions: 1, dueVersion: 1,
  pauses: 1, remainingAtStop: 1, settledAt: 1, closedAt: 1, satisfaction: 1, signatureDueAt: 1, contactDueAt: 1,
  contactedAt: 1, turnDueAt: 1,
} as const

export type OwnIssue = Pick<IssueRowFacts,
  | 'no' | 'title' | 'raiser' | 'state' | 'dueOn' | 'dueAt' | 'provisional' | 'rung' | 'dueVersions' | 'dueVersion'
  | 'pauses' | 'remainingAtStop' | 'settledAt' | 'closedAt' | 'satisfaction' | 'signatureDueAt' | 'turnDueAt'>
  & { contactDueAt: Date | null, contactedAt: Date | null }

/** Cases that this person handles, and those of the department that nobody has signed for: the nearest due first. */
export const ownIssues = (user: Types.ObjectId, department: string): Promise<OwnIssue[]> =>
  IssueModel.find({
    open: true, state: { $in: RUNNING },
    $or: [{ handler: user }, { leadDepartment: department, state: 'assigned', handler: null }],
  }, ROW).sort({ dueAt: 1, _id: 1 }).limit(200).lean<OwnIssue[]>()

export const countOwnOpen = (user: Types.ObjectId): Promise<number> =>
  IssueModel.countDocuments({ open: true, handler: user })

export type PlannedVisit = Pick<Visit, 'no' | 'subjects' | 'onDay' | 'fromTime' | 'mode' | 'alsoDepartments'>

/** Visits that this person will make up to the end of the week, overdue plans included. */
export const plannedVisits = (user: Types.ObjectId, today: CivilDay): Promise<PlannedVisit[]> =>
  VisitModel.find(
    { 'visitors.user': user, state: 'planned', onDay: { $lte: addDays(weekStart(today), 6) } },
    { no: 1, subjects: 1, onDay: 1, fromTime: 1, mode: 1, alsoDepartments: 1 },
  ).sort({ onDay: 1, fromTime: 1 }).limit(50).lean<PlannedVisit[]>()

/** The person's own visiting tasks of the periods that run today. */
export async function ownCoverage(user: Types.ObjectId, today: CivilDay): Promise<{
  enterprises: Coverage, members: Coverage, dueOn: CivilDay | null
}> {
  const tasks = await VisitTaskModel.find({
    officer: user, fromOn: { $lte: today }, dueOn: { $gte: today },
  }).limit(1000).lean()
  return {
    enterprises: coverageOf(tasks.filter(({ subject }) => subject.type === 'enterprise')),
    members: coverageOf(tasks.filter(({ subject }) => subject.type !== 'enterprise')),
    dueOn: tasks.map(({ dueOn }) => dueOn).toSorted()[0] ?? null,
  }
}
