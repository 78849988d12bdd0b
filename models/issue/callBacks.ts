import type { Actor } from '../user/actor.ts'
import { dayOf } from '../shared/calendarDay.ts'
import { RuleBroken } from '../shared/errors.ts'
import { endOf, LIMITS, redoClassOf } from './deadline.ts'
import { nextVersion } from './dueVersion.ts'
import { callBackOutcome } from './gates.ts'
import type { CallBack, Issue } from './record.ts'
import { idOf } from './signature.ts'
import { addVersion, nextVersionNumber, settle, take, type Moment } from './step.ts'

/** The way of a call-back that the raiser gave by the link, without anybody ringing. */
export const BY_LINK = '链接'

export type CallBackGiven = Pick<CallBack, 'how' | 'reached' | 'solved' | 'satisfaction' | 'text'>

/**
 * 回访: what the raiser says decides. 满意 or 基本满意 strikes the case off; 不满意 starts it again, twice at most; not reached
 * on three different days strikes it off as 无法回访. 已解决 is what the raiser says; partly is no.
 * @returns `orderDue`: the second unsatisfied answer, which calls for an order (L3) beside the ladder
 * @throws RuleBroken for a second attempt on one day after nobody was reached
 * @source domain.md §8, §9
 */
export function callBack(issue: Issue, by: Actor, given: CallBackGiven, when: Moment): { orderDue: boolean } {
  const last = issue.callBacks.at(-1)
  if (!given.reached && last && !last.reached && dayOf(last.at) === dayOf(when.now)) {
    throw new RuleBroken('issue-called-today', '今天已经记过一次未联系上，三次要在三个不同的日子。')
  }
  const call: CallBack = {
    n: issue.callBacks.length + 1,
    at: when.now,
    // the raiser speaks for themselves by a link and has no account
    by: given.how === BY_LINK ? null : idOf(by),
    byName: by.name,
    how: given.how,
    reached: given.reached,
    solved: given.reached ? given.solved : null,
    satisfaction: given.reached ? (given.satisfaction ?? '未评价') : null,
    text: given.text,
  }
  const outcome = !call.reached && isNameless(issue) ? 'unreachable' : callBackOutcome(issue, call)
  take(issue, 'callBack', outcome, by, when, { text: wordsOf(call) })
  issue.callBacks.push(call)
  const unsatisfied = call.satisfaction === '不满意'
  if (unsatisfied) issue.unsatisfiedCount += 1
  if (outcome === 'unsatisfied') redo(issue, '提出人不满意', when)
  if (issue.state === 'closed') strikeOff(issue, call, when)
  settle(issue, when)
  return { orderDue: unsatisfied && issue.unsatisfiedCount === 2 }
}

/** From a questionnaire without name: nobody can be rung, so one entry ends the calling. @source DESIGN.md §7 Questionnaire */
export const isNameless = ({ source, raiser }: Pick<Issue, 'source' | 'raiser'>): boolean =>
  source === 'questionnaire' && raiser.id === null && raiser.phone === ''

const wordsOf = ({ reached, satisfaction, solved, text }: CallBack): string =>
  [reached ? [satisfaction, solved].filter(Boolean).join('，') : '未联系上', text].filter(Boolean).join('：')

function strikeOff(issue: Issue, { reached, satisfaction }: CallBack, { now }: Moment): void {
  issue.closedAt = now
  issue.satisfaction = satisfaction ?? '未评价'
  if (!reached) issue.closingNote = '无法回访'
}

/** Doing it again: a new due version of its own length; contact, plan and result begin anew. */
function redo(issue: Issue, reason: string, when: Moment): void {
  const span = LIMITS[redoClassOf(issue)].close ?? { workingDays: 7 }
  for (const pause of issue.pauses) pause.toAt ??= when.now
  issue.remainingAtStop = null
  issue.reworkCount += 1
  Object.assign(issue, {
    settledAt: null,
    settledInTime: null,
    resultClass: null,
    promise: null,
    contactedAt: null,
    plannedAt: null,
  })
  addVersion(
    issue,
    nextVersion(
      { n: nextVersionNumber(issue), kind: 'redo', fromAt: when.now, setAt: when.now, reason, length: span },
      [],
      when.calendar,
    ),
  )
  const { contact, plan } = LIMITS[redoClassOf(issue)]
  issue.contactDueAt = contact && endOf(contact, when.now, when.hours, when.calendar).dueAt
  issue.planDueAt = plan && endOf(plan, when.now, when.hours, when.calendar).dueAt
}

/** 已尽责: the office strikes off a case whose raiser stays unsatisfied after all redoing; it counts as not satisfied. */
export function closeAsDutyDone(issue: Issue, by: Actor, reason: string, when: Moment): void {
  take(issue, 'close', 'done', by, when, { text: reason })
  issue.closedAt = when.now
  issue.satisfaction = '不满意'
  issue.closingNote = `已尽责：${reason}`
  settle(issue, when)
}

/** 回头看 found that it does not hold: the case opens again, and the earlier settling no longer counts as in time. */
export function reopen(issue: Issue, by: Actor, reason: string, when: Moment): void {
  take(issue, 'reopen', 'done', by, when, { text: reason })
  issue.closedAt = null
  issue.satisfaction = null
  issue.closingNote = ''
  issue.reopened = true
  redo(issue, '回头看退回', when)
  settle(issue, when)
}
