import type { Campaign } from '../../models/campaign/index.ts'
import type { Department } from '../../models/department/index.ts'
import {
  ASPECTS, aspectRates, CASE_ORIGINS, CASE_STATES, DECISIONS, INSPECTION_ITEMS, mayHandle,
  type CallSample, type CaseState, type Inspection,
} from '../../models/disciplineCase/index.ts'
import type { CaseRow, StoredCase } from '../../models/disciplineCase/queries.ts'
import { dayOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import type { Actor } from '../../models/user/actor.ts'
import { campaignPath, campaignTabs } from '../campaigns/tabs.ts'
import { actForm, sentTo, type ActForm, type Refused } from '../lib/actForm.ts'
import { linkButton } from '../lib/buttons.ts'
import { column, dayCell, figureCell, linkCell, statusCell, tableOf, textCell } from '../lib/cells.ts'
import { errorSummaryOf, fieldsOf, optional, type FieldView } from '../lib/fields.ts'
import type { Body } from '../lib/form.ts'
import { countText, dateTimeText, dayText, rateText, shortDayText } from '../lib/format.ts'
import type { Empty, ErrorSummary, Fact, PageTitle, StatusTag, TableView, Tabs, TimelineRow } from '../lib/parts.ts'

export interface PublicReportPage { errors: ErrorSummary | null, closed: boolean, fields: FieldView[], consent: FieldView | null }
export interface ReportSentPage { no: string }
export interface DisciplineListPage {
  title: PageTitle, campaign: Tabs, note: string | null, table: TableView | null, empty: Empty, inspections: TableView | null, samples: TableView | null, full: boolean
}
export interface DisciplineFormPage { errors: ErrorSummary | null, heading: string, note: string | null, action: string, button: string, fields: FieldView[] }
export interface CasePage { errors: ErrorSummary | null, title: PageTitle, text: string, facts: Fact[], acts: ActForm[], rows: TimelineRow[] }
export interface CallsPage { title: PageTitle, facts: Fact[], rates: TableView | null, calls: TableView }

declare module '../lib/templates.ts' {
  interface Views {
    'discipline/publicNew': PublicReportPage, 'discipline/publicSent': ReportSentPage, 'discipline/index': DisciplineListPage
    'discipline/form': DisciplineFormPage, 'discipline/show': CasePage, 'discipline/calls': CallsPage
  }
}

export const disciplinePath = (year: number, rest = ''): string => campaignPath(year, `discipline${rest === '' ? '' : `/${rest}`}`)

type Venues = Campaign['venues']
const options = (rows: readonly { _id: string, name: string }[]) => rows.map(({ _id, name }) => ({ value: _id, text: name }))
const venueOptions = (venues: Venues) => venues.map(({ code, name }) => ({ value: code, text: name }))
const GLYPHS: Record<CaseState, StatusTag['glyph']> = { received: 'empty', investigating: 'half', confirmed: 'full', unfounded: 'off', referred: 'return' }

function reportFields(departments: readonly Department[], venues: Venues, values: Body, errors: Record<string, string>): FieldView[] {
  const f = fieldsOf(values, errors)
  return [
    f.textarea('text', '反映的情况', { maxLength: 2000, rows: 6, hint: '什么时候、在哪里、谁、做了什么' }),
    f.select('department', '涉及的部门', optional(options(departments), values['department'], '不清楚'), { optional: true, placeholder: '不清楚' }),
    f.select('venue', '会场', optional(venueOptions(venues), values['venue'], '不在会场'), { optional: true, placeholder: '不在会场' }),
    f.date('happenedOn', '哪一天', { optional: true }),
    f.text('name', '姓名', { optional: true, maxLength: 40 }), f.text('phone', '电话', { optional: true, maxLength: 20, inputMode: 'tel', hint: '愿意留的，便于核实' }),
  ]
}

export const publicReportPage = (
  campaign: Pick<Campaign, 'venues'> | null, departments: readonly Department[], values: Body, errors: Record<string, string>,
): PublicReportPage => ({
  errors: errorSummaryOf(errors), closed: campaign === null, fields: reportFields(departments, campaign?.venues ?? [], values, errors),
  consent: fieldsOf(values, errors).checkbox('consent', '我已阅读并同意上面的说明', { optional: false }),
})

interface ListAround { actor: Actor, year: number, full: boolean, departments: ReadonlyMap<string, Department>, venues: Venues, today: CivilDay }

export function disciplineListPage(cases: CaseRow[], inspections: Inspection[], samples: CallSample[], around: ListAround): DisciplineListPage {
  const { actor, year, full, departments, venues, today } = around
  const path = disciplinePath(year)
  const venueName = (code: string | null) => venues.find((each) => each.code === code)?.name ?? ''
  return {
    title: {
      clauses: ['纪律监督'], note: '查实的取消这个部门当年的评优资格，不扣分',
      actions: full ? [
        linkButton('登记举报', `${path}/new`, 'primary'), linkButton('填巡查表', `${path}/inspections/new`), linkButton('抽样回访代表', `${path}/samples/new`),
      ] : [],
    },
    campaign: campaignTabs(year, 'discipline', actor), full,
    note: full ? null : '这里只列已经查实的。反映的内容和反映人只有纪律监督人员看得到。',
    table: cases.length === 0 ? null : tableOf('纪律问题', [
      column('编号'), column('来源', { wide: true }), column('部门'), column('会场', { wide: true }), column('收到', { wide: true }), column('状态'), column('处理决定', { wide: true }),
    ], cases.map((one) => [
      full ? linkCell(one.no, `${path}/${one.no}`) : textCell(one.no), textCell(CASE_ORIGINS[one.origin]), textCell(departments.get(one.department ?? '')?.name ?? ''),
      textCell(venueName(one.venue)), dayCell(shortDayText(dayOf(one.createdAt), today)), statusCell({ glyph: GLYPHS[one.state], text: CASE_STATES[one.state] }),
      textCell(one.decision?.text ?? ''),
    ])),
    empty: { what: full ? '没有纪律问题。' : '没有查实的纪律问题。', next: full ? '公开页面和举报电话反映的、巡查和回访发现的，都列在这里。' : null, link: null },
    inspections: inspections.length === 0 ? null : tableOf('现场巡查', [column('编号'), column('哪天'), column('会场'), column('巡查人', { wide: true }), column('结果'), column('立案')],
      inspections.map((one) => {
        const failed = INSPECTION_ITEMS.filter(({ key }) => !one.items[key])
        return [
          textCell(one.no), dayCell(shortDayText(one.onDay, today)), textCell(venueName(one.venue)), textCell(one.inspectors),
          textCell(failed.length === 0 ? `${INSPECTION_ITEMS.length} 项都好` : failed.map(({ text }) => `没做到：${text}`).join('；'), { small: one.remark || null }),
          textCell(one.caseNo ?? '', { href: one.caseNo === null ? null : `${path}/${one.caseNo}` }),
        ]
      })),
    samples: samples.length === 0 ? null : tableOf('回访抽样', [column('次'), column('种子', { wide: true }), column('抽取'), column('接通'), column('抽取于', { wide: true })],
      samples.map((one) => [
        linkCell(`第 ${one.no} 次`, `${path}/samples/${one.no}`), textCell(one.seed), figureCell(`${countText(one.calls.length)} / ${countText(one.poolSize)}`),
        figureCell(rateText(one.calls.filter(({ reached }) => reached === true).length, one.calls.length)), textCell(`${dateTimeText(one.drawnAt, today)} ${one.byName}`),
      ])),
  }
}

export const hotlinePage = (
  year: number, departments: readonly Department[], venues: Venues, values: Body, errors: Record<string, string>,
): DisciplineFormPage => ({
  errors: errorSummaryOf(errors), heading: '登记举报', action: disciplinePath(year, 'new'), button: '登记',
  note: '反映人的姓名和电话只有纪律监督人员看得到，不进列表、导出、搜索和审计。', fields: reportFields(departments, venues, values, errors),
})

export function inspectionPage(year: number, venues: Venues, today: CivilDay, values: Body, errors: Record<string, string>): DisciplineFormPage {
  const f = fieldsOf(values, errors)
  return {
    errors: errorSummaryOf(errors), heading: '现场巡查表', action: disciplinePath(year, 'inspections/new'), button: '存巡查表',
    note: '有一项没做到就自动立为待核查的纪律问题。',
    fields: [
      f.date('onDay', '日期', { value: today }), f.select('venue', '会场', venueOptions(venues)), f.text('inspectors', '巡查人', { maxLength: 100 }),
      ...INSPECTION_ITEMS.map(({ key, text }) => f.segments(key, text, [{ value: 'yes', text: '做到' }, { value: 'no', text: '没做到' }])),
      f.textarea('remark', '说明', { optional: true, maxLength: 1000, rows: 3 }),
    ],
  }
}

export function samplePage(year: number, values: Body, errors: Record<string, string>): DisciplineFormPage {
  const f = fieldsOf(values, errors)
  return {
    errors: errorSummaryOf(errors), heading: '抽样回访市民代表', action: disciplinePath(year, 'samples/new'), button: '抽取',
    note: '按 SHA-256（种子|代表编号）从小到大取前若干人。知道种子和编号的人都能重算，所以种子请用事先说好的数，如当天的开奖号码。',
    fields: [f.text('seed', '种子', { maxLength: 100 }), f.text('size', '抽多少人', { narrow: true, inputMode: 'numeric', value: '50' })],
  }
}

export function callPage(year: number, no: number, code: string, values: Body, errors: Record<string, string>): DisciplineFormPage {
  const f = fieldsOf(values, errors)
  return {
    errors: errorSummaryOf(errors), heading: `回访代表 ${code}`, action: disciplinePath(year, `samples/${no}/${code}`), button: '记下回访', note: '活动纪律情况调查表',
    fields: [
      f.segments('reached', '接通了吗', [{ value: 'yes', text: '接通' }, { value: 'no', text: '没有接通' }], { value: 'yes' }),
      ...ASPECTS.map(({ key, question, fine, breach }) =>
        f.segments(key, question, [{ value: 'fine', text: fine }, { value: 'breach', text: `${breach}（请写明）` }], { optional: true })),
      f.textarea('text', '请写明', { optional: true, maxLength: 1000, rows: 3 }),
    ],
  }
}

/** @param people name and phone by representative id: the page that shows them is in the trail */
export function callsPage(sample: CallSample, people: ReadonlyMap<string, { name: string, phone: string }>, today: CivilDay): CallsPage {
  const path = disciplinePath(sample.campaign, `samples/${sample.no}`)
  const answered = sample.calls.flatMap(({ answers }) => answers ?? [])
  const plain = { href: null, small: null, action: null }
  return {
    title: { clauses: [`第 ${sample.no} 次回访抽样`], note: '每次打开这份名单都有记录', actions: [] },
    facts: [
      { ...plain, term: '种子', text: sample.seed }, { ...plain, term: '抽取', text: `${sample.calls.length} / ${sample.poolSize} 人`, small: `名单校验码 ${sample.poolHash}` },
      { ...plain, term: '抽取于', text: `${dateTimeText(sample.drawnAt, today)} ${sample.byName}` },
      { ...plain, term: '接通', text: rateText(sample.calls.filter(({ reached }) => reached === true).length, sample.calls.length) },
    ],
    rates: answered.length === 0 ? null : tableOf('六个方面', [column('方面'), column('没有问题', { number: true })],
      aspectRates(answered).map(({ question, fine, of }) => [textCell(question), figureCell(rateText(fine, of))])),
    calls: tableOf('名单', [column('代表'), column('姓名'), column('电话'), column('回访'), column('说明', { wide: true }), column('立案', { wide: true })],
      sample.calls.map((call) => {
        const person = people.get(String(call.representative))
        const said = call.reached === null ? '还没有打' : call.reached ? '接通' : '没有接通'
        return [
          call.answers === null ? linkCell(call.code, `${path}/${call.code}`) : textCell(call.code), textCell(person?.name ?? ''), textCell(person?.phone ?? ''),
          textCell(said, { small: call.at && `${dateTimeText(call.at, today)} ${call.byName}` }), textCell(call.text),
          textCell(call.caseNo ?? '', { href: call.caseNo === null ? null : disciplinePath(sample.campaign, call.caseNo) }),
        ]
      })),
  }
}

interface CaseAround { departments: ReadonlyMap<string, Department>, venues: Venues, today: CivilDay, refused: Refused | null }

export function casePage(one: StoredCase, { departments, venues, today, refused }: CaseAround): CasePage {
  const plain = { href: null, small: null, action: null }
  const fact = (term: string, text: string, small: string | null = null): Fact[] => (text === '' ? [] : [{ ...plain, term, text, small }])
  const { reporter } = one
  return {
    errors: errorSummaryOf(refused?.errors ?? {}),
    title: { clauses: [`${one.no} 纪律问题`], note: CASE_STATES[one.state], actions: [] },
    text: one.text,
    facts: [
      ...fact('来源', CASE_ORIGINS[one.origin], one.originNo || null), ...fact('收到', dateTimeText(one.createdAt, today)),
      ...fact('反映人', one.erasedAt !== null ? '（已去标识）' : reporter.named ? [reporter.name, reporter.phone].filter(Boolean).join('，') : '没有留姓名', '只有纪律监督人员看得到'),
      ...fact('涉及的部门', departments.get(one.department ?? '')?.name ?? ''), ...fact('会场', venues.find(({ code }) => code === one.venue)?.name ?? ''),
      ...fact('哪一天', one.happenedOn === null ? '' : dayText(one.happenedOn, today)),
      ...fact('处理决定', one.decision === null ? '' : CASE_STATES[one.decision.result], one.decision?.text ?? null),
      ...fact('评优资格', one.state === 'confirmed' ? '已取消本年度评优资格，不扣分' : ''),
    ],
    acts: caseActs(one, [...departments.values()].filter(({ archivedAt }) => archivedAt === null), refused),
    rows: one.history.toReversed().map(({ at, byName, text }) => ({
      time: dateTimeText(at, today), iso: at.toISOString(), symbol: null, tag: null, small: null, quote: null, details: null, text: [byName, text].filter(Boolean).join('：'),
    })),
  }
}

function caseActs(one: StoredCase, departments: readonly Department[], refused: Refused | null): ActForm[] {
  const at = (act: string) => `${disciplinePath(one.campaign, one.no)}/${act}`
  const field = (act: string) => fieldsOf(...sentTo(refused, act))
  const open = (act: string, usual = false) => ({ hidden: { version: String(one.__v) }, open: refused === null ? usual : refused.act === act })
  const forms: ActForm[] = []
  if (mayHandle(one.state, 'investigate')) {
    forms.push(actForm('开始核查', at('investigation'), '开始核查', [
      field('investigation').select('department', '涉及的部门', optional(options(departments), one.department ?? '', '还不清楚'), { optional: true, value: one.department ?? '', placeholder: '还不清楚' }),
    ], open('investigation', true)))
  }
  if (mayHandle(one.state, 'decide')) {
    forms.push(actForm('记核查情况', at('finding'), '记下', [field('finding').textarea('text', '核查情况', { maxLength: 2000, rows: 4 })], open('finding', true)))
    const f = field('decision')
    forms.push(actForm('作出处理', at('decision'), '作出处理', [
      f.segments('result', '处理结果', DECISIONS.map((value) => ({ value, text: CASE_STATES[value] }))),
      f.select('department', '涉及的部门', optional(options(departments), one.department ?? '', '没有涉及部门'), { optional: true, value: one.department ?? '', placeholder: '没有涉及部门' }),
      f.textarea('text', '处理决定', { maxLength: 1000, rows: 4, hint: '领导和评议组看得到，不写反映人' }),
    ], { ...open('decision'), note: '查实就取消这个部门本年度的评优资格，得分不变。' }))
  }
  if (mayHandle(one.state, 'reopen')) {
    forms.push(actForm('重新核查', at('reopening'), '重新核查', [field('reopening').textarea('text', '为什么重新核查', { maxLength: 2000, rows: 3 })], open('reopening')))
  }
  return forms
}

