import { instantOf, dayOf } from '../shared/calendarDay.ts'
import { addWorkingDays, DAY_ENDS, type WorkingCalendar } from '../shared/workingCalendar.ts'

/** Saved filters of the list, as tabs. `open` = 在办. */
export const TABS = {
  open: '在办', submitted: '待受理', assigned: '待签收', handling: '办理中', near: '临期', overdue: '超期', refusalReview: '退办待裁',
  extension: '延期待批', answered: '待核验', callBack: '待回访', pledged: '挂账', all: '全部',
} as const
export type Tab = keyof typeof TABS
export const TAB_NAMES = Object.keys(TABS) as Tab[]

/** States in which a due day runs, as a stored condition. */
export const RUNNING = ['assigned', 'handling', 'redo', 'pledged']
/** A case is 临期 from so many working days before its due day on, when the blue notice goes out. */
const NEAR_WORKING_DAYS = 3

/** The instants that part 期内, 临期 and 超期. */
export const edges = (now: Date, calendar: WorkingCalendar): { now: Date; nearUntil: Date } =>
  ({ now, nearUntil: instantOf(addWorkingDays(dayOf(now), NEAR_WORKING_DAYS, calendar).day, DAY_ENDS) })

type Edges = ReturnType<typeof edges>

/** The stored condition of each tab. An extension asks for a turn of the office while the case is in hand. */
export function tabFilter(tab: Tab, { now, nearUntil }: Edges): Record<string, unknown> {
  const filters: Record<Tab, Record<string, unknown>> = {
    open: { open: true, stock: 'handling' },
    submitted: { open: true, state: 'submitted' },
    assigned: { open: true, state: 'assigned' },
    handling: { open: true, state: { $in: ['handling', 'redo'] } },
    near: { open: true, state: { $in: RUNNING }, dueAt: { $gte: now, $lte: nearUntil } },
    overdue: { open: true, state: { $in: RUNNING }, dueAt: { $lt: now } },
    refusalReview: { open: true, state: 'refusalReview' },
    extension: { open: true, state: 'handling', turnDueAt: { $type: 'date' } },
    answered: { open: true, state: 'answered' },
    callBack: { open: true, state: 'callBack' },
    pledged: { open: true, state: 'pledged' },
    all: {},
  }
  return filters[tab]
}

/** The same conditions as a count each, for one grouping over open work. */
export function tabCounters(edgesNow: Edges): Record<Exclude<Tab, 'all'>, object> {
  const { now, nearUntil } = edgesNow
  const isState = (...states: string[]) => ({ $in: ['$state', states] })
  const sum = (...conditions: object[]) => ({ $sum: { $cond: [{ $and: conditions }, 1, 0] } })
  return {
    open: sum({ $eq: ['$stock', 'handling'] }),
    submitted: sum(isState('submitted')),
    assigned: sum(isState('assigned')),
    handling: sum(isState('handling', 'redo')),
    near: sum(isState(...RUNNING), { $gte: ['$dueAt', now] }, { $lte: ['$dueAt', nearUntil] }),
    overdue: sum(isState(...RUNNING), { $gt: ['$dueAt', null] }, { $lt: ['$dueAt', now] }),
    refusalReview: sum(isState('refusalReview')),
    extension: sum(isState('handling'), { $gt: ['$turnDueAt', null] }),
    answered: sum(isState('answered')),
    callBack: sum(isState('callBack')),
    pledged: sum(isState('pledged')),
  }
}
