import type { Sheet } from '../shared/sheet.ts'
import type { ImportKind } from './kinds.ts'
import { fillDown } from './fillDown.ts'
import type { Layout } from './layout.ts'
import { readCell } from './parsers.ts'
import type { FieldValue, ImportContext, Values } from './values.ts'
import { note, type Note } from './reasons.ts'
import { dataRows } from './rowKind.ts'

/** What becomes of a row inside its own file. */
export type Fate = 'taken' | 'refused' | { duplicateOf: number } | { mergedInto: number }

/** One data row as understood. `row` is the number that Excel shows. */
export interface RowReading {
  row: number
  values: Values
  refusals: Note[]
  warnings: Note[]
  fate: Fate
}

const ADULT = 18
/** fields that another column may set beside its own: a value of the column itself is not overwritten by nothing */
const keeps = (old: FieldValue | undefined, next: FieldValue) =>
  old !== undefined && old !== null && (next === null || next === '')

/**
 * Reads the data rows of a sheet one by one, so that a caller can pause between them. Each row stands for itself; what
 * rows of one file mean to each other is decided by withinFile.
 */
export function* readRows(
  sheet: Sheet, layout: Layout, kind: ImportKind, context: ImportContext,
): Generator<RowReading> {
  const header = Math.max(...layout.headerRows)
  const isData = dataRows(layout.columns, sheet.merges)
  const rows = sheet.rows.filter((row) => row.row > header && isData(row))
  const filled = fillDown(rows, sheet.merges)
  const mapped = layout.columns.flatMap((one) => {
    const column = kind.columns.find((known) => known.field === one.field)
    return column ? [{ ...one, known: column }] : []
  })
  const absent = kind.columns.filter((column) => column.required && !mapped.some((one) => one.field === column.field))
  for (const row of rows) {
    const values: Record<string, FieldValue> = {}
    const refusals: Note[] = absent.map(
      (column) => note(column.required ?? 'missing-name', column.field, `文件里没有“${column.label}”一列`),
    )
    const warnings: Note[] = []
    for (const { column, known, factor } of mapped) {
      const reading = readCell(row.cells[column] ?? filled.get(row.row)?.get(column), known, factor, context)
      for (const [field, value] of Object.entries(reading.values)) {
        if (!keeps(values[field], value)) values[field] = value
      }
      refusals.push(...reading.refusals)
      warnings.push(...reading.warnings)
    }
    if (kind.identity === 'person' && values['status'] === undefined) values['status'] = 'serving'
    if (kind.identity === 'pool') refusals.push(...tooYoung(values, context.on))
    yield { row: row.row, values, refusals, warnings, fate: refusals.length > 0 ? 'refused' : 'taken' }
  }
}

function tooYoung(values: Values, on: string): Note[] {
  const birth = values['birth']
  if (typeof birth !== 'string') return []
  const [years = 0, months = 0] = [
    Number(on.slice(0, 4)) - Number(birth.slice(0, 4)), Number(on.slice(5, 7)) - Number(birth.slice(5, 7)),
  ]
  return years * 12 + months < ADULT * 12 ? [note('under-age', 'birth')] : []
}
