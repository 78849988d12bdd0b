import type { Types } from 'mongoose'
import { CardModel, type Card } from '../card/index.ts'
import { EnterpriseModel, type Enterprise } from '../enterprise/index.ts'
import { IssueModel, type Issue } from '../issue/index.ts'
import { RUNG_WORDS } from '../issue/ladder.ts'
import type { IssueState } from '../issue/words.ts'
import { dayOf, type CivilDay } from '../shared/calendarDay.ts'
import { workingDaysBetween, type WorkingCalendar } from '../shared/workingCalendar.ts'
import { ranked, type ExceptionFacts } from './ranking.ts'

const FIELDS = {
  no: 1, title: 1, state: 1, grade: 1, dueOn: 1, leadDepartment: 1, 'raiser.kind': 1, 'raiser.id': 1, 'raiser.name': 1,
  district: 1,
  turnSinceAt: 1, turnDueAt: 1, signatureDueAt: 1, signedAt: 1, assignedAt: 1, lastProgressAt: 1, promise: 1, rung: 1,
  unsatisfiedCount: 1,
  'refusals.at': 1, 'answers.verification.upheld': 1, 'extensions.decision': 1,
} as const
type Read = Pick<Issue,
  | '_id' | 'no' | 'title' | 'state' | 'grade' | 'dueOn' | 'leadDepartment' | 'raiser' | 'district' | 'turnSinceAt'
  | 'turnDueAt' | 'signatureDueAt' | 'signedAt' | 'assignedAt' | 'lastProgressAt' | 'promise' | 'rung'
  | 'unsatisfiedCount' | 'refusals' | 'answers' | 'extensions'>
type Firm = Pick<Enterprise, '_id' | 'shortName' | 'name' | 'size' | 'linkedLeader'>
type Order = Pick<Card, 'issue' | 'rung' | 'state' | 'replyDueOn' | 'reply'>

/** A ranked case with the words that the page shows. */
export interface Exception extends ExceptionFacts {
  id: Types.ObjectId
  title: string
  leadDepartment: string | null
  raiserName: string
  district: string | null
  turnDueAt: Date | null
}

const RUNNING: IssueState[] = ['assigned', 'handling', 'redo', 'pledged']
const MOST_OVERDUE_LOOKED_AT = 60
const MOST_UNCLAIMED_LOOKED_AT = 20

/** The cases that need a leader most, ranked. @source pages.md §4, leader's page */
export async function exceptionsFor(
  leader: Types.ObjectId | null, most: number, scope: Record<string, unknown>, now: Date, calendar: WorkingCalendar,
): Promise<Exception[]> {
  const [overdue, unclaimed] = await Promise.all([
    IssueModel.find({ open: true, ...scope, state: { $in: RUNNING }, dueAt: { $lt: now } }, FIELDS)
      .hint({ open: 1, leadDepartment: 1, dueAt: 1, assignedAt: 1, rung: 1, state: 1, stock: 1 })
      .sort({ dueAt: 1, _id: 1 }).limit(MOST_OVERDUE_LOOKED_AT).lean<Read[]>(),
    IssueModel.find(
      { state: 'refusalReview', ...scope }, FIELDS,
    ).sort({ turnDueAt: 1, _id: 1 }).limit(MOST_UNCLAIMED_LOOKED_AT).lean<Read[]>(),
  ])
  const issues = [...overdue, ...unclaimed]
  const [firms, orders] = await Promise.all([firmsOf(issues), ordersOf(issues)])
  const today = dayOf(now)
  const distance = (from: CivilDay) => Math.max(0, workingDaysBetween(from, today, calendar))
  return ranked(issues.map(issue => factsOf(issue, firms, orders, { leader, today, distance }))).slice(0, most)
}

async function firmsOf(issues: readonly Read[]): Promise<Map<string, Firm>> {
  const ids = issues.flatMap(({ raiser }) => raiser.kind === 'enterprise' ? raiser.id ?? [] : [])
  const firms = await EnterpriseModel.find({ _id: { $in: ids } },
    { shortName: 1, name: 1, size: 1, linkedLeader: 1 }).lean<Firm[]>()
  return new Map(firms.map(firm => [String(firm._id), firm]))
}

async function ordersOf(issues: readonly Read[]): Promise<Map<string, Order[]>> {
  const orders = await CardModel.find(
    {
      issue: { $in: issues.map(({ _id }) => _id) }, rung: { $in: ['L3', 'L4', 'L5'] },
      state: { $in: ['draft', 'issued'] },
    },
    { issue: 1, rung: 1, state: 1, replyDueOn: 1, reply: 1 },
  ).lean<Order[]>()
  const byIssue = new Map<string, Order[]>()
  for (const order of orders) byIssue.set(String(order.issue), [...byIssue.get(String(order.issue)) ?? [], order])
  return byIssue
}

interface Reading { leader: Types.ObjectId | null, today: CivilDay, distance: (from: CivilDay) => number }

function factsOf(
  issue: Read, firms: Map<string, Firm>, orders: Map<string, Order[]>, { leader, today, distance }: Reading,
): Exception {
  const firm = firms.get(String(issue.raiser.id))
  const issued = orders.get(String(issue._id))?.filter(({ state }) => state === 'issued') ?? []
  const unanswered = issued.find(({ reply, replyDueOn }) => reply === null && replyDueOn !== null && replyDueOn < today)
  const highest = issued.toSorted((a, b) => a.rung.localeCompare(b.rung)).at(-1)
  const unclaimedSince = issue.state === 'refusalReview' && issue.turnSinceAt ? dayOf(issue.turnSinceAt) : null
  const unsigned = issue.state === 'assigned' && issue.signedAt === null && issue.signatureDueAt !== null
  return {
    id: issue._id, no: issue.no, title: issue.title, state: issue.state, grade: issue.grade,
    leadDepartment: issue.leadDepartment,
    raiserName: firm ? firm.shortName || firm.name : issue.raiser.name, district: issue.district,
    turnDueAt: issue.turnDueAt,
    dueOn: issue.dueOn,
    overdueDays: unclaimedSince !== null || issue.dueOn === null ? 0 : distance(issue.dueOn),
    unclaimedSince, unclaimedDays: unclaimedSince === null ? 0 : distance(unclaimedSince),
    size: firm?.size ?? '',
    own: leader !== null && String(firm?.linkedLeader.user) === String(leader),
    refusals: issue.refusals.length,
    failedVerifications: issue.answers.filter(({ verification }) => verification?.upheld === false).length,
    unsatisfied: issue.unsatisfiedCount,
    extensionRefused: issue.extensions.some(({ decision }) => decision === 'refused'),
    unsignedDays: unsigned && issue.signatureDueAt ? distance(dayOf(issue.signatureDueAt)) : 0,
    lastProgressDays: issue.lastProgressAt === null ? null : distance(dayOf(issue.lastProgressAt)),
    promiseOn: issue.promise?.dueOn ?? null,
    orderUnanswered: unanswered?.replyDueOn ? { dueOn: unanswered.replyDueOn } : null,
    escalatedTo: highest && highest.rung !== 'L3' ? RUNG_WORDS[highest.rung] : null,
  }
}
