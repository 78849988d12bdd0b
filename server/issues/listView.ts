import { dayOf, timeOf } from '../../models/shared/calendarDay.ts'
import type { Actor } from '../../models/user/actor.ts'
import { mayEver } from '../../models/user/permissions.ts'
import { GRADES, RAISER_KINDS, RUNGS } from '../../models/issue/words.ts'
import { RUNG_WORDS } from '../../models/issue/ladder.ts'
import { isRunning } from '../../models/issue/state.ts'
import { PARTS, type IssueRowFacts, type TabCounts } from '../../models/issue/queries.ts'
import { TABS, type Tab } from '../../models/issue/tabs.ts'
import type { Moment } from '../../models/issue/step.ts'
import { linkButton } from '../lib/buttons.ts'
import { column, dayCell, linkCell, rungCell, statusCell, textCell } from '../lib/cells.ts'
import { miniClock } from '../lib/clockBar.ts'
import { countText, dateTimeText } from '../lib/format.ts'
import { filterBar, filterSelect, listHref, pagerOf, sortColumn } from '../lib/listAddress.ts'
import type {
  Button, Cell, Column, Empty, FilterBar, FilterSelect, MiniClock, PageTitle, Pager, Tabs, Tone,
} from '../lib/parts.ts'
import { BULK_ACTS } from './bulk/acts.ts'
import { beforeText, dueWords, type DueWords } from './dueWords.ts'
import { isOfDepartment, isQueue, tabsOf, usualSort, type IssueListAsked } from './listForm.ts'
import { rungTag, stateTag } from './tags.ts'

/** The list of cases. */
export interface IssueListPage {
  title: PageTitle
  tabs: Tabs
  filter: FilterBar
  columns: Column[]
  rows: { no: string; cells: Cell[]; clock: MiniClock | null }[]
  /** what can be done to ticked rows, and the address to come back to; null without such a right */
  bulk: { back: string; buttons: { value: string; text: string }[] } | null
  totalText: { text: string; tone: Tone }[]
  caption: string
  empty: Empty | null
  pager: Pager
  countedAt: string
}

declare module '../lib/templates.ts' {
  interface Views { 'issues/index': IssueListPage }
}

export interface Names {
  departments: ReadonlyMap<string, { name: string; shortName: string }>
  categories: ReadonlyMap<string, { name: string }>
  districts: ReadonlyMap<string, { name: string }>
  handlers: readonly { id: string; name: string }[]
}

const PATH = '/issues'

export function issueListPage(
  actor: Actor, asked: IssueListAsked, found: { rows: IssueRowFacts[]; total: number | { atLeast: number } },
  counted: { counts: TabCounts; at: Date }, names: Names, when: Moment, pageSize: number,
): IssueListPage {
  const { query, filter, page } = asked
  const { counts } = counted
  const ofDepartment = isOfDepartment(actor)
  const total = typeof found.total === 'number' ? found.total : found.total.atLeast
  const plus = typeof found.total === 'number' ? '' : '+'
  const tabTotal = filter.tab === 'all' ? null : counts[filter.tab]
  return {
    title: {
      clauses: [titleOf(actor, names, filter.part)], note: null,
      actions: titleActions(actor, filter.tab, total),
    },
    tabs: { label: '诉求和意见', tabs: tabsOf(actor).map((tab) => tabLink(tab, asked, counts)) },
    filter: filterBar({
      path: PATH, query: { ...query, tab: filter.tab }, search: { placeholder: '摘要、编号、企业' },
      selects: [
        ...(ofDepartment ? [partSelect(query['part'])] : []),
        filterSelect('kind', '提出人', entries(RAISER_KINDS), query),
        filterSelect('category', '类别', named(names.categories), query),
        filterSelect('district', '区市', named(names.districts), query),
        filterSelect('grade', '等级', GRADES.map((grade) => ({ value: grade, text: grade })), query),
        ofDepartment
          ? filterSelect('handler', '承办人', names.handlers.map(({ id, name }) => ({ value: id, text: name })), query)
          : filterSelect('department', '部门', named(names.departments), query),
        filterSelect('rung', '预警', RUNGS.map((rung) => ({ value: rung, text: RUNG_WORDS[rung] })), query),
      ],
      keep: ['tab', 'sort', 'state', 'result', 'age', 'assignedFrom', 'assignedTo'],
      countText: `${countText(total)}${plus} 件`,
      countNote: tabTotal === null || tabTotal === total ? null : `，${TABS[filter.tab]}共 ${countText(tabTotal)} 件`,
      exportable: mayEver(actor, 'export.create'),
    }),
    caption: `${TABS[filter.tab]}，按${isQueue(filter.tab) ? '我们的时限' : '办理时限'}排列`,
    columns: columnsOf(asked, ofDepartment),
    rows: found.rows.map((row, index) =>
      listRow(row, (page - 1) * pageSize + index + 1, names, when, ofDepartment, filter.tab),
    ),
    bulk: total > 0 ? bulkOf(actor, asked) : null,
    totalText: totalWords(found.rows, when),
    empty: total > 0 ? null : emptyOf(asked, counts),
    pager: pagerOf(PATH, query, page, pageSize, found.total),
    countedAt: `页签的件数截至 ${timeOf(counted.at)}`,
  }
}

