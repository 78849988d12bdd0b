import type { CivilDay } from '../shared/calendarDay.ts'
import { escaped } from '../shared/pattern.ts'
import { RectificationModel, RECTIFICATION_STATE_NAMES, type Rectification, type RectificationState } from './index.ts'

export type StoredRectification = Rectification & { __v: number }

export const RECTIFICATION_TABS = ['all', 'overdue', ...RECTIFICATION_STATE_NAMES] as const
export type RectificationTab = (typeof RECTIFICATION_TABS)[number]
export const RECTIFICATION_PAGE_SIZE = 50

/** The stored condition of each tab. */
export function rectificationFilter(year: number, tab: RectificationTab, today: CivilDay, department = '', q = ''): Record<string, unknown> {
  const state = tab === 'all' ? {} : tab === 'overdue'
    ? { state: { $in: ['open', 'working'] satisfies RectificationState[] }, dueOn: { $lt: today } }
    : { state: tab }
  const words = { $regex: escaped(q) }
  return {
    campaign: year, ...state, ...(department === '' ? {} : { department }),
    ...(q === '' ? {} : { $or: [{ no: words }, { problem: words }, { measure: words }, { 'source.no': words }] }),
  }
}

/** One page, the earliest due first. */
export async function rectificationPage(filter: Record<string, unknown>, page: number): Promise<{ rows: StoredRectification[], total: number }> {
  const [rows, total] = await Promise.all([
    RectificationModel.find(filter).sort({ dueOn: 1, no: 1 }).skip((page - 1) * RECTIFICATION_PAGE_SIZE).limit(RECTIFICATION_PAGE_SIZE)
      .lean<StoredRectification[]>(),
    RectificationModel.countDocuments(filter),
  ])
  return { rows, total }
}

/** How many each tab holds within a scope. */
export async function rectificationCounts(year: number, scope: Record<string, unknown>, today: CivilDay): Promise<Record<RectificationTab, number>> {
  const counts = await Promise.all(RECTIFICATION_TABS.map((tab) =>
    RectificationModel.countDocuments({ $and: [scope, rectificationFilter(year, tab, today)] })))
  return Object.fromEntries(RECTIFICATION_TABS.map((tab, index) => [tab, counts[index] ?? 0])) as Record<RectificationTab, number>
}

export const rectificationByNo = (no: string, scope: Record<string, unknown>): Promise<StoredRectification | null> =>
  RectificationModel.findOne({ $and: [{ no }, scope] }).lean<StoredRectification>().exec()

/** What a year's campaign made a department mend, by number: next year's report starts from it. */
export const rectificationsOf = (year: number, department: string): Promise<StoredRectification[]> =>
  RectificationModel.find({ campaign: year, department }).sort({ no: 1 }).lean<StoredRectification[]>().exec()

/** What citizens may read of them: those with approved words. */
export async function publicRectificationsOf(year: number, department: string): Promise<
  (Pick<Rectification, 'no' | 'dueOn' | 'state' | 'closedOn'> & { text: string })[]
> {
  const rows = await RectificationModel.find(
    { campaign: year, department, 'promise.text': { $type: 'string' } }, { no: 1, dueOn: 1, state: 1, closedOn: 1, promise: 1 },
  ).sort({ dueOn: 1, no: 1 }).lean<StoredRectification[]>()
  return rows.map(({ no, dueOn, state, closedOn, promise }) => ({ no, dueOn, state, closedOn, text: promise?.text ?? '' }))
}

/** Rectifications that come from a criticism with this number. */
export const rectificationsFrom = (sourceNo: string): Promise<Pick<Rectification, 'no' | 'state' | 'campaign'>[]> =>
  RectificationModel.find({ 'source.no': sourceNo }, { no: 1, state: 1, campaign: 1, _id: 0 }).sort({ no: 1 }).limit(20).lean().exec()
