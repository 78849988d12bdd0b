import { examineCreditCode } from '../../../models/shared/creditCode.ts'

const INNER_CHECKS = [...'0123456789X']

/**
 * A unified credit code that passes both of its checks, for the `n`-th firm of a district; synthetic.
 *
 * @param district six digits
 * @param n        0 to 9,999; beyond that the numbers start again in another block
 * @throws RangeError when the district is not six digits
 * @source domain.md §5
 */
export function syntheticCreditCode(district: string, n: number): string {
  const block = `MA${String(3 + Math.floor(n / 10_000))}T`
  const body = `91${district}${block}${String(n % 10_000).padStart(4, '0')}`
  for (const inner of INNER_CHECKS) {
    const { inner: fits, expectedCheck } = examineCreditCode(`${body}${inner}0`)
    if (fits && expectedCheck !== null) return body + inner + expectedCheck
  }
  throw new RangeError(`no code for district ${district}`)
}
