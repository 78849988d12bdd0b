import { add, compare, divide, fraction, subtract, sum, type Rational } from '../shared/rational.ts'

/**
 * Places inside a group, highest first: 1, 2, 2, 4. Exact values are compared, not displayed ones. Who has no score has no place
 * and takes none.
 * @source domain.md §7, 8
 */
export const ranksOf = (scores: readonly (Rational | null)[]): (number | null)[] =>
  scores.map((own) => (own === null ? null : 1 + scores.filter((other) => other !== null && compare(other, own) > 0).length))

/**
 * Moves each group's mean to the city's mean: `E + (city mean − group mean)`. Off unless a plan asks for it.
 * @source domain.md §7, 8
 */
export function adjustedByGroup(groups: readonly (readonly Rational[])[]): Rational[][] {
  const city = mean(groups.flat())
  return groups.map((group) => group.map((score) => add(score, subtract(city, mean(group)))))
}

const mean = (values: readonly Rational[]): Rational => divide(sum(values), fraction(Math.max(values.length, 1)))
