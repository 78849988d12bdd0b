import type { Actor } from '../user/actor.ts'
import { RuleBroken } from '../shared/errors.ts'
import { dueAfter } from '../shared/workingCalendar.ts'
import { CLOSE_AT_MOST, CLOSE_PROPOSED, endOf, LIMITS, limitClassOf, OWN_LIMITS, type Span } from './deadline.ts'
import { nextVersion } from './dueVersion.ts'
import type { Issue } from './record.ts'
import { addVersion, nextVersionNumber, settle, take, type Moment } from './step.ts'
import type { Grade } from './words.ts'

/** A case as it begins: what was said, by whom, and where it comes from. */
export type NewIssue = Pick<Issue,
  'no' | 'title' | 'text' | 'source' | 'raiser' | 'category' | 'grade' | 'district' | 'secrecy' | 'proposedDepartment'>
  & Partial<Pick<Issue, 'visit' | 'visitNo' | 'visitDepartment' | 'quotes'>>

/** Every field of a case that is still to come. */
const BLANK = {
  state: 'draft',
  open: true,
  stock: null,
  leadDepartment: null,
  verifyingDepartment: null,
  handler: null,
  handlerName: '',
  submittedAt: null,
  assignedAt: null,
  assignNo: null,
  signedAt: null,
  signatureDueAt: null,
  contactDueAt: null,
  contactedAt: null,
  planDueAt: null,
  plannedAt: null,
  plan: '',
  turnDueAt: null,
  turnSinceAt: null,
  dueVersion: 0,
  dueOn: null,
  dueAt: null,
  provisional: false,
  remainingAtStop: null,
  nextRungAt: null,
  rung: null,
  signatureRung: 0,
  lastProgressAt: null,
  nextProgressOn: null,
  reworkCount: 0,
  unsatisfiedCount: 0,
  reopened: false,
  resultClass: null,
  promise: null,
  settledAt: null,
  settledInTime: null,
  closedAt: null,
  closingNote: '',
  satisfaction: null,
  mergedInto: null,
} as const

/** A new case in the state 待受理, as a plain record for `IssueModel`. `_id` is given by the store. */
export function register(facts: NewIssue, by: Actor, when: Moment): Omit<Issue, '_id'> {
  const issue: Omit<Issue, '_id'> = {
    ...BLANK,
    visit: null,
    visitNo: null,
    visitDepartment: null,
    ...facts,
    createdBy: by.id,
    createdByName: by.name,
    createdAt: when.now,
    submittedAt: when.now,
    coDepartments: [],
    dueVersions: [],
    pauses: [],
    progress: [],
    answers: [],
    extensions: [],
    refusals: [],
    callBacks: [],
    keywords: [],
    history: [],
  }
  take(issue as Issue, 'submit', 'done', by, when)
  settle(issue as Issue, when)
  return issue
}

/** What the office decides when it takes a case in. */
export interface Assignment {
  leadDepartment: string
  coDepartments: readonly string[]
  verifyingDepartment: string
  category: string
  grade: Grade
  /** working days to close, for 重大 alone, where a leader sets them; null = the limit of the grade */
  closeWorkingDays: number | null
  /** 联交〔2026〕n号 */
  assignNo: string
  /** sentence for the history; the view adds names of departments */
  text: string
}

/**
 * The office accepts and assigns (受理交办): all clocks start. For 重大 they start at the moment of entry, day and night.
 * @throws RuleBroken when the lead department is also co-handling or verifying, or a 重大 limit lies outside 1…60
 * @source domain.md §8, §9
 */
export function accept(issue: Issue, by: Actor, given: Assignment, when: Moment): void {
  checkRoles(given)
  take(issue, 'accept', 'done', by, when, { text: given.text })
  Object.assign(issue, {
    leadDepartment: given.leadDepartment, verifyingDepartment: given.verifyingDepartment, category: given.category,
    grade: given.grade, assignNo: given.assignNo, assignedAt: when.now,
  })
  askCoDepartments(issue, given.coDepartments, when)
  const fromAt = given.grade === '重大' ? issue.submittedAt ?? when.now : when.now
  addVersion(issue, nextVersion({
    n: nextVersionNumber(issue), kind: 'assign', fromAt, setAt: when.now, reason: '', length: closeSpan(issue, given),
  }, issue.pauses, when.calendar))
  startShortClocks(issue, fromAt, when)
  askSignature(issue, when)
  settle(issue, when)
}

