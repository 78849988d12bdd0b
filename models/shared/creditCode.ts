/** The 31 signs of GB 32100-2015; I, O, S, V, Z are left out because they look like digits. */
const SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const FORMAT = /^[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}$/
const INNER_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

/** What can be said about a 统一社会信用代码. While the format is wrong nothing else is known. */
export interface CreditCodeFindings {
  /** 18 signs of the alphabet, the 3rd to 8th digits */
  format: boolean
  /** the last sign fits the 17 before it */
  check: boolean | null
  /** the subject's own code (9th to 17th sign, GB 11714) fits its check */
  inner: boolean | null
  /** the sign that would be right in the last place */
  expectedCheck: string | null
  sum: number | null
  /** 行政区划, six digits */
  region: string | null
}

export interface CheckedCreditCode extends CreditCodeFindings {
  /** as it would be stored: no spaces, capitals, half width */
  tidied: string
}

/**
 * Reads a code as people type it and says what is wrong with it. A wrong format is an error; a wrong check is a warning that
 * a person may override with a reason, because genuine codes with a wrong check are reported.
 * @source domain.md §5 统一社会信用代码, §10
 */
export function checkCreditCode(typed: string): CheckedCreditCode {
  const tidied = tidyCreditCode(typed)
  return { tidied, ...examineCreditCode(tidied) }
}

/** Spaces out, capitals, half width. An O is not made a 0: whoever typed it must look at it. */
export function tidyCreditCode(typed: string): string {
  return typed.normalize('NFKC').replaceAll(/[\s\u200b-\u200d\ufeff]/g, '').toUpperCase()
}

const UNKNOWN: CreditCodeFindings = {
  format: false, check: null, inner: null, expectedCheck: null, sum: null, region: null,
}

/** Findings on a code exactly as it stands. */
export function examineCreditCode(code: string): CreditCodeFindings {
  if (!FORMAT.test(code)) return UNKNOWN
  const sum = outerSum(code)
  const expectedCheck = SIGNS.charAt((31 - (sum % 31)) % 31)
  return {
    format: true, check: code.endsWith(expectedCheck), inner: innerFits(code.slice(8, 17)),
    expectedCheck, sum, region: code.slice(2, 8),
  }
}

/** What to tell the one who typed it, or null when all fits. `blocking` = a wrong format, which nobody may override. */
export function creditCodeComplaint(found: CheckedCreditCode): { text: string; blocking: boolean } | null {
  if (found.tidied === '') return { text: '请填写统一社会信用代码', blocking: true }
  if (found.tidied.length !== 18) return { text: `统一社会信用代码应为 18 位，现在是 ${found.tidied.length} 位`, blocking: true }
  const wrong = [...found.tidied].findIndex((sign) => !SIGNS.includes(sign))
  if (wrong >= 0) {
    const sign = found.tidied.charAt(wrong)
    return { text: `统一社会信用代码第 ${wrong + 1} 位是“${sign}”，代码里没有字母 I、O、S、V、Z 和其他符号`, blocking: true }
  }
  if (!found.format) return { text: '统一社会信用代码第 3 至 8 位应为行政区划数字', blocking: true }
  if (!found.check) return { text: `校验位不符：最后一位应为“${found.expectedCheck ?? ''}”，请核对原件`, blocking: false }
  if (!found.inner) return { text: '第 9 至 17 位（主体标识码）的校验不符，请核对原件', blocking: false }
  return null
}

// The weights 3^(i−1) mod 31; a remainder of 0 gives the check 0, not 31.
function outerSum(code: string): number {
  let [sum, weight] = [0, 1]
  for (const sign of code.slice(0, 17)) {
    sum += SIGNS.indexOf(sign) * weight
    weight = (weight * 3) % 31
  }
  return sum
}

// Here A = 10 … Z = 35 over all 26 letters, unlike the outer alphabet.
function innerFits(inner: string): boolean {
  const sum = INNER_WEIGHTS.reduce((total, weight, at) => total + weight * parseInt(inner.charAt(at), 36), 0)
  const check = (11 - (sum % 11)) % 11
  return inner.charAt(8) === (check === 10 ? 'X' : String(check))
}
