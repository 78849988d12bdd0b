import { IssueModel } from '../../models/issue/index.ts'
import { SnapshotModel } from '../../models/snapshot/index.ts'
import { addDays, instantOf, type CivilDay } from '../../models/shared/calendarDay.ts'

interface Stock { _id: string, handling: number, pledged: number, overdue: number }
interface Flow { _id: string, count: number }

/**
 * Freezes the figures of a day that is over, one row a department and one ('') for the city. Rows that exist stay.
 *
 * Exact when taken before anybody works the next day; a day caught up later takes each case's stock as it is then.
 * @returns how many rows were added
 */
export async function freezeDay(onDay: CivilDay, takenAt: Date): Promise<number> {
  if (await SnapshotModel.exists({ department: '', onDay })) return 0
  const [fromAt, toAt] = [instantOf(onDay, '00:00'), instantOf(addDays(onDay, 1), '00:00')]
  const [stock, received, closed] = await Promise.all([
    stockAt(toAt), countBy('assignedAt', fromAt, toAt), countBy('closedAt', fromAt, toAt),
  ])
  const codes = [...new Set([...stock, ...received, ...closed].map(({ _id }) => _id))]
  const rows = codes.map((department) => {
    const own = stock.find(({ _id }) => _id === department)
    const count = (flow: readonly Flow[]) => flow.find(({ _id }) => _id === department)?.count ?? 0
    return {
      department, handling: own?.handling ?? 0, pledged: own?.pledged ?? 0, overdue: own?.overdue ?? 0,
      received: count(received), closed: count(closed),
    }
  })
  const all = [...rows, { department: '', ...sumOf(rows) }].map((row) => ({ ...row, onDay, takenAt }))
  const writes = all.map((row) => ({
    updateOne: { filter: { department: row.department, onDay }, update: { $setOnInsert: row }, upsert: true },
  }))
  return (await SnapshotModel.bulkWrite(writes)).upsertedCount
}

/** The stocks at the end of a day: open then, whether or not it has been closed since. */
const stockAt = (at: Date): Promise<Stock[]> =>
  IssueModel.aggregate<Stock>([
    {
      $match: {
        $or: [{ open: true }, { closedAt: { $gte: at } }], assignedAt: { $lt: at }, leadDepartment: { $ne: null },
      },
    },
    {
      $group: {
        _id: '$leadDepartment',
        handling: { $sum: { $cond: [{ $eq: ['$stock', 'pledged'] }, 0, 1] } },
        pledged: { $sum: { $cond: [{ $eq: ['$stock', 'pledged'] }, 1, 0] } },
        overdue: {
          $sum: {
            $cond: [
              { $and: [{ $in: ['$state', ['assigned', 'handling', 'redo', 'pledged']] }, { $lt: ['$dueAt', at] }] }, 1,
              0,
            ],
          },
        },
      },
    },
  ])

const countBy = (field: 'assignedAt' | 'closedAt', fromAt: Date, toAt: Date): Promise<Flow[]> =>
  IssueModel.aggregate<Flow>([
    { $match: { [field]: { $gte: fromAt, $lt: toAt }, leadDepartment: { $ne: null } } },
    { $group: { _id: '$leadDepartment', count: { $sum: 1 } } },
  ])

type Figures = Record<'handling' | 'pledged' | 'overdue' | 'received' | 'closed', number>

const sumOf = (rows: readonly Figures[]): Figures => rows.reduce<Figures>((sum, row) => ({
  handling: sum.handling + row.handling, pledged: sum.pledged + row.pledged, overdue: sum.overdue + row.overdue,
  received: sum.received + row.received, closed: sum.closed + row.closed,
}), { handling: 0, pledged: 0, overdue: 0, received: 0, closed: 0 })
