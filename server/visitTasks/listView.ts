import { workingDaysBetween, type WorkingCalendar } from '../../models/shared/workingCalendar.ts'
import { SUBJECT_TYPES } from '../../models/visit/subject.ts'
import { ASSIGNED_KINDS } from '../../models/visitTask/assignment.ts'
import type { VisitTask } from '../../models/visitTask/index.ts'
import { periodWords } from '../../models/visitTask/period.ts'
import { COUNT_LIMIT, PAGE_SIZE } from '../../models/visitTask/queries.ts'
import { isTaskOverdue, standingOf, STANDINGS, type Standing } from '../../models/visitTask/standing.ts'
import { linkButton } from '../lib/buttons.ts'
import { column, dayCell, figureCell, link, linkCell, statusCell, tableOf, textCell } from '../lib/cells.ts'
import { countText, ratioText, restText, restTone, shortDayText, type Rest } from '../lib/format.ts'
import { filterBar, filterSelect, listHref, pagerOf, type ListQuery } from '../lib/listAddress.ts'
import type { Cell, Empty, FilterBar, FilterSelect, Pager, PageTitle, StatusTag, TableView, Tabs, Tone } from '../lib/parts.ts'

export interface TaskList {
  title: PageTitle
  tabs: Tabs | null
  filter: FilterBar
  table: TableView | null
  pager: Pager | null
  empty: Empty | null
}

declare module '../lib/templates.ts' {
  interface Views { 'visitTasks/index': TaskList }
}

export const TASKS = '/visit-tasks'

/** The periods that have tasks; without a choice the present ones are meant. */
export function periodSelect(periods: readonly string[], query: ListQuery): FilterSelect {
  const select = filterSelect('period', '时期', periods.map(value => ({ value, text: periodWords(value) })), query)
  return { ...select, options: select.options.map(option => (option.value === '' ? { ...option, text: '本期' } : option)) }
}

const GLYPHS: Record<Standing, StatusTag['glyph']> = {
  covered: 'full', awaiting: 'half', unreachable: 'off', open: 'empty',
}

export const standingTag = (task: VisitTask): StatusTag => {
  const standing = standingOf(task)
  return { glyph: GLYPHS[standing], text: STANDINGS[standing] }
}

export interface TaskListFacts {
  query: ListQuery
  page: number
  total: number
  today: string
  calendar: WorkingCalendar
  departments: readonly { code: string, name: string }[]
  districts: readonly { code: string, name: string }[]
  periods: readonly string[]
  mayAssign: boolean
  makesVisits: boolean
  seesAll: boolean
}

/** The page of the tasks: those that nobody has visited yet come first. */
export function taskList(rows: readonly VisitTask[], facts: TaskListFacts): TaskList {
  const { query, page, total } = facts
  const shown = total > COUNT_LIMIT ? { atLeast: COUNT_LIMIT } : total
  return {
    title: {
      clauses: ['走访任务'], note: noteOf(facts),
      actions: facts.mayAssign ? [linkButton('分配任务', `${TASKS}/new`, 'primary')]
        : facts.makesVisits ? [linkButton('记一次走访', '/visits/new', 'primary')] : [],
    },
    tabs: facts.makesVisits ? tabsOf(query) : null,
    filter: filterBar({
      path: TASKS, query, search: { placeholder: '走访对象' }, exportable: false, keep: ['tab', 'leader'],
      countText: `${countText(Math.min(total, COUNT_LIMIT))}${total > COUNT_LIMIT ? '+' : ''} 个`,
      selects: [
        periodSelect(facts.periods, query),
        filterSelect('standing', '状态', Object.entries(STANDINGS).map(([value, text]) => ({ value, text })), query),
        filterSelect('type', '对象', Object.entries(ASSIGNED_KINDS).map(([value, text]) => ({ value, text })), query),
        filterSelect('district', '区市', choices(facts.districts), query),
        ...(facts.seesAll ? [filterSelect('department', '部门', choices(facts.departments), query)] : []),
      ],
    }),
    table: rows.length === 0 ? null : tableView(rows, facts),
    pager: rows.length === 0 ? null : pagerOf(TASKS, query, page, PAGE_SIZE, shown, '个'),
    empty: rows.length > 0 ? null : emptyOf(facts),
  }
}

