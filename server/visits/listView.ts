import { SUBJECT_TYPES } from '../../models/visit/subject.ts'
import { MODES } from '../../models/visit/mode.ts'
import { COUNT_LIMIT, PAGE_SIZE, type VisitRow } from '../../models/visit/queries.ts'
import { linkButton } from '../lib/buttons.ts'
import { column, link, linkCell, numberCell, statusCell, tableOf, textCell } from '../lib/cells.ts'
import { countText, shortDayText } from '../lib/format.ts'
import { filterBar, filterSelect, listHref, pagerOf, sortColumn, type ListQuery } from '../lib/listAddress.ts'
import type { Cell, Empty, FilterBar, Pager, PageTitle, TableView, Tabs } from '../lib/parts.ts'
import { subjectsText, visitStatus } from './words.ts'

export interface VisitList {
  title: PageTitle
  tabs: Tabs
  filter: FilterBar
  table: TableView | null
  pager: Pager | null
  empty: Empty | null
}

declare module '../lib/templates.ts' {
  interface Views { 'visits/index': VisitList }
}

export const VISIT_TABS = { mine: '我的', department: '本部门', all: '全部', planned: '计划', unconfirmed: '待确认' } as const
export type VisitTab = keyof typeof VISIT_TABS

export const PATH = '/visits'

const ACTIONS = [linkButton('记一次走访', '/visits/new', 'primary'), linkButton('计划走访', '/visits/plan')]

/** What the list needs beside its rows. */
export interface ListFacts {
  query: ListQuery
  tab: VisitTab
  tabs: readonly VisitTab[]
  page: number
  total: number
  today: string
  departments: readonly { code: string, name: string }[]
  districts: readonly { code: string, name: string }[]
  mayCreate: boolean
  seesAll: boolean
}

/** The page of a list. */
export function visitList(rows: readonly VisitRow[], facts: ListFacts): VisitList {
  const { query, tab, page, total } = facts
  const total1000 = total > COUNT_LIMIT ? { atLeast: COUNT_LIMIT } : total
  const count = total > COUNT_LIMIT ? `${countText(COUNT_LIMIT)}+ 次` : `${countText(total)} 次`
  return {
    title: {
      clauses: ['走访'], note: null,
      actions: facts.mayCreate ? ACTIONS : [],
    },
    tabs: {
      label: '走访记录',
      tabs: facts.tabs.map(each => ({
        text: VISIT_TABS[each], count: null, tone: '', current: each === tab,
        href: listHref(PATH, query, { tab: each, state: undefined }),
      })),
    },
    filter: filterBar({
      path: PATH, query, search: { placeholder: '走访对象、编号' }, countText: count,
      selects: [
        filterSelect('type', '对象', Object.entries(SUBJECT_TYPES).map(([value, text]) => ({ value, text })), query),
        filterSelect('mode', '方式', MODES.map(mode => ({ value: mode, text: mode })), query),
        filterSelect('district', '区市', choices(facts.districts), query),
        ...(facts.seesAll ? [filterSelect('department', '部门', choices(facts.departments), query)] : []),
      ],
    }),
    table: rows.length === 0 ? null : tableView(rows, facts),
    pager: rows.length === 0 ? null : pagerOf(PATH, query, page, PAGE_SIZE, total1000, '次'),
    empty: rows.length > 0 ? null : emptyOf(facts),
  }
}

const choices = (named: readonly { code: string, name: string }[]) =>
  named.map(({ code, name }) => ({ value: code, text: name }))

function tableView(rows: readonly VisitRow[], { query, today, departments, districts }: ListFacts): TableView {
  const names = new Map([...departments, ...districts].map(({ code, name }) => [code, name]))
  const columns = [
    column('走访对象'), sortColumn('日期', 'onDay', PATH, query, '-onDay'), column('方式', { wide: true }),
    column('区市', { wide: true }), column('走访单位', { wide: true }), column('走访人', { wide: true }),
    column('诉求', { number: true, wide: true }), column('状态'), column('编号', { wide: true }),
  ]
  const cells = ({ no, subjects, onDay, fromTime, mode, department, visitors, issues, ...row }: VisitRow): Cell[] => [
    linkCell(subjectsText(subjects), `${PATH}/${no}`, { className: '' }),
    textCell(shortDayText(onDay, today), { className: 'nowrap', small: fromTime || null }),
    textCell(mode),
    textCell([...new Set(subjects.flatMap(({ district }) => (district ? [names.get(district) ?? ''] : [])))].join('、')),
    textCell(names.get(department) ?? department),
    textCell(visitors.map(({ name }) => name).join('、')),
    numberCell(issues.length, `${PATH}/${no}#issues`),
    statusCell(visitStatus(row)),
    textCell(no, { className: 'nowrap' }),
  ]
  return tableOf('走访记录', columns, rows.map(cells), { sticky: true })
}

function emptyOf({ tab, query, mayCreate }: ListFacts): Empty {
  const isFiltered = ['q', 'type', 'mode', 'district', 'department', 'from', 'to'].some(name => query[name])
  if (isFiltered) {
    return { what: '没有符合条件的走访。', next: '换个条件，或者', link: link('清除筛选', listHref(PATH, { tab: query['tab'] })) }
  }
  const what: Record<VisitTab, string> = {
    mine: '您还没有记过走访。', department: '本部门还没有走访记录。', all: '还没有走访记录。',
    planned: '没有计划中的走访。', unconfirmed: '没有等对方确认的走访。',
  }
  const next = mayCreate ? link('记一次走访', '/visits/new') : null
  return { what: what[tab], next: null, link: next }
}
