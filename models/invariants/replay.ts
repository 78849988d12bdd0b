import { draftOf } from '../issue/gates.ts'
import { deadlineOf } from '../issue/dueVersion.ts'
import type { HistoryEntry, Issue } from '../issue/record.ts'
import { mainVersion, presentVersion } from '../issue/step.ts'
import { ISSUE_ACT_NAMES, isOpen, rowsOf, stockOf, type IssueAct } from '../issue/state.ts'
import { STATES } from '../issue/words.ts'
import type { WorkingCalendar } from '../shared/workingCalendar.ts'

/** What the checks look at of a case. */
export type CheckedIssue = Pick<
  Issue,
  | '_id'
  | 'no'
  | 'state'
  | 'open'
  | 'stock'
  | 'history'
  | 'createdAt'
  | 'submittedAt'
  | 'assignedAt'
  | 'closedAt'
  | 'settledAt'
  | 'settledInTime'
  | 'dueVersions'
  | 'dueVersion'
  | 'dueOn'
  | 'dueAt'
  | 'pauses'
  | 'answers'
  | 'refusals'
  | 'extensions'
  | 'callBacks'
  | 'progress'
  | 'reworkCount'
  | 'unsatisfiedCount'
  | 'reopened'
  | 'resultClass'
  | 'leadDepartment'
  | 'remainingAtStop'
  | 'visit'
  | 'raiser'
>

const isStep = (act: HistoryEntry['act']): act is IssueAct => ISSUE_ACT_NAMES.some((name) => name === act)
const over =
  (act: IssueAct, to: HistoryEntry['to']) =>
  (entry: HistoryEntry): boolean =>
    entry.act === act && entry.to === to
const differs = (word: string, stored: unknown, replayed: unknown): string[] =>
  String(stored) === String(replayed) ? [] : [`${word}存的是 ${String(stored)}，按过程应为 ${String(replayed)}`]

/**
 * Whether the history replays to the case as it stands: each entry is a step of the transition table that begins
 * where the last
 * one ended, and the stored state, moments and counts follow from the entries.
 */
export function historyComplaints(issue: CheckedIssue): string[] {
  const { history } = issue
  const last = history.at(-1)
  if (!last) return ['没有办理过程']
  return [
    ...stepComplaints(history),
    ...differs('状态', STATES[issue.state], STATES[last.to]),
    ...countComplaints(issue),
    ...momentComplaints(issue),
  ]
}

function stepComplaints(history: readonly HistoryEntry[]): string[] {
  return history.flatMap(({ at, act, from, to }, index) => {
    const before = history[index - 1]
    const begins = before?.to ?? 'draft'
    const allowed = isStep(act)
      ? rowsOf(from, act).some((row) => (row.to === 'same' ? from : row.to) === to)
      : from === to
    return [
      ...(from === begins ? [] : [`第 ${index + 1} 步从“${STATES[from]}”开始，上一步停在“${STATES[begins]}”`]),
      ...(allowed ? [] : [`第 ${index + 1} 步 ${act} 不能从“${STATES[from]}”到“${STATES[to]}”`]),
      ...(before === undefined || before.at <= at ? [] : [`第 ${index + 1} 步的时间早于上一步`]),
    ]
  })
}

function countComplaints({
  history,
  answers,
  refusals,
  extensions,
  callBacks,
  reworkCount,
  unsatisfiedCount,
  reopened,
}: CheckedIssue): string[] {
  const count = (test: (entry: HistoryEntry) => boolean): number => history.filter(test).length
  const released = answers.filter(({ releasedAt }) => releasedAt !== null)
  const redone = count((entry) => entry.to === 'redo' && entry.from !== 'redo')
  return [
    ...differs('答复次数', released.length, count(over('releaseAnswer', 'answered'))),
    ...differs(
      '退办次数',
      refusals.length,
      count(({ act }) => act === 'refuse'),
    ),
    ...differs(
      '延期申请次数',
      extensions.length,
      count(({ act }) => act === 'askExtension'),
    ),
    ...differs(
      '回访次数',
      callBacks.length,
      count(({ act }) => act === 'callBack'),
    ),
    ...differs('重办次数', reworkCount, redone),
    ...differs(
      '不满意次数',
      unsatisfiedCount,
      callBacks.filter(({ satisfaction }) => satisfaction === '不满意').length,
    ),
    ...differs('回头看退回', reopened, count(({ act }) => act === 'reopen') > 0),
    ...(answers.length - released.length > 1 || (draftOf(answers) && !draftOf(answers)?.draftedAt)
      ? ['同时有两份待签发的答复']
      : []),
  ]
}

function momentComplaints({ history, submittedAt, assignedAt, closedAt, state }: CheckedIssue): string[] {
  const momentOf = (test: (entry: HistoryEntry) => boolean): number | null =>
    history.findLast(test)?.at.getTime() ?? null
  const closing = isOpen(state) ? null : momentOf((entry) => entry.to === state && entry.from !== state)
  return [
    ...differs(
      '登记时间',
      submittedAt?.getTime() ?? null,
      momentOf(({ act }) => act === 'submit'),
    ),
    ...differs(
      '交办时间',
      assignedAt?.getTime() ?? null,
      momentOf(({ act }) => act === 'accept'),
    ),
    ...(state === 'merged' ? [] : differs('销号时间', closedAt?.getTime() ?? null, closing)),
  ]
}

/**
 * Whether the stored flags agree with the state: `open` is what the partial index and all lists of open work rest
 * on.
 */
export const flagComplaints = ({ state, open, stock }: Pick<CheckedIssue, 'state' | 'open' | 'stock'>): string[] => [
  ...differs('在办标记', open, isOpen(state)),
  ...differs('所属存量', stock, stockOf(state)),
]

/**
 * Whether the due days follow from their beginnings, the stops and the calendar, and whether being in time does.
 * Versions that a
 * later one has replaced keep what counted then.
 */
export function dueComplaints(issue: CheckedIssue, calendar: WorkingCalendar): string[] {
  const { dueVersions, pauses, dueOn, dueAt, dueVersion, settledAt, settledInTime, history } = issue
  const present = presentVersion(issue)
  const counting = new Set([present, mainVersion(issue)])
  const recomputed = dueVersions
    .filter((version) => counting.has(version) && (issue.open || !version.provisional))
    .flatMap((version) => differs(`第 ${version.n} 版期限`, version.dueOn, deadlineOf(version, pauses, calendar).dueOn))
  const verified = history.findLast(({ act, to }) => act === 'verify' && to === 'callBack')
  const judged = dueVersions.find(({ n }) => n === verified?.dueVersion)
  return [
    ...dueVersions.flatMap(({ n }, index) => (n === index + 1 ? [] : [`期限版本 ${n} 排在第 ${index + 1} 位`])),
    ...(dueVersion === 0 ? [] : differs('现行期限', dueOn, present?.dueOn ?? null)),
    ...(dueVersion === 0 ? [] : differs('现行期限时刻', dueAt?.getTime() ?? null, present?.dueAt.getTime() ?? null)),
    ...recomputed,
    ...(pauses.filter(({ toAt }) => toAt === null).length > 1 ? ['同时有两段未结束的暂停'] : []),
    ...(settledAt === null || judged === undefined
      ? []
      : differs('是否按时', settledInTime, settledAt <= judged.dueAt)),
  ]
}
