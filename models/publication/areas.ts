import { suppressed } from '../questionnaire/suppression.ts'
import { ballotNode, type Ballots } from '../score/ballotScore.ts'
import { scaleOf } from '../scoringPlan/scales.ts'
import type { PlanWeights } from '../scoringPlan/weights.ts'

/** Marks of one venue and category over all departments. Null = hidden. */
export interface AreaRow {
  venue: string
  category: string
  /** per scored option of the scale, in its order */
  counts: (number | null)[]
  valid: number | null
  unknown: number | null
}

export interface AreaTable {
  /** words of the scored options */
  options: string[]
  rows: AreaRow[]
  total: Pick<AreaRow, 'counts' | 'valid' | 'unknown'>
}

/** A voter marks every department of a group, so that fewer marks than this may be one person's. */
export const SMALLEST_CELL = 10

/**
 * How the citizens of each venue and category judged all departments together; 不了解 stands apart from the rates. Counted are
 * the marks that the scores count: with the others, a difference between two published tables would tell a void category's.
 * Small numbers are hidden, and so many more that none follows from the totals.
 * @source forms.md §7 Publication (area rates); domain.md §4, §7
 */
export function areaTable(weights: PlanWeights, departments: Iterable<Ballots>): AreaTable {
  const { options, values } = scaleOf(weights.scale)
  const scored = values.flatMap((value, at) => (value === null ? [] : [at]))
  const places = weights.venues.flatMap((venue) => venue.categories.map((category) => ({ venue: venue.name, category: category.name })))
  const sums = places.map(() => options.map(() => 0))
  for (const ballots of departments) {
    const leaves = ballotNode(weights, ballots).children.flatMap(({ children }) => children)
    for (const [place, { value, leaf }] of leaves.entries()) {
      if (value === null || leaf?.kind !== 'marks') continue
      for (const [at, count] of leaf.counts.entries()) (sums[place] ??= [])[at] = (sums[place]?.[at] ?? 0) + count
    }
  }
  const kept = places.map((place, at) => ({ place, own: sums[at] ?? [] })).filter(({ own }) => scored.some((option) => (own[option] ?? 0) > 0))
  const marks = suppressed(kept.map(({ own }) => scored.map((at) => own[at] ?? 0)), SMALLEST_CELL)
  const unknown = suppressed(kept.map(({ own }) => [own.reduce((sum, count, at) => sum + (scored.includes(at) ? 0 : count), 0)]), SMALLEST_CELL)
  const rows = kept.map(({ place }, at): AreaRow => ({
    ...place, counts: marks.cells[at] ?? [], valid: marks.rowTotals?.[at] ?? null, unknown: unknown.cells[at]?.[0] ?? null,
  }))
  const [only] = rows
  return {
    options: scored.map((at) => options[at] ?? ''), rows,
    total: rows.length === 1 && only ? { counts: only.counts, valid: only.valid, unknown: only.unknown }
      : { counts: marks.columnTotals ?? [], valid: marks.grandTotal, unknown: unknown.columnTotals?.[0] ?? null },
  }
}
