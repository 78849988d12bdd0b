import { coverageBy, coverageOf, type Coverage } from '../../models/visitTask/coverage.ts'
import type { VisitTask } from '../../models/visitTask/index.ts'
import { periodWords } from '../../models/visitTask/period.ts'
import type { CoverageRow } from '../../models/visitTask/queries.ts'
import { column, dayCell, figureCell, link, linkCell, numberCell, tableOf, textCell } from '../lib/cells.ts'
import { countText, rateText, shortDayText } from '../lib/format.ts'
import { filterBar, filterSelect, listHref, type ListQuery } from '../lib/listAddress.ts'
import type { Cell, Empty, FilterBar, PageTitle, SectionHead, TableView, Tabs } from '../lib/parts.ts'
import { SUBJECT_TYPES } from '../../models/visit/subject.ts'
import { periodSelect, TASKS } from '../visitTasks/listView.ts'

export interface CoveragePage {
  title: PageTitle
  tabs: Tabs
  filter: FilterBar
  /** one sentence made from the figures */
  sentence: string
  table: TableView | null
  openHead: SectionHead
  open: TableView | null
  empty: Empty | null
}

declare module '../lib/templates.ts' {
  interface Views { 'coverage/index': CoveragePage }
}

export const COVERAGE = '/coverage'

/** By what the page groups; each is a parameter of the task list, so that every figure opens its rows. */
export const GROUPINGS = { department: '按部门', leader: '按联系市领导', district: '按区市' } as const
export type Grouping = keyof typeof GROUPINGS

const KEYS: Record<Grouping, (row: CoverageRow) => string | null> = {
  department: row => row.department,
  leader: row => (row.subject.linkedLeader ? String(row.subject.linkedLeader) : null),
  district: row => row.subject.district,
}
const WITHOUT: Record<Grouping, string> = { department: '', leader: '没有联系市领导', district: '没有区市' }
/** In addresses for what has none. */
const NONE = 'none'

export interface CoverageFacts {
  query: ListQuery
  grouping: Grouping
  groupings: readonly Grouping[]
  periods: readonly string[]
  /** names of the groups in the office's order */
  names: ReadonlyMap<string, string>
  today: string
  /** the first of those not yet visited */
  notVisited: readonly VisitTask[]
  departments: ReadonlyMap<string, { name: string }>
}

/** Who is not yet visited: per department, leader or district, each figure a way to its rows. */
export function coveragePage(rows: readonly CoverageRow[], facts: CoverageFacts): CoveragePage {
  const { query, grouping, groupings, notVisited, today } = facts
  const whole = coverageOf(rows)
  const tasksHref = (change: ListQuery) => listHref(TASKS, tasksQuery(query), { tab: 'department', ...change })
  return {
    title: { clauses: ['走访覆盖'], note: query['period'] ? periodWords(query['period']) : '本期', actions: [] },
    tabs: {
      label: '分组',
      tabs: groupings.map(each => ({
        text: GROUPINGS[each], count: null, tone: '', current: each === grouping,
        href: listHref(COVERAGE, query, { by: each === 'department' ? undefined : each }),
      })),
    },
    filter: filterBar({
      path: COVERAGE, query, search: null, keep: ['by'], exportable: false,
      countText: `${countText(whole.assigned)} 个任务`,
      selects: [
        periodSelect(facts.periods, query),
        filterSelect('type', '对象', [
          { value: 'enterprise', text: '重点企业' }, { value: 'member', text: '代表委员' },
        ], query),
      ],
    }),
    sentence: sentenceOf(whole),
    table: rows.length === 0 ? null : groupTable(rows, whole, facts, tasksHref),
    openHead: {
      title: '还没有走访的', note: `${countText(whole.open)} 个`,
      link: whole.open > notVisited.length ? link('看全部', tasksHref({ standing: 'open' })) : null,
    },
    open: notVisited.length === 0 ? null : openTable(notVisited, facts.departments, today),
    empty: rows.length > 0 ? null : { what: '这个时期没有走访任务。', next: '任务由联席会议办公室分配。', link: link('看走访任务', TASKS) },
  }
}

const tasksQuery = ({ period, type }: ListQuery): ListQuery => ({ period, type })

function sentenceOf({ numerator, denominator, awaiting, open, unreachable }: Coverage): string {
  const parts = [
    `应走访 ${countText(denominator)} 个，已走访并经确认 ${countText(numerator)} 个`,
    awaiting > 0 ? `走了还没确认 ${countText(awaiting)} 个` : '',
    open > 0 ? `没走访 ${countText(open)} 个` : '都走到了',
  ].filter(part => part !== '')
  const apart = unreachable > 0 ? `另有 ${countText(unreachable)} 个三次联系不上，不计入分母，单独列出。` : ''
  return `${parts.join('，')}。${apart}`
}

function groupTable(
  rows: readonly CoverageRow[], whole: Coverage, { grouping, names, query }: CoverageFacts,
  href: (change: ListQuery) => string,
): TableView {
  const groups = coverageBy(rows, KEYS[grouping])
  const order = new Map([...names.keys()].map((key, at) => [key, at]))
  const sorted = [...groups].toSorted(([a], [b]) => (order.get(a) ?? order.size) - (order.get(b) ?? order.size))
  const columns = [
    column(GROUPINGS[grouping].slice(1)), column('应走访', { number: true, wide: true }),
    column('已走访', { number: true, wide: true }),
    column('待确认', { number: true, wide: true }), column('没走访', { number: true }),
    column('联系不上', { number: true, wide: true }), column('覆盖率', { number: true }),
  ]
  const figures = (coverage: Coverage, change: ListQuery): Cell[] => [
    numberCell(coverage.denominator, href(change)),
    numberCell(coverage.numerator, href({ ...change, standing: 'covered' })),
    numberCell(coverage.awaiting, href({ ...change, standing: 'awaiting' })),
    numberCell(coverage.open, href({ ...change, standing: 'open' })),
    numberCell(coverage.unreachable, href({ ...change, standing: 'unreachable' })),
    figureCell(rateText(coverage.numerator, coverage.denominator)),
  ]
  const cells = ([key, coverage]: [string, Coverage]): Cell[] => {
    const change = { [grouping]: key || NONE }
    const name = names.get(key) ?? (key || WITHOUT[grouping])
    return [linkCell(name, href(change), { className: '' }), ...figures(coverage, change)]
  }
  const total = [textCell('合计'), ...figures(whole, {})]
  const caption = `走访覆盖，${GROUPINGS[grouping]}，${query['period'] ?? '本期'}`
  return tableOf(caption, columns, sorted.map(cells), { sticky: true, total })
}

function openTable(tasks: readonly VisitTask[], departments: CoverageFacts['departments'], today: string): TableView {
  const columns = [
    column('走访对象'), column('类别', { wide: true }), column('走访单位'), column('联络员', { wide: true }), column('期限'),
  ]
  return tableOf('还没有走访的', columns, tasks.map(task => [
    linkCell(task.subject.name, `${TASKS}/${String(task._id)}`, { className: '' }),
    textCell(SUBJECT_TYPES[task.subject.type]),
    textCell(departments.get(task.department)?.name ?? task.department),
    textCell(task.officerName || '没有指定'),
    dayCell(shortDayText(task.dueOn, today), task.dueOn < today ? 'over' : ''),
  ]))
}
