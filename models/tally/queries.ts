import { isUnsealed } from '../ballot/queries.ts'
import { stratumKey, type Stratum } from '../ballot/stratum.ts'
import { BoxModel } from '../box/index.ts'
import { VENUE_KIND_WORDS, type CampaignVenue } from '../campaign/index.ts'
import { RollModel } from '../roll/index.ts'
import type { Ballots } from '../score/ballotScore.ts'
import type { Scale } from '../scoringPlan/scales.ts'
import {
  BallotCommentModel, DifferenceModel, MarkListModel, PaperSheetModel, TallyModel, type BallotComment, type Difference, type PaperSheet,
  type TallyRow,
} from './index.ts'
import { reconcile, type BallotCounts, type Reconciled } from './reconciliation.ts'

/**
 * The counted marks of a year: of unsealed ballots and of paper sheets on which two people agree. Empty before the unsealing,
 * whoever asks. @source DESIGN.md §7 Ballot
 */
export const tallyOf = async (year: number): Promise<TallyRow[]> =>
  ((await isUnsealed(year))
    ? TallyModel.find({ campaign: year }).sort({ group: 1, venue: 1, category: 1, department: 1, source: 1 }).lean<TallyRow[]>()
    : [])

/**
 * Marks by department, in the form that B is computed from: per venue of the plan and category, in the scale's order. All
 * 分会场 come together under one word; marks of screens and paper too.
 */
export function ballotsByDepartment(
  rows: readonly TallyRow[], venues: readonly CampaignVenue[], scale: Scale,
): Map<string, Ballots> {
  const words = new Map(venues.map(({ code, kind }) => [code, VENUE_KIND_WORDS[kind]]))
  const found = new Map<string, Record<string, Record<string, number[]>>>()
  for (const { department, venue, category, marks } of rows) {
    const word = words.get(venue)
    if (word === undefined) continue
    const own = found.get(department) ?? {}
    const categories = (own[word] ??= {})
    const counts = categories[category] ?? scale.options.map(() => 0)
    categories[category] = scale.options.map((option, at) => (counts[at] ?? 0) + (marks[option] ?? 0))
    found.set(department, own)
  }
  return found
}

export interface StratumReconciled extends Reconciled {
  /** signed explanations of the differences */
  signed: Difference[]
}

/**
 * 发出, 收回, 有效, 无效 and so on for each stratum, counted from roll, box and sheets, with the signed differences. 有效 and
 * 无效 are null before the unsealing.
 */
export async function reconciliationOf(year: number): Promise<StratumReconciled[]> {
  const [counts, sheets, signed] = await Promise.all([ballotCounts(year), agreedSheets(year), differencesOf(year)])
  const sheetAt = new Map(sheets.map((sheet) => [stratumKey(sheet), sheet]))
  return counts.map(({ stratum, ...ballots }) => {
    const [figures] = sheetAt.get(stratumKey(stratum))?.entries ?? []
    return {
      ...reconcile(stratum, ballots, figures ?? null),
      signed: signed.filter((each) => stratumKey(each) === stratumKey(stratum)),
    }
  })
}

/** All signed differences of a year. */
export const differencesOf = (year: number): Promise<Difference[]> =>
  DifferenceModel.find({ campaign: year }).sort({ group: 1, venue: 1, category: 1, kind: 1 }).lean<Difference[]>().exec()

/** Groups in which something did not add up; a score of such a group says 有差额. */
export async function groupsWithDifference(year: number): Promise<Set<number>> {
  return new Set((await reconciliationOf(year)).filter(({ differences }) => differences.length > 0).map(({ group }) => group))
}

const agreedSheets = (year: number): Promise<PaperSheet[]> =>
  PaperSheetModel.find({ campaign: year, agreedAt: { $ne: null } }).lean<PaperSheet[]>().exec()

/** What roll and box say of each stratum of a year. */
export async function ballotCounts(year: number): Promise<(BallotCounts & { stratum: Stratum })[]> {
  const place = { campaign: '$campaign', group: '$group', venue: '$venue', category: '$category' }
  const when = (condition: object) => ({ $sum: { $cond: [condition, 1, 0] } })
  const [roll, box, opened, unsealed] = await Promise.all([
    RollModel.aggregate<{ _id: Stratum, handed: number, paper: number, reissues: number, voted: number }>([
      { $match: { campaign: year } },
      {
        $group: {
          _id: place, handed: when({ $eq: ['$handed', 'token'] }), paper: when({ $eq: ['$handed', 'paper'] }),
          reissues: { $sum: '$reissues' }, voted: when({ $ne: ['$votedOn', null] }),
        },
      },
      { $sort: { _id: 1 } },
    ]),
    BoxModel.aggregate<{ _id: Stratum, filled: number }>([
      { $match: { campaign: year, filled: true } }, { $group: { _id: place, filled: { $sum: 1 } } },
    ]),
    MarkListModel.aggregate<{ _id: Stratum, opened: number }>([
      { $match: { campaign: year } }, { $group: { _id: place, opened: { $max: { $size: '$marks' } } } },
    ]),
    isUnsealed(year),
  ])
  const filledAt = new Map(box.map(({ _id, filled }) => [stratumKey(_id), filled]))
  const openedAt = new Map(opened.map((each) => [stratumKey(each._id), each.opened]))
  return roll.map(({ _id, ...counts }) => ({
    stratum: _id, ...counts, filled: filledAt.get(stratumKey(_id)) ?? 0,
    opened: unsealed ? (openedAt.get(stratumKey(_id)) ?? 0) : null,
  }))
}

/** Comments that a department may read: those that the evaluation office has released. */
export const releasedComments = (year: number, department: string): Promise<BallotComment[]> =>
  BallotCommentModel.find({ campaign: year, department, state: 'released' }).sort({ _id: 1 }).limit(1000).lean<BallotComment[]>().exec()

