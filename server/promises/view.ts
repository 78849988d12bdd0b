import type { Department } from '../../models/department/index.ts'
import type { Issue } from '../../models/issue/index.ts'
import { PAGE_SIZE, type PromiseRow, type PromiseTab } from '../../models/promise/queries.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { remainingAt, type WorkingCalendar } from '../../models/shared/workingCalendar.ts'
import type { Body } from '../http/body.ts'
import { stateTag } from '../issues/tags.ts'
import { column, dayCell, linkCell, statusCell, tableOf, textCell } from '../lib/cells.ts'
import { errorSummaryOf, fieldsOf, type FieldView } from '../lib/fields.ts'
import { clausesOf, countText, dateTimeText, dayText, restText, restTone } from '../lib/format.ts'
import { filterBar, filterSelect, listHref, pagerOf, type ListQuery } from '../lib/listAddress.ts'
import type { Empty, ErrorSummary, Fact, FilterBar, PageTitle, Pager, TableView, Tabs, Tone } from '../lib/parts.ts'

export interface PromiseListPage {
  title: PageTitle, tabs: Tabs, filter: FilterBar, table: TableView | null, empty: Empty, pager: Pager
}

export interface PromiseShowPage {
  errors: ErrorSummary | null
  title: PageTitle
  facts: Fact[]
  versions: TableView
  wording: { action: string, field: FieldView } | null
}

declare module '../lib/templates.ts' {
  interface Views { 'promises/index': PromiseListPage, 'promises/show': PromiseShowPage }
}

interface Around { departments: ReadonlyMap<string, Department>, calendar: WorkingCalendar, now: Date }

const TAB_WORDS: Record<PromiseTab, string> = { pledged: '挂账', past: '已过期', near: '30 天内到期', kept: '已再答复', all: '全部' }

export function promiseListPage(
  found: { rows: PromiseRow[], total: number | { atLeast: number } },
  { query, tab, page, counts, ...around }: Around & {
    query: ListQuery, tab: PromiseTab, page: number, counts: Record<PromiseTab, number>
  },
): PromiseListPage {
  const choices = [...around.departments.values()].filter(({ archivedAt }) => archivedAt === null).map(
    ({ _id, name }) => ({ value: _id, text: name })
  )
  const total = typeof found.total === 'number' ? countText(found.total) : `${countText(found.total.atLeast)}+`
  return {
    title: { clauses: ['承诺台账'], note: 'B 类答复里答应的事：做什么、最迟哪天。挂账期间照样有督办', actions: [] },
    tabs: {
      label: '承诺的分类',
      tabs: (Object.keys(TAB_WORDS) as PromiseTab[]).map(each => ({
        text: TAB_WORDS[each], count: countText(counts[each]), href: listHref('/promises', query, { tab: each }),
        current: each === tab,
        tone: each === 'past' && counts.past > 0 ? 'over' : '',
      })),
    },
    filter: filterBar({
      path: '/promises', query, search: null, keep: ['tab'], countText: `${total} 件`, exportable: false,
      printable: false,
      selects: [filterSelect('department', '部门', choices, query)],
    }),
    table: found.rows.length === 0 ? null : tableOf(
      '承诺', COLUMNS, found.rows.map(row => rowOf(row, around)), { sticky: true },
    ),
    empty: {
      what: tab === 'pledged' || tab === 'all' ? '没有挂账的承诺。' : `没有${TAB_WORDS[tab]}的承诺。`, next: '核验通过的 B 类答复会列在这里。',
      link: null,
    },
    pager: pagerOf('/promises', query, page, PAGE_SIZE, found.total),
  }
}

const COLUMNS = [
  column('诉求', { wide: true }), column('承诺'), column('部门', { wide: true }), column('最迟'), column('剩余'),
  column('状态', { wide: true }),
  column('公开措辞', { wide: true }),
]

function rowOf(row: PromiseRow, { departments, calendar, now }: Around) {
  const today = dayOf(now)
  const rest = restOf(row, calendar, now)
  const dueOn = row.promise?.dueOn ?? row.dueOn
  return [
    linkCell(row.no, `/promises/${row.no}`),
    textCell(row.promise?.text || row.title, { href: `/promises/${row.no}`, small: row.raiser.name }),
    textCell(departments.get(row.leadDepartment ?? '')?.name ?? row.leadDepartment),
    dayCell(dueOn ? dayText(dueOn, today) : '—', '', row.provisional ? '暂定' : null), dayCell(rest.text, rest.tone),
    statusCell(stateTag(row.state)), textCell(row.promise?.publicApprovedByName ? '已审定' : '没有公开'),
  ]
}

/** The rest of a promise that still runs; a dash once it was answered again. */
function restOf(
  issue: Pick<Issue, 'state' | 'dueOn' | 'dueAt'>, calendar: WorkingCalendar, now: Date,
): { text: string, tone: Tone } {
  if (issue.state !== 'pledged' || issue.dueOn === null) return { text: '—', tone: 'second' }
  const rest = {
    workingDays: remainingAt(now, issue.dueOn, calendar), passed: issue.dueAt !== null && issue.dueAt < now,
  }
  const tone = restTone(rest)
  return { text: restText(rest), tone: tone === 'calm' ? '' : tone }
}

export function promiseShowPage(
  issue: Issue,
  { departments, calendar, now, mayApprove, values, errors }: Around & {
    mayApprove: boolean, values: Body, errors: Record<string, string>
  },
): PromiseShowPage {
  const today = dayOf(now)
  const rest = restOf(issue, calendar, now)
  const promise = issue.promise
  const dueOn = promise?.dueOn ?? ''
  const department = departments.get(issue.leadDepartment ?? '')?.name ?? '—'
  const plain = { href: null, small: null, action: null }
  const versions = issue.dueVersions.filter(({ kind }) => kind === 'promise').toReversed()
  return {
    errors: errorSummaryOf(errors),
    title: { clauses: clausesOf(promise?.text || issue.title), note: `${department}的承诺`, actions: [] },
    facts: [
      { ...plain, term: '诉求', text: `${issue.no} ${issue.title}`, href: `/issues/${issue.no}` },
      {
        ...plain, term: '最迟', text: dayText(dueOn, today),
        small: [rest.text === '—' ? '' : rest.text, issue.provisional ? '暂定' : ''].filter(Boolean).join('，') || null,
      },
      { ...plain, term: '状态', text: stateTag(issue.state).text },
      {
        ...plain, term: '公开措辞', text: promise?.publicText || '没有公开',
        small: promise?.publicApprovedByName ? `${promise.publicApprovedByName} 审定` : '审定措辞后，市民才看得到',
      },
    ],
    versions: tableOf('承诺的日期改过几次', [column('第几次'), column('答应的日子'), column('什么时候定的'), column('说明', { wide: true })],
      versions.map((version, index) => [
        textCell(`第 ${versions.length - index} 次`),
        dayCell(dayText(version.dueOn, today), '', version.provisional ? '暂定' : null),
        dayCell(dateTimeText(version.setAt, today)), textCell(version.reason),
      ])),
    wording: mayApprove ? {
      action: `/promises/${issue.no}/wording`,
      field: fieldsOf(values, errors).text('publicText', '向市民公开的措辞', {
        hint: '写做什么，不写企业和个人的名字', value: promise?.publicText ?? '', maxLength: 60, counted: true,
      }),
    } : null,
  }
}
