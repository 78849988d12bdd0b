import { CardModel } from '../card/index.ts'
import { InstructionModel } from '../instruction/index.ts'
import { IssueModel, type Issue } from '../issue/index.ts'
import { edges, tabFilter, type Tab } from '../issue/tabs.ts'
import type { Moment } from '../issue/step.ts'

/** A case at the head of a queue. */
export type QueueHead = Pick<Issue,
  | 'no' | 'title' | 'turnDueAt' | 'turnSinceAt' | 'submittedAt' | 'dueAt' | 'dueOn' | 'signatureDueAt'
  | 'assignedAt' | 'provisional'> & { refusals: number, extensionDays: number | null }

/** A queue of cases: how many, and the one that is due first. */
export interface Queue { name: QueueName, count: number, overdue: number, dueToday: number, first: QueueHead | null }

/** Queues of the office and of a department; most are the tabs of the list, so a count and its list cannot differ. */
export const QUEUES = {
  submitted: { tab: 'submitted', by: 'turnDueAt' },
  refusalReview: { tab: 'refusalReview', by: 'turnDueAt' },
  extension: { tab: 'extension', by: 'turnDueAt' },
  answered: { tab: 'answered', by: 'turnDueAt' },
  callBack: { tab: 'callBack', by: 'turnDueAt' },
  assigned: { tab: 'assigned', by: 'signatureDueAt' },
  overdue: { tab: 'overdue', by: 'dueAt' },
  near: { tab: 'near', by: 'dueAt' },
} as const satisfies Record<string, { tab: Tab, by: 'turnDueAt' | 'signatureDueAt' | 'dueAt' }>
export type QueueName = keyof typeof QUEUES

const HEAD = {
  no: 1, title: 1, turnDueAt: 1, turnSinceAt: 1, submittedAt: 1, dueAt: 1, dueOn: 1, signatureDueAt: 1, assignedAt: 1,
  provisional: 1,
  'refusals.n': 1, 'extensions.days': 1,
} as const

/** One queue within a scope: its size, what in it is late or due today, and its first case. */
export async function queueOf(
  name: QueueName, scope: Record<string, unknown>, when: Moment, endOfToday: Date,
): Promise<Queue> {
  const { tab, by } = QUEUES[name]
  const filter = { $and: [tabFilter(tab, edges(when.now, when.calendar)), scope] }
  const within = (range: Record<string, Date>) => IssueModel.countDocuments({ $and: [...filter.$and, { [by]: range }] })
  const [count, overdue, dueToday, first] = await Promise.all([
    IssueModel.countDocuments(filter), within({ $lt: when.now }), within({ $gte: when.now, $lte: endOfToday }),
    IssueModel.findOne(filter, HEAD).sort({ [by]: 1, _id: 1 }).lean<Issue>(),
  ])
  return {
    name, count, overdue, dueToday,
    first: first && { ...first, refusals: first.refusals.length, extensionDays: first.extensions.at(-1)?.days ?? null },
  }
}

/** Answers that wait for the lead's release within a department: drafted, neither released nor returned. */
export const draftedAnswers = (department: string) =>
  IssueModel.find({
    open: true, leadDepartment: department, state: { $in: ['handling', 'redo', 'pledged'] },
    answers: { $elemMatch: { releasedAt: null } },
  }, { no: 1, title: 1, dueAt: 1, dueOn: 1, provisional: 1 }).sort({ dueAt: 1, _id: 1 }).limit(100)
    .lean<Pick<Issue, 'no' | 'title' | 'dueAt' | 'dueOn' | 'provisional'>[]>()

/** Orders of a department that were issued and not yet answered, the earliest reply day first. */
export const ordersToReply = (scope: Record<string, unknown>) =>
  CardModel.find({
    rung: 'L3', state: 'issued', reply: null, ...scope,
  }).sort({ replyDueOn: 1, _id: 1 }).limit(100).lean()

/** Cards drafted by the sweep that wait for a signature, the earliest first. */
export const draftCards = () => CardModel.find({ state: 'draft' }).sort({ signDueAt: 1, _id: 1 }).limit(100).lean()

/** Instructions to a department that wait for its report. */
export const instructionsToReply = (scope: Record<string, unknown>) =>
  InstructionModel.find({ state: 'open', ...scope }).sort({ dueAt: 1, _id: 1 }).limit(100).lean()

/** Cards issued on a day, the heaviest last. */
export const cardsIssuedOn = (day: string, scope: Record<string, unknown>) =>
  CardModel.find({ issuedOn: day, state: 'issued', ...scope }).sort({ rung: 1, issuedAt: 1, _id: 1 }).limit(200).lean()

/** Cases lately closed with an answer A to D, from which the look-back draws. */
export const closedSince = (from: Date) => IssueModel.countDocuments({ settledAt: { $gte: from }, state: 'closed' })
