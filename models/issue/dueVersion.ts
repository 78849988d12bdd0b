import { instantOf, type CivilDay } from '../shared/calendarDay.ts'
import { monthsAfter } from '../shared/monthPeriod.ts'
import {
  DAY_ENDS, dueAfter, factsOf, remainingAt, workingDayOf, type Deadline, type WorkingCalendar,
} from '../shared/workingCalendar.ts'
import type { Span } from './deadline.ts'

export const DUE_KINDS = { assign: '交办', extension: '延期', redo: '重办', promise: '承诺' } as const
export type DueKind = keyof typeof DUE_KINDS

/** One promise about time. A later version replaces it; cards already issued keep their own version. */
export interface DueVersion {
  n: number
  kind: DueKind
  /** the moment it counts from; an extension counts from the same moment as the version before */
  fromAt: Date
  /** the working day that moment belongs to; not counted */
  startOn: CivilDay
  /** working days in all, extensions included; null for months and promises */
  workingDays: number | null
  /** months in all; null for working days and promises */
  months: number | null
  dueOn: CivilDay
  dueAt: Date
  provisional: boolean
  reason: string
  setAt: Date
}

/** A stretch in which the main clock stood still; open while `toAt` is null. */
export interface Pause {
  fromAt: Date
  toAt: Date | null
  why: string
}

/** What a version is counted from: everything but its result. */
export type DueBasis = Pick<DueVersion, 'kind' | 'fromAt' | 'workingDays' | 'months' | 'dueOn'>

/**
 * Where a version is due: its own length from its own beginning, moved by every stop that has ended since. A stop keeps
 * the signed remaining working days, so an overdue clock stays overdue by as many. A promised day stands as it was
 * promised.
 * @source domain.md §8 (a stopped clock keeps its signed remaining working days)
 */
export function deadlineOf(version: DueBasis, pauses: readonly Pause[], calendar: WorkingCalendar): Deadline {
  const first = ownDeadline(version, calendar)
  if (version.kind === 'promise') return first
  return pauses.reduce((due, { fromAt, toAt }) => {
    if (toAt === null || fromAt < version.fromAt) return due
    const moved = dueAfter(toAt, remainingAt(fromAt, due.dueOn, calendar), calendar)
    return { ...moved, startOn: due.startOn, provisional: due.provisional || moved.provisional }
  }, first)
}

function ownDeadline(version: DueBasis, calendar: WorkingCalendar): Deadline {
  const { fromAt, workingDays, months, dueOn } = version
  if (workingDays !== null) return dueAfter(fromAt, workingDays, calendar)
  const start = workingDayOf(fromAt, calendar)
  if (months !== null) return { ...monthsAfter(fromAt, months, calendar), startOn: start.day }
  return {
    startOn: start.day,
    dueOn,
    dueAt: instantOf(dueOn, DAY_ENDS),
    provisional: factsOf(dueOn, calendar).provisional,
  }
}

/** The next version of a case. `span` gives its whole length; a promise has a day instead. */
export function nextVersion(
  given: { n: number; kind: DueKind; fromAt: Date; setAt: Date; reason: string; length: Span | { dueOn: CivilDay } },
  pauses: readonly Pause[], calendar: WorkingCalendar,
): DueVersion {
  const { length, ...words } = given
  const basis: DueBasis = {
    kind: given.kind,
    fromAt: given.fromAt,
    workingDays: 'workingDays' in length ? length.workingDays : null,
    months: 'months' in length ? length.months : null,
    dueOn: 'dueOn' in length ? length.dueOn : '',
  }
  const { startOn, dueOn, dueAt, provisional } = deadlineOf(basis, pauses, calendar)
  return { ...words, startOn, workingDays: basis.workingDays, months: basis.months, dueOn, dueAt, provisional }
}

/** The same version counted anew after a stop has ended or a year has been loaded or amended. */
export const recounted = (version: DueVersion, pauses: readonly Pause[], calendar: WorkingCalendar): DueVersion => ({
  ...version, ...deadlineOf(version, pauses, calendar),
})
