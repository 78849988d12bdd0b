import type { SubjectHistory, SubjectIssue, SubjectTask, SubjectTrace, SubjectVisit } from '../../models/subject/queries.ts'
import { dayOf, instantOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import { STATES } from '../../models/issue/words.ts'
import { periodWords } from '../../models/visitTask/period.ts'
import { STANDINGS, standingOf } from '../../models/visitTask/standing.ts'
import { column, linkCell, statusCell, tableOf, textCell } from '../lib/cells.ts'
import { dateTimeText, dayText, shortDayText } from '../lib/format.ts'
import type { TableView, TimelineRow } from '../lib/parts.ts'
import { stateTag } from '../issues/tags.ts'

/** The lower half of a record page of a roster. Null where there is nothing to list. */
export interface HistoryView {
  visits: TableView | null
  issues: TableView | null
  tasks: TableView | null
  timeline: TimelineRow[]
}

type Names = ReadonlyMap<string, { name: string }>

/** Visits, issues, tasks and the timeline of one firm or member. `raised` is the word for what it raises. */
export function historyView(history: SubjectHistory, departments: Names, raised: string, today: CivilDay): HistoryView {
  const nameOf = (code: string | null) => (code === null ? '' : departments.get(code)?.name ?? code)
  return {
    visits: history.visits.length === 0 ? null : visitTable(history.visits, nameOf, today),
    issues: history.issues.length === 0 ? null : issueTable(history.issues, nameOf, raised, today),
    tasks: history.tasks.length === 0 ? null : taskTable(history.tasks, nameOf, today),
    timeline: timelineOf(history, nameOf, raised, today),
  }
}

type NameOf = (code: string | null) => string

const VISIT_STATES = { planned: '计划', done: '已走访', void: '已作废' } as const
const visitState = (visit: SubjectVisit) => visit.state === 'done' && visit.confirmation ? '已确认' : VISIT_STATES[visit.state]

const visitTable = (visits: readonly SubjectVisit[], nameOf: NameOf, today: CivilDay): TableView => tableOf(
  '走访记录', [column('编号'), column('日期'), column('部门'), column('形式', { wide: true }), column('状态'), column('诉求', { wide: true })],
  visits.map((visit) => [
    linkCell(visit.no, `/visits/${visit.no}`), textCell(dayText(visit.onDay, today), { className: 'nowrap' }), textCell(nameOf(visit.department)),
    textCell([visit.mode, visit.outcome].filter(Boolean).join('，')), textCell(visitState(visit)),
    textCell(visit.issues.length === 0 ? '' : `${visit.issues.length} 件`),
  ]),
)

const issueTable = (issues: readonly SubjectIssue[], nameOf: NameOf, raised: string, today: CivilDay): TableView => tableOf(
  raised, [column('编号'), column(raised), column('状态'), column('牵头部门', { wide: true }), column('办理时限', { wide: true }), column('评价', { wide: true })],
  issues.map((issue) => [
    linkCell(issue.no, `/issues/${issue.no}`), textCell(issue.title), statusCell(stateTag(issue.state)), textCell(nameOf(issue.leadDepartment)),
    textCell(issue.dueOn === null ? '' : shortDayText(issue.dueOn, today)), textCell(issue.satisfaction),
  ]),
)

const taskTable = (tasks: readonly SubjectTask[], nameOf: NameOf, today: CivilDay): TableView => tableOf(
  '走访任务', [column('期间'), column('部门'), column('由谁', { wide: true }), column('状态'), column('最迟', { wide: true })],
  tasks.map((task) => [
    textCell(periodWords(task.period)), textCell(nameOf(task.department)), textCell(task.officerName), textCell(STANDINGS[standingOf(task)]),
    textCell(shortDayText(task.dueOn, today)),
  ]),
)

/** One line each, newest first: visits, what was raised and what became of it, changes of the record, looks at numbers. */
function timelineOf(history: SubjectHistory, nameOf: NameOf, raised: string, today: CivilDay): TimelineRow[] {
  const rows = [
    ...history.visits.map((visit) => visitRow(visit, nameOf)),
    ...history.issues.flatMap((issue) => issueRows(issue, nameOf, raised)),
    ...history.traces.map(traceRow),
  ]
  return rows.toSorted((a, b) => b.at.getTime() - a.at.getTime()).slice(0, 100).map(({ at, wholeDay, ...row }) => ({
    symbol: null, tag: null, small: null, quote: null, details: null, ...row,
    time: wholeDay ? shortDayText(dayOf(at), today) : dateTimeText(at, today), iso: wholeDay ? dayOf(at) : at.toISOString(),
  }))
}

type Happening = Partial<TimelineRow> & { at: Date, text: string, wholeDay: boolean }

const visitRow = (visit: SubjectVisit, nameOf: NameOf): Happening => ({
  at: instantOf(visit.onDay, '12:00'), wholeDay: true, text: `${nameOf(visit.department)} ${visit.createdByName} ${visit.mode}走访，${visit.no}`,
  tag: visitState(visit), small: visit.outcome || null, details: visit.heard || null,
})

function issueRows(issue: SubjectIssue, nameOf: NameOf, raised: string): Happening[] {
  const raisedRow: Happening = { at: issue.createdAt, wholeDay: false, text: `提出${raised} ${issue.no}：${issue.title}`, small: nameOf(issue.leadDepartment) || null }
  if (issue.closedAt === null) return [raisedRow]
  const words = [STATES[issue.state], issue.satisfaction].filter(Boolean).join('，')
  return [raisedRow, { at: issue.closedAt, wholeDay: false, text: `${issue.no} ${words}`, symbol: `g-${stateTag(issue.state).glyph}` }]
}

const ACT_WORDS: Record<string, string> = {
  create: '登记', edit: '修改', archive: '归档', restore: '恢复', overrideCode: '校验不符仍采用代码', revealPhone: '查看联系电话',
}

function traceRow({ at, act, actorName, changes, reason }: SubjectTrace): Happening {
  const [noun = '', verb = ''] = act.split('.')
  const word = noun === 'import' ? '导入名册' : ACT_WORDS[verb] ?? '办理'
  const changed = Object.entries(changes).map(([field, text]) => `${field}：${text}`).join('\n')
  return { at, wholeDay: false, text: `${actorName} ${word}`, small: reason || null, details: changed || null }
}
