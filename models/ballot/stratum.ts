/** Ballots that are counted together: one group of departments, one venue, one category of voters. */
export interface Stratum {
  campaign: number
  group: number
  /** venue of the plan: 主会场, 分会场, 网上. All 分会场 are one, so that no stratum has fewer than ten voters */
  venue: string
  /** name of the plan's category */
  category: string
}

/** One text for one stratum; no part can run into the next. */
export const stratumKey = ({ campaign, group, venue, category }: Stratum): string =>
  JSON.stringify([campaign, group, venue, category])

export const stratumOf = ({ campaign, group, venue, category }: Stratum): Stratum =>
  ({ campaign, group, venue, category })

/** Rows put together by stratum, in the order in which the strata first come. */
export function byStratum<Row extends Stratum>(rows: readonly Row[]): { stratum: Stratum, rows: Row[] }[] {
  const found = new Map<string, { stratum: Stratum, rows: Row[] }>()
  for (const row of rows) {
    const key = stratumKey(row)
    const one = found.get(key) ?? { stratum: stratumOf(row), rows: [] }
    one.rows.push(row)
    found.set(key, one)
  }
  return [...found.values()]
}
