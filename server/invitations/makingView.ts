import { PAGE_SIZE } from '../../models/enterprise/queries.ts'
import type { Guest, Preview } from '../../models/invitation/guests.ts'
import { industryOf } from '../../models/shared/industries.ts'
import { linkButton, postButton } from '../lib/buttons.ts'
import { column, linkCell, tableOf, textCell } from '../lib/cells.ts'
import type { Choice } from '../lib/fields.ts'
import { countText } from '../lib/format.ts'
import { filterBar, listHref, pagerOf, type ListQuery } from '../lib/listAddress.ts'
import type { Button, Empty, Fact, FilterBar, Pager, PageTitle, TableView, Tabs } from '../lib/parts.ts'
import { invitationsPath, type Asking } from './find.ts'
import { filtersOf, firmSelects } from './listView.ts'

export interface MakingPage {
  title: PageTitle
  filter: FilterBar
  facts: Fact[]
  buttons: Button[]
  tabs: Tabs
  table: TableView | null
  pager: Pager
  empty: Empty
}

declare module '../lib/templates.ts' {
  interface Views { 'invitations/new': MakingPage }
}

/** The parts of the preview: everybody, and those who cannot be reached one way or the other. */
export const PREVIEW_TABS = { all: '将邀请', mail: '没有邮箱', phone: '没有手机', steward: '没有专员' } as const
export type PreviewTab = keyof typeof PREVIEW_TABS
const inTab = (tab: PreviewTab) => ({ lacks }: Guest): boolean => tab === 'all' || lacks[tab]

/** Who would be invited by these filters, before anybody is. */
export function makingPage({ guests, already }: Preview, around: {
  questionnaire: Asking, query: ListQuery, tab: PreviewTab, page: number, districts: readonly Choice[], attributes: string | null
}): MakingPage {
  const { questionnaire, query, tab, page, districts } = around
  const path = `${invitationsPath(questionnaire)}/new`
  const shown = guests.filter(inTab(tab))
  const filters = Object.fromEntries(Object.entries(filtersOf(query)).flatMap(([name, value]) => (value ? [[name, value]] : [])))
  const note = `${questionnaire.title}。先看会请到谁，再生成邀请；生成以后还没有发出`
  const stuck = guests.filter(({ lacks }) => lacks.mail && lacks.phone && lacks.steward).length
  return {
    title: { clauses: ['邀请企业'], note, actions: [] },
    filter: filterBar({
      path, query, search: { placeholder: '名称、拼音、首字母、信用代码' }, selects: firmSelects(query, districts), keep: ['tab'],
      countText: `${countText(guests.length)} 户`, countNote: already > 0 ? `，另有 ${countText(already)} 户已邀请过，不重复` : null,
      exportable: false, printable: false,
    }),
    facts: [
      ...(around.attributes === null ? [] : [fact('答卷上带的属性', around.attributes, '合起来不足 10 户的归入“其他”；第一份邀请发出后，名单不再增加')]),
      ...(stuck === 0 ? [] : [fact('没有任何途径', `${countText(stuck)} 户没有邮箱、手机和专员`, '只能打印信函送达，或者先补名册')]),
    ],
    buttons: guests.length === 0 ? [] : [
      postButton(`邀请这 ${countText(guests.length)} 户`, invitationsPath(questionnaire), filters, 'primary'),
      linkButton('返回，不办', invitationsPath(questionnaire), 'link'),
    ],
    tabs: {
      label: '将邀请的企业',
      tabs: (Object.keys(PREVIEW_TABS) as PreviewTab[]).map((each) => ({
        text: PREVIEW_TABS[each], count: countText(guests.filter(inTab(each)).length), current: each === tab, tone: '' as const,
        href: listHref(path, query, { tab: each === 'all' ? undefined : each }),
      })),
    },
    table: shown.length === 0 ? null
      : tableOf('将邀请的企业', COLUMNS, shown.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map((guest) => rowOf(guest, districts))),
    pager: pagerOf(path, query, page, PAGE_SIZE, shown.length, '户'),
    empty: tab !== 'all' && guests.length > 0
      ? { what: `没有缺这一项的企业，都能${REACHED[tab]}。`, next: null, link: null }
      : { what: already > 0 ? '找到的企业都已邀请过。' : '没有符合条件的企业。', next: '可以换一个词，或者去掉几个条件。', link: { text: '去掉条件', href: path } },
  }
}

const REACHED: Record<Exclude<PreviewTab, 'all'>, string> = { mail: '发邮件', phone: '发短信', steward: '请专员转发' }
const fact = (term: string, text: string, small: string | null): Fact => ({ term, text, small, href: null, action: null })
const COLUMNS = [
  column('企业'), column('区市', { wide: true }), column('行业', { wide: true }), column('规模', { wide: true }),
  column('服务专员', { wide: true }), column('能用的途径'),
]

function rowOf({ _id, name, district, industry, size, steward, lacks }: Guest, districts: readonly Choice[]) {
  const ways = [lacks.mail ? '' : '邮件', lacks.phone ? '' : '短信', lacks.steward ? '' : '专员转发'].filter(Boolean).join('、')
  return [
    linkCell(name, `/enterprises/${String(_id)}`, { className: '' }),
    textCell(districts.find(({ value }) => value === district)?.text ?? district, { className: 'nowrap' }),
    textCell(industryOf(industry)?.shortName ?? industry), textCell(size), textCell(steward.name),
    textCell(ways || '只有信函', ways === '' ? { tone: 'near' } : {}),
  ]
}
