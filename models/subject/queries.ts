import type { Types } from 'mongoose'
import { AuditEntryModel, type AuditEntry } from '../audit/index.ts'
import { IssueModel } from '../issue/index.ts'
import type { Issue } from '../issue/record.ts'
import type { Actor } from '../user/actor.ts'
import { mayEver, scopeFilter } from '../user/permissions.ts'
import { VisitModel, type Visit } from '../visit/index.ts'
import { VisitTaskModel, type VisitTask } from '../visitTask/index.ts'

export type SubjectVisit = Pick<Visit,
  | 'no' | 'department' | 'createdByName' | 'onDay' | 'mode' | 'outcome' | 'state' | 'confirmation' | 'issues' | 'heard' | 'createdAt'>
export type SubjectIssue = Pick<Issue,
  | 'no' | 'title' | 'state' | 'leadDepartment' | 'dueOn' | 'createdAt' | 'closedAt' | 'satisfaction' | 'resultClass' | 'settledAt'>
export type SubjectTrace = Pick<AuditEntry, 'at' | 'act' | 'actorName' | 'department' | 'changes' | 'reason'>
export type SubjectTask = Pick<VisitTask,
  | 'period' | 'dueOn' | 'department' | 'officerName' | 'timesRequired' | 'timesDone' | 'timesConfirmed' | 'failedAttempts'>

/** Everything that ever happened with a firm or a member, as far as the user may see it; each list newest first. */
export interface SubjectHistory {
  visits: SubjectVisit[]
  issues: SubjectIssue[]
  tasks: SubjectTask[]
  traces: SubjectTrace[]
}

const EACH = 100
/** Looks at telephone numbers are rows for those who watch over them. */
const LOOKS = /revealPhone$/

export async function subjectHistory(id: Types.ObjectId, actor: Actor): Promise<SubjectHistory> {
  const within = (own: Record<string, unknown>, act: 'visit.read' | 'issue.read' | 'visitTask.read') => ({ $and: [own, scopeFilter(actor, act)] })
  const seesLooks = mayEver(actor, 'card.askRevocation') || mayEver(actor, 'issue.accept')
  const [visits, issues, tasks, traces] = await Promise.all([
    VisitModel.find(within({ 'subjects.id': id }, 'visit.read'), {
      no: 1, department: 1, createdByName: 1, onDay: 1, mode: 1, outcome: 1, state: 1, confirmation: 1, 'issues.no': 1, heard: 1, createdAt: 1,
    }).sort({ onDay: -1, _id: -1 }).limit(EACH).lean<SubjectVisit[]>(),
    IssueModel.find(within({ 'raiser.id': id }, 'issue.read'), {
      no: 1, title: 1, state: 1, leadDepartment: 1, dueOn: 1, createdAt: 1, closedAt: 1, satisfaction: 1, resultClass: 1, settledAt: 1,
    }).sort({ createdAt: -1 }).limit(EACH).lean<SubjectIssue[]>(),
    VisitTaskModel.find(within({ 'subject.id': id }, 'visitTask.read'), {
      period: 1, dueOn: 1, department: 1, officerName: 1, timesRequired: 1, timesDone: 1, timesConfirmed: 1, failedAttempts: 1,
    }).sort({ dueOn: -1 }).limit(EACH).lean<SubjectTask[]>(),
    AuditEntryModel.find({ 'record.id': String(id), ...(seesLooks ? {} : { act: { $not: LOOKS } }) }, {
      at: 1, act: 1, actorName: 1, department: 1, changes: 1, reason: 1,
    }).sort({ at: -1 }).limit(EACH).lean<SubjectTrace[]>(),
  ])
  return { visits, issues, tasks, traces }
}
