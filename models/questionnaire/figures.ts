import { add, compare, divide, fraction, multiply, sum, ZERO, type Rational } from '../shared/rational.ts'

/** Answers per level in the order 很满意 满意 基本满意 不太满意 不满意 未接触. @source domain.md §7 (scale G5) */
export type LevelCounts = readonly [number, number, number, number, number, number]

const POINTS = [100, 80, 60, 30, 0] as const

export interface ItemFigures {
  /** answers that are scored */
  valid: number
  unknown: number
  /** null when nobody gave a scored answer, as for the two rates in percent */
  mean: Rational | null
  /** 很满意, 满意 and 基本满意 */
  broad: Rational | null
  /** 很满意 and 满意 */
  narrow: Rational | null
}

/** Mean of one item on the scale of 100, and the satisfaction rates in percent; 未接触 counts in none. */
export function itemFigures(counts: LevelCounts): ItemFigures {
  const [best, good, fair, poor, worst, unknown] = counts
  const valid = best + good + fair + poor + worst
  if (valid === 0) return { valid, unknown, mean: null, broad: null, narrow: null }
  const points = POINTS.reduce<number>((total, each, at) => total + each * (counts[at] ?? 0), 0)
  return { valid, unknown, mean: fraction(points, valid), broad: fraction(100 * (best + good + fair), valid), narrow: fraction(100 * (best + good), valid) }
}

/** The plain mean of what has a value; null when nothing has. */
export function plainMean(values: readonly (Rational | null)[]): Rational | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : divide(sum(known), fraction(known.length))
}

export interface Stratum {
  name: string
  /** enterprises of this class on the roster */
  population: number
  counts: LevelCounts
}

export interface StratifiedIndex {
  means: { name: string, mean: Rational | null }[]
  index: Rational | null
  /** something with weight had no scored answer, and the rest was renormalised */
  partial: boolean
  n: number
  unweighted: Rational | null
}

/**
 * The post-stratified index `Σ (N_h / N) · mean_h` over the strata that have scored answers.
 * @source domain.md §7 Enterprise index
 */
export function stratifiedIndex(strata: readonly Stratum[]): StratifiedIndex {
  const figures = strata.map(({ name, population, counts }) => ({ name, population, ...itemFigures(counts) }))
  const counted = figures.filter(({ population, mean }) => population > 0 && mean !== null)
  const population = counted.reduce((total, each) => total + each.population, 0)
  const weighted = sum(counted.map(({ mean, population: own }) => multiply(mean ?? ZERO, fraction(own))))
  const pooled = itemFigures(strata.reduce<LevelCounts>((all, { counts }) => all.map((count, at) => count + (counts[at] ?? 0)) as unknown as LevelCounts, [0, 0, 0, 0, 0, 0]))
  return {
    means: figures.map(({ name, mean }) => ({ name, mean })),
    index: population === 0 ? null : divide(weighted, fraction(population)),
    partial: counted.length > 0 && figures.some(({ population: own, mean }) => own > 0 && mean === null),
    n: pooled.valid,
    unweighted: pooled.mean,
  }
}

export interface DimensionFigures {
  dimensions: { name: string, mean: Rational | null }[]
  overall: Rational | null
}

/** A dimension is the plain mean of its items' means, the whole the plain mean of the dimensions; what has no value falls out. */
export function dimensionFigures(items: readonly { dimension: string, counts: readonly LevelCounts[] }[]): DimensionFigures {
  const dimensions = items.map(({ dimension, counts }) => ({ name: dimension, mean: plainMean(counts.map((each) => itemFigures(each).mean)) }))
  return { dimensions, overall: plainMean(dimensions.map(({ mean }) => mean)) }
}

/** NPS: share of 9 and 10 less share of 0 to 6, in points. `histogram[k]` answers gave k. Null without answers. */
export function netPromoterScore(histogram: readonly number[]): { n: number, nps: Rational | null } {
  const count = (from: number, to: number) => histogram.slice(from, to + 1).reduce((total, each) => total + each, 0)
  const n = count(0, 10)
  return { n, nps: n === 0 ? null : fraction(100 * (count(9, 10) - count(0, 6)), n) }
}

const Z_SQUARED = 1.96 ** 2

/** How many answers a population needs for a margin at 95 % when half says yes; never more than there are. @source domain.md §4 */
export function sampleSize(population: number, margin: number): number {
  const infinite = (Z_SQUARED * 0.25) / margin ** 2
  return Math.min(population, Math.ceil(infinite / (1 + (infinite - 1) / population)))
}

/** So few answers carry no figure on their own. */
export const FEW_ANSWERS = 30

/** The difference to last year, only where both were measured on the same scale. */
export const trendOf = (now: Rational | null, before: Rational | null, sameScale: boolean): Rational | null =>
  now === null || before === null || !sameScale ? null : add(now, { num: -before.num, den: before.den })

export interface RankedDepartment { department: string, n: number, score: Rational }

/** Departments by their score: under `rankFrom` answers without rank, under `showFrom` without score; ties share a rank. */
export function ranked(departments: readonly RankedDepartment[], rankFrom = 10, showFrom = 5): { department: string, n: number, score: Rational | null, rank: number | null }[] {
  const inRank = departments.filter(({ n }) => n >= rankFrom)
  return departments.map(({ department, n, score }) => ({
    department, n,
    score: n < showFrom ? null : score,
    rank: n < rankFrom ? null : 1 + inRank.filter((other) => compare(other.score, score) > 0).length,
  }))
}
