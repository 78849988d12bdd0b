import { addDays, daysBetween, parseDay, weekdayOf, yearOf, type CivilDay } from '../shared/calendarDay.ts'
import type { CalendarYear } from '../shared/workingCalendar.ts'

/** What was understood of a notice, and the lines that were not. */
export interface ReadNotice {
  year: CalendarYear
  /** lines that name a day but could not be read: they must be seen to by a person */
  unread: string[]
}

/** A holiday longer than this was misread. */
const LONGEST_DAYS = 15
const DAY = String.raw`(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:（[^）]*）|\([^)]*\))?`
const SPAN = new RegExp(`${DAY}(?:[至到—～~-]+${DAY})?`, 'g')
const TABLE_LINE = /^(\d{4}-\d{2}-\d{2})(?:\s*(?:至|到|～|~|—|,|，)?\s*(\d{4}-\d{2}-\d{2}))?[\s,，]+(\S+)$/

/**
 * Reads the days of a year from the State Council's notice as it is printed (`二、春节：2月15日（…）至23日（…）放假调休，共9天。2月14日（周六）
 * 上班。`), or from a small table of lines `2027-02-06 至 2027-02-12 春节` and `2027-02-20 上班`. Days of the December before
 * may stand in it with their year.
 *
 * @param year the year that the notice is for; days without a year lie in it
 */
export function readNotice(text: string, year: number): ReadNotice {
  const off: { day: CivilDay; name: string }[] = []
  const makeUp: CivilDay[] = []
  const unread: string[] = []
  for (const line of text.split(/\r?\n/).map((each) => each.trim()).filter((each) => each !== '')) {
    const read = tableLine(line) ?? noticeLine(line, year)
    if (read === null) continue
    if (read === 'unread') unread.push(line)
    else {
      off.push(...read.off)
      makeUp.push(...read.makeUp)
    }
  }
  const known = new Map(off.map((each) => [each.day, each]))
  return {
    year: {
      year,
      off: [...known.values()].sort((one, other) => (one.day < other.day ? -1 : 1)),
      makeUp: [...new Set(makeUp)].sort(),
    },
    unread,
  }
}

type Line = { off: { day: CivilDay; name: string }[]; makeUp: CivilDay[] }

function tableLine(line: string): Line | 'unread' | null {
  const match = TABLE_LINE.exec(line)
  if (!match?.[1] || !match[3]) return null
  const days = between(parseDay(match[1]), parseDay(match[2] ?? match[1]))
  if (days === null) return 'unread'
  return /上班|补班|调休上班/.test(match[3])
    ? { off: [], makeUp: days }
    : { off: days.map((day) => ({ day, name: match[3] ?? '' })), makeUp: [] }
}

function noticeLine(line: string, year: number): Line | 'unread' | null {
  const named = /^[一二三四五六七八九十]+、\s*(.{1,12}?)\s*[：:]\s*(.+)$/.exec(line)
  if (!named?.[1] || !named[2]) return /\d日/.test(line) && /放假|上班/.test(line) ? 'unread' : null
  const [name, words] = [named[1], named[2]]
  const found: Line = { off: [], makeUp: [] }
  for (const sentence of words.split(/[。；;]/)) {
    const isWork = sentence.includes('上班')
    if (!isWork && !/放假|休息|调休/.test(sentence)) continue
    const days = daysIn(isWork ? sentence : sentence.split(/放假|休息/)[0] ?? '', year)
    if (days === null) return 'unread'
    if (isWork) found.makeUp.push(...days)
    else found.off.push(...days.map((day) => ({ day, name })))
  }
  return found.off.length === 0 ? 'unread' : found
}

/** The days that a sentence names; the month of the one before holds where none is given. Null when one is no day. */
function daysIn(sentence: string, year: number): CivilDay[] | null {
  const days: CivilDay[] = []
  let [inYear, month] = [year, 0]
  const read = (givenYear: string | undefined, givenMonth: string | undefined, date: string | undefined) => {
    if (givenYear) inYear = Number(givenYear)
    if (givenMonth) month = Number(givenMonth)
    return parseDay(`${inYear}-${String(month).padStart(2, '0')}-${String(Number(date)).padStart(2, '0')}`)
  }
  for (const match of sentence.matchAll(SPAN)) {
    const from = read(match[1], match[2], match[3])
    const span = between(from, match[6] ? read(match[4], match[5], match[6]) : from)
    if (span === null) return null
    days.push(...span)
  }
  return days
}

function between(from: CivilDay | null, to: CivilDay | null): CivilDay[] | null {
  if (from === null || to === null) return null
  const length = daysBetween(from, to) + 1
  return length < 1 || length > LONGEST_DAYS ? null : Array.from({ length }, (_, n) => addDays(from, n))
}

/**
 * What must be right before a year counts: days in their year, weekends only as make-up days, every fixed holiday
 * named.
 */
export function noticeFaults({ year, off, makeUp }: CalendarYear): string[] {
  const isNear = (day: CivilDay) => yearOf(day) === year || day.startsWith(`${year - 1}-12`)
  const offDays = new Set(off.map(({ day }) => day))
  const missing = ['01-01', '05-01', '10-01'].filter((day) => !offDays.has(`${year}-${day}`))
  return [
    ...(off.length === 0 ? ['没有读到放假的日子'] : []),
    ...(off.length > 0 && missing.length > 0
      ? [`缺少 ${missing.map((day) => `${year}-${day}`).join('、')}，元旦、劳动节、国庆节一定放假`]
      : []),
    ...[...offDays, ...makeUp].filter((day) => !isNear(day)).map((day) => `${day} 不在 ${year} 年`),
    ...makeUp.filter((day) => weekdayOf(day) < 6).map((day) => `${day} 不是周六周日，不能是调休上班日`),
    ...makeUp.filter((day) => offDays.has(day)).map((day) => `${day} 既放假又上班`),
  ]
}
