/** A span of civil days, both ends counted. */
export interface Span { fromOn: string, dueOn: string }

const PATTERN = /^(\d{4})(H[12])?$/
const HALVES = {
  H1: { from: '01-01', to: '06-30', words: '上半年' },
  H2: { from: '07-01', to: '12-31', words: '下半年' },
} as const

/** The half-year in which a day lies: `2026H2`. Enterprises are visited once in each. @source domain.md §2.3 */
export const halfYearOf = (on: string): string => `${on.slice(0, 4)}${on.slice(5, 7) <= '06' ? 'H1' : 'H2'}`

/** The campaign in which a day lies: `2026`. Members are contacted once in each. @source domain.md §2.3 */
export const campaignOf = (on: string): string => on.slice(0, 4)

export const isPeriod = (text: string): boolean => PATTERN.test(text)

/**
 * First and last day of a period when the office has set no other: the half-year, or the whole year of a campaign.
 * Null for anything that is no period.
 */
export function spanOf(period: string): Span | null {
  const match = PATTERN.exec(period)
  if (match === null) return null
  const [, year = '', half] = match
  if (half === undefined) return { fromOn: `${year}-01-01`, dueOn: `${year}-12-31` }
  const { from, to } = HALVES[half as 'H1' | 'H2']
  return { fromOn: `${year}-${from}`, dueOn: `${year}-${to}` }
}

/** `2026年下半年`, `2026年全年`; anything else as it stands. */
export function periodWords(period: string): string {
  const match = PATTERN.exec(period)
  if (match === null) return period
  const [, year = '', half] = match
  return half === undefined ? `${year}年全年` : `${year}年${HALVES[half as 'H1' | 'H2'].words}`
}

/** Periods that can be chosen on a day, the present half-year first: this year's and the next half-year. */
export function periodsToChoose(on: string): string[] {
  const year = Number(on.slice(0, 4))
  return halfYearOf(on).endsWith('H1')
    ? [`${year}H1`, `${year}`, `${year}H2`]
    : [`${year}H2`, `${year}`, `${year + 1}H1`, `${year}H1`]
}
