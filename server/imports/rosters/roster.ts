import type { ClientSession, Types } from 'mongoose'
import type { FieldValue, Values } from '../../../models/import/values.ts'
import type { StoredRecord } from '../../../models/import/plan.ts'

/** One stored record, to be changed field by field in the words of the import and saved with others at once. */
export interface RosterRecord extends StoredRecord {
  /** what people call it, for the trail and lists: a code, an account */
  no: string
  name: string
  set(field: string, value: FieldValue): void
  archive(why: string, now: Date): void
}

/** A roster as the import sees it: the same few steps for firms, members, users and posts. */
export interface Roster {
  /** type of the record in the trail */
  noun: string
  /** everything that is stored and not archived, or known by a key that must stay unique; a few at a time */
  all(): AsyncIterable<StoredRecord & { name: string }>
  /** records that these rows may mean, by the roster's identity */
  find(rows: readonly Values[], session: ClientSession): Promise<RosterRecord[]>
  byIds(ids: readonly string[], session: ClientSession): Promise<RosterRecord[]>
  make(values: Values, by: { id: Types.ObjectId | null; now: Date }): RosterRecord
  save(records: readonly RosterRecord[], now: Date, session: ClientSession): Promise<void>
  /** ids that other records point at: those cannot be removed any more */
  inUse(ids: readonly string[], session: ClientSession): Promise<Set<string>>
  remove(ids: readonly string[], session: ClientSession): Promise<void>
}

export const words = (value: FieldValue | undefined): string =>
  (value === null || value === undefined ? '' : String(value))
export const list = (value: FieldValue | undefined): string[] => (Array.isArray(value) ? value.map(String) : [])
/** '' as null, as the rules know emptiness */
export const orNull = (text: string | null | undefined): string | null => text || null
