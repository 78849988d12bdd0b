import type { Types } from 'mongoose'
import { ageBands, type AgeBand } from '../../models/dashboard/ageBands.ts'
import { enterpriseCoverage, PROMISES_AHEAD_DAYS, promiseCounts, promisesUntil } from '../../models/dashboard/ahead.ts'
import { exceptionsFor } from '../../models/dashboard/exceptions.ts'
import { openWork } from '../../models/dashboard/queries.ts'
import { loadedCalendar } from '../../models/holiday/queries.ts'
import { openInstructionsOn } from '../../models/instruction/queries.ts'
import { addDays, dayOf, weekStart } from '../../models/shared/calendarDay.ts'
import { memoFor } from '../../models/shared/memo.ts'
import { frozenDays } from '../../models/snapshot/queries.ts'

/** How many exceptions the page names; five minutes hold no more. */
export const EXCEPTIONS_SHOWN = 5
const PROMISES_SHOWN = 6
export const WEEKS_SHOWN = 12

/**
 * Everything that the leader's page is made from, read at once and kept 5 s per leader: the page says the moment.
 * @source DESIGN.md §7 Counts
 */
export const cityFigures = memoFor(
  5_000, (leader: Types.ObjectId | null, now: Date) => read(leader, null, now), leader => String(leader),
)

/** The same for one department. */
export const departmentFigures = memoFor(
  5_000, (department: string, now: Date) => read(null, department, now), department => department,
)

export type Figures = Awaited<ReturnType<typeof read>>

async function read(leader: Types.ObjectId | null, department: string | null, now: Date) {
  const calendar = await loadedCalendar()
  const today = dayOf(now)
  const scope = department === null ? {} : { leadDepartment: department }
  const bands: AgeBand[] = ageBands(today, calendar)
  const [rows, exceptions, promises, promisesOf, frozen, visits] = await Promise.all([
    openWork(scope, bands, now),
    exceptionsFor(leader, EXCEPTIONS_SHOWN, scope, now, calendar),
    promisesUntil(scope, addDays(today, PROMISES_AHEAD_DAYS), PROMISES_SHOWN),
    promiseCounts(scope, today),
    frozenDays(department ?? '', addDays(weekStart(today), -7 * WEEKS_SHOWN)),
    enterpriseCoverage(today),
  ])
  const instructions = await openInstructionsOn(exceptions.map(({ id }) => id))
  return { at: now, today, calendar, bands, rows, exceptions, instructions, promises, promisesOf, frozen, visits }
}
