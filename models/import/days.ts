import type { Cell } from '../shared/sheet.ts'
import { cellText } from '../shared/sheet.ts'

/** A day, or a month where no day is told; null = no such date. */
export interface DateReading {
  year: number
  month: number
  day: number | null
}

const SERIAL = { least: 20_000, most: 60_000 }
const DAY_1900 = Date.UTC(1899, 11, 30)
const DAY_1904 = Date.UTC(1904, 0, 1)

/**
 * What a cell says about a date: a date cell, a serial number of Excel (20000–60000, as number or text), or text in the
 * ways offices write it: 2022年3月1日, 2022.3.1, 2022/3/1 9:30, 20220301, 1975.03, 197503. Days are civil days: no zone
 * shifts them.
 */
export function readDate(cell: Cell, date1904: boolean): DateReading | null {
  const text = cellText(cell).normalize('NFKC').replace(
    /\s*\d{1,2}:\d{2}(:\d{2})?.*$/, '',
  ).replace(/T.*$/, '').replace(/\s+/g, '')
  const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN
  if (number >= SERIAL.least && number <= SERIAL.most && !/^\d{4}\.\d{1,2}$/.test(text)) {
    const instant = new Date((date1904 ? DAY_1904 : DAY_1900) + Math.floor(number) * 86_400_000)
    return { year: instant.getUTCFullYear(), month: instant.getUTCMonth() + 1, day: instant.getUTCDate() }
  }
  const match =
    /^(\d{4})(\d{2})(\d{2})$/.exec(text) ??
    /^(\d{4})(\d{2})$/.exec(text) ??
    /^(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2})?日?)?$/.exec(text) ??
    null
  if (!match) return null
  const reading = { year: Number(match[1]), month: Number(match[2]), day: match[3] ? Number(match[3]) : null }
  return exists(reading) ? reading : null
}

function exists({ year, month, day }: DateReading): boolean {
  if (year < 1900 || year > 2200 || month < 1 || month > 12) return false
  return day === null || (day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate())
}

const two = (value: number) => String(value).padStart(2, '0')

/** YYYY-MM-DD, or null when only a month is told. */
export const asDay = ({ year, month, day }: DateReading): string | null =>
  (day === null ? null : `${year}-${two(month)}-${two(day)}`)

/** YYYY-MM */
export const asMonth = ({ year, month }: DateReading): string => `${year}-${two(month)}`
