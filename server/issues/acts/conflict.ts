import { dayOf } from '../../../models/shared/calendarDay.ts'
import { ISSUE_ACTS, type IssueAct } from '../../../models/issue/state.ts'
import { STATES } from '../../../models/issue/words.ts'
import type { HistoryEntry, Issue } from '../../../models/issue/record.ts'
import { dateTimeText } from '../../lib/format.ts'

const wordOf = (act: HistoryEntry['act']): string => (act in ISSUE_ACTS ? ISSUE_ACTS[act as IssueAct] : '改动')

/** The last thing that somebody did to the case: `自然资源和规划局温书仪（11月24日 15:02）签收`. */
function lastDone(issue: Issue, nameOf: (department: string | null) => string, now: Date): string | null {
  const last = issue.history.findLast(({ from, to }) => from !== to) ?? issue.history.at(-1)
  return last
    ? `${nameOf(last.byDepartment || null)}${last.byName}已在 ${dateTimeText(last.at, dayOf(now))} ${wordOf(last.act)}`
    : null
}

/** Why an act came too late: who did what when, and where the case stands now. @source pages.md §5 */
export function tooLateText(
  issue: Issue,
  act: IssueAct,
  nameOf: (department: string | null) => string,
  now: Date,
): string {
  const done = lastDone(issue, nameOf, now)
  return `这件诉求${done ? `，${done}` : ''}，现在是“${STATES[issue.state]}”，不能再${ISSUE_ACTS[act]}。`
}

/** Why an outdated form was not taken although the act is still possible. */
export function outdatedText(issue: Issue, nameOf: (department: string | null) => string, now: Date): string {
  const last = issue.history.at(-1)
  const done = last
    ? `${nameOf(last.byDepartment || null)}${last.byName}在 ${dateTimeText(last.at, dayOf(now))} ${wordOf(last.act)}了`
    : '别人刚刚改过'
  return `您打开这一页以后，${done}，所以这次没有保存。您填的内容还在下面，请看过最新情况再交一次。`
}
