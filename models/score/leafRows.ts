import { CardModel, type Card } from '../card/index.ts'
import { IssueModel } from '../issue/index.ts'
import type { Issue } from '../issue/record.ts'
import { VisitTaskModel, type VisitTask } from '../visitTask/index.ts'

export type CountedIssueRow = Pick<Issue,
  | 'no' | 'title' | 'raiser' | 'state' | 'assignedAt' | 'contactDueAt' | 'contactedAt' | 'dueOn' | 'settledAt' | 'settledInTime'
  | 'callBacks'>

/** The issues with these numbers, by number. What has been merged away since is missing. */
export async function issuesByNo(nos: readonly string[]): Promise<ReadonlyMap<string, CountedIssueRow>> {
  const issues = await IssueModel.find({ no: { $in: nos } }, {
    no: 1, title: 1, 'raiser.name': 1, state: 1, assignedAt: 1, contactDueAt: 1, contactedAt: 1, dueOn: 1, settledAt: 1,
    settledInTime: 1, callBacks: 1,
  }).lean<CountedIssueRow[]>()
  return new Map(issues.map((issue) => [issue.no, issue]))
}

/** The visit tasks with these ids, by id. */
export async function tasksById(ids: readonly string[]): Promise<ReadonlyMap<string, VisitTask>> {
  const tasks = await VisitTaskModel.find({ _id: { $in: ids } }).lean<VisitTask[]>()
  return new Map(tasks.map((task) => [String(task._id), task]))
}

/** The cards with these ids, by id. */
export async function cardsById(ids: readonly string[]): Promise<ReadonlyMap<string, Card>> {
  const cards = await CardModel.find({ _id: { $in: ids } }).lean<Card[]>()
  return new Map(cards.map((card) => [String(card._id), card]))
}
