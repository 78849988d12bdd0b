import type { Actor } from '../user/actor.ts'
import { RuleBroken } from '../shared/errors.ts'
import { addWorkingDays, workingDaysBetween, type CountedDay, type WorkingCalendar } from '../shared/workingCalendar.ts'
import { LIMITS, limitClassOf, longestExtension } from './deadline.ts'
import { deadlineOf, nextVersion, type DueVersion } from './dueVersion.ts'
import { openRequest } from './gates.ts'
import type { Issue } from './record.ts'
import { idOf } from './signature.ts'
import { addVersion, nextVersionNumber, presentVersion, settle, take, type Moment } from './step.ts'

/** How many working days may be asked for at most, and the day they would lead to; null where nothing can be asked. */
export function extensionLimit(issue: Issue, calendar: WorkingCalendar): { days: number; due: CountedDay } | null {
  const version = presentVersion(issue)
  if (version === null) return null
  const due = longestExtension(
    { limitClass: limitClassOf(issue), dueOn: version.dueOn, fromAt: version.fromAt },
    calendar,
  )
  return due && { days: workingDaysBetween(version.dueOn, due.day, calendar), due }
}

/**
 * 申请延期: asked in time, once, for a number of working days. Nothing moves until somebody outside the department grants
 * it.
 * @throws RuleBroken for more days than the grade knows
 */
export function askExtension(issue: Issue, by: Actor, given: { days: number; reason: string }, when: Moment): void {
  const due = extendedDay(issue, given.days, when.calendar)
  take(issue, 'askExtension', 'done', by, when, { text: `${given.days} 个工作日：${given.reason}` })
  issue.extensions.push({
    n: issue.extensions.length + 1,
    askedAt: when.now,
    askedBy: idOf(by),
    askedByName: by.name,
    days: given.days,
    reason: given.reason,
    dueOnAsked: due,
    decision: null,
    decidedAt: null,
    decidedByName: '',
    daysGranted: null,
    note: '',
  })
  settle(issue, when)
}

/** The day to which so many working days would move the deadline. @throws RuleBroken outside 1 … limit */
export function extendedDay(issue: Issue, days: number, calendar: WorkingCalendar): string {
  const limit = extensionLimit(issue, calendar)
  if (limit === null || issue.dueOn === null) throw new RuleBroken('issue-extension-none', '这件诉求不能延期。')
  if (days < 1 || days > limit.days) {
    throw new RuleBroken('issue-extension-days', `最多可以延 ${limit.days} 个工作日。`)
  }
  return addWorkingDays(issue.dueOn, days, calendar).day
}

/**
 * 批延期: granted for as many days as asked or fewer, as a new due version that counts from the same beginning; cards
 * already issued stay. Silence is not approval.
 * @source domain.md §8, forms.md §10 no. 4
 */
export function grantExtension(issue: Issue, by: Actor, given: { days: number; note: string }, when: Moment): void {
  const [request, version] = [openRequest(issue.extensions), presentVersion(issue)]
  if (request && given.days > request.days) {
    throw new RuleBroken('issue-extension-days', `申请的是 ${request.days} 个工作日，不能批得更多。`)
  }
  const day = extendedDay(issue, given.days, when.calendar)
  take(issue, 'decideExtension', 'granted', by, when, {
    text: `准延 ${given.days} 个工作日${given.note && `：${given.note}`}`,
  })
  if (request)
    Object.assign(request, {
      decision: 'granted',
      decidedAt: when.now,
      decidedByName: by.name,
      daysGranted: given.days,
      note: given.note,
    })
  if (version) {
    const months = LIMITS[limitClassOf(issue)].extension
    const reachesLimit = months && 'months' in months && day === extensionLimit(issue, when.calendar)?.due.day
    // counted in days from the first one: a day in the calendar could not move with the stops, those before and those to come
    const own = version.workingDays ?? ownWorkingDays(version, when.calendar)
    const length = reachesLimit ? months : { workingDays: own + given.days }
    addVersion(
      issue,
      nextVersion(
        {
          n: nextVersionNumber(issue),
          kind: 'extension',
          fromAt: version.fromAt,
          setAt: when.now,
          reason: request?.reason ?? '',
          length,
        },
        issue.pauses,
        when.calendar,
      ),
    )
  }
  settle(issue, when)
}

/** The working days of a limit in months, from its own beginning and without any stop. */
function ownWorkingDays(version: DueVersion, calendar: WorkingCalendar): number {
  return workingDaysBetween(version.startOn, deadlineOf(version, [], calendar).dueOn, calendar)
}

/** The request is refused; the deadline stays. */
export function refuseExtension(issue: Issue, by: Actor, note: string, when: Moment): void {
  const request = openRequest(issue.extensions)
  take(issue, 'decideExtension', 'refused', by, when, { text: note })
  if (request) Object.assign(request, { decision: 'refused', decidedAt: when.now, decidedByName: by.name, note })
  settle(issue, when)
}
