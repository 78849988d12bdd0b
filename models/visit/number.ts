const PATTERN = /^ZF\d{8}\d{4,6}$/

/**
 * The number of a visit: ZF, the day, and the day's running number in four places; from the ten-thousandth of one
 * day on it grows a place instead of starting again.
 *
 * @param on  civil day of the visit, `YYYY-MM-DD`
 * @param n   1 for the first of that day
 * @source domain.md §2.2
 */
export const visitNumber = (on: string, n: number): string => `ZF${on.replaceAll('-', '')}${String(n).padStart(4, '0')}`

/** Name of the counter that numbers the visits of a day. */
export const visitCounter = (on: string): string => `visit:${on}`

export const isVisitNumber = (text: string): boolean => PATTERN.test(text)
