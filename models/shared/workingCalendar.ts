import {
  addDays, dayFromNumber, dayNumber, dayOf, instantOf, weekdayOf, yearOf, type CivilDay,
} from './calendarDay.ts'

/** The days of one year as its notice names them. A notice may also name days of the December before it. */
export interface CalendarYear {
  year: number
  /** every day off, weekends inside a holiday included, with the holiday's name */
  off: readonly { day: CivilDay; name: string }[]
  /** Saturdays and Sundays that work */
  makeUp: readonly CivilDay[]
}

/** Everything that the counting of working days needs to know; a value, built by `calendarFrom`. */
export interface WorkingCalendar {
  readonly years: ReadonlySet<number>
  readonly off: ReadonlyMap<CivilDay, string>
  readonly makeUp: ReadonlySet<CivilDay>
}

export interface DayFacts {
  day: CivilDay
  working: boolean
  /** why the day is off, or works on a weekend; '' for a plain working day */
  reason: string
  /** the day's year is not loaded and no loaded notice names it */
  provisional: boolean
}

/** A counted day, and whether the count looked at a day that is not settled yet. */
export interface CountedDay {
  day: CivilDay
  provisional: boolean
}

export interface Deadline {
  /** the working day that the item belongs to */
  startOn: CivilDay
  dueOn: CivilDay
  /** 17:30 of the due day */
  dueAt: Date
  provisional: boolean
}

/** Work ends at this time: what comes later belongs to the next working day. @source domain.md §5 Counting */
export const DAY_ENDS = '17:30'

/** Off in every year, whatever the notice will say; nothing else is guessed. @source DESIGN.md §5 Time */
const FIXED_HOLIDAYS: ReadonlyMap<string, string> = new Map([
  ['01-01', '元旦'], ['05-01', '劳动节'], ['05-02', '劳动节'], ['10-01', '国庆节'], ['10-02', '国庆节'], ['10-03', '国庆节'],
])
const WEEKEND = '周末'
const MAKE_UP = '调休上班'

/**
 * Joins years into one calendar. A year given twice counts by the later one, whole. A year without days off covers
 * nothing.
 */
export function calendarFrom(years: readonly CalendarYear[]): WorkingCalendar {
  const covered = new Map(years.filter((year) => year.off.length > 0).map((year) => [year.year, year]))
  return {
    years: new Set(covered.keys()),
    off: new Map([...covered.values()].flatMap((year) => year.off.map(({ day, name }) => [day, name] as const))),
    makeUp: new Set([...covered.values()].flatMap((year) => year.makeUp)),
  }
}

/**
 * What a day is: working or off, why, and whether that is settled. Unloaded years: Monday to Friday, fixed holidays
 * off.
 */
export function factsOf(day: CivilDay, calendar: WorkingCalendar): DayFacts {
  const holiday = calendar.off.get(day)
  if (holiday !== undefined) return { day, working: false, reason: holiday, provisional: false }
  if (calendar.makeUp.has(day)) return { day, working: true, reason: MAKE_UP, provisional: false }
  const provisional = !calendar.years.has(yearOf(day))
  const fixed = provisional ? FIXED_HOLIDAYS.get(day.slice(5)) : undefined
  if (fixed !== undefined) return { day, working: false, reason: fixed, provisional }
  const weekend = weekdayOf(day) > 5
  return { day, working: !weekend, reason: weekend ? WEEKEND : '', provisional }
}

export const isWorkingDay = (day: CivilDay, calendar: WorkingCalendar): boolean => factsOf(day, calendar).working

/**
 * The n-th working day after `from`, which itself is not counted; before it when n is negative. 0 gives `from` as it
 * is, also on an off-day.
 */
export function addWorkingDays(from: CivilDay, n: number, calendar: WorkingCalendar): CountedDay {
  const step = n < 0 ? -1 : 1
  let day = from
  let provisional = factsOf(from, calendar).provisional
  for (let left = Math.abs(n); left > 0; ) {
    day = addDays(day, step)
    const facts = factsOf(day, calendar)
    provisional ||= facts.provisional
    if (facts.working) left -= 1
  }
  return { day, provisional }
}

/** `day` itself when it works, else the next working day. */
export function firstWorkingDayFrom(day: CivilDay, calendar: WorkingCalendar): CountedDay {
  const facts = factsOf(day, calendar)
  if (facts.working) return { day, provisional: facts.provisional }
  const next = addWorkingDays(day, 1, calendar)
  return { day: next.day, provisional: facts.provisional || next.provisional }
}

