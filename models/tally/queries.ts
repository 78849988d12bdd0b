import { Types } from 'mongoose'
import { isUnsealed } from '../ballot/queries.ts'
import { stratumKey, stratumOf, type Stratum } from '../ballot/stratum.ts'
import { BoxModel } from '../box/index.ts'
import { RollModel } from '../roll/index.ts'
import type { Ballots } from '../score/ballotScore.ts'
import { planOfYear } from '../scoringPlan/queries.ts'
import { scaleOf, type Scale } from '../scoringPlan/scales.ts'
import {
  BallotCommentModel, DifferenceModel, MarkListModel, PaperSheetModel, TallyModel,
  type BallotComment, type Difference, type PaperSheet, type TallyRow,
} from './index.ts'
import { reconcile, type BallotCounts, type Gap, type Reconciled } from './reconciliation.ts'
import { paperRows } from './sheets.ts'

/**
 * The counted marks of a year: of unsealed ballots and of paper sheets on which two people agree. Empty before the
 * unsealing, whoever asks.
 * @source DESIGN.md §7 Ballot
 */
export async function tallyOf(year: number): Promise<TallyRow[]> {
  if (!(await isUnsealed(year))) return []
  const plan = await planOfYear(year)
  const { options } = scaleOf(plan?.weights.scale ?? 'B4')
  const order = { group: 1, venue: 1, category: 1, department: 1 } as const
  const [screens, sheets] = await Promise.all([
    TallyModel.find({ campaign: year }).sort(order).lean<TallyRow[]>(), agreedSheets(year),
  ])
  return [...screens, ...paperRows(sheets, options).map((row) => ({ _id: new Types.ObjectId(), ...row }))]
}

/**
 * Marks by department, in the form that B is computed from: per venue of the plan and category, in the scale's order;
 * screens and paper come together.
 */
export function ballotsByDepartment(rows: readonly Omit<TallyRow, '_id'>[], scale: Scale): Map<string, Ballots> {
  const found = new Map<string, Record<string, Record<string, number[]>>>()
  for (const { department, venue, category, marks } of rows) {
    const own = found.get(department) ?? {}
    const categories = (own[venue] ??= {})
    const counts = categories[category] ?? []
    categories[category] = scale.options.map((option, at) => (counts[at] ?? 0) + (marks[option] ?? 0))
    found.set(department, own)
  }
  return found
}

export interface StratumReconciled extends Reconciled {
  /** signed explanations of the gaps */
  signed: Difference[]
}

/**
 * 发出, 收回, 有效, 无效 and so on for each stratum, counted from roll, box and sheets, with the signed differences. 有效
 * and 无效 are null before the unsealing.
 */
export async function reconciliationOf(year: number): Promise<StratumReconciled[]> {
  const [counts, sheets, signed] = await Promise.all([ballotCounts(year), agreedSheets(year), differencesOf(year)])
  const within = <Row extends Stratum>(rows: readonly Row[], key: string) =>
    rows.filter((row) => stratumKey(row) === key)
  return counts.map(({ stratum, ...ballots }) => {
    const key = stratumKey(stratum)
    const own = within(sheets, key).flatMap(({ place, entries: [figures] }) => (figures ? [{ place, figures }] : []))
    return { ...reconcile(stratum, ballots, own), signed: within(signed, key) }
  })
}

/** All signed differences of a year. */
export const differencesOf = (year: number): Promise<Difference[]> =>
  DifferenceModel.find({ campaign: year }).sort({ group: 1, venue: 1, category: 1, place: 1, kind: 1 })
    .lean<Difference[]>().exec()

/** Whether a signed difference speaks of this gap and still of its size. */
export const isSigned = (gap: Gap, signed: readonly Difference[]): boolean =>
  signed.some(({ kind, place, number }) => kind === gap.kind && place === gap.place && number === gap.number)

/** Groups in which something did not add up; a score of such a group says 有差额. */
export const groupsWithDifference = async (year: number): Promise<Set<number>> =>
  new Set((await reconciliationOf(year)).filter(({ gaps }) => gaps.length > 0).map(({ group }) => group))

export const agreedSheets = (year: number): Promise<PaperSheet[]> =>
  PaperSheetModel.find({ campaign: year, agreedAt: { $ne: null } }).lean<PaperSheet[]>().exec()

/** the line of one who gave the place up with a letter in hand */
const LETTER_VOID = { $and: [{ $eq: ['$handed', 'token'] }, { $gt: ['$leftOn', null] }] }

interface RollCounts {
  _id: Stratum & { place: string }
  handed: number
  paper: number
  replaced: number
  left: number
  voted: number
}

/**
 * What roll and box say of each stratum of a year, in the order of groups. The letter of one who gave the place up was made
 * void like one that was replaced, so it counts there and no longer among those that could still come back.
 */
export async function ballotCounts(year: number): Promise<(BallotCounts & { stratum: Stratum })[]> {
  const place = { campaign: '$campaign', group: '$group', venue: '$venue', category: '$category' }
  const when = (condition: object) => ({ $sum: { $cond: [condition, 1, 0] } })
  const [roll, box, opened, unsealed] = await Promise.all([
    RollModel.aggregate<RollCounts>([
      { $match: { campaign: year } },
      {
        $group: {
          _id: { ...place, place: '$place' }, replaced: { $sum: '$reissues' }, left: when(LETTER_VOID),
          handed: when({ $and: [{ $eq: ['$handed', 'token'] }, { $not: [LETTER_VOID] }] }), paper: when({ $eq: ['$handed', 'paper'] }),
          voted: when({ $ne: ['$votedOn', null] }),
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
  const at = <Row extends { _id: Stratum }>(rows: readonly Row[], key: string) =>
    rows.find((row) => stratumKey(row._id) === key)
  const strata = new Map(roll.map(({ _id }) => [stratumKey(_id), stratumOf(_id)]))
  return [...strata].map(([key, stratum]) => {
    const own = roll.filter(({ _id }) => stratumKey(_id) === key)
    const total = (figure: 'handed' | 'replaced' | 'left' | 'voted') => own.reduce((sum, row) => sum + row[figure], 0)
    return {
      stratum, handed: total('handed'), reissues: total('replaced') + total('left'), voted: total('voted'),
      paper: Object.fromEntries(own.map(({ _id, paper }) => [_id.place, paper])),
      filled: at(box, key)?.filled ?? 0, opened: unsealed ? (at(opened, key)?.opened ?? 0) : null,
    }
  })
}

/** Comments that a department may read: those that the evaluation office has released. */
export const releasedComments = (year: number, department: string): Promise<BallotComment[]> =>
  BallotCommentModel.find({ campaign: year, department, state: 'released' }).sort({ _id: 1 }).limit(1000)
    .lean<BallotComment[]>().exec()