/** Tabs whose cases are with the office or the raiser: nobody to urge, nobody to name. */
const WITHOUT_BULK: readonly Tab[] = ['submitted', 'refusalReview', 'answered', 'callBack']

/** The bulk acts that this user may ever do. */
function bulkOf(actor: Actor, { query, filter }: IssueListAsked): IssueListPage['bulk'] {
  if (WITHOUT_BULK.includes(filter.tab)) return null
  const buttons = Object.entries(BULK_ACTS).flatMap(([value, { right, title }]) =>
    mayEver(actor, right) ? [{ value, text: title }] : [],
  )
  return buttons.length === 0 ? null : { back: listHref(PATH, { ...query, tab: filter.tab }, { page: query['page'] }), buttons }
}

function titleOf(actor: Actor, names: Names, part: string | null): string {
  const own = names.departments.get(actor.department ?? '')?.name
  return isOfDepartment(actor) && own && part === 'lead' ? `${own}的诉求` : '诉求和意见'
}

const entries = (words: Record<string, string>) => Object.entries(words).map(([value, text]) => ({ value, text }))
const named = (rows: ReadonlyMap<string, { name: string }>) =>
  [...rows].map(([value, { name }]) => ({ value, text: name }))

/** The own department's part: 牵头 unless chosen otherwise, so it needs no chip. */
function partSelect(chosen = ''): FilterSelect {
  const choices = [
    { value: '', text: PARTS.lead },
    ...entries(PARTS).filter(({ value }) => value !== 'lead'),
    { value: 'any', text: '全部' },
  ]
  return {
    name: 'part',
    label: '身份',
    signs: 2,
    options: choices.map((each) => ({ ...each, selected: each.value === chosen })),
  }
}

/** One primary button: a queue of the office is worked through, elsewhere a case is registered. */
function titleActions(actor: Actor, tab: Tab, total: number): Button[] {
  const works = isQueue(tab) && !isOfDepartment(actor) && actor.roles.includes('coordinator') && total > 0
  return [
    ...(works ? [linkButton('逐件处理', `/issues/next?queue=${tab}`, 'primary')] : []),
    ...(mayEver(actor, 'issue.create') ? [linkButton('登记诉求', '/issues/new', works ? 'second' : 'primary')] : []),
  ]
}

function tabLink(tab: Tab, { query, filter }: IssueListAsked, counts: TabCounts): Tabs['tabs'][number] {
  const count = tab === 'all' ? null : counts[tab]
  return {
    text: TABS[tab], count: count === null ? null : countText(count), current: tab === filter.tab,
    href: listHref(PATH, query, { tab, sort: undefined, due: undefined, state: undefined }),
    tone: tab === 'overdue' && count ? 'over' : '',
  }
}

function columnsOf({ query, filter }: IssueListAsked, ofDepartment: boolean): Column[] {
  const usual = usualSort(filter.tab)
  const sorted = (text: string, key: string) => sortColumn(text, key, PATH, query, usual)
  return [
    column('序', { number: true, wide: true }),
    column('编号', { wide: true }),
    column('诉求'),
    column('提出人', { wide: true }),
    column(ofDepartment ? '承办人' : '牵头部门', { wide: true }),
    column('状态', { wide: true }),
    isQueue(filter.tab)
      ? { ...sorted('从何时起', 'created'), wide: true }
      : { ...sorted('办理时限', 'due'), wide: true },
    isQueue(filter.tab) ? sorted('最迟', 'turn') : column('剩余'),
    column('预警', { wide: true }),
    column('已用时间', { wide: true }),
  ]
}

const wide = (cell: Cell): Cell => ({ ...cell, className: `${cell.className} wide`.trim() })

/** What the office does in each of its queues. */
const QUEUE_ACTS: Partial<Record<Tab, string>> = {
  submitted: '受理', refusalReview: '裁定', extension: '批复', answered: '核验', callBack: '回访',
}

/** Due day and rest of a row; in a queue of the office since when it waits, and the office's own limit. */
function timeOfRow(row: IssueRowFacts, tab: Tab, { now, calendar }: Moment): DueWords {
  const act = QUEUE_ACTS[tab]
  if (act === undefined || row.turnDueAt === null) return dueWords(row, now, calendar)
  const before = beforeText(row.turnDueAt, act, now, calendar)
  const since = row.turnSinceAt ?? row.createdAt
  return { due: dateTimeText(since, dayOf(now)), rest: before.text, tone: before.tone, provisional: false }
}

