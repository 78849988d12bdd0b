import type { Card } from '../../../models/card/index.ts'
import { isPaper, paperNumber, PAPERS } from '../../../models/card/numbering.ts'
import type { Issue } from '../../../models/issue/record.ts'
import { dayOf, yearOf } from '../../../models/shared/calendarDay.ts'
import type { Visit } from '../../../models/visit/index.ts'
import { assignmentNumber, issueNumber } from '../../issues/actions.ts'

/** Last numbers of the series as `nextNumber` keeps them: `issue:2026` → 1911. */
export type Counters = Map<string, number>

/** The next number of a series in the year of a moment, with that year. */
export function nextIn(counters: Counters, series: string, at: Date): [year: number, n: number] {
  const year = yearOf(dayOf(at))
  const n = (counters.get(`${series}:${year}`) ?? 0) + 1
  counters.set(`${series}:${year}`, n)
  return [year, n]
}

/** Gives cases, assignments and papers their numbers, gap-free per year, in the order in which they took effect. */
export function numbered(issues: readonly Issue[], cards: readonly Card[]): Counters {
  const counters: Counters = new Map()
  for (const { row, at } of inOrder(issues, ({ createdAt }) => createdAt))
    row.no = issueNumber(...nextIn(counters, 'issue', at))
  for (const { row, at } of inOrder(issues, ({ assignedAt }) => assignedAt))
    row.assignNo = assignmentNumber(...nextIn(counters, 'assignment', at))
  for (const { row, at } of inOrder(cards, ({ issuedAt }) => issuedAt)) {
    if (isPaper(row.rung)) row.no = paperNumber(row.rung, ...nextIn(counters, PAPERS[row.rung].series, at))
  }
  const byId = new Map(issues.map(({ _id, no }) => [String(_id), no]))
  for (const card of cards) if (card.issue !== null) card.issueNo = byId.get(String(card.issue)) ?? card.issueNo
  return counters
}

function inOrder<T>(rows: readonly T[], momentOf: (row: T) => Date | null): { row: T; at: Date }[] {
  const dated = rows.flatMap((row) => {
    const at = momentOf(row)
    return at === null ? [] : [{ row, at }]
  })
  return dated.sort((one, other) => one.at.getTime() - other.at.getTime())
}

/** The counter of each day's visits, as the act of logging one keeps it. */
export function countVisits(visits: readonly Visit[], counters: Counters): void {
  for (const { onDay } of visits) {
    const key = `visit-${onDay}:${onDay.slice(0, 4)}`
    counters.set(key, (counters.get(key) ?? 0) + 1)
  }
}

/** Each visit learns what it raised; its issues must have their numbers by now. */
export function tellVisits(issues: readonly Issue[], visits: readonly Visit[]): void {
  const byId = new Map(visits.map((visit) => [String(visit._id), visit]))
  for (const issue of issues) {
    const visit = byId.get(String(issue.visit))
    if (!visit) continue
    visit.issues.push({ issue: issue._id, no: issue.no, raiser: 0, again: false })
    visit.heard = `${visit.heard}反映：${issue.title}。`
  }
}
