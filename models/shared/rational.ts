/** An exact fraction in lowest terms, its denominator above 0. Scores are these, so no sum depends on its order. */
export interface Rational {
  readonly num: bigint
  readonly den: bigint
}

export const ZERO: Rational = { num: 0n, den: 1n }
export const ONE: Rational = { num: 1n, den: 1n }

/**
 * The fraction `num / den` in lowest terms.
 * @throws RangeError when the denominator is 0
 */
export function fraction(num: bigint | number, den: bigint | number = 1n): Rational {
  const [n, d] = [BigInt(num), BigInt(den)]
  if (d === 0n) throw new RangeError('A fraction needs a denominator')
  const shared = greatestCommonDivisor(n, d) * (d < 0n ? -1n : 1n)
  return { num: n / shared, den: d / shared }
}

/**
 * Reads `785/9`, `95`, `-0.5`, `39999.99`.
 * @throws RangeError when the text is no such number
 */
export function parseRational(text: string): Rational {
  const found = /^(-?)(\d+)(?:\.(\d+)|\/(\d+))?$/.exec(text)
  if (!found) throw new RangeError(`Not an exact number: ${text}`)
  const [, sign = '', whole = '', decimals, den] = found
  const num = BigInt(sign + whole + (decimals ?? ''))
  return fraction(num, den === undefined ? 10n ** BigInt(decimals?.length ?? 0) : BigInt(den))
}

export const add = (a: Rational, b: Rational): Rational => fraction(a.num * b.den + b.num * a.den, a.den * b.den)
export const subtract = (a: Rational, b: Rational): Rational => add(a, negate(b))
export const negate = (a: Rational): Rational => ({ num: -a.num, den: a.den })
export const multiply = (a: Rational, b: Rational): Rational => fraction(a.num * b.num, a.den * b.den)
/** @throws RangeError when `b` is 0 */
export const divide = (a: Rational, b: Rational): Rational => fraction(a.num * b.den, a.den * b.num)
export const sum = (values: readonly Rational[]): Rational => values.reduce(add, ZERO)

/** Below 0, 0 or above 0, as `a` is smaller than, equal to or greater than `b`. */
export const compare = (a: Rational, b: Rational): number => Number(sign(a.num * b.den - b.num * a.den))
export const isZero = (a: Rational): boolean => a.num === 0n
export const smaller = (a: Rational, b: Rational): Rational => (compare(a, b) <= 0 ? a : b)
export const greater = (a: Rational, b: Rational): Rational => (compare(a, b) >= 0 ? a : b)

/** `785/9`, or `95` for a whole number: how exact values are stored and compared in tests. */
export const exactText = (a: Rational): string => (a.den === 1n ? String(a.num) : `${a.num}/${a.den}`)

/**
 * What people read: `decimals` places, halves away from zero, no minus before a zero.
 * @source domain.md §7 (round half-up only for display)
 */
export function displayText(a: Rational, decimals = 2): string {
  const scale = 10n ** BigInt(decimals)
  const size = a.num < 0n ? -a.num : a.num
  const rounded = (size * scale * 2n + a.den) / (a.den * 2n)
  const digits = String(rounded).padStart(decimals + 1, '0')
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
  return a.num < 0n && rounded !== 0n ? `-${text}` : text
}

const sign = (n: bigint): bigint => (n > 0n ? 1n : n < 0n ? -1n : 0n)

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}