function listRow(row: IssueRowFacts, n: number, names: Names, when: Moment, ofDepartment: boolean, tab: Tab) {
  const due = timeOfRow(row, tab, when)
  const { sum } = dueWords(row, when.now, when.calendar)
  const lead =
    row.leadDepartment === null ? '' : (names.departments.get(row.leadDepartment)?.shortName ?? row.leadDepartment)
  const href = `/issues/${row.no}`
  const running = isRunning(row.state)
  return {
    no: row.no,
    cells: [
      wide({ ...textCell(String(n), { className: 'number second' }) }),
      wide(linkCell(row.no, href)),
      { ...linkCell(row.title, href, { className: 'issue-title' }) },
      wide(textCell(row.raiser.name, { className: 'issue-raiser' })),
      wide(
        ofDepartment
          ? textCell(row.handlerName || '未定', { className: 'issue-lead', tone: row.handlerName ? '' : 'second' })
          : textCell(lead, { className: 'issue-lead' }),
      ),
      wide(statusCell(stateTag(row.state))),
      wide(dayCell(due.due, due.tone === 'second' ? 'second' : '', due.provisional ? '暂定' : null)),
      { ...dayCell(due.rest, due.tone), className: 'issue-rest' },
      wide(running ? rungCell(rungTag(row.rung)) : textCell(null, { tone: 'second' })),
    ],
    clock: sum && miniClock({
      used: sum.used, total: sum.total, over: sum.over, paused: sum.paused, pausedAfter: sum.pausedAfter,
      still: !running,
      label: `已用 ${sum.used} / ${sum.total} 个工作日${sum.over ? `，超期 ${sum.over} 个` : ''}${running ? '' : '，已停'}`,
    }),
  }
}

/** `20 件：超期 2，临期 4，期内 8，暂停 5，挂账 1`: the rows of this page by urgency; they add up. */
function totalWords(rows: readonly IssueRowFacts[], { now, calendar }: Moment): IssueListPage['totalText'] {
  const kinds = rows.map((row) => {
    if (row.closedAt !== null) return '已结束'
    if (row.state === 'submitted') return '待受理'
    const { sum } = dueWords(row, now, calendar)
    if (sum && isRunning(row.state) && (sum.left < 0 || (row.dueAt !== null && row.dueAt < now))) return '超期'
    if (row.state === 'pledged') return '挂账'
    return !isRunning(row.state) ? '暂停' : sum && sum.left <= 3 ? '临期' : '期内'
  })
  const parts = ['超期', '临期', '期内', '暂停', '挂账', '待受理', '已结束'].flatMap((kind) => {
    const count = kinds.filter((one) => one === kind).length
    return count === 0 ? [] : [{ text: `${kind} ${count}`, tone: kind === '超期' ? 'over' as const : '' as const }]
  })
  return [
    { text: `本页 ${rows.length} 件：`, tone: '' },
    ...parts.map((part, index) => ({ ...part, text: `${part.text}${index < parts.length - 1 ? '，' : ''}` })),
  ]
}

const NARROWING = [
  'q',
  'kind',
  'category',
  'district',
  'grade',
  'handler',
  'department',
  'rung',
  'state',
  'result',
  'age',
] as const

function emptyOf({ query, filter }: IssueListAsked, counts: TabCounts): Empty {
  const tabTotal = filter.tab === 'all' ? 0 : counts[filter.tab]
  if (tabTotal > 0 || NARROWING.some((name) => query[name] !== undefined)) {
    const text = tabTotal > 0 ? `看${TABS[filter.tab]}全部 ${tabTotal} 件` : '清除筛选'
    return {
      what: '没有符合这些条件的诉求。',
      next: null,
      link: { text, href: listHref(PATH, { tab: filter.tab, part: query['part'] }) },
    }
  }
  const what: Partial<Record<Tab, string>> = {
    open: '没有在办的诉求。', overdue: '没有超期的诉求。', near: '没有临期的诉求。', all: '还没有诉求。', pledged: '没有挂账的诉求。',
  }
  return {
    what: what[filter.tab] ?? `没有${TABS[filter.tab]}的诉求。`,
    next: counts.near > 0 && filter.tab === 'overdue' ? `三个工作日内到期的有 ${counts.near} 件。` : null,
    link:
      counts.open > 0 && filter.tab !== 'open'
        ? { text: `看在办 ${counts.open} 件`, href: listHref(PATH, { tab: 'open', part: query['part'] }) }
        : null,
  }
}

