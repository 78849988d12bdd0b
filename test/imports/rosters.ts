import { readFileSync } from 'node:fs'
import { applyOverrides } from '../../models/import/overrides.ts'
import { importKind, type ImportKindName } from '../../models/import/kinds.ts'
import { findLayout, type Layout } from '../../models/import/layout.ts'
import type { ImportContext, Values } from '../../models/import/values.ts'
import { countOutcomes, planImport, type ImportPlan, type StoredRecord } from '../../models/import/plan.ts'
import { readRows } from '../../models/import/readRows.ts'
import { withinFile } from '../../models/import/withinFile.ts'
import { readWorkbook } from '../../server/lib/workbook/readWorkbook.ts'
import type { Workbook } from '../../models/shared/sheet.ts'

export const ROSTERS = new URL('../fixtures/rosters/', import.meta.url)

type Fields = Record<string, unknown>

export interface ExpectedFile {
  kind: ImportKindName
  verdict: string
  reason?: string
  sheet?: string | null
  headerRows?: number[]
  firstDataRow?: number
  lastDataRow?: number
  encoding?: string
  columns?: Record<string, string | null>
  dataRows?: number
  created: { count: number | { anyOf: number[] }; totals?: Record<string, unknown>; rows?: Fields[] }
  refused?: { row: number; reason: string; also?: string[]; suggestion?: string; overridable?: boolean; ifOverridden?: Fields }[]
  duplicates?: { row: number; of: number }[]
  merged?: { row: number; into: number }[]
  warnings?: { row: number; warning: string; also?: string[]; field: string | null }[]
  mustNotAppear?: string[]
  withOverride?: { created: number }
  honestRows?: Fields[]
  limitSeconds?: number
  mustNotExist?: string
}

interface Expected {
  districts: Record<string, string>
  categories: string[]
  sequences: { steps: string[]; secondStep: { created: number; changed: number; unchanged: number; refused: number; changes: Fields[]; warnings: Fields[] } }[]
  files: Record<string, ExpectedFile>
}

export const EXPECTED = JSON.parse(readFileSync(new URL('expected.json', ROSTERS), 'utf8')) as Expected

export const rosterBytes = (name: string): Buffer => readFileSync(new URL(name, ROSTERS))

/** Our word for a field of expected.json. */
export const ourField = (field: string): string => (field === 'linkedMayor' ? 'linkedLeader' : field)

export function contextFor(workbook: Workbook): ImportContext {
  const districts = Object.entries(EXPECTED.districts).map(([code, name]) => ({ code, name }))
  return {
    districts, regions: ['山东省', '青岛市'], categories: EXPECTED.categories, departments: [], roles: [],
    date1904: workbook.date1904, on: '2026-11-25',
  }
}

export interface Reading {
  workbook: Workbook
  layout: Layout
  plan: ImportPlan
}

/** What a plain import makes of a file over a roster. */
export async function importFile(
  name: string, stored: StoredRecord[] = [], overrides = new Map<number, string>(),
): Promise<Reading> {
  const { kind: kindName } = EXPECTED.files[name] ?? { kind: 'enterprises' as const }
  const kind = importKind(kindName)
  const workbook = await readWorkbook(rosterBytes(name), name)
  const layout = findLayout(workbook, kind.columns)
  const sheet = workbook.sheets.find((one) => one.name === layout?.sheet)
  if (!layout || !sheet) throw new Error(`${name}: no header found`)
  const rows = applyOverrides([...readRows(sheet, layout, kind, contextFor(workbook))], overrides)
  return { workbook, layout, plan: planImport(withinFile(rows, kind), stored, kind) }
}

/** The roster after confirming a plan. */
export function confirmed(plan: ImportPlan, stored: StoredRecord[] = []): StoredRecord[] {
  const after = stored.map((record) => {
    const row = plan.rows.find((one) => one.record === record.id && one.outcome === 'changed')
    const changed: Values = Object.fromEntries((row?.changes ?? []).map((change) => [change.field, change.to]))
    return { id: record.id, values: { ...record.values, ...changed } }
  })
  const fresh = plan.rows.filter((row) => row.outcome === 'created').map(
    (row) => ({ id: `row-${row.row}-${after.length}`, values: row.values }),
  )
  return [...after, ...fresh]
}

export const counts = (plan: ImportPlan) => countOutcomes(plan.rows)
