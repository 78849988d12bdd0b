import { dayOf, type CivilDay } from '../shared/calendarDay.ts'
import type { CallBack } from '../issue/record.ts'
import type { IssueState, RaiserKind, Source } from '../issue/words.ts'
import type { IssueLeaf } from './leaves.ts'

/** An issue as far as the score looks at it. */
export interface CountedIssue {
  source: Source
  raiser: { kind: RaiserKind }
  state: IssueState
  assignedAt: Date | null
  contactDueAt: Date | null
  contactedAt: Date | null
  dueOn: CivilDay | null
  settledInTime: boolean | null
  callBacks: readonly Pick<CallBack, 'at' | 'reached' | 'solved' | 'satisfaction'>[]
}

/** Both ends count. */
export interface Period {
  fromOn: CivilDay
  toOn: CivilDay
}

/** Where an issue counts: true = in numerator and denominator, false = in the denominator only, absent = not at all. */
export type IssueLeaves = Partial<Record<IssueLeaf, boolean>>

const OUTSIDE: readonly IssueState[] = ['draft', 'submitted', 'rejected', 'merged', 'withdrawn']
/** The clock stands still and nobody has to answer: 退办复核, and 挂账 until it is answered again. */
const NOT_DUE: readonly IssueState[] = ['refusalReview', 'pledged']
const LIAISON_RAISERS: readonly RaiserKind[] = ['enterprise', 'npc', 'cppcc']
const PUBLIC_SOURCES: readonly Source[] = ['suggestion', 'proposal', 'opinion']

/**
 * The leaves of R in which an issue counts for its present lead department.
 *
 * T (响应, 解决, 满意) takes what enterprises and members raised, from any source; G takes 市民意见, 建议 and 提案. 响应: assigned
 * in the period; 解决 and 满意: the first call-back that reached the raiser lies in it (partly solved is not solved, 未评价 is no
 * rating); 按时办复: due in it, on time as verification upheld it. Rejected, merged, withdrawn and unreachable ones count nowhere.
 *
 * @source domain.md §3 (rates), §7, DESIGN.md §7 R
 */
export function leavesOfIssue(issue: CountedIssue, period: Period): IssueLeaves {
  if (OUTSIDE.includes(issue.state) || isUnreachable(issue)) return {}
  const liaison = LIAISON_RAISERS.includes(issue.raiser.kind)
  const open = PUBLIC_SOURCES.includes(issue.source) || issue.raiser.kind === 'citizen'
  const { solved, rated } = callBackResult(issue, period)
  return present({
    responded: liaison ? contactResult(issue, period) : null,
    resolved: liaison ? solved : null,
    satisfied: liaison ? rated : null,
    onTime: open ? dueResult(issue, period) : null,
    raiserSatisfied: open ? rated : null,
  })
}

/** A period that still runs is counted up to today. */
export const untilToday = (period: Period, today: CivilDay): Period =>
  ({ fromOn: period.fromOn, toOn: today < period.toOn ? today : period.toOn })

const within = (on: CivilDay | null, { fromOn, toOn }: Period): boolean => on !== null && fromOn <= on && on <= toOn

const isUnreachable = ({ state, callBacks }: CountedIssue): boolean =>
  state === 'closed' && callBacks.length > 0 && callBacks.every(({ reached }) => !reached)

function contactResult({ assignedAt, contactedAt, contactDueAt }: CountedIssue, period: Period): boolean | null {
  if (assignedAt === null || !within(dayOf(assignedAt), period)) return null
  return contactedAt !== null && (contactDueAt === null || contactedAt <= contactDueAt)
}

const dueResult = ({ state, dueOn, settledInTime }: CountedIssue, period: Period): boolean | null =>
  (within(dueOn, period) && !NOT_DUE.includes(state) ? settledInTime === true : null)

function callBackResult({ callBacks }: CountedIssue, period: Period): { solved: boolean | null; rated: boolean | null } {
  const first = callBacks.find(({ reached }) => reached)
  if (!first || !within(dayOf(first.at), period)) return { solved: null, rated: null }
  return {
    solved: first.solved === null ? null : first.solved === '已解决',
    rated: first.satisfaction === null || first.satisfaction === '未评价' ? null : first.satisfaction !== '不满意',
  }
}

const present = (leaves: Record<IssueLeaf, boolean | null>): IssueLeaves =>
  Object.fromEntries(Object.entries(leaves).filter(([, hit]) => hit !== null))
