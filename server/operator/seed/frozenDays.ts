import { Types } from 'mongoose'
import { addDays, dayOf, instantOf } from '../../../models/shared/calendarDay.ts'
import type { Snapshot } from '../../../models/snapshot/index.ts'
import type { Played, Standing } from './play.ts'

type Figures = Pick<Snapshot, 'handling' | 'pledged' | 'overdue' | 'received' | 'closed'>
const nothing = (): Figures => ({ handling: 0, pledged: 0, overdue: 0, received: 0, closed: 0 })

/**
 * The daily figures as they would have been frozen at the end of each of the last `days` days, yesterday included:
 * from where
 * each case stood at that moment, for each department and the whole city ('').
 */
export function frozenDays(played: readonly Played[], until: Date, days: number): Snapshot[] {
  const today = dayOf(until)
  return Array.from({ length: days }, (_, back) => addDays(today, back - days)).flatMap((on) => {
    const endsAt = instantOf(addDays(on, 1), '00:00')
    const figures = new Map<string, Figures>([['', nothing()]])
    for (const { issue, standings } of played) {
      const standing = standings.findLast(({ at }) => at < endsAt)
      if (!standing) continue
      // as the nightly job counts: a case without a department is in nobody's stock
      for (const department of standing.department === null ? [] : ['', standing.department]) {
        const own = figures.get(department) ?? nothing()
        figures.set(department, own)
        count(own, standing, endsAt)
        if (issue.assignedAt !== null && dayOf(issue.assignedAt) === on) own.received += 1
        if (issue.closedAt !== null && dayOf(issue.closedAt) === on) own.closed += 1
      }
    }
    return [...figures].map(([department, own]) => ({
      _id: new Types.ObjectId(),
      onDay: on,
      department,
      ...own,
      takenAt: endsAt,
    }))
  })
}

function count(figures: Figures, { stock, dueAt }: Standing, endsAt: Date): void {
  if (stock === 'handling') figures.handling += 1
  if (stock === 'pledged') figures.pledged += 1
  if (stock !== null && dueAt !== null && dueAt < endsAt) figures.overdue += 1
}
