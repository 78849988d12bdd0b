import { currentCampaign } from '../../models/campaign/queries.ts'
import { lastPublicDay, reportOf, REPORT_STATES } from '../../models/report/index.ts'
import { dayOf, instantOf } from '../../models/shared/calendarDay.ts'
import { DAY_ENDS, type WorkingCalendar } from '../../models/shared/workingCalendar.ts'
import type { QueueRow } from './desk.ts'
import { otherRow } from './queueRows.ts'

/**
 * The report that a department still has to write or mend this year, due on the last day on which it may become public. Nothing for
 * departments that are not judged, while the office reviews it, once it is public, and after that day, when it is too late.
 * @source domain.md §1.4 P4
 */
export async function reportRow(department: string, now: Date, calendar: WorkingCalendar): Promise<QueueRow[]> {
  const campaign = await currentCampaign(now)
  if (campaign === null || campaign.startedAt === null || !campaign.groups.some(({ departments }) => departments.includes(department))) return []
  const last = lastPublicDay(campaign)
  if (last === null || dayOf(now) > last) return []
  const report = await reportOf(campaign.year, department)
  if (report?.state === 'sent' || report?.state === 'published') return []
  const href = `/campaigns/${campaign.year}/reports/${department}`
  return [otherRow('述职报告', '份', '公布', href, [{
    text: `${campaign.year}年述职报告`, no: '', href, since: report === null ? '还没有起草' : REPORT_STATES[report.state], dueAt: instantOf(last, DAY_ENDS),
  }], now, calendar)]
}