function checkRoles({
  leadDepartment,
  coDepartments,
  verifyingDepartment,
}: Pick<Assignment, 'leadDepartment' | 'coDepartments' | 'verifyingDepartment'>): void {
  if (coDepartments.includes(leadDepartment)) throw new RuleBroken('issue-lead-is-co', '牵头部门不能同时是协办部门。')
  if (verifyingDepartment === leadDepartment) throw new RuleBroken('issue-lead-verifies', '牵头部门不能核验自己的答复，请换一个核验部门。')
}

function closeSpan(issue: Issue, { closeWorkingDays }: Pick<Assignment, 'closeWorkingDays'>): Span {
  const span = LIMITS[limitClassOf(issue)].close
  if (span !== null) return span
  const workingDays = closeWorkingDays ?? CLOSE_PROPOSED
  if (workingDays < 1 || workingDays > CLOSE_AT_MOST) {
    throw new RuleBroken('issue-close-limit', `重大诉求的办结时限由市领导定，1 到 ${CLOSE_AT_MOST} 个工作日。`)
  }
  return { workingDays }
}

/** Contact and plan have clocks of their own, which their own acts stop. @source DESIGN.md §7 Issue */
export function startShortClocks(issue: Issue, fromAt: Date, { calendar, hours }: Moment): void {
  const { contact, plan } = LIMITS[limitClassOf(issue)]
  issue.contactDueAt = contact && endOf(contact, fromAt, hours, calendar).dueAt
  issue.planDueAt = plan && endOf(plan, fromAt, hours, calendar).dueAt
}

/** 签收 starts anew, with its own small ladder. */
export function askSignature(issue: Issue, { now, calendar }: Moment): void {
  issue.signedAt = null
  issue.signatureRung = 0
  issue.signatureDueAt = dueAfter(now, OWN_LIMITS.signature, calendar).dueAt
}

/** Asks departments for their part; those already asked keep what they did, those no longer named leave the case. */
export function askCoDepartments(issue: Issue, departments: readonly string[], { now, calendar }: Moment): void {
  const known = new Map(issue.coDepartments.map((one) => [one.department, one]))
  issue.coDepartments = departments.map(
    (department) =>
      known.get(department) ?? {
        department,
        askedAt: now,
        dueOn: dueAfter(now, OWN_LIMITS.coOpinion, calendar).dueOn,
        signedAt: null,
        signedByName: '',
        opinion: '',
        opinionAt: null,
      },
  )
}

/** 不予受理, with the reason that the raiser is told. */
export function reject(issue: Issue, by: Actor, reason: string, when: Moment): void {
  take(issue, 'reject', 'done', by, when, { text: reason })
  issue.closedAt = when.now
  issue.closingNote = reason
  settle(issue, when)
}

/** The raiser takes the case back; it stays in the sample of the look-back. @source forms.md §10 no. 7 */
export function withdraw(issue: Issue, by: Actor, reason: string, when: Moment): void {
  take(issue, 'withdraw', 'done', by, when, { text: reason })
  issue.closedAt = when.now
  issue.closingNote = reason
  settle(issue, when)
}

/**
 * 改派: another department leads. Only 签收 starts anew; the main clock runs on, so do the clocks of contact and plan.
 * @source DESIGN.md §7 Issue
 */
export function reassign(
  issue: Issue, by: Actor,
  given: Pick<Assignment, 'leadDepartment' | 'coDepartments' | 'verifyingDepartment' | 'text'>, when: Moment,
): void {
  checkRoles(given)
  take(issue, 'assign', 'done', by, when, { text: given.text })
  handOver(issue, given.leadDepartment, when)
  issue.verifyingDepartment = given.verifyingDepartment
  askCoDepartments(issue, given.coDepartments, when)
  settle(issue, when)
}

/** The case leaves one department for another: its handler, its drafts and its open requests end with it. */
export function handOver(issue: Issue, leadDepartment: string, when: Moment): void {
  issue.leadDepartment = leadDepartment
  issue.handler = null
  issue.handlerName = ''
  issue.answers = issue.answers.filter(({ releasedAt }) => releasedAt !== null)
  lapseRequests(issue, when)
  askSignature(issue, when)
}

/** Requests for time that nobody has decided end when the case moves on. */
export function lapseRequests(issue: Issue, { now }: Moment): void {
  for (const request of issue.extensions) {
    if (request.decision !== null) continue
    request.decision = 'lapsed'
    request.decidedAt = now
  }
}
