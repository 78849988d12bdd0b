/**
 * A civil day in Asia/Shanghai, written YYYY-MM-DD. Days are text, so they sort, store and compare without a time zone;
 * instants are `Date`. Names of days end in `On`, names of instants in `At`.
 */
export type CivilDay = string

/** Shanghai has kept UTC+8 without summer time since 1992, so the offset is a constant and needs no time zone data. */
const SHANGHAI_MS = 8 * 3_600_000
const DAY_MS = 86_400_000
const DAY_TEXT = /^(\d{4})-(\d{2})-(\d{2})$/
const CLOCK_TEXT = /^([01]\d|2[0-3]):([0-5]\d)$/

// counting working days turns the same few thousand days into numbers and back all the time
const NUMBERS = new Map<CivilDay, number>()
const DAYS = new Map<number, CivilDay>()

/** Days since 1970-01-01 of a well-formed day. @throws RangeError for text that is not a day of the calendar */
export function dayNumber(day: CivilDay): number {
  const known = NUMBERS.get(day)
  if (known !== undefined) return known
  const at = Date.parse(`${day}T00:00:00Z`)
  if (!Number.isFinite(at) || !DAY_TEXT.test(day)) throw new RangeError(`not a civil day: ${day}`)
  NUMBERS.set(day, at / DAY_MS)
  return at / DAY_MS
}

/** The day with that number; the inverse of `dayNumber`. */
export function dayFromNumber(n: number): CivilDay {
  const known = DAYS.get(n)
  if (known !== undefined) return known
  const day = new Date(n * DAY_MS).toISOString().slice(0, 10)
  DAYS.set(n, day)
  return day
}

/** Reads YYYY-MM-DD strictly: 31 February, missing zeros and foreign text give null. Years 1900 to 2199. */
export function parseDay(text: string): CivilDay | null {
  const match = DAY_TEXT.exec(text)
  if (!match) return null
  const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])]
  if (year < 1900 || year > 2199 || month < 1 || month > 12) return null
  return date >= 1 && date <= daysInMonth(year, month) ? text : null
}

/** The day in Shanghai at an instant. */
export const dayOf = (at: Date): CivilDay => dayFromNumber(Math.floor((at.getTime() + SHANGHAI_MS) / DAY_MS))

/** The time of day in Shanghai at an instant, `HH:MM`. */
export const timeOf = (at: Date): string => new Date(at.getTime() + SHANGHAI_MS).toISOString().slice(11, 16)

/** The instant at `HH:MM` of a day in Shanghai. @throws RangeError for a malformed day or time */
export function instantOf(day: CivilDay, time: string): Date {
  const match = CLOCK_TEXT.exec(time)
  if (!match) throw new RangeError(`not a time of day: ${time}`)
  return new Date(dayNumber(day) * DAY_MS - SHANGHAI_MS + (Number(match[1]) * 60 + Number(match[2])) * 60_000)
}

/** The day `n` days later; earlier when negative. */
export const addDays = (day: CivilDay, n: number): CivilDay => dayFromNumber(dayNumber(day) + n)

/** Calendar days from `from` to `to`; 0 on the same day, negative when `to` is earlier. */
export const daysBetween = (from: CivilDay, to: CivilDay): number => dayNumber(to) - dayNumber(from)

/** 1 = Monday … 7 = Sunday. */
export const weekdayOf = (day: CivilDay): number => ((((dayNumber(day) + 3) % 7) + 7) % 7) + 1

export const yearOf = (day: CivilDay): number => Number(day.slice(0, 4))

/** The number of days of a month, 1 = January. */
export const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate()

/**
 * The same day of the month `n` months later, or that month's last day where it has no such day.
 * @source 民法典 202 (domain.md §5)
 */
export function addMonths(day: CivilDay, n: number): CivilDay {
  const months = yearOf(day) * 12 + Number(day.slice(5, 7)) - 1 + n
  const [year, month] = [Math.floor(months / 12), (months % 12) + 1]
  const date = Math.min(Number(day.slice(8)), daysInMonth(year, month))
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
}

/** The first day of the month and of the week (Monday) that a day lies in. */
export const monthStart = (day: CivilDay): CivilDay => `${day.slice(0, 7)}-01`
export const weekStart = (day: CivilDay): CivilDay => addDays(day, 1 - weekdayOf(day))
