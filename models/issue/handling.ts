import type { Actor } from '../user/actor.ts'
import { dayOf, type CivilDay } from '../shared/calendarDay.ts'
import { RuleBroken } from '../shared/errors.ts'
import type { Issue } from './record.ts'
import { record, settle, take, type Moment } from './step.ts'

/** Names the person in the lead department who does the work (承办人). The caller has checked that the account fits. */
export function nameHandler(
  issue: Issue,
  by: Actor,
  handler: { id: NonNullable<Issue['handler']>; name: string },
  when: Moment,
): void {
  take(issue, 'nameHandler', 'done', by, when, { text: handler.name })
  issue.handler = handler.id
  issue.handlerName = handler.name
  settle(issue, when)
}

/** 首次联系: stops its own clock, not the main one. */
export function contact(
  issue: Issue,
  by: Actor,
  given: { how: string; text: string; atDay: CivilDay },
  when: Moment,
): void {
  const happenedOn = backdated(issue, given.atDay, when)
  take(issue, 'contact', 'done', by, when, { text: [given.how, given.text].filter(Boolean).join('：'), happenedOn })
  issue.contactedAt = when.now
  settle(issue, when)
}

/** 办理方案: stops its own clock. */
export function plan(issue: Issue, by: Actor, text: string, when: Moment): void {
  take(issue, 'plan', 'done', by, when, { text })
  issue.plannedAt = when.now
  issue.plan = text
  settle(issue, when)
}

/**
 * 记进展, with the day on which it happened; an entry made on a later day is marked 补录. What a co-handling department
 * enters first counts as its 签收, and every entry of it as its opinion.
 * @throws RuleBroken for a day to come or before 交办
 */
export function progress(issue: Issue, by: Actor, given: { onDay: CivilDay; text: string }, when: Moment): void {
  const happenedOn = backdated(issue, given.onDay, when)
  take(issue, 'progress', 'done', by, when, { text: given.text, happenedOn })
  issue.progress.push({
    at: when.now, by: by.id, byName: by.name, onDay: given.onDay, text: given.text, backdated: happenedOn !== null,
  })
  issue.lastProgressAt = when.now
  const part = issue.coDepartments.find(({ department }) => department === by.department)
  if (part) {
    part.signedAt ??= when.now
    part.signedByName ||= by.name
    part.opinion = given.text
    part.opinionAt = when.now
  }
  settle(issue, when)
}

/** 备注: for whoever may see the case; changes nothing. */
export function note(issue: Issue, by: Actor, text: string, when: Moment): void {
  take(issue, 'note', 'done', by, when, { text })
  settle(issue, when)
}

/** Something done elsewhere that belongs into the history: 批示, the reply to an order, a revoked card. */
export function recordLinked(
  issue: Issue, act: 'instruction' | 'orderReply' | 'cardRevocation', by: Actor, text: string, when: Moment,
): void {
  record(issue, act, by, when, { text })
}

/** The day when it is earlier than today, else null. @throws RuleBroken for a day that cannot be */
function backdated(issue: Issue, onDay: CivilDay, { now }: Moment): CivilDay | null {
  const today = dayOf(now)
  if (onDay > today) throw new RuleBroken('issue-future-day', '日期不能晚于今天。')
  if (issue.assignedAt !== null && onDay < dayOf(issue.assignedAt)) {
    throw new RuleBroken('issue-early-day', '日期不能早于交办那一天。')
  }
  return onDay === today ? null : onDay
}
