import type { Actor } from '../user/actor.ts'
import { addMonths, dayOf, type CivilDay } from '../shared/calendarDay.ts'
import { RuleBroken } from '../shared/errors.ts'
import { nextOfficeTime, type OfficeHours } from '../shared/officeHours.ts'
import { dueAfter, firstWorkingDayFrom, remainingAt, type WorkingCalendar } from '../shared/workingCalendar.ts'
import { limitClassOf, OWN_LIMITS, redoClassOf } from './deadline.ts'
import { deadlineOf } from './dueVersion.ts'
import { draftOf, hindranceOf, openRequest } from './gates.ts'
import { nextStepAt, stepsUpTo, type LadderFacts, type Step } from './ladder.ts'
import type { ExtraAct, HistoryEntry, Issue, StoredDueVersion } from './record.ts'
import { isOpen, isRunning, stockOf, transition, type IssueAct, type Transition } from './state.ts'
import type { IssueState } from './words.ts'

/** The moment of an act with what it is counted by. Verbs know no other clock. */
export interface Moment {
  now: Date
  calendar: WorkingCalendar
  hours: OfficeHours
}

/** What a step writes into the history beside the act itself. */
export interface Told {
  text?: string
  /** the civil day on which it really happened, when entered later */
  happenedOn?: CivilDay | null
}

/**
 * Takes one step of the transition table: checks state and needs, moves the state, appends to the history. The clock is
 * set by the verb; `settle` must follow.
 * @throws RuleBroken('issue-state' | 'issue-need') with a whole sentence
 */
export function take(
  issue: Issue,
  act: IssueAct,
  outcome: string,
  by: Actor,
  when: Moment,
  told: Told = {},
): Transition {
  const row = transition(issue.state, act, outcome)
  const sentence = hindranceOf(row.needs, issue, by, when.now, when.calendar)
  if (sentence !== null) throw new RuleBroken('issue-need', sentence)
  const from = issue.state
  issue.state = row.next
  if (row.next !== from) issue.turnSinceAt = when.now
  record(issue, act, by, when, { ...told, from })
  return row
}

/** Appends an entry to the history; an entry that is no step keeps the state. */
export function record(
  issue: Issue, act: IssueAct | ExtraAct, by: Actor, when: Moment, told: Told & { from?: IssueState } = {},
): void {
  const entry: HistoryEntry = {
    at: when.now,
    by: by.id,
    byName: by.name,
    byDepartment: by.department ?? '',
    act,
    from: told.from ?? issue.state,
    to: issue.state,
    text: told.text ?? '',
    dueVersion: issue.dueVersion,
    happenedOn: told.happenedOn ?? null,
  }
  issue.history.push(entry)
}

/** The due version that counts now; null before 交办. */
export const presentVersion = (issue: Pick<Issue, 'dueVersions' | 'dueVersion'>): StoredDueVersion | null =>
  issue.dueVersions.find(({ n }) => n === issue.dueVersion) ?? null

/** The version of the main clock: the last one that is no promise. */
export const mainVersion = (issue: Pick<Issue, 'dueVersions'>): StoredDueVersion | null =>
  issue.dueVersions.findLast(({ kind }) => kind !== 'promise') ?? null

/** Stops the main clock; it keeps its signed remaining days. A clock that already stands still stays as it is. */
export function stopClock(issue: Issue, why: string, { now, calendar }: Moment): void {
  const open = issue.pauses.find(({ toAt }) => toAt === null)
  if (open) {
    if (!open.why.split('、').includes(why)) open.why = `${open.why}、${why}`
    return
  }
  issue.pauses.push({ fromAt: now, toAt: null, why })
  issue.remainingAtStop = issue.dueOn === null ? null : remainingAt(now, issue.dueOn, calendar)
}

/** Ends a stop: the main clock's own version goes on with its remaining days and counts again. */
export function resumeClock(issue: Issue, { now, calendar }: Moment): void {
  for (const pause of issue.pauses) pause.toAt ??= now
  issue.remainingAtStop = null
  const main = mainVersion(issue)
  if (main === null) return
  Object.assign(main, deadlineOf(main, issue.pauses, calendar))
  issue.dueVersion = main.n
}

/** Adds a due version and makes it the present one. */
export function addVersion(issue: Issue, version: Omit<StoredDueVersion, 'raised'>): void {
  issue.dueVersions.push({ ...version, raised: [] })
  issue.dueVersion = version.n
}

export const nextVersionNumber = (issue: Pick<Issue, 'dueVersions'>): number => issue.dueVersions.length + 1

