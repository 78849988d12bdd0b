import { Types } from 'mongoose'
import { EnterpriseModel } from '../../models/enterprise/index.ts'
import { MemberModel } from '../../models/member/index.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import { scopeFilter } from '../../models/user/permissions.ts'
import { UserModel } from '../../models/user/index.ts'
import {
  planAssignment, type Assignable, type AssignedKind, type AssignmentPlan,
} from '../../models/visitTask/assignment.ts'
import { recountTasks, VisitTaskModel, type TaskSubject, type VisitTaskDocument } from '../../models/visitTask/index.ts'
import type { Tx } from '../act.ts'

/** What the office chooses when it assigns in bulk. */
export interface Assignment {
  period: string
  fromOn: string
  dueOn: string
  kind: AssignedKind
  /** null = every subject to the department that the roster names */
  department: string | null
  district: string | null
  timesRequired: number
}

/** A subject of the roster with what its task will say. */
export interface Candidate extends Assignable {
  task: TaskSubject
  leader: string
  officer: { id: Types.ObjectId, name: string } | null
}

/** Who would be assigned to whom, without doing it. */
export async function previewAssignment(wanted: Assignment): Promise<AssignmentPlan<Candidate>> {
  const subjects = wanted.kind === 'enterprise' ? await firms(wanted) : await members(wanted)
  const tasks = await VisitTaskModel.find({ period: wanted.period }, { department: 1, subject: 1 }).lean()
  const taken = new Set(tasks.map(({ department, subject }) => `${department}:${String(subject.id)}`))
  return planAssignment(subjects, wanted.department, taken)
}

/**
 * Assigns: one task for each subject that has none of the period with its department. Visits made in the period
 * before count at once. @returns how many tasks were made; a second run makes none
 */
export async function assignTasks(tx: Tx, wanted: Assignment): Promise<number> {
  const { fresh } = await previewAssignment(wanted)
  const { period, fromOn, dueOn, timesRequired } = wanted
  if (fresh.length > 0) {
    await VisitTaskModel.insertMany(fresh.map(({ subject, department }) => ({
      period, fromOn, dueOn, timesRequired, department, subject: subject.task, leader: subject.leader,
      ...officerOf(subject, department), createdAt: tx.now,
    })), { session: tx.session })
    await recountTasks(fresh.map(({ subject }) => subject.task.id), tx.session)
  }
  const changes = { created: String(fresh.length), kind: wanted.kind }
  tx.audit({ record: { type: 'visitTask', id: period, no: period }, changes })
  return fresh.length
}

/** The firm's steward goes when the task is their own department's. */
const officerOf = ({ officer, department: own }: Candidate, department: string) =>
  officer !== null && own === department ? { officer: officer.id, officerName: officer.name } : {}

/** Names who goes. Null takes the name away. @throws RuleBroken when the person is not of the department */
export async function nameOfficer(tx: Tx, id: string, officer: string | null): Promise<void> {
  const task = await taskFor(tx, id, 'visitTask.nameOfficer')
  const filter = { _id: officer, department: task.department, disabledAt: null }
  const user = officer === null ? null : await UserModel.findOne(filter, { name: 1 }).session(tx.session).lean()
  if (officer !== null && user === null) throw new RuleBroken('officer-elsewhere', '联络员要在本部门在岗的人里选。')
  task.nameOfficer(user && { id: user._id, name: user.name })
  await task.save({ session: tx.session })
  tx.audit({ record: { type: 'visitTask', id: task._id, no: task.period }, changes: { officer: user?.name ?? '' } })
}

/** Notes a day on which nobody could be reached. */
export async function recordAttempt(tx: Tx, id: string, on: string, note: string): Promise<void> {
  const task = await taskFor(tx, id, 'visitTask.recordAttempt')
  if (on < task.fromOn || on > task.dueOn) throw new RuleBroken('attempt-outside', '联系不上的日期不在这项任务的时期里。')
  task.recordAttempt({ on, by: tx.actor.name, note })
  await task.save({ session: tx.session })
  tx.audit({ record: { type: 'visitTask', id: task._id, no: task.period }, changes: { attemptOn: on } })
}

async function taskFor(
  tx: Tx, id: string, right: 'visitTask.nameOfficer' | 'visitTask.recordAttempt',
): Promise<VisitTaskDocument> {
  const task = await VisitTaskModel.findOne({ $and: [{ _id: id }, scopeFilter(tx.actor, right)] }).session(tx.session)
  if (task === null) throw new RuleBroken('task-gone', '这项走访任务已不在您能办理的范围里。')
  return task
}

const where = ({ district }: Assignment): Record<string, unknown> =>
  ({ archivedAt: null, ...(district === null ? {} : { district }) })

async function firms(wanted: Assignment): Promise<Candidate[]> {
  const found = await EnterpriseModel.find(where(wanted), {
    name: 1, district: 1, linkedLeader: 1, steward: 1, visitDepartment: 1,
  }).sort({ sortKey: 1 }).lean()
  return found.map(({ _id, name, district, linkedLeader, steward, visitDepartment }) => ({
    id: String(_id), department: visitDepartment, leader: linkedLeader.name,
    officer: steward.user === null ? null : { id: steward.user, name: steward.name },
    task: { type: 'enterprise', id: _id, name, district, linkedLeader: linkedLeader.user },
  }))
}

async function members(wanted: Assignment): Promise<Candidate[]> {
  const filter: Record<string, unknown> = { ...where(wanted), kind: wanted.kind }
  const found = await MemberModel.find(filter, {
    kind: 1, name: 1, district: 1, liaisonDepartment: 1,
  }).sort({ sortKey: 1 }).lean()
  return found.map(({ _id, kind, name, district, liaisonDepartment }) => ({
    id: String(_id), department: liaisonDepartment, leader: '', officer: null,
    task: { type: kind, id: _id, name, district, linkedLeader: null },
  }))
}
