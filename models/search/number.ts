const ISSUE = /^SQ(\d{4})-?(\d{0,6})$/
const VISIT = /^ZF\d{4,14}$/
const TAIL = /^\d{1,6}$/

/** What a typed number could mean: whole numbers to look for, or the beginning of one. */
export interface NumberGuess {
  issues: { exact: readonly string[], begins: string | null }
  visits: { begins: string | null }
}

const NOTHING: NumberGuess = { issues: { exact: [], begins: null }, visits: { begins: null } }

/**
 * Reads a number as people say it: `SQ2026-001776`, `sq2026 1776`, `1776` (this year's or last year's), `ZF20261125`.
 * @param year the running year
 */
export function guessNumber(typed: string, year: number): NumberGuess {
  const text = typed.normalize('NFKC').toUpperCase().replaceAll(/\s/g, '')
  const [, ofYear = '', tail = ''] = ISSUE.exec(text) ?? []
  if (ofYear !== '') {
    return { ...NOTHING, issues: { exact: tail === '' ? [] : [issueNo(ofYear, tail)], begins: `SQ${ofYear}-${tail}` } }
  }
  if (VISIT.test(text)) return { ...NOTHING, visits: { begins: text } }
  if (TAIL.test(text)) return { ...NOTHING, issues: { exact: [year, year - 1].map((each) => issueNo(String(each), text)), begins: null } }
  return /^20\d{6}$/.test(text) ? { ...NOTHING, visits: { begins: `ZF${text}` } } : NOTHING
}

const issueNo = (year: string, tail: string): string => `SQ${year}-${tail.padStart(6, '0')}`
