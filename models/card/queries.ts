import type { Types } from 'mongoose'
import { addDays, type CivilDay } from '../shared/calendarDay.ts'
import { IssueModel, type Issue } from '../issue/index.ts'
import { CardModel, type Card } from './index.ts'

/** What the sweep needs of a case; of the progress only the last entry. Histories and answers stay on disk. */
const SWEPT = {
  no: 1,
  title: 1,
  category: 1,
  state: 1,
  grade: 1,
  source: 1,
  open: 1,
  leadDepartment: 1,
  handler: 1,
  handlerName: 1,
  assignedAt: 1,
  signedAt: 1,
  signatureDueAt: 1,
  signatureRung: 1,
  turnSinceAt: 1,
  dueVersions: 1,
  dueVersion: 1,
  dueOn: 1,
  dueAt: 1,
  provisional: 1,
  pauses: 1,
  remainingAtStop: 1,
  rung: 1,
  nextRungAt: 1,
  extensions: 1,
  progress: { $slice: -1 },
  answers: { $slice: -1 },
  __v: 1,
} as const

export type SweptIssue = Issue & { __v: number }

/** Ids of the cases on which the ladder has something to do, the longest waiting first: one range of one index. */
export async function dueIssueIds(now: Date, most: number): Promise<Types.ObjectId[]> {
  const found = await IssueModel.find({ nextRungAt: { $lte: now } }, { _id: 1 })
    .sort({ nextRungAt: 1, _id: 1 })
    .limit(most)
    .lean<{ _id: Types.ObjectId }[]>()
  return found.map(({ _id }) => _id)
}

/** The cases themselves, in no order. */
export const sweptIssues = (
  ids: readonly Types.ObjectId[],
  session: Parameters<ReturnType<typeof IssueModel.find>['session']>[0] = null,
) =>
  IssueModel.find({ _id: { $in: ids } }, SWEPT)
    .session(session)
    .lean<SweptIssue[]>()

/** A red card that made no 通报 for so many days makes none any more. */
export const RED_CARD_DAYS = 60

/**
 * Red cards in force that made no 通报 yet, of the last two months, by department and day: what `circularFrom` is asked
 * with.
 */
export const unusedRedCards = (today: CivilDay, department?: string) =>
  CardModel.find(
    {
      rung: 'L2',
      state: 'issued',
      usedIn: null,
      issuedOn: { $gt: addDays(today, -RED_CARD_DAYS) },
      ...(department ? { department } : {}),
    },
    { department: 1, issuedOn: 1, issueNo: 1 },
  ).sort({ issuedOn: 1, _id: 1 })

/** Orders whose reply is missing after its day and that made no 约谈 yet. */
export const unansweredOrders = (today: CivilDay, department?: string) =>
  CardModel.find(
    {
      rung: 'L3',
      state: 'issued',
      usedIn: null,
      reply: null,
      replyDueOn: { $lt: today },
      ...(department ? { department } : {}),
    },
    { department: 1, issuedOn: 1, issueNo: 1, replyDueOn: 1 },
  ).sort({ replyDueOn: 1, _id: 1 })

/** Cases whose provisional due day has come, which holds L2 to L5 back. */
export const heldByProvisionalDay = (now: Date): Promise<number> =>
  IssueModel.countDocuments({ provisional: true, dueAt: { $lt: now } })

/** The cards of a case, oldest first. */
export const cardsOfIssue = (issue: Types.ObjectId) =>
  CardModel.find({ issue }).sort({ raisedAt: 1, _id: 1 }).lean<Card[]>()
