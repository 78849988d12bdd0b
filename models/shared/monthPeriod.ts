import { addDays, addMonths, dayOf, instantOf, type CivilDay } from './calendarDay.ts'
import { DAY_ENDS, firstWorkingDayFrom, type WorkingCalendar } from './workingCalendar.ts'

export interface PeriodEnd {
  /** the corresponding day, before it is moved off a day off */
  sameOn: CivilDay
  dueOn: CivilDay
  /** 17:30 of the due day */
  dueAt: Date
  provisional: boolean
}

/**
 * The end of a period of months: the corresponding day (or the month's last), then the first working day from there.
 * The calendar day of 交办 counts as it is; there is no deemed start.
 * @source 民法典 201–203 (domain.md §5 Counting)
 */
export const monthsAfter = (assignedAt: Date, months: number, calendar: WorkingCalendar): PeriodEnd =>
  endingOn(addMonths(dayOf(assignedAt), months), calendar)

/** The end of a period of calendar days; the first day is not counted. @source 民法典 201–203 */
export const calendarDaysAfter = (assignedAt: Date, days: number, calendar: WorkingCalendar): PeriodEnd =>
  endingOn(addDays(dayOf(assignedAt), days), calendar)

function endingOn(sameOn: CivilDay, calendar: WorkingCalendar): PeriodEnd {
  const due = firstWorkingDayFrom(sameOn, calendar)
  return { sameOn, dueOn: due.day, dueAt: instantOf(due.day, DAY_ENDS), provisional: due.provisional }
}
