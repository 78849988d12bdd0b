import { divide, fraction, type Rational } from '../shared/rational.ts'
import { scaleOf, type Scale, type ScaleName } from '../scoringPlan/scales.ts'

/** Marks of one category (or of several put together), sorted out by their scale. */
export interface Tally {
  /** marks that are scored */
  valid: number
  /** 不了解 */
  unknown: number
  /** Σ value · marks */
  points: number
  broad: number
  narrow: number
}

export const NO_MARKS: Tally = { valid: 0, unknown: 0, points: 0, broad: 0, narrow: 0 }

/**
 * @param counts marks per option, in the scale's order; missing ones are 0
 */
export function tallyOf(name: ScaleName, counts: readonly number[]): Tally {
  const scale: Scale = scaleOf(name)
  const at = (option: number) => counts[option] ?? 0
  const marks = (options: readonly number[]) => options.reduce((total, option) => total + at(option), 0)
  const scored = scale.values.flatMap((value, option) => (value === null ? [] : [{ value, option }]))
  return {
    valid: marks(scored.map(({ option }) => option)),
    unknown: marks(scale.values.flatMap((value, option) => (value === null ? [option] : []))),
    points: scored.reduce((total, { value, option }) => total + value * at(option), 0),
    broad: marks(scale.broad),
    narrow: marks(scale.narrow),
  }
}

export const pooled = (tallies: readonly Tally[]): Tally => tallies.reduce((all, one) => ({
  valid: all.valid + one.valid, unknown: all.unknown + one.unknown, points: all.points + one.points,
  broad: all.broad + one.broad, narrow: all.narrow + one.narrow,
}), NO_MARKS)

/** Mean of the scored marks, 0 to 100; null without any. */
export const meanOf = ({ points, valid }: Tally): Rational | null => (valid === 0 ? null : fraction(points, valid))

/** What is shown beside a score and never mixed into it: rates in per cent, null where there is nothing to divide by. */
export const shownRates = (tally: Tally) => ({
  broad: percentage(tally.broad, tally.valid),
  narrow: percentage(tally.narrow, tally.valid),
  unknownShare: percentage(tally.unknown, tally.valid + tally.unknown),
})

/** `100 · numerator / denominator`; null when there is nothing to divide by, because that is no rate and not 0. */
export const percentage = (numerator: number, denominator: number): Rational | null =>
  (denominator === 0 ? null : divide(fraction(100 * numerator), fraction(denominator)))

/**
 * Counts one item of paper ballots: one mark counts, a blank item and two marks count for nothing and are told apart.
 * @param papers the options marked on each paper
 * @source domain.md §7 Ballot validity
 */
export function countMarks(name: ScaleName, papers: readonly (readonly string[])[]): { counts: number[], blank: number, void: number } {
  const single = papers.flatMap((marks) => (marks.length === 1 ? marks : []))
  return {
    counts: scaleOf(name).options.map((option) => single.filter((mark) => mark === option).length),
    blank: papers.filter((marks) => marks.length === 0).length,
    void: papers.filter((marks) => marks.length > 1).length,
  }
}
