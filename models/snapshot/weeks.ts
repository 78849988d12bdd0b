import { addDays, weekStart, type CivilDay } from '../shared/calendarDay.ts'

/** A frozen day as far as trends go. */
export interface FrozenDay { onDay: CivilDay, handling: number, received: number, closed: number }

/** A week from Monday to Sunday. `handling`: the stock at its last frozen day, null where none was frozen. */
export interface Week { mondayOn: CivilDay, handling: number | null, received: number, closed: number }

/** Frozen days as whole weeks, oldest first, the last one ending before the week of `today`. */
export function weeksBefore(today: CivilDay, count: number, days: readonly FrozenDay[]): Week[] {
  const thisMonday = weekStart(today)
  const mondays = Array.from({ length: count }, (_, index) => addDays(thisMonday, 7 * (index - count)))
  return mondays.map(monday => weekFrom(monday, addDays(monday, 7), days))
}

/** The days of this week that are over; null on its first day, or where none was frozen. */
export function weekSoFar(today: CivilDay, days: readonly FrozenDay[]): Week | null {
  const week = weekFrom(weekStart(today), today, days)
  return week.handling === null ? null : week
}

function weekFrom(mondayOn: CivilDay, before: CivilDay, days: readonly FrozenDay[]): Week {
  const within = days.filter(({ onDay }) => onDay >= mondayOn && onDay < before)
    .toSorted((a, b) => a.onDay.localeCompare(b.onDay))
  return {
    mondayOn,
    handling: within.at(-1)?.handling ?? null,
    received: within.reduce((sum, day) => sum + day.received, 0),
    closed: within.reduce((sum, day) => sum + day.closed, 0),
  }
}
