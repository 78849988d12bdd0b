import type { KnownDistrict } from './district.ts'
import type { Note } from './reasons.ts'

/** null = empty */
export type FieldValue = string | number | readonly string[] | readonly number[] | null
export type Values = Readonly<Record<string, FieldValue>>

/** A code with every name that it goes by. */
export interface Named {
  code: string
  names: readonly string[]
}

/** What the rules need to know of the city; nothing here is read from anywhere but the caller. */
export interface ImportContext {
  districts: readonly KnownDistrict[]
  /** province and city as they stand in front of a district's name */
  regions: readonly string[]
  /** categories of representatives in the campaign */
  categories: readonly string[]
  /** departments by code, with every name they go by; empty = names are taken as they are printed */
  departments: readonly Named[]
  roles: readonly Named[]
  date1904: boolean
  /** the civil day of the import, for ages */
  on: string
}

/**
 * One cell as read: `values` may hold fields beside the column's own (gender behind a name, division of an industry).
 */
export interface CellReading {
  values: Record<string, FieldValue>
  /** makes the row refused */
  refusals: Note[]
  warnings: Note[]
}
