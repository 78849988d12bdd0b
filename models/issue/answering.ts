import type { Types } from 'mongoose'
import type { Actor } from '../user/actor.ts'
import { addMonths, dayOf, type CivilDay } from '../shared/calendarDay.ts'
import { RuleBroken } from '../shared/errors.ts'
import { isWorkingDay } from '../shared/workingCalendar.ts'
import { PROMISE_AT_MOST_MONTHS } from './deadline.ts'
import { nextVersion } from './dueVersion.ts'
import { draftOf } from './gates.ts'
import { lapseRequests } from './intake.ts'
import type { Answer, Issue } from './record.ts'
import { idOf } from './signature.ts'
import { addVersion, nextVersionNumber, resumeClock, settle, stopClock, take, type Moment } from './step.ts'
import type { ResultClass } from './words.ts'

/** An answer as the department writes it. */
export interface AnswerDraft {
  class: ResultClass
  text: string
  /** how and when the raiser was told; null day = not yet */
  toldHow: string
  toldOn: CivilDay | null
  evidence: readonly Types.ObjectId[]
  /** for class B, and only there */
  promise: { text: string; dueOn: CivilDay } | null
}

/**
 * 拟答复: an answer waits for its release (待本部门审签); the clock runs on. A new draft takes the place of the old one.
 * @throws RuleBroken for a class B without a promise within twelve months on a working day, or without evidence
 * @source domain.md §9, DESIGN.md §7 Issue
 */
export function draftAnswer(issue: Issue, by: Actor, given: AnswerDraft, when: Moment): void {
  checkPromise(given, when)
  if (given.evidence.length === 0) throw new RuleBroken('issue-evidence', '答复至少要附一份佐证材料。')
  take(issue, 'draftAnswer', 'done', by, when, { text: `${given.class} 类` })
  const released = issue.answers.filter(({ releasedAt }) => releasedAt !== null)
  const answer: Answer = {
    n: released.length + 1, class: given.class, text: given.text, toldHow: given.toldHow, toldOn: given.toldOn,
    evidence: [...given.evidence], promise: given.promise, draftedBy: idOf(by), draftedAt: when.now, releasedBy: null,
    releasedAt: null, verification: null,
  }
  issue.answers = [...released, answer]
  settle(issue, when)
}

function checkPromise({ class: result, promise }: AnswerDraft, { now, calendar }: Moment): void {
  if (result !== 'B') {
    if (promise !== null) throw new RuleBroken('issue-promise', '只有 B 类答复带承诺时间。')
    return
  }
  if (promise === null) throw new RuleBroken('issue-promise', 'B 类答复要写明承诺办成的事和时间。')
  const today = dayOf(now)
  if (promise.dueOn <= today) throw new RuleBroken('issue-promise-day', '承诺时间要晚于今天。')
  if (promise.dueOn > addMonths(today, PROMISE_AT_MOST_MONTHS)) {
    throw new RuleBroken(
      'issue-promise-day',
      `承诺时间最长 ${PROMISE_AT_MOST_MONTHS} 个月，到 ${addMonths(today, PROMISE_AT_MOST_MONTHS)} 为止。`,
    )
  }
  if (!isWorkingDay(promise.dueOn, calendar)) throw new RuleBroken('issue-promise-day', '承诺时间要落在工作日。')
}

/**
 * 签发: the lead (the head for 重大 and congress papers) releases the draft; the main clock stops and the case waits for
 * verification by another department.
 */
export function releaseAnswer(issue: Issue, by: Actor, when: Moment): void {
  const draft = draftOf(issue.answers)
  take(issue, 'releaseAnswer', 'released', by, when, { text: draft ? `${draft.class} 类：${draft.text}` : '' })
  if (draft) {
    draft.releasedBy = idOf(by)
    draft.releasedAt = when.now
  }
  lapseRequests(issue, when)
  stopClock(issue, '待核验', when)
  settle(issue, when)
}

/** The lead sends the draft back to whoever wrote it; nothing else changes, the clock runs on. */
export function returnDraft(issue: Issue, by: Actor, reason: string, when: Moment): void {
  take(issue, 'releaseAnswer', 'returned', by, when, { text: reason })
  issue.answers = issue.answers.filter(({ releasedAt }) => releasedAt !== null)
  settle(issue, when)
}

/**
 * 核验: another department upholds the answer or sends it back. Upheld A, C and D settle the case at the moment of the
 * answer; an upheld B moves it to 挂账 with its promised day; a failed one lets the same clock go on with its remaining
 * days.
 */
export function verify(issue: Issue, by: Actor, given: { upheld: boolean; reason: string }, when: Moment): void {
  const answer = issue.answers.at(-1)
  const outcome = !given.upheld ? 'failed' : answer?.class === 'B' ? 'pledged' : 'upheld'
  take(issue, 'verify', outcome, by, when, { text: given.reason })
  if (answer) {
    answer.verification = { upheld: given.upheld, by: idOf(by), byName: by.name, at: when.now, reason: given.reason }
    if (outcome === 'failed') issue.reworkCount += 1
    if (outcome === 'upheld') settleCase(issue, answer, when)
    if (outcome === 'pledged') pledge(issue, answer, when)
  }
  if (outcome === 'failed') resumeClock(issue, when)
  settle(issue, when)
}

/** 办结: the clock ran to this answer; in time = by the due day that counted then. @source DESIGN.md §7 Issue */
function settleCase(issue: Issue, answer: Answer, when: Moment): void {
  stopClock(issue, '待回访', when)
  issue.resultClass = answer.class
  issue.settledAt = answer.releasedAt
  issue.settledInTime = answer.releasedAt !== null && issue.dueAt !== null && answer.releasedAt <= issue.dueAt
}

function pledge(issue: Issue, answer: Answer, when: Moment): void {
  if (answer.promise === null) return
  issue.resultClass = 'B'
  issue.promise = { ...answer.promise, publicText: '', publicApprovedByName: null }
  stopClock(issue, '挂账', when)
  addVersion(issue, nextVersion({
    n: nextVersionNumber(issue), kind: 'promise', fromAt: when.now, setAt: when.now, reason: answer.promise.text,
    length: { dueOn: answer.promise.dueOn },
  }, [], when.calendar))
}
