import { addDays, dayOf, instantOf, timeOf } from '../../../models/shared/calendarDay.ts'
import {
  addWorkingDays,
  firstWorkingDayFrom,
  isWorkingDay,
  type WorkingCalendar,
} from '../../../models/shared/workingCalendar.ts'
import type { Random } from './random.ts'

const minutes = (n: number): number => n * 60_000

/** A random minute of office work on a working day. */
export function officeMoment(on: string, random: Random): Date {
  const minute = random.chance(0.5) ? random.int(9 * 60, 11 * 60 + 50) : random.int(13 * 60 + 30, 17 * 60 + 20)
  return new Date(instantOf(on, '00:00').getTime() + minutes(minute))
}

/** Somewhat later on the same working day; the next working day's morning when this one has no room left. */
export function soonAfter(at: Date, random: Random, calendar: WorkingCalendar): Date {
  const later = new Date(at.getTime() + minutes(random.int(8, 95)))
  const on = dayOf(at)
  if (isWorkingDay(on, calendar) && dayOf(later) === on && timeOf(later) >= '08:40' && timeOf(later) <= '17:25')
    return later
  const next = firstWorkingDayFrom(timeOf(at) < '08:30' ? on : addDays(on, 1), calendar).day
  return new Date(instantOf(next, '09:00').getTime() + minutes(random.int(2, 55)))
}

/** A random office moment so many working days later, or earlier when negative; 0 = soon after. */
export function daysAfter(at: Date, workingDays: number, random: Random, calendar: WorkingCalendar): Date {
  if (workingDays === 0) return soonAfter(at, random, calendar)
  return officeMoment(addWorkingDays(dayOf(at), workingDays, calendar).day, random)
}

/** The working days from `fromOn` to `toOn`, both included. */
export function workingDaysIn(fromOn: string, toOn: string, calendar: WorkingCalendar): string[] {
  const days: string[] = []
  for (let on = fromOn; on <= toOn; on = addDays(on, 1)) if (isWorkingDay(on, calendar)) days.push(on)
  return days
}
