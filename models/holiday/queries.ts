import type { ClientSession } from 'mongoose'
import { memoFor } from '../shared/memo.ts'
import { calendarFrom, type WorkingCalendar } from '../shared/workingCalendar.ts'
import { HolidayModel, type HolidayYear } from './index.ts'
import { PUBLISHED_YEARS, type PublishedYear } from './publishedYears.ts'

export type CountedYear = PublishedYear | HolidayYear

/** Every year that counts, oldest first: shipped ones, and loaded ones in their place or beside them. */
export async function countedYears(session?: ClientSession): Promise<CountedYear[]> {
  const loaded = await HolidayModel.find({}).session(session ?? null).lean<HolidayYear[]>()
  const shipped = PUBLISHED_YEARS.filter(({ year }) => !loaded.some((one) => one.year === year))
  return [...shipped, ...loaded].sort((one, other) => one.year - other.year)
}

let known: { words: string; calendar: WorkingCalendar } | null = null

/**
 * The working calendar in force, kept a few seconds; whoever loads a year calls `loadedCalendar.forget()`. While
 * nothing changes it is the same object, so that what was added up for it is not added up again.
 */
export const loadedCalendar = memoFor(5_000, async (): Promise<WorkingCalendar> => {
  const years = await countedYears()
  const words = JSON.stringify(years.map(({ year, off, makeUp }) => [year, off, makeUp]))
  if (known?.words !== words) known = { words, calendar: calendarFrom(years) }
  return known.calendar
})
