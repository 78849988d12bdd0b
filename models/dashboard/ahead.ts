import type { Types } from 'mongoose'
import { IssueModel, type Issue } from '../issue/index.ts'
import { addDays, type CivilDay } from '../shared/calendarDay.ts'
import { UserModel } from '../user/index.ts'
import { coverageBy, coverageOf, type Coverage } from '../visitTask/coverage.ts'
import { halfYearOf } from '../visitTask/period.ts'
import { coverageRows } from '../visitTask/queries.ts'

export type PromiseRow = Pick<Issue,
  | '_id' | 'no' | 'title' | 'promise' | 'dueOn' | 'dueAt' | 'leadDepartment' | 'provisional'>

/** Days in which a promise counts as near. */
export const PROMISES_AHEAD_DAYS = 30

/** Promises of the second stock, the earliest due first, up to so many days ahead. */
export const promisesUntil = (scope: Record<string, unknown>, untilOn: CivilDay, most: number): Promise<PromiseRow[]> =>
  IssueModel.find(
    { state: 'pledged', ...scope, dueOn: { $lte: untilOn } },
    { no: 1, title: 1, promise: 1, dueOn: 1, dueAt: 1, leadDepartment: 1, provisional: 1 },
  ).sort({ dueOn: 1, _id: 1 }).limit(most).lean<PromiseRow[]>()

/** How many promises are past their day, and how many fall due within the days ahead. */
export async function promiseCounts(
  scope: Record<string, unknown>, today: CivilDay,
): Promise<{ past: number, near: number }> {
  const count = (dueOn: Record<string, CivilDay>) => IssueModel.countDocuments({ state: 'pledged', ...scope, dueOn })
  const [past, near] = await Promise.all([
    count({ $lt: today }), count({ $gte: today, $lte: addDays(today, PROMISES_AHEAD_DAYS) }),
  ])
  return { past, near }
}

/** Coverage of key enterprises in a half-year, for one linked leader; `leader` null: the firm has none. */
export interface LeaderCoverage { leader: Types.ObjectId | null, name: string, coverage: Coverage }

/** Who of the leaders still has firms without a confirmed visit, and the city's total. */
export async function enterpriseCoverage(today: CivilDay): Promise<{
  period: string, total: Coverage, leaders: LeaderCoverage[]
}> {
  const period = halfYearOf(today)
  const tasks = await coverageRows({ period, 'subject.type': 'enterprise' })
  const byLeader = coverageBy(tasks, task => task.subject.linkedLeader && String(task.subject.linkedLeader))
  const users = await UserModel.find(
    { _id: { $in: [...byLeader.keys()].filter(key => key !== '') } }, { name: 1, sortKey: 1 },
  ).sort({ sortKey: 1 }).lean()
  const leaders = users.map(user => ({
    leader: user._id, name: user.name, coverage: byLeader.get(String(user._id)) ?? coverageOf([]),
  }))
  const without = byLeader.get('')
  return {
    period, total: coverageOf(tasks),
    leaders: without ? [...leaders, { leader: null, name: '未定联系市领导', coverage: without }] : leaders,
  }
}
