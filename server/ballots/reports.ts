import type { Report } from './view.ts'

/** The published reports of a group's departments, by department. */
export const publishedReports = async (_year: number, _departments: readonly string[]): Promise<Map<string, Report>> =>
  Promise.resolve(new Map())
