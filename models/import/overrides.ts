import type { RowReading } from './readRows.ts'

/** Rows that were held back for their check digit alone. Nothing else can be overridden. */
export function isOverridable(row: Pick<RowReading, 'refusals'>): boolean {
  return row.refusals.length > 0 && row.refusals.every((one) => one.reason === 'code-check-digit')
}

/**
 * Takes in rows whose check digit a person confirmed against the licence.
 * @param reasons by row number; the reason is kept with the record
 */
export function applyOverrides(rows: readonly RowReading[], reasons: ReadonlyMap<number, string>): RowReading[] {
  return rows.map((row) => {
    const reason = reasons.get(row.row)
    if (reason === undefined || !isOverridable(row)) return row
    return { ...row, refusals: [], fate: 'taken', values: { ...row.values, codeOverride: reason } }
  })
}
