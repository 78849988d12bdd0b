import { SIZES } from '../../models/enterprise/index.ts'
import { INVITATION_CHANNELS, INVITATION_STATES, type Invitation, type InvitationState } from '../../models/invitation/index.ts'
import { INVITATION_TABS, PAGE_SIZE, type InvitationTab } from '../../models/invitation/queries.ts'
import { dayOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import { INDUSTRIES, industryOf } from '../../models/shared/industries.ts'
import { linkButton } from '../lib/buttons.ts'
import { column, dayCell, linkCell, numberCell, statusCell, tableOf, textCell } from '../lib/cells.ts'
import type { Choice } from '../lib/fields.ts'
import { countText, dayText, rateText } from '../lib/format.ts'
import { filterBar, filterSelect, listHref, pagerOf, type ListQuery } from '../lib/listAddress.ts'
import type { Button, Empty, FilterBar, FilterSelect, Pager, PageTitle, StatusTag, TableView, Tabs } from '../lib/parts.ts'
import { invitationPath, invitationsPath, pathOf, type Asking } from './find.ts'

export interface InvitationListPage {
  title: PageTitle
  pages: Tabs
  tabs: Tabs
  filter: FilterBar
  buttons: Button[]
  table: TableView | null
  pager: Pager
  empty: Empty
}

declare module '../lib/templates.ts' {
  interface Views { 'invitations/index': InvitationListPage }
}

const GLYPHS: Record<InvitationState, StatusTag['glyph']> = {
  made: 'draft', sent: 'filed', delivered: 'quarters', begun: 'half', answered: 'done', bounced: 'return', declined: 'off',
}

/** `已生成` reads 发送中 while the outbox has it. */
export const stateTag = ({ state, mailing }: Pick<Invitation, 'state' | 'mailing'>): StatusTag =>
  ({ glyph: GLYPHS[state], text: state === 'made' && mailing !== null ? '发送中' : state === 'made' ? '待发送' : INVITATION_STATES[state] })

/** `邮件，11月24日`; '' while it waits. */
export const leftText = ({ channel, sentAt, mailing }: Pick<Invitation, 'channel' | 'sentAt' | 'mailing'>, today: CivilDay): string => {
  const way = channel === '' ? '' : INVITATION_CHANNELS[channel]
  if (mailing !== null) return way
  if (sentAt === null) return channel === 'steward' ? '已交专员' : ''
  return [way, dayText(dayOf(sentAt), today)].filter(Boolean).join('，')
}

/** What the list needs beside its rows. */
export interface ListAround {
  questionnaire: Asking
  query: ListQuery
  tab: InvitationTab
  page: number
  counts: Record<InvitationTab, number>
  districts: readonly Choice[]
  /** of each firm, by its id */
  stewards: ReadonlyMap<string, string>
  pages: Tabs
  rights: { make: boolean, send: boolean, letters: boolean, remind: boolean, export: boolean }
  today: CivilDay
}

export function invitationListPage(rows: readonly Invitation[], around: ListAround): InvitationListPage {
  const { questionnaire, query, tab, counts, rights } = around
  const path = invitationsPath(questionnaire)
  const narrowed = ['q', 'district', 'industry', 'size'].some((name) => query[name] !== undefined)
  return {
    title: {
      clauses: ['邀请'], note: `${questionnaire.title}。${narrowed ? '所筛选的' : ''}${countText(counts.all)} 户中已提交 ${rateText(counts.answered, counts.all)}`,
      actions: rights.make ? [linkButton('邀请企业', `${path}/new`, counts.made > 0 ? 'second' : 'primary')] : [],
    },
    pages: around.pages,
    tabs: {
      label: '邀请的状态',
      tabs: (Object.keys(INVITATION_TABS) as InvitationTab[]).map((each) => ({
        text: INVITATION_TABS[each], count: countText(counts[each]), current: each === tab,
        href: listHref(path, query, { tab: each === 'all' ? undefined : each }), tone: '' as const,
      })),
    },
    filter: filterBar({
      path, query, search: { placeholder: '名称、拼音、首字母、信用代码' }, selects: firmSelects(query, around.districts), keep: ['tab'],
      countText: `${countText(counts[tab])} 户`, exportable: rights.export,
    }),
    buttons: buttonsFor(around, path),
    table: rows.length === 0 ? null : tableOf('邀请', COLUMNS, rows.map((row) => rowOf(row, around)), { sticky: true }),
    pager: pagerOf(path, query, around.page, PAGE_SIZE, counts[tab], '户'),
    empty: emptyFor(around, narrowed),
  }
}

/** The filters of the roster that lists of invited firms share. */
export const firmSelects = (query: ListQuery, districts: readonly Choice[]): FilterSelect[] => [
  filterSelect('district', '区市', districts, query),
  filterSelect('industry', '行业', INDUSTRIES.map(({ section, shortName }) => ({ value: section, text: shortName })), query),
  filterSelect('size', '规模', SIZES.map((size) => ({ value: size, text: size })), query),
]

/** The filters of an address without tab and page: what its neighbours take over. */
export const filtersOf = ({ q, district, industry, size }: ListQuery): ListQuery => ({ q, district, industry, size })

function buttonsFor({ questionnaire, query, counts, rights }: ListAround, path: string): Button[] {
  const filters = filtersOf(query)
  return [
    ...(rights.send && counts.made > 0
      ? [linkButton(`发送待发的 ${countText(counts.made)} 户`, listHref(`${path}/sending`, filters), 'primary')] : []),
    ...(rights.letters && counts.all > 0 ? [linkButton('打印信函', listHref(`${pathOf(questionnaire)}/letters`, filters))] : []),
    ...(rights.remind && counts.sent + counts.begun > 0 ? [linkButton('提醒', `${pathOf(questionnaire)}/reminders`)] : []),
    ...(counts.all > 0 ? [
      linkButton('回收情况', `${path}/response`), linkButton('打电话名单', `${pathOf(questionnaire)}/calls`),
    ] : []),
  ]
}

const COLUMNS = [
  column('企业'), column('区市', { wide: true }), column('行业', { wide: true }), column('规模', { wide: true }),
  column('服务专员', { wide: true }), column('状态'), column('发出', { wide: true }), column('提醒', { number: true, wide: true }),
  column('提交', { wide: true }),
]

function rowOf(row: Invitation, { questionnaire, districts, stewards, today }: ListAround) {
  return [
    linkCell(row.enterpriseName, invitationPath(questionnaire, row), { className: '', small: row.problem || null }),
    textCell(districts.find(({ value }) => value === row.district)?.text ?? row.district, { className: 'nowrap' }),
    textCell(industryOf(row.industry)?.shortName ?? row.industry), textCell(row.size),
    textCell(stewards.get(String(row.enterprise)) ?? ''), statusCell(stateTag(row)), textCell(leftText(row, today)),
    numberCell(row.remindersSent),
    dayCell(row.answeredOn ? dayText(row.answeredOn, today) : '—', '', row.extendedUntil && !row.answeredOn ? '延期' : null),
  ]
}

function emptyFor({ counts, tab, questionnaire, query, rights }: ListAround, narrowed: boolean): Empty {
  const path = invitationsPath(questionnaire)
  if (counts.all > 0 || narrowed) {
    return {
      what: tab === 'all' ? '没有符合条件的邀请。' : `没有${INVITATION_TABS[tab]}的邀请。`, next: null,
      link: { text: '看全部邀请', href: path },
    }
  }
  if (questionnaire.state === 'draft') return { what: '还没有邀请企业。', next: '问卷发布以后，在这里选要邀请的企业。', link: null }
  return {
    what: '还没有邀请企业。', next: '可以邀请名册里的全部企业，也可以按区市、行业、规模选一部分。',
    link: rights.make ? { text: '邀请企业', href: listHref(`${path}/new`, filtersOf(query)) } : null,
  }
}