/** The facts of the present due version for the ladder; null while no due day runs. */
export function ladderFactsOf(issue: Issue): LadderFacts | null {
  const version = presentVersion(issue)
  if (version === null || !isRunning(issue.state)) return null
  const limitClass = version.kind === 'redo' ? redoClassOf(issue) : limitClassOf(issue)
  return {
    limitClass,
    grade: issue.grade,
    startOn: version.startOn,
    dueOn: version.dueOn,
    provisional: version.provisional,
  }
}

/** The steps already raised in the present due version. */
export const raisedSteps = (issue: Pick<Issue, 'dueVersions' | 'dueVersion' | 'rung'>): Step[] =>
  [...new Set([...(presentVersion(issue)?.raised ?? []), ...stepsUpTo(issue.rung)])]

/**
 * Writes anew every stored field that follows from the others: stock, due day, rung, turn, next moment of the sweep and
 * of the progress report. Every verb ends with it; nothing else sets these fields.
 */
export function settle(issue: Issue, when: Moment): void {
  const version = presentVersion(issue)
  const running = isRunning(issue.state)
  issue.open = isOpen(issue.state)
  issue.stock = stockOf(issue.state)
  issue.dueOn = version?.dueOn ?? null
  issue.dueAt = version?.dueAt ?? null
  issue.provisional = issue.open && (version?.provisional ?? false)
  issue.rung = highest(version?.raised ?? [])
  issue.turnDueAt = turnDueAt(issue, when)
  issue.nextProgressOn = running ? nextProgressDay(issue, when) : null
  issue.nextRungAt = earliest(nextLadderAt(issue, when), nextSignatureStepAt(issue, when))
}

const highest = (raised: readonly Step[]) => raised.findLast((step) => step !== 'R20' && step !== 'R10') ?? null
const earliest = (...moments: (Date | null)[]): Date | null =>
  moments.reduce((first, at) => (first !== null && (at === null || first < at) ? first : at), null)

function nextLadderAt(issue: Issue, { now, calendar, hours }: Moment): Date | null {
  const facts = ladderFactsOf(issue)
  return facts && nextStepAt(facts, dayOf(now), raisedSteps(issue), hours, calendar)
}

/** An unsigned case: after one working day the head is told, after two the office. @source DESIGN.md §7 Issue */
export function nextSignatureStepAt(issue: Issue, { calendar, hours }: Moment): Date | null {
  if (issue.state !== 'assigned' || issue.signatureDueAt === null || issue.signatureRung > 1) return null
  const dueAt = issue.signatureRung === 0 ? issue.signatureDueAt : dueAfter(issue.signatureDueAt, 1, calendar).dueAt
  return issue.grade === '重大' ? dueAt : nextOfficeTime(dueAt, hours, calendar)
}

/** By when the office or the verifier must act in the present state. @source DESIGN.md §7 Issue (own limits) */
function turnDueAt(issue: Issue, { calendar }: Moment): Date | null {
  const since = issue.turnSinceAt
  if (since === null) return null
  const within = (workingDays: number, from = since) => dueAfter(from, workingDays, calendar).dueAt
  const asked = openRequest(issue.extensions)
  if (issue.state === 'handling') return asked ? within(OWN_LIMITS.extension, asked.askedAt) : null
  const limits: Partial<Record<IssueState, number>> = {
    submitted: issue.grade === '重大' ? 0 : OWN_LIMITS.acceptance, refusalReview: OWN_LIMITS.arbitration,
    answered: OWN_LIMITS.verification, callBack: OWN_LIMITS.callBack,
  }
  const limit = limits[issue.state]
  return issue.state === 'assigned' ? issue.signatureDueAt : limit === undefined ? null : within(limit)
}

/** The next monthly date of 交办 after the last progress entry. @source forms.md §10 no. 5 */
function nextProgressDay(issue: Issue, { now, calendar }: Moment): CivilDay | null {
  if (issue.assignedAt === null) return null
  const assignedOn = dayOf(issue.assignedAt)
  const lastOn = issue.progress.at(-1)?.onDay ?? dayOf(now)
  for (let month = 1; ; month += 1) {
    const { day } = firstWorkingDayFrom(addMonths(assignedOn, month), calendar)
    if (day > lastOn) return day
  }
}

/** Whether an answer waits for its release in the own department (待本部门审签). */
export const awaitsRelease = (issue: Pick<Issue, 'answers'>): boolean => draftOf(issue.answers) !== undefined
