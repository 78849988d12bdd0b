import { daysBetween, instantOf, type CivilDay } from '../shared/calendarDay.ts'
import type { OfficeHours } from '../shared/officeHours.ts'
import { addWorkingDays, isWorkingDay, type WorkingCalendar } from '../shared/workingCalendar.ts'
import type { LimitClass } from './deadline.ts'
import { RUNGS, type Grade, type Rung } from './words.ts'

/** A step of the ladder: a rung, or one of the two early reminders of congress papers. */
export type Step = 'R20' | 'R10' | Rung

export interface StepRule {
  step: Step
  /** working days from the due day */
  offset: number
  /** a warning lapses at the due day and when a higher one is reached; the others are always raised */
  warning: boolean
  /** congress papers only */
  proposalsOnly?: true
}

/** The ladder's steps from the first to the last. @source domain.md §8, table of levels */
export const LADDER: readonly StepRule[] = [
  { step: 'R20', offset: -20, warning: true, proposalsOnly: true },
  { step: 'R10', offset: -10, warning: true, proposalsOnly: true },
  { step: 'L0', offset: -3, warning: true },
  { step: 'L1', offset: -1, warning: true },
  { step: 'L2', offset: 1, warning: false },
  { step: 'L3', offset: 3, warning: false },
  { step: 'L4', offset: 7, warning: false },
  { step: 'L5', offset: 10, warning: false },
]

/** What a rung is called on pages and papers. 蓝 提醒, 黄 黄牌, 红 红牌; 督办单 is no card. @source DESIGN.md §7 Words */
export const RUNG_WORDS: Readonly<Record<Rung, string>> = {
  L0: '蓝牌提醒', L1: '黄牌', L2: '红牌', L3: '督办单', L4: '通报', L5: '约谈',
}
/** Rungs that the sweep only drafts (待签发) until a person signs. @source DESIGN.md §7 Ladder */
export const needsSigning = (rung: Rung): boolean => rung === 'L3' || rung === 'L4' || rung === 'L5'

/** The facts of the present due version that the ladder needs. */
export interface LadderFacts {
  limitClass: LimitClass
  grade: Grade
  startOn: CivilDay
  dueOn: CivilDay
  /** the due day itself is provisional */
  provisional: boolean
}

export interface StepDay extends StepRule {
  /** null = a warning that would not lie after the start day: never raised */
  on: CivilDay | null
  provisional: boolean
}

/** The day of each step of a due version, in the ladder's order. @source domain.md §8, vectors ladder.json */
export function stepDays(facts: LadderFacts, calendar: WorkingCalendar): StepDay[] {
  const steps = LADDER.filter((rule) => !rule.proposalsOnly || facts.limitClass === '人大建议/政协提案')
  return steps.map((rule) => {
    const { day, provisional } = addWorkingDays(facts.dueOn, rule.offset, calendar)
    const never = rule.warning && day <= facts.startOn
    return { ...rule, on: never ? null : day, provisional: facts.provisional || provisional }
  })
}

/** While the due day is provisional, L2 to L5 wait and the administrators are alarmed. @source DESIGN.md §7 Ladder */
const isHeld = (rule: StepRule, facts: LadderFacts): boolean => facts.provisional && !rule.warning

/**
 * The steps that must be raised on a civil day, in order; none on an off-day. A missed warning is raised late up to the
 * due day, the highest only; L2 to L5 are always raised, each once per due version.
 * @param raised  steps already raised in this due version
 */
export function stepsToRaise(
  facts: LadderFacts, today: CivilDay, raised: readonly Step[], calendar: WorkingCalendar,
): Step[] {
  if (!isWorkingDay(today, calendar)) return []
  const reached = stepDays(facts, calendar).filter(({ on }) => on !== null && on <= today)
  const warning = today <= facts.dueOn ? reached.findLast((day) => day.warning) : undefined
  return [...(warning ? [warning] : []), ...reached.filter((day) => !day.warning && !isHeld(day, facts))]
    .map(({ step }) => step)
    .filter((step) => !raised.includes(step))
}

/** The moment of a day from which a step may be raised: the opening of the office; for 重大 the beginning of the day. */
export const stepTime = (grade: Grade, hours: OfficeHours): string =>
  grade === '重大' ? '00:00' : hours[0]?.[0] ?? '09:00'

/**
 * The earliest instant at which the sweep has something to raise, past ones included; null when nothing is to come, or
 * when what is to come waits for a provisional due day to be settled.
 */
export function nextStepAt(
  facts: LadderFacts, today: CivilDay, raised: readonly Step[], hours: OfficeHours, calendar: WorkingCalendar,
): Date | null {
  const days = stepDays(facts, calendar)
  const lastReached = days.findLast(({ warning, on }) => warning && on !== null && on <= today)?.step
  const isLapsed = ({ warning, on, step }: StepDay) =>
    warning && (today > facts.dueOn || (on !== null && on <= today && step !== lastReached))
  const coming = days.filter((day) => !raised.includes(day.step) && !isLapsed(day) && !isHeld(day, facts))
  const [on = null] = coming.flatMap((day) => day.on ?? []).sort()
  return on === null ? null : instantOf(on, stepTime(facts.grade, hours))
}

/** Every step up to a rung, the rung included: what counts as raised when only the highest is known. */
export function stepsUpTo(rung: Rung | null): Step[] {
  return rung === null ? [] : LADDER.slice(0, LADDER.findIndex(({ step }) => step === rung) + 1).map(({ step }) => step)
}

/** The higher of two rungs; null is below all. */
export const higherRung = (one: Rung | null, other: Rung | null): Rung | null =>
  RUNGS[Math.max(one ? RUNGS.indexOf(one) : -1, other ? RUNGS.indexOf(other) : -1)] ?? null

/** Three red cards of one department within so many days make a 通报. @source domain.md §8 L4 */
const CIRCULAR_WINDOW_DAYS = 30
const CIRCULAR_CARDS = 3

/**
 * The three cards that make a 通报, oldest first; null while there are none. Each card is used once.
 * @param unused  red cards of one department that made no 通报 yet, by day of issue, oldest first
 */
export function circularFrom<Card extends { issuedOn: CivilDay }>(unused: readonly Card[]): readonly Card[] | null {
  for (let last = CIRCULAR_CARDS - 1; last < unused.length; last += 1) {
    const three = unused.slice(last - CIRCULAR_CARDS + 1, last + 1)
    const [first, third] = [three[0], three.at(-1)]
    if (first && third && daysBetween(first.issuedOn, third.issuedOn) < CIRCULAR_WINDOW_DAYS) return three
  }
  return null
}

/** So many orders without a reply lead to L5. @source DESIGN.md §7 Ladder */
export const UNANSWERED_ORDERS_FOR_L5 = 2
