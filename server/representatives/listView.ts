import type { StoredCampaign } from '../../models/campaign/queries.ts'
import { POOL_CATEGORIES } from '../../models/representative/categories.ts'
import { REPRESENTATIVE_STATES, VETTING_STATES } from '../../models/representative/index.ts'
import { COUNT_LIMIT, PAGE_SIZE, REPRESENTATIVE_TABS, type RepresentativeRow, type RepresentativeTab } from '../../models/representative/queries.ts'
import type { Actor } from '../../models/user/actor.ts'
import { mayEver } from '../../models/user/permissions.ts'
import { campaignPath, campaignTabs } from '../campaigns/tabs.ts'
import { linkButton } from '../lib/buttons.ts'
import { column, linkCell, statusCell, tableOf, textCell } from '../lib/cells.ts'
import type { Choice } from '../lib/fields.ts'
import { countText, maskPhone, rateText } from '../lib/format.ts'
import { filterBar, filterSelect, listHref, pagerOf, type ListQuery } from '../lib/listAddress.ts'
import type { Cell, Empty, FilterBar, PageTitle, Pager, StatusTag, TableView, Tabs } from '../lib/parts.ts'

export interface RepresentativeListPage {
  title: PageTitle
  tabs: Tabs
  saved: Tabs
  filter: FilterBar
  /** vetting of the whole page at once: only on the tab 待审核, for those who may */
  bulk: { action: string, ids: string[], text: string } | null
  table: TableView | null
  pager: Pager
  empty: Empty
}

declare module '../lib/templates.ts' {
  interface Views { 'representatives/index': RepresentativeListPage }
}

export const listPath = (year: number): string => campaignPath(year, 'representatives')
export const representativePath = (year: number, id: unknown): string => `${listPath(year)}/${String(id)}`

/** What the list needs beside its rows. */
export interface ListSurroundings {
  campaign: StoredCampaign
  actor: Actor
  query: ListQuery
  tab: RepresentativeTab
  page: number
  total: number
  counts: Record<RepresentativeTab, number>
  districts: readonly Choice[]
  isFrozen: boolean
  /** receipts of those who vote */
  receipts: { drawn: number, training: number, reports: number }
}

export function representativeListPage(rows: readonly RepresentativeRow[], around: ListSurroundings): RepresentativeListPage {
  const { campaign, actor, query, tab, total, counts, districts, isFrozen, receipts } = around
  const path = listPath(campaign.year)
  const mayVet = mayEver(actor, 'representative.vet')
  const count = total > COUNT_LIMIT ? `${countText(COUNT_LIMIT)}+ 人` : `${countText(total)} 人`
  return {
    title: {
      clauses: ['市民代表'], note: '名单对被评议部门保密；每次查看都记入审计',
      actions: mayVet && !isFrozen ? [linkButton('导入推荐库', '/imports/new?kind=representatives', 'primary')] : [],
    },
    tabs: campaignTabs(campaign.year, 'representatives', actor),
    saved: {
      label: '市民代表的分类',
      tabs: (Object.keys(REPRESENTATIVE_TABS) as RepresentativeTab[]).map((each) => ({
        text: REPRESENTATIVE_TABS[each], count: countText(counts[each]), href: listHref(path, query, { tab: each }), current: each === tab, tone: '' as const,
      })),
    },
    filter: filterBar({
      path, query, search: { placeholder: '姓名、拼音、首字母、编号' }, countText: count, exportable: false, printable: false, keep: ['tab'],
      countNote: tab === 'drawn' ? `，须知已读 ${rateText(receipts.training, receipts.drawn)}，述职报告已读 ${rateText(receipts.reports, receipts.drawn)}` : null,
      selects: [
        filterSelect('category', '类别', POOL_CATEGORIES.map(({ name }) => ({ value: name, text: name })), query), filterSelect('district', '区市', districts, query),
        filterSelect('group', '组', campaign.groups.map(({ no, name }) => ({ value: String(no), text: `第${no}组 ${name}` })), query),
        filterSelect('venue', '会场', campaign.venues.map(({ code, name }) => ({ value: code, text: name })), query),
        ...(tab === 'drawn' ? [filterSelect('read', '阅读', READ_CHOICES, query)] : []),
      ],
    }),
    bulk: tab === 'pending' && mayVet && !isFrozen && rows.length > 0
      ? { action: `${path}/vetting`, ids: rows.map(({ _id }) => String(_id)), text: `这一页 ${countText(rows.length)} 人的登记表都已本人签名，条件都符合` } : null,
    table: rows.length === 0 ? null : tableOf('市民代表', COLUMNS, rows.map((row) => rowOf(row, around)), { sticky: true }),
    pager: pagerOf(path, query, around.page, PAGE_SIZE, total > COUNT_LIMIT ? { atLeast: COUNT_LIMIT } : total, '人'),
    empty: emptyFor(around, mayVet),
  }
}

