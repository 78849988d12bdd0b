import { byStratum } from '../ballot/stratum.ts'
import type { PaperSheet, SheetCell, SheetEntry, TallyRow } from './index.ts'

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
    const marks = (at: number) => [cell.counts[at] ?? 0, twin?.counts[at] ?? 0] as const
    return [
      ...options.flatMap((option, at) => differing(cell.department, option, ...marks(at))),
      ...differing(cell.department, '弃权', cell.abstained, twin?.abstained ?? 0),
      ...differing(cell.department, '作废', cell.void, twin?.void ?? 0),
    ]
  })
  return [...head, ...cells]
}

/**
 * Departments whose marks do not come to the valid ballots of the sheet: each valid ballot has one mark, none (弃权) or
 * several (作废) for each department.
 */
export const unbalanced = ({ cells, valid }: SheetFigures): { department: string, sum: number }[] =>
  cells.flatMap(({ department, counts, abstained, void: spoilt }) => {
    const sum = counts.reduce((total, each) => total + each, 0) + abstained + spoilt
    return sum === valid ? [] : [{ department, sum }]
  })

/** Whether two different people have read the same: only then the sheet counts. */
export const agree = ([one, other]: readonly SheetEntry[], options: readonly string[]): boolean =>
  one !== undefined && other !== undefined && !one.by.equals(other.by) && mismatches(one, other, options).length === 0

/** Rows of the tally that agreed sheets make: the same stratum at several places comes together. */
export function paperRows(sheets: readonly PaperSheet[], options: readonly string[]): Omit<TallyRow, '_id'>[] {
  return byStratum(sheets).flatMap(({ stratum, rows }) => {
    const cells = rows.flatMap(({ entries: [figures] }) => figures?.cells ?? [])
    return [...new Set(cells.map(({ department }) => department))].map((department) => {
      const own = cells.filter((cell) => cell.department === department)
      const total = (of: (cell: SheetCell) => number) => own.reduce((sum, cell) => sum + of(cell), 0)
      return {
        ...stratum, department, source: 'paper' as const,
        marks: Object.fromEntries(options.map((option, at) => [option, total(({ counts }) => counts[at] ?? 0)])),
        abstained: total(({ abstained }) => abstained), void: total((cell) => cell.void),
      }
    })
  })
}
