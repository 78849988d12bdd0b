import type { Department } from '../../models/department/index.ts'
import { flowOf, type StateCounts } from '../../models/opinion/counts.ts'
import { OPINION_PAGE_SIZE, type OpinionFilter, type OpinionRow } from '../../models/opinion/queries.ts'
import {
  MARKS, MARK_NAMES, OPINION_SOURCES, OPINION_SOURCE_NAMES, OPINION_STATES, OPINION_STATE_NAMES, type OpinionState,
} from '../../models/opinion/words.ts'
import { dayOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import type { Actor } from '../../models/user/actor.ts'
import { mayEver } from '../../models/user/permissions.ts'
import { campaignPath, campaignTabs } from '../campaigns/tabs.ts'
import { linkButton } from '../lib/buttons.ts'
import { column, dayCell, linkCell, statusCell, tableOf, textCell } from '../lib/cells.ts'
import { countText, rateText, shortDayText } from '../lib/format.ts'
import { filterBar, filterSelect, listHref, pagerOf, type ListQuery } from '../lib/listAddress.ts'
import type { Button, Empty, FilterBar, PageTitle, Pager, StatusTag, TableView, Tabs } from '../lib/parts.ts'
import { choicesOf, type OpinionChoices } from './offered.ts'

export interface OpinionListPage {
  title: PageTitle
  campaign: Tabs
  flow: { text: string, href: string, note: string }[]
  tabs: Tabs
  filter: FilterBar
  /** rows with boxes, where the tab has an act for many */
  bulk: { action: string, button: string } | null
  table: TableView | null
  nos: string[]
  empty: Empty
  pager: Pager
}

declare module '../lib/templates.ts' {
  interface Views { 'opinions/index': OpinionListPage }
}

export const opinionsPath = (year: number, rest = ''): string => campaignPath(year, `opinions${rest === '' ? '' : `/${rest}`}`)

const GLYPHS: Record<OpinionState, StatusTag['glyph']> = {
  received: 'empty', valid: 'filed', dispatched: 'half', answered: 'full', invalid: 'off', merged: 'merged',
}
export const opinionTag = (state: OpinionState): StatusTag => ({ glyph: GLYPHS[state], text: OPINION_STATES[state] })

export interface OpinionListAround {
  actor: Actor
  year: number
  filter: OpinionFilter
  page: number
  query: ListQuery
  counts: StateCounts
  choices: OpinionChoices
  departments: ReadonlyMap<string, Department>
  now: Date
}

export function opinionListPage(found: { rows: OpinionRow[], total: number | { atLeast: number } }, around: OpinionListAround): OpinionListPage {
  const { actor, year, filter, query, counts, choices, now } = around
  const path = opinionsPath(year)
  const flow = flowOf(counts)
  const total = typeof found.total === 'number' ? countText(found.total) : `${countText(found.total.atLeast)}+`
  const may = { enter: mayEver(actor, 'opinion.enter'), merge: mayEver(actor, 'opinion.merge'), dispatch: mayEver(actor, 'opinion.dispatch') }
  const actions: Button[] = [
    ...(may.enter ? [linkButton('录入意见', `${path}/new`, 'primary'), linkButton('导入会场意见表', '/imports/new?kind=opinions')] : []),
    ...(may.merge ? [linkButton('查重合并', `${path}/duplicates`)] : []),
  ]
  const bulk = filter.state === 'valid' && may.dispatch ? { action: `${path}/dispatch`, button: '分办勾选的' } : null
  const state = (each: OpinionState) => listHref(path, { tab: each })
  return {
    title: { clauses: ['意见建议'], note: '每一条都有下落：收到、有效、分办、答复，合并和无效的也都在', actions },
    campaign: campaignTabs(year, 'opinions', actor),
    flow: [
      {
        text: `收到 ${countText(flow.received)}`, href: path,
        note: `待审 ${countText(flow.waiting)}＋合并 ${countText(flow.merged)}＋无效 ${countText(flow.invalid)}＋有效 ${countText(flow.valid)}`,
      },
      { text: `有效 ${countText(flow.valid)}`, href: state('valid'), note: `待分办 ${countText(flow.undispatched)}＋已分办 ${countText(flow.dispatched)}` },
      { text: `已分办 ${countText(flow.dispatched)}`, href: state('dispatched'), note: `办理中 ${countText(flow.inHand)}＋已答复 ${countText(flow.answered)}` },
      { text: `已答复 ${countText(flow.answered)}`, href: state('answered'), note: `占有效 ${rateText(flow.answered, flow.valid)}` },
    ],
    tabs: {
      label: '意见的状态',
      tabs: [
        { text: '全部', count: countText(flow.received), href: listHref(path, query, { tab: undefined }), current: filter.state === null, tone: '' as const },
        ...OPINION_STATE_NAMES.map((each) => ({
          text: OPINION_STATES[each], count: countText(counts[each]), href: listHref(path, query, { tab: each }), current: filter.state === each, tone: '' as const,
        })),
      ],
    },
    filter: filterBar({
      path, query, search: { placeholder: '编号、题目、内容' }, keep: ['tab'], countText: `${total} 条`,
      selects: [
        filterSelect('source', '来源', OPINION_SOURCE_NAMES.map((value) => ({ value, text: OPINION_SOURCES[value] })), query),
        filterSelect('department', '部门', choicesOf(choices.departments), query),
        filterSelect('category', '类别', choicesOf(choices.categories), query),
        filterSelect('mark', '评优报送', MARK_NAMES.map((value) => ({ value, text: MARKS[value] })), query),
      ],
    }),
    bulk,
    nos: found.rows.map(({ no }) => no),
    table: found.rows.length === 0 ? null : tableOf(
      '意见建议', COLUMNS, found.rows.map((row) => rowOf(row, around, dayOf(now))), { sticky: true },
    ),
    empty: {
      what: filter.state === null ? '没有符合条件的意见建议。' : `没有${OPINION_STATES[filter.state]}的意见建议。`,
      next: '市民在公开页面提交的、会场意见表导入的、热线和代表反映录入的，都会列在这里。', link: null,
    },
    pager: pagerOf(path, query, around.page, OPINION_PAGE_SIZE, found.total, '条'),
  }
}

const COLUMNS = [
  column('编号'), column('意见'), column('来源', { wide: true }), column('部门', { wide: true }), column('收到', { wide: true }), column('状态'), column('去向', { wide: true }),
]

function rowOf(row: OpinionRow, { year, departments }: OpinionListAround, today: CivilDay) {
  const href = opinionsPath(year, row.no)
  const department = row.leadDepartment ?? row.department
  const marks = MARK_NAMES.filter((name) => row.marks[name] !== null).map((name) => MARKS[name])
  return [
    linkCell(row.no, href),
    textCell(row.title, { href, tag: marks[0] ?? null, small: [...row.text].slice(0, 40).join('') }),
    textCell(OPINION_SOURCES[row.source], { small: [row.session, row.author.named ? '实名' : '匿名'].filter(Boolean).join('，') }),
    textCell(department === null ? '' : departments.get(department)?.name ?? department), dayCell(shortDayText(dayOf(row.createdAt), today)),
    statusCell(opinionTag(row.state)), whereCell(row, year),
  ]
}

function whereCell({ state, mergedInto, issueNo, rating }: OpinionRow, year: number) {
  if (state === 'merged' && mergedInto !== null) return textCell(`并入 ${mergedInto}`, { href: opinionsPath(year, mergedInto) })
  if (issueNo !== null) return textCell(issueNo, { href: `/issues/${issueNo}`, small: rating === null ? null : `提出人${rating.word}` })
  return textCell('')
}
