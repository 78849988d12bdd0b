import { SYSTEM } from '../user/actor.ts'
import { dayOf } from '../shared/calendarDay.ts'
import { deadlineOf } from './dueVersion.ts'
import { stepsToRaise, type Step } from './ladder.ts'
import type { Issue } from './record.ts'
import { ladderFactsOf, nextSignatureStepAt, raisedSteps, record, settle, type Moment } from './step.ts'

/** The steps of the ladder that a case has reached and that were not raised in its present due version, in order. */
export function stepsDue(issue: Issue, { now, calendar }: Moment): Step[] {
  const facts = ladderFactsOf(issue)
  return facts === null ? [] : stepsToRaise(facts, dayOf(now), raisedSteps(issue), calendar)
}

/** Marks steps as raised in the present due version and looks ahead to the next one. */
export function markRaised(issue: Issue, steps: readonly Step[], when: Moment): void {
  const version = issue.dueVersions.find(({ n }) => n === issue.dueVersion)
  if (version) version.raised = [...raisedSteps(issue), ...steps.filter((step) => !version.raised.includes(step))]
  settle(issue, when)
}

/** Whom to tell about a missing signature now: 1 the head of the department, 2 the office; null = nobody yet. */
export function signatureStepDue(issue: Issue, when: Moment): 1 | 2 | null {
  const at = nextSignatureStepAt(issue, when)
  return at === null || at > when.now ? null : issue.signatureRung === 0 ? 1 : 2
}

/** Marks the step of a missing signature as told. */
export function markSignatureTold(issue: Issue, step: 1 | 2, when: Moment): void {
  issue.signatureRung = step
  settle(issue, when)
}

/**
 * Counts the present due versions anew after a year was loaded or amended; a date that moves goes into the history.
 * @returns the old and the new due day, null when nothing moved
 */
export function recount(issue: Issue, when: Moment): { from: string; to: string } | null {
  const before = issue.dueOn
  for (const version of issue.dueVersions) {
    if (version.n === issue.dueVersion || version.kind !== 'promise') {
      Object.assign(version, deadlineOf(version, issue.pauses, when.calendar))
    }
  }
  settle(issue, when)
  if (before === null || issue.dueOn === null || before === issue.dueOn) return null
  record(issue, 'recount', SYSTEM, when, { text: `${before} → ${issue.dueOn}` })
  return { from: before, to: issue.dueOn }
}
