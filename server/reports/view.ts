import type { StoredCampaign } from '../../models/campaign/queries.ts'
import type { Department } from '../../models/department/index.ts'
import {
  DAYS_BEFORE_VOTE, lastPublicDay, lengthOf, REPORT_MAX, REPORT_SECTIONS, REPORT_SECTION_NAMES, REPORT_STATES, reportComplaints, type StoredReport,
} from '../../models/report/index.ts'
import { dayOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import type { Actor } from '../../models/user/actor.ts'
import { can } from '../../models/user/permissions.ts'
import { campaignPath, campaignTabs } from '../campaigns/tabs.ts'
import { actForm, sentTo, type ActForm, type Refused } from '../lib/actForm.ts'
import { column, linkCell, tableOf, textCell } from '../lib/cells.ts'
import { fieldsOf } from '../lib/fields.ts'
import { dateTimeText, dayText } from '../lib/format.ts'
import type { Fact, PageTitle, TableView, Tabs } from '../lib/parts.ts'

export interface ReportsPage { title: PageTitle, tabs: Tabs, lead: string, table: TableView }
export interface ReportPage {
  title: PageTitle
  lead: string
  facts: Fact[]
  missing: string[]
  sections: { id: string, title: string, paragraphs: string[] }[]
  /** last year's opinions and rectifications, for the third section */
  ledger: { text: string, href: string }[]
  acts: ActForm[]
}
export interface PublicReportPage { heading: string, note: string, href: string, department: string, sections: ReportPage['sections'] }

declare module '../lib/templates.ts' {
  interface Views { 'reports/index': ReportsPage, 'reports/show': ReportPage, 'reports/public': PublicReportPage }
}

export const reportsPath = (year: number, segment = ''): string => campaignPath(year, `reports${segment === '' ? '' : `/${segment}`}`)

const leadOf = (campaign: StoredCampaign, today: CivilDay): string => {
  const last = lastPublicDay(campaign)
  if (last === null) return `投票前至少 ${DAYS_BEFORE_VOTE} 天公布，投票日期还没有定。`
  return today > last ? `最迟公布的日子${dayText(last, today)}已过，没有公布的不能再公布；要公布，先推后投票时间。`
    : `最迟${dayText(last, today)}公布，投票前公示不少于 ${DAYS_BEFORE_VOTE} 天。`
}

export function reportsPage(
  campaign: StoredCampaign, departments: readonly Department[], reports: ReadonlyMap<string, StoredReport>, actor: Actor, now: Date,
): ReportsPage {
  const today = dayOf(now)
  const rows = departments.map(({ _id, name }) => {
    const report = reports.get(_id)
    return [
      linkCell(name, reportsPath(campaign.year, _id)), textCell(report ? REPORT_STATES[report.state] : '还没有起草'),
      textCell(report ? `${lengthOf(report.sections)} 字` : ''), textCell(report?.publishedAt ? dateTimeText(report.publishedAt, today) : ''),
    ]
  })
  const published = departments.filter(({ _id }) => reports.get(_id)?.state === 'published').length
  return {
    title: { clauses: [`${campaign.year}年述职报告`], note: `已公布 ${published} / ${departments.length}`, actions: [] },
    tabs: campaignTabs(campaign.year, 'reports', actor), lead: leadOf(campaign, today),
    table: tableOf('述职报告', [column('部门'), column('状态'), column('字数'), column('公布')], rows),
  }
}

interface Context {
  campaign: StoredCampaign
  department: Department
  report: StoredReport | null
  /** what the third section begins with */
  prefilled: string
  ledger: ReportPage['ledger']
  actor: Actor
  now: Date
  refused: Refused | null
}

const paragraphsOf = (text: string): string[] => text.split(/\n+/).map((line) => line.trim()).filter((line) => line !== '')

export const sectionsOf = (report: Pick<StoredReport, 'sections'>): ReportPage['sections'] => REPORT_SECTION_NAMES.map((name) =>
  ({ id: `section-${name}`, title: REPORT_SECTIONS[name], paragraphs: paragraphsOf(report.sections[name]) }))

/** One department's report: the text, what is missing, and the next act for whoever may do it. */
export function reportPage({ campaign, department, report, prefilled, ledger, actor, now, refused }: Context): ReportPage {
  const today = dayOf(now)
  const { year } = campaign
  const own = { department: department._id }
  const state = report?.state ?? 'draft'
  const open = state === 'draft' || state === 'returned'
  const base = reportsPath(year, department._id)
  const version = { version: String(report?.__v ?? '') }
  const field = fieldsOf(...sentTo(refused, 'words'))
  const write = actForm(report === null ? '起草' : '修改', base, '保存', REPORT_SECTION_NAMES.map((name, at) => field.textarea(name, `${at + 1}. ${REPORT_SECTIONS[name]}`, {
    maxLength: 5000, rows: 6, optional: true, value: report?.sections[name] ?? (name === 'lastYear' ? prefilled : ''),
    ...(name === 'lastYear' ? { hint: '已按去年的意见建议和整改填好，请核对、补充' } : {}),
  })), { hidden: version, open: true })
  const review = fieldsOf(...sentTo(refused, 'review'))
  const fact = (term: string, text: string): Fact => ({ term, text, href: null, small: null, action: null })
  return {
    title: { clauses: [`${department.name}的述职报告`], note: REPORT_STATES[state], actions: [] },
    lead: state === 'published' ? '市民在部门的公开页上看得到，评议时在选票上点一下就能看。' : leadOf(campaign, today),
    facts: report === null ? [] : [
      fact('字数', `${lengthOf(report.sections)} 字，最多 ${REPORT_MAX} 字`), fact('最后修改', `${dateTimeText(report.updatedAt, today)}，${report.updatedByName}`),
      ...(report.state === 'returned' ? [fact('退回原因', report.returnedWhy)] : []),
      ...(report.publishedAt === null ? [] : [fact('公布', `${dateTimeText(report.publishedAt, today)}，${report.publishedByName}`)]),
    ],
    missing: report !== null && open ? reportComplaints(report.sections) : [],
    sections: report === null || (open && can(actor, 'report.write', own)) ? [] : sectionsOf(report), ledger,
    acts: [
      ...(open && can(actor, 'report.write', own) ? [write] : []),
      ...(open && report !== null && can(actor, 'report.send', own) && reportComplaints(report.sections).length === 0
        ? [actForm('送评议组审核', `${base}/review-request`, '送审', [], { hidden: version, open: true })] : []),
      ...(state === 'sent' && can(actor, 'report.review', own) ? [actForm('审核', `${base}/review`, '记下审核意见', [
        review.radios('publish', '审核意见', [{ value: 'yes', text: '公布' }, { value: 'no', text: '退回修改' }]),
        review.textarea('why', '退回原因', { maxLength: 500, optional: true }),
      ], { hidden: version, open: true })] : []),
    ],
  }
}
