import { REPORT_SECTIONS, REPORT_SECTION_NAMES, reportsOf } from '../../models/report/index.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { shortDayText } from '../lib/format.ts'
import type { Report } from './view.ts'

/** The published reports of a group's departments, by department. */
export async function publishedReports(year: number, departments: readonly string[]): Promise<Map<string, Report>> {
  const published = (await reportsOf(year)).filter(({ department, state }) => state === 'published' && departments.includes(department))
  return new Map(published.map(({ department, sections, publishedAt }) => [department, {
    sections: REPORT_SECTION_NAMES.map((name) => ({ title: REPORT_SECTIONS[name], text: sections[name] })),
    published: publishedAt === null ? null : shortDayText(dayOf(publishedAt), dayOf(publishedAt)),
  }]))
}
