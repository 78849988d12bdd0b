import { readFileSync } from 'node:fs'
import { calendarFrom, type CalendarYear, type WorkingCalendar } from '../../models/shared/workingCalendar.ts'

export interface VectorCase<Given = Record<string, unknown>, Expect = Record<string, unknown>> {
  name: string
  kind: string
  given: Given
  expect: Expect
}
interface YearFile {
  year: number
  off: string[]
  makeUp: string[]
  holidays?: { name: string; from: string; to: string }[]
}
interface VectorFile {
  cases: VectorCase[]
  calendars?: Record<string, YearFile>
  defaultCalendars?: string[]
}

const read = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../fixtures/vectors/${name}.json`, import.meta.url), 'utf8')) as T

/** A year of a vector file as the product understands it; its files name holidays by their spans. */
export const yearFrom = (file: YearFile): CalendarYear => ({
  year: file.year,
  makeUp: file.makeUp,
  off: file.off.map((day) => ({
    day,
    name: file.holidays?.find((one) => one.from <= day && day <= one.to)?.name ?? '假日',
  })),
})

/** The cases of one vector file, and the calendar that a case counts with. */
export function vectors(name: string): { cases: VectorCase[]; calendarOf: (names?: string[]) => WorkingCalendar } {
  const file = read<VectorFile>(name)
  const yearNamed = (year: string) => yearFrom(file.calendars?.[year] ?? read<YearFile>(`calendar-${year}`))
  return {
    cases: file.cases,
    calendarOf: (names) => calendarFrom((names ?? file.defaultCalendars ?? []).map(yearNamed)),
  }
}

export const yearFile = (year: number): YearFile & { workingDaysPerMonth: number[]; workingDays: number } =>
  read(`calendar-${year}`)
