import type { CompositionLine } from '../scoringPlan/composition.ts'
import { drawnOrder } from './order.ts'
import type { PoolEntry } from './pool.ts'

/** A stratum of one round: who may be drawn into it and how many. */
export interface StratumRule {
  /** round n draws for group n */
  round: number
  /** `分会场/社区居民/370202` */
  name: string
  /** code of the campaign's venue */
  venue: string
  /** category of the plan */
  category: string
  pool: string[]
  /** only candidates of this 区市, null = of the whole city */
  district: string | null
  related: boolean
  quota: number
}

/** A stratum as it came out: everybody who could have been drawn, in the drawn order; the first `quota` are drawn. */
export interface StratumResult {
  round: number
  name: string
  order: string[]
  quota: number
  missing: number
}

/** The venues as the draw needs them. */
export interface DrawVenue {
  code: string
  district: string | null
}

const WHOLE_CITY = '全市'

/**
 * All strata of a draw in their order: round by round, in each the lines of the composition, in each line the venues.
 * @param groups numbers of the groups, ascending
 */
export function strataOf(lines: readonly CompositionLine[], venues: readonly DrawVenue[], groups: readonly number[]): StratumRule[] {
  const districtOf = new Map(venues.map(({ code, district }) => [code, district]))
  return groups.flatMap((round) => lines.flatMap(({ venue, category, pool, related, quotas }) =>
    quotas.filter(({ count }) => count > 0).map(({ venue: code, count }) => {
      const district = districtOf.get(code) ?? null
      return { round, name: `${venue}/${category}/${district ?? WHOLE_CITY}`, venue: code, category, pool: [...pool], district, related, quota: count }
    })))
}

/** Whether a candidate may be drawn into a stratum. */
export const mayBeDrawn = (entry: PoolEntry, { round, pool, district, related }: StratumRule): boolean =>
  pool.includes(entry.category) && (district === null || entry.district === district)
  && (!related || entry.related.includes(round)) && !entry.recused.includes(round)

/**
 * The whole draw: strata one after another, and whoever is drawn is out of everything that follows. So nobody is drawn twice, whatever
 * categories feed several strata.
 * @source DESIGN.md §7 Draw: round n = group n, those drawn before are out
 */
export function drawAll(seed: string, strata: readonly StratumRule[], pool: readonly PoolEntry[]): StratumResult[] {
  const out = new Set<string>()
  return strata.map((stratum) => {
    const candidates = pool.filter((entry) => !out.has(entry.code) && mayBeDrawn(entry, stratum)).map(({ code }) => code)
    const order = drawnOrder(seed, stratum.round, stratum.name, candidates)
    for (const code of order.slice(0, stratum.quota)) out.add(code)
    return { round: stratum.round, name: stratum.name, order, quota: stratum.quota, missing: Math.max(0, stratum.quota - order.length) }
  })
}

/** Where candidates are too few: `第1组 主会场/专家·媒体/全市 缺 4 人`. */
export const lacksOf = (results: readonly StratumResult[]): string[] =>
  results.filter(({ missing }) => missing > 0).map(({ round, name, missing }) => `第${round}组 ${name} 缺 ${missing} 人`)

/** Who takes over a place in a stratum: the first in its order who is free. Null when nobody is left. */
export const nextInOrder = (order: readonly string[], quota: number, isFree: (code: string) => boolean): string | null =>
  order.slice(quota).find(isFree) ?? null
