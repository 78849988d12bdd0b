import type { StratumResult, StratumRule } from './drawing.ts'

/** The place that a drawn person takes. */
export interface Place {
  group: number
  venue: string
  planCategory: string
  stratum: string
  /** place in the drawn order, from 1 */
  order: number
}

/** The place of everybody who was drawn, by code. */
export function placesOf(strata: readonly StratumRule[], results: readonly StratumResult[]): Map<string, Place> {
  return new Map(results.flatMap(({ round, name, order, quota }) => {
    const rule = strata.find((stratum) => stratum.round === round && stratum.name === name)
    if (rule === undefined) return []
    return order.slice(0, quota).map((code, at) =>
      [code, { group: round, venue: rule.venue, planCategory: rule.category, stratum: name, order: at + 1 }] as const)
  }))
}
