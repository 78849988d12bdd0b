import { suppressed } from '../questionnaire/suppression.ts'
import { THRESHOLD, type Shown } from './shape.ts'

/**
 * Which groups of one attribute are hidden: those of fewer answers than the threshold, and so many more that none
 * follows from the total.
 */
export function hiddenGroups(counts: readonly number[], threshold = THRESHOLD): boolean[] {
  const { cells } = suppressed(counts.map((count) => [count]), threshold)
  return counts.map((_, at) => cells[at]?.[0] === null)
}

/** Hidden in any of the lists: what is hidden more tells less. */
export const union = (...lists: readonly (readonly boolean[])[]): boolean[] =>
  (lists[0] ?? []).map((_, at) => lists.some((list) => list[at] === true))

/** A count by itself: null for 1 to threshold − 1. */
export const publicCount = (count: number, threshold = THRESHOLD): number | null =>
  (count > 0 && count < threshold ? null : count)

/** The figure, null where hidden. */
export const unless = (hidden: boolean | undefined, value: Shown): Shown => (hidden ? null : value)
