import { LinkModel } from '../link/index.ts'
import { RollModel, type RollEntry } from './index.ts'

/** The line of the roll that a ballot link opens. */
export const rollEntry = (id: string): Promise<RollEntry | null> =>
  (/^[0-9a-f]{24}$/.test(id) ? RollModel.findById(id).lean<RollEntry>().exec() : Promise.resolve(null))

/** What the hand-out at a place has come to. */
export interface PlaceCounts {
  place: string
  voters: number
  letters: number
  papers: number
  reissues: number
  /** letters that are printed */
  printed: number
  /** ballots that came in before `day` */
  returned: number
}

/**
 * The hand-out by place. Of votes it counts those of days gone by alone: a figure that moved with a single ballot would
 * tell who has just voted.
 * @source DESIGN.md §7 Ballot
 */
export async function placeCounts(campaign: number, day: string): Promise<PlaceCounts[]> {
  const when = (condition: object) => ({ $sum: { $cond: [condition, 1, 0] } })
  const rows = await RollModel.aggregate<Omit<PlaceCounts, 'place' | 'printed'> & { _id: string, ids: RollEntry['_id'][] }>([
    { $match: { campaign } },
    {
      $group: {
        _id: '$place', voters: { $sum: 1 }, reissues: { $sum: '$reissues' }, ids: { $push: '$_id' },
        letters: when({ $eq: ['$handed', 'token'] }), papers: when({ $eq: ['$handed', 'paper'] }),
        returned: when({ $and: [{ $ne: ['$votedOn', null] }, { $lt: ['$votedOn', day] }] }),
      },
    },
    { $sort: { _id: 1 } },
  ])
  return Promise.all(rows.map(async ({ _id, ids, ...counts }) => ({
    ...counts, place: _id,
    printed: await LinkModel.countDocuments({ purpose: 'ballot', subject: { $in: ids.map(String) } }),
  })))
}

/** Lines of the roll at one place, by code. */
export async function rollPage(
  filter: { campaign: number, place: string, group: number | null, code: string, open: boolean }, page: number, size: number,
): Promise<{ rows: RollEntry[], total: number }> {
  const { campaign, place, group, code, open } = filter
  const where = {
    campaign, place, ...(group === null ? {} : { group }), ...(open ? { handed: null } : {}),
    ...(code === '' ? {} : { code: { $gte: code, $lt: `${code}\uffff` } }),
  }
  const [rows, total] = await Promise.all([
    RollModel.find(where).sort({ group: 1, code: 1 }).skip((page - 1) * size).limit(size).lean<RollEntry[]>(),
    RollModel.countDocuments(where),
  ])
  return { rows, total }
}

/** Whether the roll of a year has been made. */
export const hasRoll = async (year: number): Promise<boolean> => (await RollModel.exists({ campaign: year })) !== null
