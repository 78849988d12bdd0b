import type { CivilDay } from '../shared/calendarDay.ts'
import type { Grade, IssueState } from '../issue/words.ts'

/** A case as far as its rank among the exceptions and the reason for it go. Days are working days. */
export interface ExceptionFacts {
  no: string
  state: IssueState
  grade: Grade
  /** 0 when not overdue */
  overdueDays: number
  dueOn: CivilDay | null
  /** since when no department takes it; null while one does */
  unclaimedSince: CivilDay | null
  unclaimedDays: number
  /** 大型, 中型 …, '' where the raiser is no enterprise */
  size: string
  /** the reading leader keeps contact with the raiser */
  own: boolean
  refusals: number
  failedVerifications: number
  unsatisfied: number
  extensionRefused: boolean
  /** working days without sign-off after the limit for it, 0 when signed */
  unsignedDays: number
  lastProgressDays: number | null
  /** due day of the promise in 挂账 */
  promiseOn: CivilDay | null
  /** an order (督办单) whose reply day has passed without one */
  orderUnanswered: { dueOn: CivilDay } | null
  /** the highest rung told, as a word */
  escalatedTo: string | null
}

const SIZE_WEIGHT: Readonly<Record<string, number>> = { 大型: 3, 中型: 2, 小型: 1 }
const UNCLAIMED_WEIGHT = 3
const ORDER_WEIGHT = 2
const OWN_WEIGHT = 1
const MAJOR_WEIGHT = 3

/**
 * How much a case needs a leader, in working days of delay. A day overdue counts one; a case that nobody takes counts
 * three more and each of its days, since no clock runs for it; an order without reply two; a large, medium or small
 * enterprise three, two or one; 重大 three; a firm of the reading leader one.
 */
export function urgencyOf(facts: ExceptionFacts): number {
  return facts.overdueDays
    + (facts.unclaimedSince === null ? 0 : facts.unclaimedDays + UNCLAIMED_WEIGHT)
    + (facts.orderUnanswered === null ? 0 : ORDER_WEIGHT)
    + (SIZE_WEIGHT[facts.size] ?? 0)
    + (facts.grade === '重大' ? MAJOR_WEIGHT : 0)
    + (facts.own ? OWN_WEIGHT : 0)
}

/** The most urgent cases first; level ones by the longer delay, then by number, so that the order never wavers. */
export function ranked<F extends ExceptionFacts>(facts: readonly F[]): F[] {
  return facts.toSorted((a, b) =>
    urgencyOf(b) - urgencyOf(a) || b.overdueDays - a.overdueDays || a.no.localeCompare(b.no))
}

/**
 * Why the case stands here, in at most two phrases: what is known about the delay, the weightiest first.
 * @param dayWords a civil day in words, without the weekday
 */
export function reasonOf(facts: ExceptionFacts, dayWords: (day: CivilDay) => string): string {
  const phrases = REASONS.flatMap(reason => reason(facts, dayWords) ?? [])
  return phrases.length === 0 ? '期限已过，还没有答复' : phrases.slice(0, 2).join('；')
}

type Reason = (facts: ExceptionFacts, dayWords: (day: CivilDay) => string) => string | null

const REASONS: readonly Reason[] = [
  ({ orderUnanswered }, words) => orderUnanswered && `督办单要求 ${words(orderUnanswered.dueOn)}前回复，没有回复`,
  ({ escalatedTo }) => escalatedTo && `已升到${escalatedTo}`,
  ({ unclaimedSince, refusals }) => unclaimedSince && (refusals > 1 ? `${refusals} 次退办，等办公室裁定` : '退办后等办公室裁定'),
  ({ unsignedDays }) => unsignedDays > 0 ? `超过签收时限 ${unsignedDays} 个工作日，没有签收` : null,
  ({ state, promiseOn }, words) => state === 'pledged' && promiseOn ? `承诺 ${words(promiseOn)}兑现，没有兑现` : null,
  ({ failedVerifications: times }) => times > 0 ? `核验退回 ${times} 次` : null,
  ({ unsatisfied: times }) => times > 0 ? `提出人 ${times} 次不满意` : null,
  ({ extensionRefused }) => extensionRefused ? '申请延期没有获准' : null,
  ({ lastProgressDays: days }) => days === null ? '没有报过进展' : days > 5 ? `${days} 个工作日没有新进展` : null,
]
