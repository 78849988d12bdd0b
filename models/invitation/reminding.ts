import type { Questionnaire, Reminder } from '../questionnaire/index.ts'
import { dayOf, type CivilDay } from '../shared/calendarDay.ts'
import { RuleBroken } from '../shared/errors.ts'
import type { Invitation, InvitationState } from './index.ts'

/** @source DESIGN.md §3, flow 5 */
export const MOST_REMINDERS = 2

/** Who may be reminded: it was sent, nothing came back, nobody said no. Who has answered is let alone. */
export const REMINDABLE: readonly InvitationState[] = ['sent', 'delivered', 'begun']

/** Those whom the next reminder reaches, as a stored condition. */
export const remindableFilter = (questionnaire: Invitation['questionnaire']): Record<string, unknown> =>
  ({ questionnaire, state: { $in: REMINDABLE }, remindersSent: { $lt: MOST_REMINDERS } })

type Reminded = Pick<Questionnaire, 'state' | 'closesAt' | 'reminders'>

/**
 * The reminder that is due: the first that was not sent yet and whose day has come. None once the time to answer is
 * over, and none on a day that had one already.
 */
export function dueReminder({ state, closesAt, reminders }: Reminded, now: Date): Reminder | null {
  if (!mayRemind({ state, closesAt, reminders }, now).may) return null
  return reminders.find(({ sentAt, onDay }) => sentAt === null && onDay <= dayOf(now)) ?? null
}

/** Whether one may be sent by hand now, or why not. */
export function mayRemind({ state, closesAt, reminders }: Reminded, now: Date): { may: true } | { may: false, why: string } {
  const sent = reminders.filter(({ sentAt }) => sentAt !== null)
  if (state === 'draft') return { may: false, why: '问卷还没有发布。' }
  if (state === 'closed' || (closesAt !== null && closesAt <= now)) return { may: false, why: '答卷时间已过，不再提醒。' }
  if (sent.length >= MOST_REMINDERS) return { may: false, why: `已提醒 ${sent.length} 次，最多 ${MOST_REMINDERS} 次。` }
  if (sent.some(({ sentAt }) => sentAt !== null && dayOf(sentAt) === dayOf(now))) {
    return { may: false, why: '今天已经提醒过，请过一天再提醒。' }
  }
  return { may: true }
}

/** The list after one was sent: it takes the place of the first planned one, or is added. @throws RuleBroken */
export function afterReminder(reminders: readonly Reminder[], count: number, now: Date): Reminder[] {
  const sent = { onDay: dayOf(now), sentAt: now, count }
  const next = reminders.findIndex(({ sentAt }) => sentAt === null)
  const after = next < 0 ? [...reminders, sent] : reminders.map((each, index) => (index === next ? sent : each))
  if (after.length > MOST_REMINDERS) throw new RuleBroken('reminder.most', `最多提醒 ${MOST_REMINDERS} 次。`)
  return after
}

/**
 * The list with other days for those still to come.
 * @throws RuleBroken for a day that is past, not before the deadline, doubled, or one too many
 */
export function planned(
  reminders: readonly Reminder[], days: readonly CivilDay[], { closesAt, now }: { closesAt: Date | null, now: Date },
): Reminder[] {
  const sent = reminders.filter(({ sentAt }) => sentAt !== null)
  if (sent.length + days.length > MOST_REMINDERS) throw new RuleBroken('reminder.most', `最多提醒 ${MOST_REMINDERS} 次。`)
  for (const day of days) {
    if (day < dayOf(now)) throw new RuleBroken('reminder.past', '提醒的日子已经过去，请选今天或以后的一天。')
    if (closesAt !== null && day > dayOf(closesAt)) throw new RuleBroken('reminder.late', '提醒的日子要在问卷截止以前。')
  }
  if (new Set([...days, ...sent.map(({ onDay }) => onDay)]).size < days.length + sent.length) {
    throw new RuleBroken('reminder.twice', '两次提醒不能在同一天。')
  }
  return [...sent, ...days.toSorted().map((onDay) => ({ onDay, sentAt: null, count: 0 }))]
}
