import type { CivilDay } from '../shared/calendarDay.ts'
import { addOfficeMinutes, type OfficeHours } from '../shared/officeHours.ts'
import { monthsAfter } from '../shared/monthPeriod.ts'
import {
  addWorkingDays,
  dueAfter,
  workingDayOf,
  type CountedDay,
  type WorkingCalendar,
} from '../shared/workingCalendar.ts'
import type { Grade, Source } from './words.ts'

/** A length of time as the offices give it. Office minutes run in office hours only, clock minutes day and night. */
export type Span = { workingDays: number } | { months: number } | { officeMinutes: number } | { clockMinutes: number }

/** What limits apply: the grade of a case, or the kind of paper that has limits of its own. */
export type LimitClass = Grade | '市民意见建议' | '人大建议/政协提案' | '重办' | '建议提案重办'

export interface Limits {
  contact: Span | null
  plan: Span | null
  /** null = set by a leader at assignment, at most `CLOSE_AT_MOST` */
  close: Span | null
  extension: Span | null
  /** who grants an extension; always somebody outside the handling department */
  extensionBy: 'office' | 'leader'
}

/** The limits as data. @source domain.md §8, table of classes */
export const LIMITS: Readonly<Record<LimitClass, Limits>> = {
  咨询: {
    contact: { workingDays: 1 },
    plan: { workingDays: 2 },
    close: { workingDays: 3 },
    extension: null,
    extensionBy: 'office',
  },
  一般: {
    contact: { officeMinutes: 120 },
    plan: { workingDays: 3 },
    close: { workingDays: 15 },
    extension: { workingDays: 7 },
    extensionBy: 'office',
  },
  复杂: {
    contact: { workingDays: 1 }, plan: { workingDays: 3 }, close: { workingDays: 30 }, extension: { workingDays: 15 },
    extensionBy: 'office',
  },
  重大: {
    contact: { clockMinutes: 120 },
    plan: { workingDays: 1 },
    close: null,
    extension: { workingDays: 30 },
    extensionBy: 'leader',
  },
  市民意见建议: {
    contact: null,
    plan: null,
    close: { workingDays: 15 },
    extension: { workingDays: 7 },
    extensionBy: 'office',
  },
  '人大建议/政协提案': {
    contact: null,
    plan: null,
    close: { months: 3 },
    extension: { months: 6 },
    extensionBy: 'office',
  },
  重办: {
    contact: { workingDays: 1 },
    plan: { workingDays: 3 },
    close: { workingDays: 7 },
    extension: null,
    extensionBy: 'office',
  },
  建议提案重办: { contact: null, plan: null, close: { months: 1 }, extension: null, extensionBy: 'office' },
}

/** The longest limit that a leader may set for a 重大 case, and what the form proposes. @source domain.md §8 */
export const CLOSE_AT_MOST = 60
export const CLOSE_PROPOSED = 30

/**
 * The office's own limits in working days, with those of 签收 and 协办意见. They raise no cards; queues show them.
 * @source DESIGN.md §7 Issue, domain.md §8
 */
export const OWN_LIMITS = {
  acceptance: 1, signature: 1, arbitration: 1, extension: 1, verification: 5, callBack: 5, coOpinion: 3, order: 3,
} as const

/** Cases longer than this owe a dated progress entry each month. @source forms.md §10 no. 5 */
export const PROGRESS_OWED_AFTER_DAYS = 30
/** A promise lies at most so far ahead. @source domain.md §9 */
export const PROMISE_AT_MOST_MONTHS = 12

const isProposal = (source: Source): boolean => source === 'suggestion' || source === 'proposal'

/** Which limits a case has. Papers of a congress and citizens' opinions have their own, whatever the grade. */
export function limitClassOf({ source, grade }: { source: Source; grade: Grade }): LimitClass {
  if (isProposal(source)) return '人大建议/政协提案'
  return source === 'opinion' ? '市民意见建议' : grade
}

/** The limits of doing a case again after an unsatisfied raiser or a failed look-back. */
export const redoClassOf = ({ source }: { source: Source }): LimitClass => (isProposal(source) ? '建议提案重办' : '重办')

/** When a span that begins at `from` ends. @source domain.md §5 Counting */
export function endOf(
  span: Span,
  from: Date,
  hours: OfficeHours,
  calendar: WorkingCalendar,
): { dueAt: Date; provisional: boolean } {
  if ('clockMinutes' in span)
    return { dueAt: new Date(from.getTime() + span.clockMinutes * 60_000), provisional: false }
  if ('officeMinutes' in span) return addOfficeMinutes(from, span.officeMinutes, hours, calendar)
  return 'months' in span ? monthsAfter(from, span.months, calendar) : dueAfter(from, span.workingDays, calendar)
}

/** The span as people say it: 15 个工作日, 3 个月, 2 个工作小时, 2 小时. */
export function spanWords(span: Span): string {
  if ('workingDays' in span) return `${span.workingDays} 个工作日`
  if ('months' in span) return `${span.months} 个月`
  return 'officeMinutes' in span ? `${span.officeMinutes / 60} 个工作小时` : `${span.clockMinutes / 60} 小时`
}

/**
 * Why an extension cannot be asked for, null when it can. In time = the asking day by the 17:30 rule lies before the
 * due day.
 * @param earlier  extensions already granted in this case
 * @source domain.md §8 (once, at least one working day before due)
 */
export function extensionRefused(
  { limitClass, dueOn, earlier }: { limitClass: LimitClass; dueOn: CivilDay; earlier: number },
  askedAt: Date,
  calendar: WorkingCalendar,
): 'none' | 'used' | 'late' | null {
  if (LIMITS[limitClass].extension === null) return 'none'
  if (earlier > 0) return 'used'
  return workingDayOf(askedAt, calendar).day < dueOn ? null : 'late'
}

/**
 * The latest day an extension may reach: so many working days after the present due day, or the month limit of congress
 * papers counted from the first day again.
 * @param fromAt  moment of 交办
 * @returns null where the class knows no extension
 */
export function longestExtension(
  { limitClass, dueOn, fromAt }: { limitClass: LimitClass; dueOn: CivilDay; fromAt: Date }, calendar: WorkingCalendar,
): CountedDay | null {
  const span = LIMITS[limitClass].extension
  if (span === null) return null
  if ('workingDays' in span) return addWorkingDays(dueOn, span.workingDays, calendar)
  const end = 'months' in span ? monthsAfter(fromAt, span.months, calendar) : null
  return end && { day: end.dueOn, provisional: end.provisional }
}
