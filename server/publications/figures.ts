import { percentage } from '../../models/score/tally.ts'
import { displayText, parseRational } from '../../models/shared/rational.ts'

/** `85.40`, rounded for the eye; — for none. */
export const figure = (exact: string | null, decimals = 2): string => (exact === null ? '—' : displayText(parseRational(exact), decimals))

/** `95.75%`; — where there is nothing to divide by. */
export function rateOf(numerator: number, denominator: number): string {
  const rate = percentage(numerator, denominator)
  return rate === null ? '—' : `${displayText(rate)}%`
}
