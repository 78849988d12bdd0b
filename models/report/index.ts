import { Schema, model, type Types } from 'mongoose'
import { RuleBroken } from '../shared/errors.ts'
import { addDays, dayOf, type CivilDay } from '../shared/calendarDay.ts'

/** The five sections that every report has, in their order. @source seed 二(一), forms.md §7 述职报告 */
export const REPORT_SECTIONS = {
  targets: '年度目标完成得怎样', service: '服务型政府建设', lastYear: '去年市民提的意见办得怎样', problems: '还有哪些问题和不足', plans: '明年打算做什么',
} as const
export type ReportSection = keyof typeof REPORT_SECTIONS
export const REPORT_SECTION_NAMES = Object.keys(REPORT_SECTIONS) as ReportSection[]

/** What is spoken in ten minutes. @source forms.md §7 */
export const REPORT_MAX = 1800
/** So many days before the vote reports must be public. @source domain.md §1.1, §1.4 P4 */
export const DAYS_BEFORE_VOTE = 10

export const REPORT_STATES = { draft: '起草', sent: '待审核', returned: '退回修改', published: '已公布' } as const
export type ReportState = keyof typeof REPORT_STATES

/** 述职报告 of a department in a year. */
export interface Report {
  _id: Types.ObjectId
  campaign: number
  department: string
  sections: Record<ReportSection, string>
  state: ReportState
  /** why it came back; '' = it did not */
  returnedWhy: string
  updatedAt: Date
  updatedByName: string
  publishedAt: Date | null
  publishedByName: string
}

const section = { type: String, default: '', maxlength: 6000 }
const schema = new Schema<Report>({
  campaign: { type: Number, required: true },
  department: { type: String, required: true },
  sections: { targets: section, service: section, lastYear: section, problems: section, plans: section },
  state: { type: String, enum: Object.keys(REPORT_STATES), default: 'draft' },
  returnedWhy: { type: String, default: '', maxlength: 500 },
  updatedAt: { type: Date, required: true },
  updatedByName: { type: String, default: '', maxlength: 40 },
  publishedAt: { type: Date, default: null },
  publishedByName: { type: String, default: '', maxlength: 40 },
}, { optimisticConcurrency: true })
schema.index({ campaign: 1, department: 1 }, { unique: true })

export const ReportModel = model('Report', schema, 'reports')
export type ReportDocument = InstanceType<typeof ReportModel>
export type StoredReport = Report & { __v: number }

/** All signs of a report that are spoken. */
export const lengthOf = (sections: Record<ReportSection, string>): number =>
  REPORT_SECTION_NAMES.reduce((sum, name) => sum + [...sections[name].replace(/\s/g, '')].length, 0)

/** Why a report cannot be sent for review, as whole sentences; empty when it can. */
export function reportComplaints(sections: Record<ReportSection, string>): string[] {
  const empty = REPORT_SECTION_NAMES.filter((name) => sections[name].trim() === '')
  const length = lengthOf(sections)
  return [
    ...(empty.length === 0 ? [] : [`还没有写：${empty.map((name) => REPORT_SECTIONS[name]).join('、')}`]),
    ...(length <= REPORT_MAX ? [] : [`共 ${length} 字，述职十分钟，最多 ${REPORT_MAX} 字`]),
  ]
}

/** Saves the words of a report. @throws RuleBroken('report-closed') while it is under review or public */
export function writeReport(report: ReportDocument, sections: Record<ReportSection, string>, by: { name: string }, now: Date): void {
  if (report.state !== 'draft' && report.state !== 'returned') throw new RuleBroken('report-closed', `述职报告现在是“${REPORT_STATES[report.state]}”，不能再改。`)
  report.set({ sections, updatedAt: now, updatedByName: by.name })
}

/** Sends it to the evaluation office. @throws RuleBroken('report-incomplete') with what is missing */
export function sendReport(report: ReportDocument): void {
  const complaints = reportComplaints(report.sections)
  if (report.state !== 'draft' && report.state !== 'returned') throw new RuleBroken('report-closed', '述职报告已经送审。')
  if (complaints.length > 0) throw new RuleBroken('report-incomplete', `还不能送审：${complaints.join('；')}。`)
  report.set({ state: 'sent', returnedWhy: '' })
}

/**
 * Gives it back with a reason, or makes it public.
 * @param lastOn last day on which it may become public; null while the vote has no day
 * @throws RuleBroken('report-not-sent'), RuleBroken('report-late') when citizens could not read it for ten days any more
 * @source domain.md §1.4 P4
 */
export function reviewReport(
  report: ReportDocument, { publish, why, lastOn }: { publish: boolean, why: string, lastOn: CivilDay | null },
  by: { name: string }, now: Date,
): void {
  if (report.state !== 'sent') throw new RuleBroken('report-not-sent', '述职报告没有送审，不能审核。')
  if (publish && lastOn !== null && dayOf(now) > lastOn) {
    throw new RuleBroken('report-late', `述职报告最迟 ${lastOn} 公布，现在离投票已不足 ${DAYS_BEFORE_VOTE} 天，不能公布。要公布，先由联席会议推后投票时间。`)
  }
  report.set(publish ? { state: 'published', publishedAt: now, publishedByName: by.name } : { state: 'returned', returnedWhy: why })
}

/** Last day on which a report may become public; null while the vote has no day. */
export const lastPublicDay = ({ window }: { window: { opensAt: Date } | null }): CivilDay | null =>
  (window === null ? null : addDays(dayOf(window.opensAt), -DAYS_BEFORE_VOTE))

export const reportsOf = (year: number): Promise<StoredReport[]> => ReportModel.find({ campaign: year }).lean<StoredReport[]>().exec()
export const reportOf = (year: number, department: string): Promise<StoredReport | null> =>
  ReportModel.findOne({ campaign: year, department }).lean<StoredReport>().exec()
