import type { ClientSession } from 'mongoose'
import { instantOf, yearOf } from '../shared/calendarDay.ts'
import { CardModel, type Card } from '../card/index.ts'
import { IssueModel } from '../issue/index.ts'
import type { Rung } from '../issue/words.ts'
import { VisitModel, type Visit } from '../visit/index.ts'
import { VisitTaskModel, type VisitTask } from '../visitTask/index.ts'
import { countsFor } from '../visitTask/progress.ts'
import { standingOf } from '../visitTask/standing.ts'
import { leavesOfIssue, type CountedIssue, type Period } from './counting.ts'
import { LEAF_NAMES, type CardLeaf, type Leaf } from './leaves.ts'
import type { LeafRows } from './rows.ts'

const ISSUE_FACTS = {
  no: 1, source: 1, 'raiser.kind': 1, state: 1, assignedAt: 1, contactDueAt: 1, contactedAt: 1, dueOn: 1, settledInTime: 1,
  'callBacks.at': 1, 'callBacks.reached': 1, 'callBacks.solved': 1, 'callBacks.satisfaction': 1,
} as const
const RUNG_LEAVES: Partial<Record<Rung, CardLeaf>> = { L2: 'red', L4: 'circular', L5: 'interview' }
const COSTING = Object.keys(RUNG_LEAVES) as Rung[]

type Marks = Map<Leaf, { hits: string[]; misses: string[] }>

/**
 * Counts all leaves of R of one department in a period afresh from issues, visits, tasks and cards, and names the rows.
 * Keys come sorted, so that two counts of the same data are equal.
 * @source DESIGN.md §7 R
 */
export async function countRows(department: string, period: Period, session: ClientSession | null = null): Promise<LeafRows[]> {
  const marks: Marks = new Map(LEAF_NAMES.map((leaf) => [leaf, { hits: [], misses: [] }]))
  await countIssues(marks, department, period, session)
  await countTasks(marks, department, period, session)
  await countCards(marks, department, period, session)
  return LEAF_NAMES.map((leaf) => {
    const found = marks.get(leaf)
    return { leaf, hits: found?.hits.toSorted() ?? [], misses: found?.misses.toSorted() ?? [] }
  })
}

const mark = (marks: Marks, leaf: Leaf, key: string, hit: boolean): void =>
  void marks.get(leaf)?.[hit ? 'hits' : 'misses'].push(key)

async function countIssues(marks: Marks, department: string, period: Period, session: ClientSession | null): Promise<void> {
  const during = { $gte: instantOf(period.fromOn, '00:00'), $lt: new Date(instantOf(period.toOn, '00:00').getTime() + DAY_MS) }
  const issues = IssueModel.find({
    leadDepartment: department,
    $or: [{ assignedAt: during }, { dueOn: { $gte: period.fromOn, $lte: period.toOn } }, { 'callBacks.at': during }],
  }, ISSUE_FACTS).session(session).lean<(CountedIssue & { no: string })[]>().cursor()
  for await (const issue of issues) {
    for (const [leaf, hit] of Object.entries(leavesOfIssue(issue, period))) mark(marks, leaf as Leaf, issue.no, hit)
  }
}

/**
 * V: of the tasks that ran in the period, those with a confirmed visit that lies in both the task's days and the period. Whom
 * nobody can reach leaves the count.
 */
async function countTasks(marks: Marks, department: string, period: Period, session: ClientSession | null): Promise<void> {
  const running = { fromOn: { $lte: period.toOn }, dueOn: { $gte: period.fromOn } }
  const tasks = await VisitTaskModel.find({ period: { $in: periodsWithin(period) }, department, ...running }).session(session).lean<VisitTask[]>()
  const visits = await confirmedVisits(department, period, session)
  for (const task of tasks) {
    const frame = {
      department, subjectType: task.subject.type, fromOn: later(task.fromOn, period.fromOn), dueOn: earlier(task.dueOn, period.toOn),
    }
    const hit = (visits.get(String(task.subject.id)) ?? []).some((visit) => countsFor({ ...visit, confirmed: true }, frame))
    if (hit || standingOf(task) !== 'unreachable') mark(marks, 'visited', String(task._id), hit)
  }
}

async function confirmedVisits(department: string, period: Period, session: ClientSession | null): Promise<Map<string, Visit[]>> {
  const onDay = { $gte: period.fromOn, $lte: period.toOn }
  const visits = await VisitModel.find(
    { $or: [{ department, onDay }, { alsoDepartments: department, onDay }], state: 'done', confirmation: { $ne: null } },
    { department: 1, alsoDepartments: 1, onDay: 1, mode: 1, outcome: 1, state: 1, 'subjects.id': 1 },
  ).session(session).lean<Visit[]>()
  const bySubject = new Map<string, Visit[]>()
  for (const visit of visits) {
    for (const { id } of visit.subjects) bySubject.set(String(id), [...(bySubject.get(String(id)) ?? []), visit])
  }
  return bySubject
}

async function countCards(marks: Marks, department: string, period: Period, session: ClientSession | null): Promise<void> {
  const cards = await CardModel.find({
    department, rung: { $in: COSTING }, state: 'issued', issuedOn: { $gte: period.fromOn, $lte: period.toOn },
  }, { rung: 1 }).session(session).lean<Pick<Card, '_id' | 'rung'>[]>()
  for (const card of cards) {
    const leaf = RUNG_LEAVES[card.rung]
    if (leaf) mark(marks, leaf, String(card._id), true)
  }
}

/** Names of the task periods of the years that a period touches: `2026H1`, `2026H2`, `2026`. */
function periodsWithin({ fromOn, toOn }: Period): string[] {
  const years = Array.from({ length: yearOf(toOn) - yearOf(fromOn) + 1 }, (_, at) => yearOf(fromOn) + at)
  return years.flatMap((year) => [`${year}`, `${year}H1`, `${year}H2`])
}

const later = (a: string, b: string): string => (a > b ? a : b)
const earlier = (a: string, b: string): string => (a < b ? a : b)
const DAY_MS = 86_400_000
