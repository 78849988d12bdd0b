import type { SheetEntry } from './index.ts'

/** The figures of a sheet as one person read them, without who and when. */
export type SheetFigures = Omit<SheetEntry, 'by' | 'byName' | 'at'>

export const SHEET_TOTALS = {
  issued: '发出', returned: '收回', valid: '有效', invalid: '无效', notReturned: '未收回', reissued: '作废换发',
} as const satisfies Partial<Record<keyof SheetFigures, string>>
export type SheetTotal = keyof typeof SHEET_TOTALS
export const SHEET_TOTAL_NAMES = Object.keys(SHEET_TOTALS) as SheetTotal[]

/** One place where two people read different figures. */
export interface Mismatch {
  /** department's code, null for the head of the sheet */
  department: string | null
  /** word of the column */
  what: string
  figures: [number, number]
}

/** Where two readings of one sheet differ, head first, then the departments in the sheet's order. */
export function mismatches(one: SheetFigures, other: SheetFigures, options: readonly string[]): Mismatch[] {
  const differing = (department: string | null, what: string, a: number, b: number): Mismatch[] =>
    (a === b ? [] : [{ department, what, figures: [a, b] }])
  const head = SHEET_TOTAL_NAMES.flatMap((name) => differing(null, SHEET_TOTALS[name], one[name], other[name]))
  const cells = one.cells.flatMap((cell) => {
    const twin = other.cells.find(({ department }) => department === cell.department)
    return [
      ...options.flatMap((option, at) => differing(cell.department, option, cell.counts[at] ?? 0, twin?.counts[at] ?? 0)),
      ...differing(cell.department, '弃权', cell.abstained, twin?.abstained ?? 0),
      ...differing(cell.department, '作废', cell.void, twin?.void ?? 0),
    ]
  })
  return [...head, ...cells]
}

/**
 * Departments whose marks do not come to the valid ballots of the sheet: each valid ballot has one mark, none (弃权) or several
 * (作废) for each department.
 */
export const unbalanced = ({ cells, valid }: SheetFigures): { department: string, sum: number }[] =>
  cells.flatMap(({ department, counts, abstained, void: spoilt }) => {
    const sum = counts.reduce((total, each) => total + each, 0) + abstained + spoilt
    return sum === valid ? [] : [{ department, sum }]
  })

/** Whether two different people have read the same: only then the sheet counts. */
export const agree = (entries: readonly SheetEntry[], options: readonly string[]): boolean => {
  const [one, other] = entries
  return one !== undefined && other !== undefined && !one.by.equals(other.by) && mismatches(one, other, options).length === 0
}