/** Working days after `from` up to and including `to`; negative when `to` is earlier (overdue days). */
export function workingDaysBetween(from: CivilDay, to: CivilDay, calendar: WorkingCalendar): number {
  let count = workingDaysUntil(to, calendar) - workingDaysUntil(from, calendar)
  const [fromYear, toYear] = [yearOf(from), yearOf(to)]
  for (let year = fromYear; year < toYear; year += 1) count += workingDaysUntil(`${year}-12-31`, calendar)
  for (let year = toYear; year < fromYear; year += 1) count -= workingDaysUntil(`${year}-12-31`, calendar)
  return count
}

/** Lists ask for thousands of distances a second, so each year's working days are added up once per calendar. */
const addedUp = new WeakMap<WorkingCalendar, Map<number, { first: number; until: Uint16Array }>>()

/** Working days of the day's year up to and including the day. */
function workingDaysUntil(day: CivilDay, calendar: WorkingCalendar): number {
  const years = addedUp.get(calendar) ?? new Map<number, { first: number; until: Uint16Array }>()
  addedUp.set(calendar, years)
  const year = years.get(yearOf(day)) ?? addUp(yearOf(day), calendar)
  years.set(yearOf(day), year)
  return year.until[dayNumber(day) - year.first] ?? 0
}

function addUp(year: number, calendar: WorkingCalendar): { first: number; until: Uint16Array } {
  const first = dayNumber(`${year}-01-01`)
  const until = new Uint16Array(dayNumber(`${year}-12-31`) - first + 1)
  let sum = 0
  until.forEach((_, index) => {
    sum += isWorkingDay(dayFromNumber(first + index), calendar) ? 1 : 0
    until[index] = sum
  })
  return { first, until }
}

/**
 * The working day that an item of this moment belongs to: its own up to 17:30:00 inclusive, else the next working day.
 * @source domain.md §5 Counting
 */
export function workingDayOf(at: Date, calendar: WorkingCalendar): CountedDay {
  const day = dayOf(at)
  return at.getTime() > instantOf(day, DAY_ENDS).getTime()
    ? firstWorkingDayFrom(addDays(day, 1), calendar)
    : firstWorkingDayFrom(day, calendar)
}

/** 17:30 of the n-th working day after the item's own day; 0 = the same day. @source domain.md §5 Counting */
export function dueAfter(enteredAt: Date, workingDays: number, calendar: WorkingCalendar): Deadline {
  const start = workingDayOf(enteredAt, calendar)
  const due = addWorkingDays(start.day, workingDays, calendar)
  return {
    startOn: start.day,
    dueOn: due.day,
    dueAt: instantOf(due.day, DAY_ENDS),
    provisional: start.provisional || due.provisional,
  }
}

/** Signed working days that a clock due on `dueOn` has left at a moment, by the 17:30 rule; negative when overdue. */
export const remainingAt = (at: Date, dueOn: CivilDay, calendar: WorkingCalendar): number =>
  workingDaysBetween(workingDayOf(at, calendar).day, dueOn, calendar)

export type CalendarProblem =
  { code: 'empty' } | { code: 'foreign' | 'both' | 'makeUpOnWeekday' | 'fixedMissing'; day: CivilDay }

/**
 * What is wrong with a year before it is loaded; empty when it can be. Days of the December before are allowed.
 * @source DESIGN.md §5 Time (never a silent guess)
 */
export function problemsOf(year: CalendarYear): CalendarProblem[] {
  if (year.off.length === 0) return [{ code: 'empty' }]
  const off = new Set(year.off.map(({ day }) => day))
  const foreign = (day: CivilDay) => yearOf(day) !== year.year && !day.startsWith(`${year.year - 1}-12`)
  const marked = (code: 'foreign' | 'both' | 'makeUpOnWeekday' | 'fixedMissing', days: readonly CivilDay[]) =>
    days.map((day) => ({ code, day }))
  return [
    ...marked('foreign', [...off, ...year.makeUp].filter(foreign)),
    ...marked(
      'both',
      year.makeUp.filter((day) => off.has(day)),
    ),
    ...marked(
      'makeUpOnWeekday',
      year.makeUp.filter((day) => weekdayOf(day) < 6),
    ),
    ...marked(
      'fixedMissing',
      [...FIXED_HOLIDAYS.keys()].map((day) => `${year.year}-${day}`).filter((day) => !off.has(day)),
    ),
  ]
}
