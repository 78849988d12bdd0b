import { SIZES } from '../../models/enterprise/index.ts'
import { COUNT_LIMIT, PAGE_SIZE, type EnterpriseRow } from '../../models/enterprise/queries.ts'
import { industryOf, INDUSTRIES } from '../../models/shared/industries.ts'
import { linkButton } from '../lib/buttons.ts'
import { column, linkCell, tableOf, textCell } from '../lib/cells.ts'
import type { Choice } from '../lib/fields.ts'
import { countText } from '../lib/format.ts'
import { filterBar, filterSelect, listHref, pagerOf, sortColumn, type ListQuery } from '../lib/listAddress.ts'
import type { Empty, FilterBar, Pager, PageTitle, TableView, Tabs } from '../lib/parts.ts'

export interface EnterpriseListPage {
  title: PageTitle
  tabs: Tabs
  filter: FilterBar
  table: TableView | null
  pager: Pager
  empty: Empty
}

declare module '../lib/templates.ts' {
  interface Views { 'enterprises/index': EnterpriseListPage }
}

export const PATH = '/enterprises'

/** What the list needs beside its rows. */
export interface ListSurroundings {
  query: ListQuery
  page: number
  total: number
  districts: readonly Choice[]
  departments: readonly Choice[]
  leaders: readonly string[]
  stewards: readonly string[]
  mayCreate: boolean
  mayImport: boolean
  mayExport: boolean
}

export function enterpriseListPage(rows: readonly EnterpriseRow[], around: ListSurroundings): EnterpriseListPage {
  const { query, total } = around
  const names = (all: readonly string[]) => all.map((name) => ({ value: name, text: name }))
  const archived = query['archived'] !== undefined
  const count = total > COUNT_LIMIT ? `${countText(COUNT_LIMIT)}+ 户` : `${countText(total)} 户`
  return {
    title: {
      clauses: ['重点企业'], note: null,
      actions: [
        ...(around.mayCreate ? [linkButton('登记企业', `${PATH}/new`, 'primary')] : []),
        ...(around.mayImport ? [linkButton('导入名册', '/imports/new?kind=enterprises')] : []),
      ],
    },
    tabs: {
      label: '名册', tabs: [
        { text: '在册', count: null, href: listHref(PATH, query, { archived: undefined }), current: !archived, tone: '' },
        { text: '已归档', count: null, href: listHref(PATH, query, { archived: '1' }), current: archived, tone: '' },
      ],
    },
    filter: filterBar({
      path: PATH, query, search: { placeholder: '名称、拼音、首字母、信用代码' }, countText: count, exportable: around.mayExport, keep: ['archived', 'sort'],
      selects: [
        filterSelect('district', '区市', around.districts, query),
        filterSelect('industry', '行业', INDUSTRIES.map(({ section, shortName }) => ({ value: section, text: shortName })), query),
        filterSelect('size', '规模', names(SIZES), query), filterSelect('leader', '市领导', names(around.leaders), query),
        filterSelect('steward', '专员', names(around.stewards), query),
        ...(query['department'] ? [filterSelect('department', '部门', around.departments, query)] : []),
      ],
    }),
    table: rows.length === 0 ? null : rowsTable(rows, around),
    pager: pagerOf(PATH, query, around.page, PAGE_SIZE, total > COUNT_LIMIT ? { atLeast: COUNT_LIMIT } : total, '户'),
    empty: emptyFor(query),
  }
}

function rowsTable(rows: readonly EnterpriseRow[], { query, districts, departments }: ListSurroundings): TableView {
  const textFor = (choices: readonly Choice[], value: string | null) => choices.find((choice) => choice.value === value)?.text ?? value ?? ''
  const columns = [
    sortColumn('企业', 'name', PATH, query, 'name'), sortColumn('区市', 'district', PATH, query, 'name'), column('行业', { wide: true }),
    column('规模'), column('联系市领导', { wide: true }), column('服务专员', { wide: true }), column('走访部门', { wide: true }),
    column('统一社会信用代码', { wide: true }),
  ]
  return tableOf('重点企业', columns, rows.map((row) => [
    linkCell(row.name, `${PATH}/${String(row._id)}`, { className: '' }),
    textCell(textFor(districts, row.district), { className: 'nowrap' }), textCell(row.industryText || (industryOf(row.industry)?.shortName ?? '')), textCell(row.size),
    textCell(row.linkedLeader.name), textCell(row.steward.name), textCell(textFor(departments, row.visitDepartment)), textCell(row.uscc),
  ]), { sticky: true })
}

const emptyFor = (query: ListQuery): Empty => (Object.keys(query).some((name) => !['sort', 'page'].includes(name))
  ? { what: '没有符合条件的企业。', next: '可以换一个词，或者去掉几个条件。', link: { text: '看全部企业', href: PATH } }
  : { what: '名册里还没有企业。', next: '办公室可以登记，也可以导入手里的名册。', link: null })
