import { IssueModel, type Issue } from '../issue/index.ts'
import { addDays, type CivilDay } from '../shared/calendarDay.ts'

export const PROMISE_TABS = ['pledged', 'past', 'near', 'kept', 'all'] as const
export type PromiseTab = (typeof PROMISE_TABS)[number]
export const PAGE_SIZE = 50
/** A pager counts no further. */
export const COUNT_AT_MOST = 1000
/** Days in which a promise counts as near; the leader's page uses the same. */
const NEAR_DAYS = 30

/** The stored condition of each tab: the second stock (挂账), its parts by day, and what was answered again since. */
export function promiseFilter(tab: PromiseTab, today: CivilDay): Record<string, unknown> {
  const filters: Record<PromiseTab, Record<string, unknown>> = {
    pledged: { state: 'pledged' },
    past: { state: 'pledged', dueOn: { $lt: today } },
    near: { state: 'pledged', dueOn: { $gte: today, $lte: addDays(today, NEAR_DAYS) } },
    kept: { state: { $ne: 'pledged' }, 'promise.dueOn': { $type: 'string' } },
    all: { 'promise.dueOn': { $type: 'string' } },
  }
  return filters[tab]
}

export type PromiseRow = Pick<Issue,
  | '_id' | 'no' | 'title' | 'state' | 'promise' | 'dueOn' | 'dueAt' | 'provisional' | 'leadDepartment'
  | 'settledAt' | 'raiser'>
const ROW = {
  no: 1, title: 1, state: 1, promise: 1, dueOn: 1, dueAt: 1, provisional: 1, leadDepartment: 1, settledAt: 1,
  'raiser.name': 1,
} as const

/** One page of promises, the earliest due first. */
export async function promisePage(filter: Record<string, unknown>, page: number): Promise<{
  rows: PromiseRow[], total: number | { atLeast: number }
}> {
  const [rows, counted] = await Promise.all([
    IssueModel.find(filter, ROW).sort({ dueOn: 1, _id: 1 })
      .skip((page - 1) * PAGE_SIZE).limit(PAGE_SIZE).lean<PromiseRow[]>(),
    IssueModel.countDocuments(filter).limit(COUNT_AT_MOST + 1),
  ])
  return { rows, total: counted > COUNT_AT_MOST ? { atLeast: COUNT_AT_MOST } : counted }
}

/** How many promises each tab holds within a scope. */
export async function promiseCountsByTab(
  scope: Record<string, unknown>, today: CivilDay,
): Promise<Record<PromiseTab, number>> {
  const counts = await Promise.all(PROMISE_TABS.map(tab =>
    IssueModel.countDocuments({ $and: [scope, promiseFilter(tab, today)] }).limit(COUNT_AT_MOST)))
  return Object.fromEntries(PROMISE_TABS.map((tab, index) => [tab, counts[index] ?? 0])) as Record<PromiseTab, number>
}

/** A promise as citizens read it: its approved words, the day it was promised for, and when it was kept. */
export interface PublicPromise { text: string, dueOn: CivilDay | null, keptAt: Date | null }

/** The latest hundred promises of a department whose words are approved; the others are not public at all. @source DESIGN.md §7 Notices */
export async function publicPromisesOf(department: string): Promise<PublicPromise[]> {
  const rows = await IssueModel.find(
    { leadDepartment: department, 'promise.publicText': { $type: 'string', $ne: '' } }, { promise: 1, state: 1, settledAt: 1 },
  ).sort({ dueOn: -1, _id: -1 }).limit(100).lean<Pick<Issue, 'promise' | 'state' | 'settledAt'>[]>()
  return rows.flatMap(({ promise, state, settledAt }) =>
    (promise === null ? [] : [{ text: promise.publicText, dueOn: promise.dueOn, keptAt: state === 'pledged' ? null : settledAt }]))
}
