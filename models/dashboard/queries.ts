import { addDays, instantOf } from '../shared/calendarDay.ts'
import { IssueModel } from '../issue/index.ts'
import type { AgeBand } from './ageBands.ts'

/** Open work of one department: by age band of 在办, and what is overdue, pledged, or waits for a department. */
export interface MatrixRow {
  /** null: not yet assigned */
  department: string | null
  bands: number[]
  handling: number
  overdue: number
  overduePledged: number
  pledged: number
  submitted: number
}

const RUNNING = ['assigned', 'handling', 'redo', 'pledged']
/** The partial index that holds every field of the grouping, so that no case is read. @source speed.md 4 */
const COVERING = { open: 1, leadDepartment: 1, dueAt: 1, assignedAt: 1, rung: 1, state: 1, stock: 1 } as const

/**
 * The matrix of open work, computed live. Cells are the conditions of the lists they open: tab 在办 with a span of days
 * of assignment, tab 超期.
 *
 * @param scope what is looked at: everything, or `{ leadDepartment }`
 */
export function openWork(scope: Record<string, unknown>, bands: readonly AgeBand[], now: Date): Promise<MatrixRow[]> {
  const sumIf = (...conditions: object[]) => ({ $sum: { $cond: [{ $and: conditions }, 1, 0] } })
  const inHand = { $eq: ['$stock', 'handling'] }
  const overdue = [{ $in: ['$state', RUNNING] }, { $gt: ['$dueAt', null] }, { $lt: ['$dueAt', now] }]
  const perBand = Object.fromEntries(bands.map((band, index) => [`band${index}`, sumIf(inHand, ...withinBand(band))]))
  return IssueModel.aggregate<MatrixRow>([
    { $match: { open: true, ...scope } },
    {
      $group: {
        _id: '$leadDepartment', ...perBand,
        handling: sumIf(inHand), overdue: sumIf(...overdue),
        overduePledged: sumIf(...overdue, { $eq: ['$state', 'pledged'] }),
        pledged: sumIf({ $eq: ['$stock', 'pledged'] }), submitted: sumIf({ $eq: ['$state', 'submitted'] }),
      },
    },
    { $project: {
      _id: 0, department: '$_id', handling: 1, overdue: 1, overduePledged: 1, pledged: 1, submitted: 1,
      bands: bands.map((_, index) => `$band${index}`),
    } },
  ]).hint(COVERING)
}

function withinBand({ fromOn, toOn }: AgeBand): object[] {
  return [
    ...(fromOn === null ? [] : [{ $gte: ['$assignedAt', instantOf(fromOn, '00:00')] }]),
    ...(toOn === null ? [] : [{ $lt: ['$assignedAt', instantOf(addDays(toOn, 1), '00:00')] }]),
  ]
}
