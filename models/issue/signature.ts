import type { Actor } from '../user/actor.ts'
import { RuleBroken } from '../shared/errors.ts'
import { askCoDepartments, handOver } from './intake.ts'
import type { Issue, Refusal } from './record.ts'
import { resumeClock, settle, stopClock, take, type Moment } from './step.ts'

/**
 * 签收: the department takes the case, and may ask for more departments to take part.
 * @param moreDepartments  codes that the department asks for; none = plain acceptance
 * @source forms.md §8 (签收 has three choices)
 */
export function sign(
  issue: Issue,
  by: Actor,
  given: { moreDepartments: readonly string[]; text: string },
  when: Moment,
): void {
  take(issue, 'sign', 'done', by, when, { text: given.text })
  const known = issue.coDepartments.map(({ department }) => department)
  const asked = given.moreDepartments.filter((one) => one !== issue.leadDepartment && !known.includes(one))
  if (asked.length > 0) askCoDepartments(issue, [...known, ...asked], when)
  issue.signedAt = when.now
  settle(issue, when)
}

/**
 * 退办: the third answer to 签收, within a working day, with its basis and who should lead instead. The clock stands still
 * until the office rules.
 * @throws RuleBroken('issue-need') after two returns or too late
 */
export function refuse(
  issue: Issue, by: Actor, given: { reason: string; proposedDepartment: string | null }, when: Moment,
): void {
  if (given.proposedDepartment === issue.leadDepartment) throw new RuleBroken('issue-proposes-itself', '建议改由的部门不能是本部门。')
  take(issue, 'refuse', 'done', by, when, { text: given.reason })
  const refusal: Refusal = {
    n: issue.refusals.length + 1, at: when.now, by: idOf(by), byName: by.name, department: issue.leadDepartment ?? '',
    reason: given.reason, proposedDepartment: given.proposedDepartment, ruling: null, ruledAt: null, ruledByName: '',
    ruledDepartment: null, note: '',
  }
  issue.refusals.push(refusal)
  stopClock(issue, '退办复核', when)
  settle(issue, when)
}

/**
 * 裁定: the office gives the case to another department, whose 签收 starts anew, or holds the first one to it, which counts
 * as signed. Either way the main clock goes on with its remaining days.
 */
export function arbitrate(
  issue: Issue, by: Actor,
  given: { department: string | null; note: string; text: string }, when: Moment,
): void {
  const { department } = given
  if (department !== null && department === issue.leadDepartment) {
    throw new RuleBroken('issue-same-department', '改派的部门就是原来的部门；要维持原部门，请选“维持交办”。')
  }
  if (department !== null && department === issue.verifyingDepartment) {
    throw new RuleBroken('issue-lead-verifies', '这个部门是核验部门，不能改由它牵头。')
  }
  take(issue, 'arbitrate', department === null ? 'upheld' : 'reassigned', by, when, { text: given.text })
  const refusal = issue.refusals.at(-1)
  if (refusal) {
    Object.assign(refusal, {
      ruling: department === null ? 'upheldHandling' : 'reassigned', ruledAt: when.now, ruledByName: by.name,
      ruledDepartment: department ?? issue.leadDepartment, note: given.note,
    })
  }
  resumeClock(issue, when)
  if (department === null) issue.signedAt = when.now
  else {
    issue.coDepartments = issue.coDepartments.filter((one) => one.department !== department)
    handOver(issue, department, when)
  }
  settle(issue, when)
}

/** The id of a person; jobs do none of these acts. */
export function idOf(by: Actor): NonNullable<Actor['id']> {
  if (by.id === null) throw new RuleBroken('issue-person', '这一步要由人来做。')
  return by.id
}