const COLUMNS = [
  column('姓名'), column('编号'), column('类别'), column('区市', { wide: true }), column('电话', { wide: true }), column('状态'), column('组和会场'), column('阅读', { wide: true }),
]
const READ_CHOICES = [{ value: 'yes', text: '都已读' }, { value: 'no', text: '还没有读完' }]

/** What somebody has pressed 已读 for. */
function readText({ state, trainingReadAt, reportsReadAt }: RepresentativeRow): string | null {
  if (state !== 'drawn') return null
  if (trainingReadAt !== null && reportsReadAt !== null) return '都已读'
  return trainingReadAt !== null ? '报告未读' : reportsReadAt !== null ? '须知未读' : '未读'
}

function rowOf(row: RepresentativeRow, { campaign, districts }: ListSurroundings): Cell[] {
  const group = campaign.groups.find(({ no }) => no === row.group)
  return [
    linkCell(row.name, representativePath(campaign.year, row._id)), textCell(row.code, { className: 'nowrap' }),
    textCell(row.category, { small: row.planCategory !== null && row.planCategory !== row.category ? `计入“${row.planCategory}”` : null }),
    textCell(districts.find(({ value }) => value === row.district)?.text ?? null), textCell(row.phones[0] ? maskPhone(row.phones[0]) : null, { className: 'nowrap' }),
    statusCell(stateTag(row)), textCell(group ? `第${group.no}组` : null, { small: venueName(campaign, row.venue) }),
    textCell(readText(row)),
  ]
}

export const venueName = ({ venues }: Pick<StoredCampaign, 'venues'>, code: string | null): string | null =>
  (code === null ? null : (venues.find((venue) => venue.code === code)?.name ?? code))

/** Vetting until it is passed, then the place in the draw. */
export function stateTag({ vetting, state }: Pick<RepresentativeRow, 'vetting' | 'state'>): StatusTag {
  if (state === 'drawn') return { glyph: 'done', text: REPRESENTATIVE_STATES.drawn }
  if (state !== 'candidate') return { glyph: 'off', text: REPRESENTATIVE_STATES[state] }
  if (vetting.state === 'passed') return { glyph: 'half', text: REPRESENTATIVE_STATES.candidate }
  return { glyph: vetting.state === 'pending' ? 'empty' : 'return', text: VETTING_STATES[vetting.state] }
}

function emptyFor({ campaign, query, tab, counts }: ListSurroundings, mayVet: boolean): Empty {
  const path = listPath(campaign.year)
  if (['q', 'category', 'district', 'group', 'venue', 'read'].some((name) => query[name])) {
    return { what: '没有符合条件的人。', next: '可以换一个词，或者去掉几个条件。', link: { text: '清除筛选', href: listHref(path, { tab: query['tab'] }) } }
  }
  if (counts.all === 0) return { what: '推荐库里还没有人。', next: mayVet ? '导入区市报来的推荐名单，或者请市民在公开页报名。' : '评议组导入名单以后，这里能看到。', link: null }
  return { what: `没有${tab === 'all' ? '' : `“${REPRESENTATIVE_TABS[tab]}”的`}人。`, next: tab === 'drawn' ? '抽取以后，这里能看到。' : null, link: null }
}
