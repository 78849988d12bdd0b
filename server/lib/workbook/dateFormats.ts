/**
 * Built-in number formats that show a day, by their ids. 27–36 and 50–58 are the East Asian ones: styles.xml holds no
 * text for them, so a reader that looks only at format texts takes such a day for a plain number. 18–21 and 45–47 show
 * a time of day only.
 */
const BUILT_IN_DAYS = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58])

/**
 * Whether a number in this format is a day: the text, without quoted parts, colours and locales, has a year, month or
 * day.
 */
export function showsDay(formatId: number, formatText: string | undefined): boolean {
  if (formatText === undefined) return BUILT_IN_DAYS.has(formatId)
  const bare = (formatText.split(';')[0] ?? '').replace(/"[^"]*"|\[[^\]]*\]|\\.|_./g, '')
  if (/general|[#0]/i.test(bare)) return false
  const withoutTime = bare.replace(/h+[:：]?m+|m+[:：]?s+/gi, '')
  return /[ymd]/i.test(withoutTime)
}

/**
 * A serial number as a civil day; the time of day is cut off, so no zone can shift it.
 *
 * Day 60 of the 1900 system is 29 February 1900, which never was; it reads as 28 February, as other programs do.
 * @returns null outside 1900–9999
 */
export function dayOfSerial(serial: number, date1904: boolean): string | null {
  const whole = Math.floor(serial)
  if (whole < 0 || whole > 2_958_465) return null
  const base = date1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, whole < 60 ? 31 : 30)
  return new Date(base + whole * 86_400_000).toISOString().slice(0, 10)
}
