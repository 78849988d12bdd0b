import { MEMBER_KINDS } from '../../models/member/index.ts'
import { COUNT_LIMIT, PAGE_SIZE, type MemberRow } from '../../models/member/queries.ts'
import { linkButton } from '../lib/buttons.ts'
import { column, linkCell, tableOf, textCell } from '../lib/cells.ts'
import type { Choice } from '../lib/fields.ts'
import { countText } from '../lib/format.ts'
import { filterBar, filterSelect, listHref, pagerOf, sortColumn, type ListQuery } from '../lib/listAddress.ts'
import type { Empty, FilterBar, Pager, PageTitle, TableView, Tabs } from '../lib/parts.ts'

export interface MemberListPage {
  title: PageTitle
  tabs: Tabs
  filter: FilterBar
  table: TableView | null
  pager: Pager
  empty: Empty
}

declare module '../lib/templates.ts' {
  interface Views { 'members/index': MemberListPage }
}

export const PATH = '/members'

/** What the list needs beside its rows. */
export interface ListSurroundings {
  query: ListQuery
  page: number
  total: number
  terms: readonly string[]
  districts: readonly Choice[]
  departments: readonly Choice[]
  mayCreate: boolean
  mayImport: boolean
  mayExport: boolean
}

export function memberListPage(rows: readonly MemberRow[], around: ListSurroundings): MemberListPage {
  const { query, total } = around
  const count = total > COUNT_LIMIT ? `${countText(COUNT_LIMIT)}+ 人` : `${countText(total)} 人`
  return {
    title: {
      clauses: ['代表委员'], note: null,
      actions: [
        ...(around.mayCreate ? [linkButton('登记代表委员', `${PATH}/new`, 'primary')] : []),
        ...(around.mayImport ? [linkButton('导入名册', '/imports/new?kind=npc')] : []),
      ],
    },
    tabs: tabsFor(query),
    filter: filterBar({
      path: PATH, query, search: { placeholder: '姓名、拼音、首字母' }, countText: count, exportable: around.mayExport, keep: ['kind', 'archived', 'sort'],
      selects: [
        filterSelect('term', '届次', around.terms.map((term) => ({ value: term, text: term })), query),
        filterSelect('district', '区市', around.districts, query), filterSelect('department', '联系部门', around.departments, query),
      ],
    }),
    table: rows.length === 0 ? null : rowsTable(rows, around),
    pager: pagerOf(PATH, query, around.page, PAGE_SIZE, total > COUNT_LIMIT ? { atLeast: COUNT_LIMIT } : total, '人'),
    empty: emptyFor(query),
  }
}

function tabsFor(query: ListQuery): Tabs {
  const archived = query['archived'] !== undefined
  const tab = (text: string, change: ListQuery, current: boolean) =>
    ({ text, count: null, href: listHref(PATH, query, { kind: undefined, archived: undefined, ...change }), current, tone: '' as const })
  return {
    label: '名册',
    tabs: [
      tab('全部', {}, !archived && query['kind'] === undefined),
      ...Object.entries(MEMBER_KINDS).map(([kind, word]) => tab(word, { kind }, !archived && query['kind'] === kind)),
      tab('已归档', { archived: '1' }, archived),
    ],
  }
}

function rowsTable(rows: readonly MemberRow[], { query, districts, departments }: ListSurroundings): TableView {
  const textFor = (choices: readonly Choice[], value: string | null) => choices.find((choice) => choice.value === value)?.text ?? value ?? ''
  const columns = [
    sortColumn('姓名', 'name', PATH, query, 'name'), column('身份'), column('单位和职务'), column('代表团、界别', { wide: true }),
    column('届次', { wide: true }), sortColumn('区市', 'district', PATH, query, 'name', { wide: true }), column('联系部门', { wide: true }),
  ]
  return tableOf('代表委员', columns, rows.map((row) => [
    linkCell(row.name, `${PATH}/${String(row._id)}`), textCell(MEMBER_KINDS[row.kind], { className: 'nowrap' }), textCell(row.unitAndTitle),
    textCell(row.kind === 'npc' ? row.delegation : row.sector), textCell(row.terms.map(({ term }) => term).join('、')),
    textCell(textFor(districts, row.district)), textCell(textFor(departments, row.liaisonDepartment)),
  ]), { sticky: true })
}

const emptyFor = (query: ListQuery): Empty => (Object.keys(query).some((name) => !['sort', 'page'].includes(name))
  ? { what: '没有符合条件的代表委员。', next: '可以换一个词，或者去掉几个条件。', link: { text: '看全部代表委员', href: PATH } }
  : { what: '名册里还没有代表委员。', next: '办公室可以登记，也可以导入手里的名册。', link: null })
