import { addDays, type CivilDay } from '../shared/calendarDay.ts'
import { addWorkingDays, isWorkingDay, type WorkingCalendar } from '../shared/workingCalendar.ts'

/** A column of the matrix: cases assigned from `fromOn` to `toOn`, both ends counted; null is open. */
export interface AgeBand {
  title: string
  fromOn: CivilDay | null
  toOn: CivilDay | null
}

const BANDS: readonly [least: number, most: number | null, title: string][] = [
  [0, 5, '0–5'], [6, 10, '6–10'], [11, 15, '11–15'], [16, 30, '16–30'], [31, null, '30 以上'],
]

/**
 * The age classes of open work, in working days since its assignment, as spans of days of assignment. So a cell and
 * the list it opens are the same condition on the same stored field.
 *
 * @source pages.md §4, leader's page
 */
export function ageBands(today: CivilDay, calendar: WorkingCalendar): AgeBand[] {
  const last = isWorkingDay(today, calendar) ? today : addWorkingDays(today, -1, calendar).day
  const oldestOf = (age: number) => addWorkingDays(last, -age, calendar).day
  return BANDS.map(([least, most, title]) => ({
    title,
    fromOn: most === null ? null : oldestOf(most),
    toOn: least === 0 ? null : addDays(oldestOf(least - 1), -1),
  }))
}
