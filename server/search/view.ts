import { FOUND_EACH, type Found, type FoundIssue, type FoundVisit } from '../../models/search/queries.ts'
import type { EnterpriseRow } from '../../models/enterprise/queries.ts'
import { MEMBER_KINDS } from '../../models/member/index.ts'
import type { MemberRow } from '../../models/member/queries.ts'
import type { CivilDay } from '../../models/shared/calendarDay.ts'
import { column, linkCell, statusCell, tableOf, textCell } from '../lib/cells.ts'
import { dayText } from '../lib/format.ts'
import type { Empty, SectionHead, TableView } from '../lib/parts.ts'
import { stateTag } from '../issues/tags.ts'

export interface SearchPage {
  q: string
  /** null before anything was asked */
  answer: string | null
  sections: { head: SectionHead, table: TableView }[]
  empty: Empty | null
}

declare module '../lib/templates.ts' {
  interface Views { 'search/index': SearchPage }
}

export interface Names {
  districts: ReadonlyMap<string, string>
  departments: ReadonlyMap<string, { name: string }>
}

/** What one box found, kind by kind; kinds without a hit are left out. */
export function searchPage(q: string, found: Found | null, names: Names, today: CivilDay): SearchPage {
  if (found === null) return { q, answer: null, sections: [], empty: null }
  const sections = [
    section('企业', found.firms, '/enterprises', q, (rows) => firmTable(rows, names)),
    section('代表委员', found.members, '/members', q, memberTable),
    section('诉求和意见', found.issues, null, q, (rows) => issueTable(rows, names)),
    section('走访', found.visits, null, q, (rows) => visitTable(rows, names, today)),
  ].filter((each) => each !== null)
  return {
    q, answer: `“${q}”的搜索结果`, sections,
    empty: sections.length > 0 ? null : {
      what: `没有找到“${q}”。`, next: '可以用姓名、企业名称里的字、拼音或首字母、诉求或走访编号、信用代码来找；不在您范围里的不会列出。', link: null,
    },
  }
}

function section<Row>(title: string, rows: readonly Row[], list: string | null, q: string, table: (rows: readonly Row[]) => TableView): SearchPage['sections'][number] | null {
  if (rows.length === 0) return null
  const more = rows.length > FOUND_EACH
  const link = more && list !== null ? { text: '看全部', href: `${list}?${new URLSearchParams({ q }).toString()}` } : null
  return { head: { title, note: more ? `只列出前 ${FOUND_EACH} 条` : null, link }, table: table(rows.slice(0, FOUND_EACH)) }
}

const firmTable = (rows: readonly EnterpriseRow[], { districts }: Names): TableView => tableOf(
  '企业', [column('企业'), column('区市'), column('规模', { wide: true }), column('服务专员', { wide: true }), column('统一社会信用代码', { wide: true })],
  rows.map((row) => [
    linkCell(row.name, `/enterprises/${String(row._id)}`, { className: '' }), textCell(districts.get(row.district) ?? row.district, { className: 'nowrap' }),
    textCell(row.size), textCell(row.steward.name), textCell(row.uscc),
  ]),
)

const memberTable = (rows: readonly MemberRow[]): TableView => tableOf(
  '代表委员', [column('姓名'), column('身份'), column('单位和职务')],
  rows.map((row) => [linkCell(row.name, `/members/${String(row._id)}`), textCell(MEMBER_KINDS[row.kind], { className: 'nowrap' }), textCell(row.unitAndTitle)]),
)

const issueTable = (rows: readonly FoundIssue[], { departments }: Names): TableView => tableOf(
  '诉求和意见', [column('编号'), column('诉求'), column('提出人', { wide: true }), column('状态'), column('牵头部门', { wide: true })],
  rows.map((row) => [
    linkCell(row.no, `/issues/${row.no}`), textCell(row.title), textCell(row.raiser.name), statusCell(stateTag(row.state)),
    textCell(departments.get(row.leadDepartment ?? '')?.name ?? ''),
  ]),
)

const visitTable = (rows: readonly FoundVisit[], { departments }: Names, today: CivilDay): TableView => tableOf(
  '走访', [column('编号'), column('日期'), column('走访对象'), column('部门', { wide: true }), column('形式', { wide: true })],
  rows.map((row) => [
    linkCell(row.no, `/visits/${row.no}`), textCell(dayText(row.onDay, today), { className: 'nowrap' }), textCell(row.subjects.map(({ name }) => name).join('、')),
    textCell(departments.get(row.department)?.name ?? ''), textCell(row.mode),
  ]),
)

