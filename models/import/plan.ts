import type { ImportKind } from './kinds.ts'
import type { FieldValue, Values } from './values.ts'
import type { RowReading } from './readRows.ts'
import { note, type Note } from './reasons.ts'
import { comparable } from './tidyText.ts'
import { isEmpty, isSamePerson, sameValue } from './withinFile.ts'

/** A record of the roster in the words of the import's fields. */
export interface StoredRecord {
  id: string
  values: Values
}

export interface FieldChange {
  field: string
  from: FieldValue
  to: FieldValue
}

export type Outcome = 'created' | 'changed' | 'unchanged' | 'refused' | 'duplicate' | 'merged'

/** What confirming would do with one row. */
export interface PlannedRow {
  row: number
  outcome: Outcome
  /** the stored record that is meant, where there is one */
  record: string | null
  /** the row that this one is the same as, or was joined to */
  other: number | null
  values: Values
  changes: FieldChange[]
  refusals: Note[]
  warnings: Note[]
}

export interface ImportPlan {
  rows: PlannedRow[]
  /** stored records that the file does not name */
  absent: string[]
}

/** fields that explain a row, or are kept elsewhere, and are no part of the record */
const NOT_STORED = new Set(['codeTyped', 'codeSuggestion', 'codeOverride', 'industryText', 'division', 'stewardPhone'])

/**
 * What the rows of a file would do to the roster as it is stored: a function of both and of nothing else, so the same
 * file twice gives nothing but `unchanged`. Empty cells and absent columns never erase; terms are added, never taken
 * away.
 *
 * @param rows after withinFile
 */
export function planImport(rows: readonly RowReading[], stored: readonly StoredRecord[], kind: ImportKind): ImportPlan {
  const index = indexStored(stored, kind)
  const named = new Set<string>()
  const namesInFile = new Set(rows.map((row) => nameOf(row.values)))
  const planned = rows.map((row) => {
    const found = findStored(row.values, index, kind)
    if (found) named.add(found.id)
    return planRow(row, row.fate === 'taken' ? found : null)
  })
  // A refused row may have lost its code and still names its firm: that one is not missing from the file.
  const isNamed = (record: StoredRecord) =>
    named.has(record.id) || (kind.identity === 'code' && namesInFile.has(nameOf(record.values)))
  return { rows: planned, absent: stored.filter((record) => !isNamed(record)).map((record) => record.id) }
}

/** Rows by what would become of them; the figures sum to the rows of the file. */
export function countOutcomes(rows: readonly { outcome: Outcome }[]): Record<Outcome, number> {
  const counts: Record<Outcome, number> = { created: 0, changed: 0, unchanged: 0, refused: 0, duplicate: 0, merged: 0 }
  for (const row of rows) counts[row.outcome] += 1
  return counts
}

function planRow(row: RowReading, record: StoredRecord | null): PlannedRow {
  const base = {
    row: row.row, values: row.values, refusals: row.refusals, warnings: row.warnings, record: record?.id ?? null,
    other: null, changes: [],
  }
  if (row.fate === 'refused') return { ...base, outcome: 'refused' }
  if (typeof row.fate === 'object') {
    return 'duplicateOf' in row.fate
      ? { ...base, outcome: 'duplicate', other: row.fate.duplicateOf }
      : { ...base, outcome: 'merged', other: row.fate.mergedInto }
  }
  if (!record) return { ...base, outcome: 'created' }
  const changes = [...changesOf(record.values, row.values), ...backFromArchive(record.values)]
  const renamed = changes.find((change) => change.field === 'name')
  const warnings = renamed
    ? [...row.warnings, note('name-changed', 'name', `名册里是“${String(renamed.from)}”，按改名处理`)]
    : row.warnings
  return { ...base, warnings, changes, outcome: changes.length > 0 ? 'changed' : 'unchanged' }
}

/** Fields in which a row says something else than the record. */
export function changesOf(stored: Values, row: Values): FieldChange[] {
  return Object.entries(row).flatMap(([field, value]) => {
    // A roster that says nothing of a mandate does not revive one that has ended.
    if (NOT_STORED.has(field) || isEmpty(value) || (field === 'status' && value === 'serving')) return []
    const from = stored[field] ?? null
    const to = field === 'terms' ? joined(from, value) : value
    return sameValue(from, to) ? [] : [{ field, from, to }]
  })
}

/** A firm that was archived and stands in the file again is taken back into the roster. */
function backFromArchive(stored: Values): FieldChange[] {
  const why = stored['archived'] ?? null
  return why === null ? [] : [{ field: 'archived', from: why, to: null }]
}

function joined(from: FieldValue, to: FieldValue): FieldValue {
  if (!Array.isArray(from) || !Array.isArray(to)) return to
  return [...new Set([...from, ...to].map(Number))].sort((a, b) => a - b)
}

function indexStored(stored: readonly StoredRecord[], kind: ImportKind): Map<string, StoredRecord[]> {
  const index = new Map<string, StoredRecord[]>()
  for (const record of stored) {
    const key = keyOf(record.values, kind)
    const same = index.get(key)
    if (same) same.push(record)
    else index.set(key, [record])
  }
  return index
}

function findStored(
  values: Values, index: ReadonlyMap<string, readonly StoredRecord[]>, kind: ImportKind,
): StoredRecord | null {
  const found = index.get(keyOf(values, kind)) ?? []
  if (kind.identity === 'code' || kind.identity === 'key') return found[0] ?? null
  return found.find((record) => isSamePerson(record.values, values)) ?? null
}

const nameOf = (values: Values): string => comparable(String(values['name'] ?? ''))

function keyOf(values: Values, kind: ImportKind): string {
  return kind.key.map((field) => comparable(String(values[field] ?? ''))).join('\n')
}
