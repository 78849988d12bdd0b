import type { WorkingCalendar } from '../shared/workingCalendar.ts'

/** Something that does not add up: which check, which record (a public number where it has one), and what, in words. */
export interface Finding {
  check: string
  record: string
  text: string
}

/** What checks are given: they read the database and nothing else. */
export interface Frame {
  now: Date
  calendar: WorkingCalendar
  /** signs audit entries and blocks; kept outside the database */
  auditKey: Buffer
}

/** A check as the operator sees it. `find` reads only and returns every row that is wrong. */
export interface Check {
  name: string
  word: string
  find(frame: Frame): Promise<Finding[]>
}

/** Findings of one check on one record, from plain sentences. */
export const findings = (check: string, record: string, texts: readonly string[]): Finding[] =>
  texts.map((text) => ({ check, record, text }))
