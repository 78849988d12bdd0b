import type { Attachment } from '../../models/attachment/index.ts'
import type { Department } from '../../models/department/index.ts'
import {
  CRITICISMS, isOverdue, mayRectify, RECTIFICATION_LEVELS, RECTIFICATION_STATES, type RectificationState,
} from '../../models/rectification/index.ts'
import { RECTIFICATION_PAGE_SIZE, RECTIFICATION_TABS, type RectificationTab, type StoredRectification } from '../../models/rectification/queries.ts'
import { dayOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import type { Actor } from '../../models/user/actor.ts'
import { can, mayEver } from '../../models/user/permissions.ts'
import { attachedFile } from '../attachments/view.ts'
import { campaignPath, campaignTabs } from '../campaigns/tabs.ts'
import { actForm, sentTo, type ActForm, type Refused } from '../lib/actForm.ts'
import { linkButton } from '../lib/buttons.ts'
import { column, dayCell, linkCell, statusCell, tableOf, textCell } from '../lib/cells.ts'
import { errorSummaryOf, fieldsOf, type FieldView } from '../lib/fields.ts'
import type { Body } from '../lib/form.ts'
import { countText, dateTimeText, dayText, shortDayText } from '../lib/format.ts'
import { filterBar, filterSelect, listHref, pagerOf } from '../lib/listAddress.ts'
import type { AttachedFile, Empty, ErrorSummary, Fact, FilterBar, PageTitle, Pager, StatusTag, TableView, Tabs, TimelineRow } from '../lib/parts.ts'

export interface RectificationListPage {
  title: PageTitle, campaign: Tabs, tabs: Tabs, filter: FilterBar, table: TableView | null, empty: Empty, pager: Pager
}
export interface RectificationNewPage { errors: ErrorSummary | null, action: string, fields: FieldView[] }
export interface RectificationShowPage {
  errors: ErrorSummary | null, title: PageTitle, facts: Fact[], problem: string, measure: string, acts: ActForm[], files: AttachedFile[], rows: TimelineRow[]
}

declare module '../lib/templates.ts' {
  interface Views {
    'rectifications/index': RectificationListPage, 'rectifications/new': RectificationNewPage, 'rectifications/show': RectificationShowPage
  }
}

export const rectificationsPath = (year: number, rest = ''): string => campaignPath(year, `rectifications${rest === '' ? '' : `/${rest}`}`)

const GLYPHS: Record<RectificationState, StatusTag['glyph']> = { open: 'empty', working: 'half', reported: 'quarters', closed: 'done' }
const TAB_WORDS: Record<RectificationTab, string> = { all: '全部', overdue: '已超期', ...RECTIFICATION_STATES }

interface ListAround {
  actor: Actor, year: number, asked: { tab: RectificationTab, department: string, q: string }, page: number
  counts: Record<RectificationTab, number>, departments: ReadonlyMap<string, Department>, today: CivilDay
}

export function rectificationListPage(found: { rows: StoredRectification[], total: number }, around: ListAround): RectificationListPage {
  const { actor, year, asked, page, counts, departments, today } = around
  const path = rectificationsPath(year)
  const query = { ...asked, tab: asked.tab === 'all' ? undefined : asked.tab }
  const own = [...departments.values()].filter(({ archivedAt }) => archivedAt === null).map(({ _id, name }) => ({ value: _id, text: name }))
  return {
    title: {
      clauses: ['整改'], note: '市民和代表说的问题：怎么改、谁负责、最迟哪天、改到什么样；别的单位复核通过才销号',
      actions: mayEver(actor, 'rectification.create') ? [linkButton('列一项整改', `${path}/new`, 'primary')] : [],
    },
    campaign: campaignTabs(year, 'rectifications', actor),
    tabs: {
      label: '整改的状态',
      tabs: RECTIFICATION_TABS.map((tab) => ({
        text: TAB_WORDS[tab], count: countText(counts[tab]), href: listHref(path, query, { tab: tab === 'all' ? undefined : tab }), current: tab === asked.tab,
        tone: tab === 'overdue' && counts.overdue > 0 ? 'over' as const : '' as const,
      })),
    },
    filter: filterBar({
      path, query, search: { placeholder: '编号、问题、措施' }, selects: [filterSelect('department', '责任单位', own, query)], keep: ['tab'],
      countText: `${countText(found.total)} 项`,
    }),
    table: found.rows.length === 0 ? null : tableOf('整改', COLUMNS, found.rows.map((one) => {
      const href = rectificationsPath(year, one.no)
      const late = isOverdue(one, today)
      return [
        linkCell(one.no, href), textCell([...one.problem].slice(0, 50).join(''), { href, small: [CRITICISMS[one.source.kind], one.source.no].filter(Boolean).join(' ') }),
        textCell(departments.get(one.department)?.name ?? one.department), textCell(one.level),
        dayCell(one.dueOn === null ? '没有定' : shortDayText(one.dueOn, today), late ? 'over' : '', late ? '已超期' : null),
        statusCell({ glyph: GLYPHS[one.state], text: RECTIFICATION_STATES[one.state] }), textCell(one.promise === null ? '没有公开' : '已公开'),
      ]
    }), { sticky: true }),
    empty: { what: asked.tab === 'all' ? '没有需要整改的问题。' : `没有${TAB_WORDS[asked.tab]}的整改。`, next: '从意见建议、评议票意见、诉求里转来的会列在这里。', link: null },
    pager: pagerOf(path, query, page, RECTIFICATION_PAGE_SIZE, found.total, '项'),
  }
}

const COLUMNS = [
  column('编号'), column('问题'), column('责任单位', { wide: true }), column('等级', { wide: true }), column('最迟'), column('状态'), column('公开承诺', { wide: true }),
]

export function rectificationNewPage(year: number, departments: readonly Department[], values: Body, errors: Record<string, string>): RectificationNewPage {
  const f = fieldsOf(values, errors)
  return {
    errors: errorSummaryOf(errors), action: rectificationsPath(year, 'new'),
    fields: [
      f.select('kind', '问题来源', Object.entries(CRITICISMS).map(([value, text]) => ({ value, text })), { value: 'opinion' }),
      f.text('sourceNo', '来源编号', { optional: true, maxLength: 40, hint: '意见、诉求的编号，或评议票意见的部门和组' }),
      f.segments('level', '问题等级', RECTIFICATION_LEVELS.map((value) => ({ value, text: value })), { value: '一般' }),
      f.textarea('problem', '问题具体描述', { maxLength: 2000, rows: 5 }),
      f.text('extent', '涉及数量', { optional: true, maxLength: 60, hint: '如 12 个路口、3 个小区' }),
      f.select('department', '整改责任单位', departments.map(({ _id, name }) => ({ value: _id, text: name }))),
      f.date('dueOn', '计划完成时限'),
      f.text('remark', '备注', { optional: true, maxLength: 500 }),
    ],
  }
}

interface ShowAround {
  actor: Actor, departments: ReadonlyMap<string, Department>, files: Attachment[], now: Date, refused: Refused | null
}

export function rectificationShowPage(one: StoredRectification, around: ShowAround): RectificationShowPage {
  const { departments, files, now, refused } = around
  const today = dayOf(now)
  const plain = { href: null, small: null, action: null }
  const fact = (term: string, text: string, more: Partial<Fact> = {}): Fact[] => (text === '' ? [] : [{ ...plain, term, text, ...more }])
  const late = isOverdue(one, today)
  return {
    errors: errorSummaryOf(refused?.errors ?? {}),
    title: { clauses: [`${one.no} 整改`], note: RECTIFICATION_STATES[one.state] + (late ? '，已超期' : ''), actions: [] },
    problem: one.problem, measure: one.measure,
    facts: [
      ...fact('来源', [CRITICISMS[one.source.kind], one.source.no].filter(Boolean).join(' '), { href: sourceHref(one) }),
      ...fact('等级', one.level, { small: one.extent || null }), ...fact('责任单位', departments.get(one.department)?.name ?? one.department),
      ...fact('责任领导', one.leaderName), ...fact('责任人', one.ownerName), ...fact('整改目标', one.target),
      ...fact('最迟', one.dueOn === null ? '' : dayText(one.dueOn, today), { small: late ? '已超期' : null }),
      ...fact('完成', one.reported === null ? '' : dayText(one.reported.onDay, today)),
      ...fact('销号', one.closedOn === null ? '' : dayText(one.closedOn, today)),
      ...fact('公开承诺', one.promise?.text ?? '没有公开', { small: one.promise && `${one.promise.byName} 审定` }), ...fact('备注', one.remark),
    ],
    acts: actsOf(one, around, today), files: files.map(attachedFile), rows: timelineOf(one, departments, today),
  }
}

const sourceHref = ({ source, campaign }: StoredRectification): string | null =>
  (/^YJ\d{4}-\d{6}$/.test(source.no) ? campaignPath(Number(source.no.slice(2, 6)) || campaign, `opinions/${source.no}`)
    : /^SQ\d{4}-\d{6}$/.test(source.no) ? `/issues/${source.no}` : null)

function actsOf(one: StoredRectification, { actor, refused, files }: ShowAround, today: CivilDay): ActForm[] {
  const at = (act: string) => `${rectificationsPath(one.campaign, one.no)}/${act}`
  const hidden = { version: String(one.__v) }
  const field = (act: string) => fieldsOf(...sentTo(refused, act))
  const open = (act: string, usual = false) => ({ hidden, open: refused === null ? usual : refused.act === act })
  const forms: ActForm[] = []
  const works = can(actor, 'rectification.work', one)
  if (works && mayRectify(one.state, 'plan')) {
    const f = field('plan')
    forms.push(actForm(one.state === 'open' ? '定整改措施' : '改整改措施', at('plan'), '定下措施', [
      f.textarea('measure', '整改措施', { value: one.measure, maxLength: 2000, rows: 5 }),
      f.textarea('target', '整改目标', { value: one.target, maxLength: 500, rows: 2, hint: '改到什么样算好，写得能核对' }),
      f.text('leaderName', '责任领导', { value: one.leaderName, maxLength: 40 }), f.text('ownerName', '责任人', { value: one.ownerName, maxLength: 40 }),
      f.date('dueOn', '计划完成时限', { value: one.dueOn ?? '' }),
    ], open('plan', one.state === 'open')))
  }
  if (works && mayRectify(one.state, 'progress')) {
    const f = field('progress')
    forms.push(actForm('记进展、传佐证', at('progress'), '记下进展', [
      f.date('onDay', '哪一天', { value: today }), f.textarea('text', '进展', { maxLength: 2000, rows: 4 }),
      f.file('files', '佐证材料', { optional: true, multiple: true, hint: '照片、文件，每份有名称' }),
    ], { ...open('progress', one.state === 'working'), upload: true }))
    const r = field('report')
    forms.push(actForm('报完成', at('report'), '报完成，请复核', [
      r.date('onDay', '实际完成时间', { value: today }), r.textarea('text', '完成情况', { maxLength: 2000, rows: 4 }),
    ], { ...open('report'), note: `现有佐证材料 ${files.length} 份，报完成至少要一份。` }))
  }
  if (can(actor, 'rectification.verify', one) && mayRectify(one.state, 'pass') && actor.department !== one.department) {
    const f = field('verification')
    forms.push(actForm('复核', at('verification'), '记下复核', [
      f.segments('passed', '复核情况', [{ value: 'yes', text: '通过，销号' }, { value: 'no', text: '不通过，继续改' }]),
      f.textarea('text', '怎么核的、看到什么', { optional: true, maxLength: 1000, rows: 3, hint: '不通过要写明还差什么' }),
    ], open('verification', true)))
  }
  if (can(actor, 'rectification.approveWording', one) && one.measure !== '') {
    forms.push(actForm('审定公开的承诺', at('promise'), '审定', [
      field('promise').textarea('text', '向市民公开的话', { value: one.promise?.text ?? '', optional: true, maxLength: 200, rows: 3, hint: '写做什么、到哪天；清空就是撤下' }),
    ], open('promise')))
  }
  return forms
}

function timelineOf(one: StoredRectification, departments: ReadonlyMap<string, Department>, today: CivilDay): TimelineRow[] {
  const blank = { symbol: null, tag: null, small: null, quote: null, details: null }
  const row = (at: Date, text: string, quote: string) => ({ at, ...blank, time: dateTimeText(at, today), iso: at.toISOString(), text, quote: quote || null })
  return [
    row(one.createdAt, `${one.createdByName}列入整改`, ''),
    ...one.progress.map(({ at, byName, onDay, text }) => row(at, `${byName}记进展（${shortDayText(onDay, today)}）`, text)),
    ...(one.reported ? [row(one.reported.at, `${one.reported.byName}报完成`, one.reported.text)] : []),
    ...one.checks.map(({ at, byName, department, passed, text }) =>
      row(at, `${departments.get(department)?.name ?? ''}${byName}复核：${passed ? '通过' : '不通过'}`, text)),
  ].sort((a, b) => b.at.getTime() - a.at.getTime()).map(({ at: _at, ...rest }) => rest)
}
