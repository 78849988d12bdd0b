import { CardModel } from '../../models/card/index.ts'
import { allDepartments } from '../../models/department/queries.ts'
import { addFlow, noFlow, type Flow, type FlowPeriod } from '../../models/issue/flow.ts'
import { flowByDepartment } from '../../models/issue/flowQueries.ts'
import { memoFor } from '../../models/shared/memo.ts'
import { coverageBy } from '../../models/visitTask/coverage.ts'
import { coverageRows } from '../../models/visitTask/queries.ts'
import { ranksOf } from './rank.ts'

/** One department's line of the summary. */
export interface SummaryRow {
  code: string
  name: string
  group: number | null
  flow: Flow
  yellow: number
  red: number
  orders: number
  /** subjects visited and to be visited, those that nobody can reach left out */
  covered: number
  toCover: number
  /** place in the own group; null where no rank is given */
  rank: number | null
  rankWords: string
}

export interface Summary {
  rows: SummaryRow[]
  total: SummaryRow
}

/** Rows in the office's fixed order: evaluated bodies first; others only where they have something to show. Kept 30 s. */
export const summaryOf = memoFor(30_000, readSummary, ({ fromOn, toOn }) => `${fromOn}–${toOn}`)

async function readSummary(period: FlowPeriod): Promise<Summary> {
  const [departments, flows, cards, tasks] = await Promise.all([
    allDepartments(), flowByDepartment(period), issuedCards(period), coverageRows({ dueOn: { $gte: period.fromOn }, fromOn: { $lte: period.toOn } }),
  ])
  const coverage = coverageBy(tasks, ({ department }) => department)
  const counted = departments
    .filter(({ _id, archivedAt, group }) => (archivedAt === null && group !== null) || flows.has(_id) || coverage.has(_id))
    .map(({ _id, shortName, group }) => ({
      code: _id, name: shortName, group, flow: flows.get(_id) ?? noFlow(),
      yellow: cards.get(`${_id} L1`) ?? 0, red: cards.get(`${_id} L2`) ?? 0, orders: cards.get(`${_id} L3`) ?? 0,
      covered: coverage.get(_id)?.numerator ?? 0, toCover: coverage.get(_id)?.denominator ?? 0,
    }))
  const ranks = ranksOf(counted)
  const rows = counted.map((row) => ({ ...row, ...(ranks.get(row.code) ?? { rank: null, rankWords: '' }) }))
  return { rows, total: totalOf(rows) }
}

function totalOf(rows: readonly SummaryRow[]): SummaryRow {
  const sum = (of: (row: SummaryRow) => number) => rows.reduce((all, row) => all + of(row), 0)
  return {
    code: '', name: '合计', group: null, flow: rows.reduce((all, { flow }) => addFlow(all, flow), noFlow()), yellow: sum(({ yellow }) => yellow),
    red: sum(({ red }) => red), orders: sum(({ orders }) => orders), covered: sum(({ covered }) => covered), toCover: sum(({ toCover }) => toCover),
    rank: null, rankWords: '',
  }
}

async function issuedCards({ fromOn, toOn }: FlowPeriod): Promise<Map<string, number>> {
  const counted = await CardModel.aggregate<{ _id: { department: string, rung: string }, count: number }>([
    { $match: { issuedOn: { $gte: fromOn, $lte: toOn }, rung: { $in: ['L1', 'L2', 'L3'] }, state: 'issued' } },
    { $group: { _id: { department: '$department', rung: '$rung' }, count: { $sum: 1 } } },
  ])
  return new Map(counted.map(({ _id, count }) => [`${_id.department} ${_id.rung}`, count]))
}
