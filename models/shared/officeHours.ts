import { addDays, dayOf, instantOf, type CivilDay } from './calendarDay.ts'
import { factsOf, type WorkingCalendar } from './workingCalendar.ts'

/** Hours of a working day in order, each from–to as `HH:MM`. */
export type OfficeHours = readonly (readonly [string, string])[]

/** @source DESIGN.md §7 Ladder */
export const DEFAULT_OFFICE_HOURS: OfficeHours = [['09:00', '12:00'], ['13:30', '17:30']]

const MINUTE_MS = 60_000
interface Session { fromAt: number; toAt: number }

const sessionsOn = (day: CivilDay, hours: OfficeHours): Session[] =>
  hours.map(([from, to]) => ({ fromAt: instantOf(day, from).getTime(), toAt: instantOf(day, to).getTime() }))

/**
 * The moment when so many office minutes have passed since `from`. Minutes that end exactly at the end of a session end
 * there.
 * @source domain.md §5 Counting (hours of a limit run in office hours, but for 重大)
 */
export function addOfficeMinutes(
  from: Date, minutes: number, hours: OfficeHours, calendar: WorkingCalendar,
): { dueAt: Date; provisional: boolean } {
  let left = minutes * MINUTE_MS
  let provisional = false
  for (let day = dayOf(from); ; day = addDays(day, 1)) {
    const facts = factsOf(day, calendar)
    provisional ||= facts.provisional
    if (!facts.working) continue
    for (const session of sessionsOn(day, hours)) {
      const startAt = Math.max(session.fromAt, from.getTime())
      if (startAt >= session.toAt) continue
      if (left <= session.toAt - startAt) return { dueAt: new Date(startAt + left), provisional }
      left -= session.toAt - startAt
    }
  }
}

/** Whether people are told things at this moment; the end of a session is no longer inside. */
export function isOfficeTime(at: Date, hours: OfficeHours, calendar: WorkingCalendar): boolean {
  const day = dayOf(at)
  const inside = (session: Session) => session.fromAt <= at.getTime() && at.getTime() < session.toAt
  return factsOf(day, calendar).working && sessionsOn(day, hours).some(inside)
}

/** `at` itself inside office hours, else the beginning of the next session. */
export const nextOfficeTime = (at: Date, hours: OfficeHours, calendar: WorkingCalendar): Date =>
  isOfficeTime(at, hours, calendar) ? at : openingAfter(at, hours, calendar)

function openingAfter(at: Date, hours: OfficeHours, calendar: WorkingCalendar): Date {
  for (let day = dayOf(at); ; day = addDays(day, 1)) {
    if (!factsOf(day, calendar).working) continue
    const next = sessionsOn(day, hours).find((session) => session.fromAt >= at.getTime())
    if (next) return new Date(next.fromAt)
  }
}

/** Office minutes between two instants; 0 when `to` is not later. */
export function officeMinutesBetween(from: Date, to: Date, hours: OfficeHours, calendar: WorkingCalendar): number {
  let sum = 0
  for (let day = dayOf(from); day <= dayOf(to); day = addDays(day, 1)) {
    if (!factsOf(day, calendar).working) continue
    for (const session of sessionsOn(day, hours)) {
      sum += Math.max(0, Math.min(session.toAt, to.getTime()) - Math.max(session.fromAt, from.getTime()))
    }
  }
  return Math.floor(sum / MINUTE_MS)
}
