import { compare, divide, fraction, multiply, parseRational, subtract, sum, ZERO, type Rational } from '../shared/rational.ts'

/**
 * Shares out seats by weight: each gets its whole part, the seats left over go to the largest remainders, of equal ones to the one
 * listed first. Weights are decimal text and need not sum to anything; when all are 0 nobody gets a seat.
 * @source test/fixtures/vectors/README.md, Draw
 */
export function quotasOf(seats: number, weights: readonly string[]): number[] {
  const parsed = weights.map(parseRational)
  const total = sum(parsed)
  if (compare(total, ZERO) <= 0) return weights.map(() => 0)
  const exact = parsed.map((weight) => divide(multiply(fraction(seats), weight), total))
  const whole = exact.map(({ num, den }) => num / den)
  const remainders = exact.map((share, at) => subtract(share, fraction(whole[at] ?? 0n)))
  const left = seats - Number(whole.reduce((a, b) => a + b, 0n))
  const lucky = new Set(byRemainder(remainders).slice(0, left))
  return whole.map((seatsOf, at) => Number(seatsOf) + (lucky.has(at) ? 1 : 0))
}

const byRemainder = (remainders: readonly Rational[]): number[] =>
  remainders.map((_, at) => at).sort((a, b) => compare(remainders[b] ?? ZERO, remainders[a] ?? ZERO) || a - b)
