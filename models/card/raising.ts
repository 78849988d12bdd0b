import { dayOf } from '../shared/calendarDay.ts'
import { dueAfter } from '../shared/workingCalendar.ts'
import type { Issue } from '../issue/record.ts'
import { needsSigning, nextStepAt, type Step } from '../issue/ladder.ts'
import { markRaised, markSignatureTold, signatureStepDue, stepsDue } from '../issue/rungs.ts'
import { ladderFactsOf, presentVersion, raisedSteps, settle, type Moment } from '../issue/step.ts'
import type { Rung } from '../issue/words.ts'
import {
  addresseesOf,
  DRAFT_LISTENERS,
  LISTENERS,
  SIGNATURE_LISTENERS,
  type Addressee,
  type People,
} from './addressees.ts'

/**
 * One thing that the sweep does to a case: a reminder, a card, a draft to be signed, or a word about a missing
 * signature.
 */
export interface Raising {
  kind: 'reminder' | 'card' | 'draft' | 'unsigned'
  step: Step | null
  rung: Rung | null
  /** happens once under this key */
  key: string
  to: Addressee[]
}

/** A supervisor signs or drops a draft within so many working days. @source DESIGN.md §7 Ladder */
const SIGN_WITHIN_WORKING_DAYS = 1

/** The key of a rung of a case: once per due version. @source DESIGN.md §7 Ladder */
export const issueKey = (issue: Pick<Issue, '_id'>, step: Step, dueVersion: number): string =>
  `issue:${String(issue._id)}:${step}:${dueVersion}`

export const signDueAt = ({ now, calendar }: Moment): Date => dueAfter(now, SIGN_WITHIN_WORKING_DAYS, calendar).dueAt

/**
 * What is due on a case at a moment and not yet done, in the ladder's order; the case itself is moved on, so a second
 * call returns nothing. The sweep stores the case, the rehearsal throws it away.
 */
export function raise(issue: Issue, when: Moment, people: People): Raising[] {
  const steps = isTime(issue, when) ? stepsDue(issue, when) : []
  const signature = signatureStepDue(issue, when)
  const about = { department: issue.leadDepartment ?? '', handler: issue.handler }
  const told = (step: Step): Addressee[] =>
    addresseesOf(isDraft(step) ? DRAFT_LISTENERS : LISTENERS[step], about, people, dayOf(when.now))
  const raisings: Raising[] = steps.map((step) => ({
    kind: kindOf(step), step, rung: rungOf(step), key: issueKey(issue, step, issue.dueVersion), to: told(step),
  }))
  if (signature !== null) {
    const to = addresseesOf(SIGNATURE_LISTENERS[signature], about, people, dayOf(when.now))
    const assigned = issue.assignedAt?.getTime() ?? 0
    raisings.push({
      kind: 'unsigned',
      step: null,
      rung: null,
      key: `issue:${String(issue._id)}:unsigned${signature}:${assigned}`,
      to,
    })
    markSignatureTold(issue, signature, when)
  }
  markRaised(issue, steps, when)
  return raisings
}

/**
 * Steps of the days before a day count as done: what a rehearsal of a coming day starts from.
 * @returns the steps passed, each with its day
 */
export function passDaysBefore(issue: Issue, day: string, when: Moment): { step: Step; on: string }[] {
  const version = presentVersion(issue)
  const facts = ladderFactsOf(issue)
  const passed: { step: Step; on: string }[] = []
  if (version === null || facts === null) return passed
  for (let at = issue.nextRungAt; at !== null && dayOf(at) < day; at = issue.nextRungAt) {
    const before = { ...when, now: at }
    const signature = signatureStepDue(issue, before)
    const steps = stepsDue(issue, before)
    if (signature !== null) markSignatureTold(issue, signature, before)
    markRaised(issue, steps, before)
    passed.push(...steps.map((step) => ({ step, on: dayOf(before.now) })))
    if (steps.length === 0 && signature === null) return passed
  }
  settle(issue, when)
  return passed
}

/** The office has opened on the day of the next step; a missing signature may have called the case up before. */
function isTime(issue: Issue, { now, calendar, hours }: Moment): boolean {
  const facts = ladderFactsOf(issue)
  const at = facts && nextStepAt(facts, dayOf(now), raisedSteps(issue), hours, calendar)
  return at !== null && at <= now
}

const rungOf = (step: Step): Rung | null => (step === 'R20' || step === 'R10' ? null : step)
const isDraft = (step: Step): boolean => step !== 'R20' && step !== 'R10' && needsSigning(step)
const kindOf = (step: Step): Raising['kind'] => (rungOf(step) === null ? 'reminder' : isDraft(step) ? 'draft' : 'card')
