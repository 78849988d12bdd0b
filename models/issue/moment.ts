import { loadedCalendar } from '../holiday/queries.ts'
import { readSetting } from '../setting/index.ts'
import { memoFor } from '../shared/memo.ts'
import { DEFAULT_OFFICE_HOURS, type OfficeHours } from '../shared/officeHours.ts'
import type { Moment } from './step.ts'

/** The office hours that the city has set, kept a few seconds. */
export const officeHours = memoFor(5_000, () => readSetting<OfficeHours>('officeHours', DEFAULT_OFFICE_HOURS))

/** A moment with the calendar and the office hours in force: what verbs are given. */
export async function momentAt(now: Date): Promise<Moment> {
  const [calendar, hours] = await Promise.all([loadedCalendar(), officeHours()])
  return { now, calendar, hours }
}