const choices = (list: readonly { code: string, name: string }[]) =>
  list.map(({ code, name }) => ({ value: code, text: name }))

const noteOf = ({ query }: TaskListFacts): string => (query['period'] ? periodWords(query['period']) : '本期，没走访的排在前面')

function tabsOf(query: ListQuery): Tabs {
  const tab = (text: string, value: string) => ({
    text, count: null, tone: '' as const, current: (query['tab'] ?? 'mine') === value,
    href: listHref(TASKS, query, { tab: value }),
  })
  return { label: '走访任务', tabs: [tab('我的', 'mine'), tab('本部门', 'department')] }
}

/** The due day with what is left of it; a task that is done needs no rest. */
export function dueText(
  task: VisitTask, today: string, calendar: WorkingCalendar,
): { day: string, rest: string, tone: Tone } {
  const day = shortDayText(task.dueOn, today)
  const isDone = standingOf(task) === 'covered' || standingOf(task) === 'unreachable'
  if (isDone) return { day, rest: '', tone: '' }
  const rest: Rest = { workingDays: workingDaysBetween(today, task.dueOn, calendar), time: '24:00' }
  const tone = isTaskOverdue(task, today) ? 'over' : restTone(rest)
  return { day, rest: restText(rest), tone: tone === 'calm' ? '' : tone }
}

function tableView(rows: readonly VisitTask[], facts: TaskListFacts): TableView {
  const { today, calendar, departments, districts, seesAll } = facts
  const names = new Map([...departments, ...districts].map(({ code, name }) => [code, name]))
  const columns = [
    column('走访对象'), column('类别', { wide: true }), column('区市', { wide: true }),
    ...(seesAll ? [column('走访单位', { wide: true })] : []), column('责任领导', { wide: true }), column('联络员', { wide: true }),
    column('已走访', { number: true }), column('最近走访', { wide: true }), column('期限'), column('状态'),
  ]
  const cells = (task: VisitTask): Cell[] => {
    const { day, rest, tone } = dueText(task, today, calendar)
    return [
      linkCell(task.subject.name, `${TASKS}/${String(task._id)}`, { className: '' }),
      textCell(SUBJECT_TYPES[task.subject.type]),
      textCell(task.subject.district === null ? '' : (names.get(task.subject.district) ?? '')),
      ...(seesAll ? [textCell(names.get(task.department) ?? task.department)] : []),
      textCell(task.leader), textCell(task.officerName || '没有指定', task.officerName ? {} : { tone: 'second' }),
      figureCell(ratioText(task.timesConfirmed, task.timesRequired)),
      dayCell(task.lastVisitOn === null ? '—' : shortDayText(task.lastVisitOn, today)),
      textCell(rest || day, { className: 'nowrap', small: rest === '' ? null : day, tone }),
      statusCell(standingTag(task)),
    ]
  }
  return tableOf('走访任务', columns, rows.map(cells), { sticky: true })
}

function emptyOf({ query, mayAssign }: TaskListFacts): Empty {
  const isFiltered = ['q', 'standing', 'type', 'district', 'department', 'leader', 'period'].some(name => query[name])
  if (isFiltered) return { what: '没有符合条件的任务。', next: null, link: link('清除筛选', listHref(TASKS, { tab: query['tab'] })) }
  if (mayAssign) return { what: '本期还没有分配走访任务。', next: null, link: link('分配任务', `${TASKS}/new`) }
  return { what: '本期没有走访任务。', next: '任务由联席会议办公室分配；有要走访的可以直接记。', link: link('记一次走访', '/visits/new') }
}
