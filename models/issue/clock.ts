import { addDays, type CivilDay } from '../shared/calendarDay.ts'
import { isWorkingDay, workingDayOf, workingDaysBetween, type WorkingCalendar } from '../shared/workingCalendar.ts'
import type { Pause } from './dueVersion.ts'

/** What the clock of a case is drawn from: the present due version and the stops of the main clock. */
export interface ClockFacts {
  startOn: CivilDay
  /** the counted length; null for months and promises, whose days are not a budget */
  workingDays: number | null
  dueOn: CivilDay
  provisional: boolean
  pauses: readonly Pause[]
  /** signed working days left at the stop; null while the clock runs */
  remainingAtStop: number | null
  /** the moment of the settling answer; null while the case is in hand */
  settledAt: Date | null
}

export type CellKind = 'used' | 'paused' | 'left' | 'over'

/** The clock in working days, for the bar and for words. */
export interface Clock {
  /** counted days so far, those after the due day included */
  used: number
  /** the version's counted length */
  total: number
  /** signed working days to the due day; negative when overdue; what was left at the stop while it stands still */
  left: number
  pausedDays: number
  running: boolean
  overdue: boolean
  /** one cell per working day from the day after the start to the due day, or to today when that is later */
  cells: { on: CivilDay; kind: CellKind; isDue: boolean; isToday: boolean }[]
}

/** First and last day of a stop: the day after its working day up to the working day on which it ended, or today. */
export interface StoppedStretch {
  fromOn: CivilDay
  toOn: CivilDay
  why: string
  fromAt: Date
  toAt: Date | null
}

/**
 * The stops as spans of civil days that do not count. The day of the stop still counted; the day of resumption does
 * not, the count goes on with the day after it. A stop that ended on its own day leaves no span.
 * @source vectors workingDays.json, kind resume
 */
export function stoppedStretches(pauses: readonly Pause[], now: Date, calendar: WorkingCalendar): StoppedStretch[] {
  return pauses
    .map(({ fromAt, toAt, why }) => ({
      fromOn: addDays(workingDayOf(fromAt, calendar).day, 1),
      toOn: workingDayOf(toAt ?? now, calendar).day,
      why,
      fromAt,
      toAt,
    }))
    .filter(({ fromOn, toOn }) => fromOn <= toOn)
}

/** The figures of a clock without its cells: what a row of a list draws. */
export interface ClockSum {
  /** counted days up to the due day */
  used: number
  total: number
  over: number
  paused: number
  /** counted days before the first stop */
  pausedAfter: number
  left: number
  running: boolean
}

/** The same figures as `clockAt`, without walking through the days. */
export function clockSumAt(facts: ClockFacts, now: Date, calendar: WorkingCalendar): ClockSum {
  const at = facts.settledAt ?? now
  const today = workingDayOf(at, calendar).day
  const stops = stoppedStretches(facts.pauses.filter(({ fromAt }) => fromAt < at), at, calendar)
    .filter(({ toOn }) => toOn > facts.startOn)
    .map(({ fromOn, toOn }) => ({ afterOn: addDays(fromOn, -1), toOn }))
  const between = (from: CivilDay, to: CivilDay) => workingDaysBetween(from, to, calendar)
  const paused = stops.reduce((sum, { afterOn, toOn }) => sum + between(afterOn, toOn), 0)
  const counted = Math.max(0, between(facts.startOn, today) - paused)
  const left = facts.remainingAtStop ?? between(today, facts.dueOn)
  const over = Math.max(0, -left)
  const used = Math.max(0, counted - over)
  const first = stops[0]
  return {
    used, over, paused, left, total: used + Math.max(0, left),
    pausedAfter: first ? Math.max(0, between(facts.startOn, first.afterOn)) : 0,
    running: facts.remainingAtStop === null && facts.settledAt === null,
  }
}

/** The clock at a moment. A settled case shows the clock as it stood at its answer. */
export function clockAt(facts: ClockFacts, now: Date, calendar: WorkingCalendar): Clock {
  const at = facts.settledAt ?? now
  const today = workingDayOf(at, calendar).day
  const pauses = facts.pauses.filter(({ fromAt }) => fromAt < at)
  const stretches = stoppedStretches(pauses, at, calendar)
  const isStopped = (day: CivilDay) => stretches.some(({ fromOn, toOn }) => fromOn <= day && day <= toOn)
  const days = workingDaysAfter(facts.startOn, facts.dueOn < today ? today : facts.dueOn, calendar)
  let counted = 0
  const kindOf = (day: CivilDay): CellKind => {
    if (day <= today && isStopped(day)) return 'paused'
    if (day > today) return 'left'
    counted += 1
    return day > facts.dueOn || isSpent(facts, counted) ? 'over' : 'used'
  }
  const cells = days.map((on) => ({ on, kind: kindOf(on), isDue: on === facts.dueOn, isToday: on === today }))
  const count = (...kinds: CellKind[]) => cells.filter(({ kind }) => kinds.includes(kind)).length
  const left = facts.remainingAtStop ?? workingDaysBetween(today, facts.dueOn, calendar)
  return {
    used: count('used', 'over'),
    total: count('used') + Math.max(0, left),
    left,
    pausedDays: count('paused'),
    running: facts.remainingAtStop === null && facts.settledAt === null,
    overdue: left < 0,
    cells,
  }
}

/**
 * Whether the n-th counted day lies beyond the limit. The due day of a clock that stopped overdue moves with the stop,
 * so that days over can lie before it; they stay days over.
 */
export const isSpent = ({ workingDays }: Pick<ClockFacts, 'workingDays'>, n: number): boolean =>
  workingDays !== null && n > workingDays

function workingDaysAfter(startOn: CivilDay, lastOn: CivilDay, calendar: WorkingCalendar): CivilDay[] {
  const days: CivilDay[] = []
  for (let day = addDays(startOn, 1); day <= lastOn; day = addDays(day, 1))
    if (isWorkingDay(day, calendar)) days.push(day)
  return days
}
