import { addDays, dayOf, instantOf } from '../shared/calendarDay.ts'
import { memoFor } from '../shared/memo.ts'
import type { Actor } from '../user/actor.ts'
import { scopeFilter } from '../user/permissions.ts'
import {
  IssueModel,
  type Grade,
  type Issue,
  type IssueState,
  type RaiserKind,
  type ResultClass,
  type Rung,
} from './index.ts'
import type { Moment } from './step.ts'
import { edges, RUNNING, tabCounters, tabFilter, type Tab } from './tabs.ts'

/** The part that the own department has in a case. */
export const PARTS = { lead: '牵头', co: '协办', verifying: '核验', visiting: '走访' } as const
export type Part = keyof typeof PARTS
const PART_PATHS: Record<Part, string> = {
  lead: 'leadDepartment', co: 'coDepartments.department', verifying: 'verifyingDepartment', visiting: 'visitDepartment',
}

/** What a list is narrowed to; null or '' = not narrowed. */
export interface IssueFilter {
  tab: Tab
  part: Part | null
  department: string | null
  state: IssueState | null
  kind: RaiserKind | null
  category: string | null
  district: string | null
  grade: Grade | null
  handler: string | null
  rung: Rung | null
  result: ResultClass | null
  /** assigned at least so many days ago */
  age: number | null
  /** assigned within these days, both ends counted; what a cell of the leader's matrix opens */
  assignedFrom?: string | null
  assignedTo?: string | null
  q: string
}

/** By what a list may be sorted; a leading minus turns it round. */
export const SORTS = { due: 'dueAt', turn: 'turnDueAt', created: 'createdAt' } as const
export type Sort = keyof typeof SORTS | `-${keyof typeof SORTS}`
export const SORT_NAMES = Object.keys(SORTS).flatMap((name) => [name, `-${name}`]) as Sort[]

/** What a row of the list needs. */
export type IssueRowFacts = Pick<
  Issue,
  | '_id'
  | 'no'
  | 'title'
  | 'raiser'
  | 'leadDepartment'
  | 'handlerName'
  | 'state'
  | 'dueOn'
  | 'dueAt'
  | 'provisional'
  | 'rung'
  | 'grade'
  | 'category'
  | 'district'
  | 'dueVersions'
  | 'dueVersion'
  | 'pauses'
  | 'remainingAtStop'
  | 'settledAt'
  | 'closedAt'
  | 'satisfaction'
  | 'signatureDueAt'
  | 'turnDueAt'
  | 'turnSinceAt'
  | 'createdAt'
  | 'assignedAt'
  | 'resultClass'
  | 'open'
  | 'stock'
>
const ROW_FIELDS = Object.fromEntries(
  [
    'no',
    'title',
    'raiser.kind',
    'raiser.name',
    'leadDepartment',
    'handlerName',
    'state',
    'dueOn',
    'dueAt',
    'provisional',
    'rung',
    'grade',
    'category',
    'district',
    'dueVersions.n',
    'dueVersions.startOn',
    'dueVersions.workingDays',
    'dueVersions.kind',
    'dueVersion',
    'pauses',
    'remainingAtStop',
    'settledAt',
    'closedAt',
    'satisfaction',
    'signatureDueAt',
    'turnDueAt',
    'turnSinceAt',
    'createdAt',
    'assignedAt',
    'resultClass',
    'open',
    'stock',
  ].map((field) => [field, 1]),
)

/** A pager counts no further. @source DESIGN.md §7 Counts */
export const COUNT_AT_MOST = 1000

/** The stored condition of a list: what the user may see, and what they asked for. */
export function filterOf(actor: Actor, asked: IssueFilter, { now, calendar }: Moment): Record<string, unknown> {
  const plain: Record<string, unknown> = {
    leadDepartment: asked.department,
    state: asked.state,
    'raiser.kind': asked.kind,
    category: asked.category,
    district: asked.district,
    grade: asked.grade,
    handler: asked.handler,
    rung: asked.rung,
    resultClass: asked.result,
  }
  const conditions = [
    scopeFilter(actor, 'issue.read'),
    tabFilter(asked.tab, edges(now, calendar)),
    partFilter(actor, asked.part),
    Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== null)),
    asked.age === null ? {} : { assignedAt: { $lt: instantOf(addDays(dayOf(now), 1 - asked.age), '00:00') } },
    asked.assignedFrom ? { assignedAt: { $gte: instantOf(asked.assignedFrom, '00:00') } } : {},
    asked.assignedTo ? { assignedAt: { $lt: instantOf(addDays(asked.assignedTo, 1), '00:00') } } : {},
    asked.q === '' ? {} : searchFilter(asked.q),
  ].filter((condition) => Object.keys(condition).length > 0)
  return conditions.length === 0 ? {} : { $and: conditions }
}

const partFilter = (actor: Actor, part: Part | null): Record<string, unknown> =>
  part === null ? {} : { [PART_PATHS[part]]: actor.department }

/** A number or the end of one finds by number; anything else is looked for in titles and names of raisers. */
function searchFilter(q: string): Record<string, unknown> {
  const number = /^(?:SQ)?(?:(\d{4})-?)?(\d{1,6})$/i.exec(q)
  const exactly = q.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  if (number?.[1] && number[2]) return { no: `SQ${number[1]}-${number[2].padStart(6, '0')}` }
  const contains = { $regex: exactly, $options: 'i' }
  return {
    $or: [
      { title: contains },
      { 'raiser.name': contains },
      ...(number?.[2] ? [{ no: { $regex: `-0*${Number(number[2])}$` } }] : []),
    ],
  }
}

const sortOf = (sort: Sort): Record<string, 1 | -1> => {
  const direction = sort.startsWith('-') ? -1 : 1
  return { [SORTS[sort.replace('-', '') as keyof typeof SORTS]]: direction, _id: direction }
}

type Filter = Record<string, unknown>

/**
 * The rows of a list in the order in which they follow each other: sorted by the due day, cases whose clock runs come
 * before those for which it stands still, because their day is nobody's hurry.
 */
const partsInOrder = (filter: Filter, sort: Sort): [Filter, ...Filter[]] =>
  sort === 'due' || sort === '-due'
    ? [{ $and: [filter, { state: { $in: RUNNING } }] }, { $and: [filter, { state: { $nin: RUNNING } }] }]
    : [filter]

/** One page of a list and how many rows there are, counted up to `COUNT_AT_MOST`. */
export async function issuePage(
  filter: Filter, sort: Sort, page: number, pageSize: number,
): Promise<{ rows: IssueRowFacts[]; total: number | { atLeast: number } }> {
  const [rows, counted] = await Promise.all([
    rowsFrom(partsInOrder(filter, sort), sort, (page - 1) * pageSize, pageSize),
    IssueModel.countDocuments(filter).limit(COUNT_AT_MOST + 1),
  ])
  return { rows, total: counted > COUNT_AT_MOST ? { atLeast: COUNT_AT_MOST } : counted }
}

/** So many rows from a place on; what one part has not got comes from the next. */
async function rowsFrom(
  [part, ...others]: readonly Filter[], sort: Sort, skip: number, limit: number,
): Promise<IssueRowFacts[]> {
  if (part === undefined) return []
  const rows = await IssueModel.find(part, ROW_FIELDS)
    .sort(sortOf(sort))
    .skip(skip)
    .limit(limit)
    .lean<IssueRowFacts[]>()
  if (rows.length === limit || others.length === 0) return rows
  const before = skip === 0 ? rows.length : await IssueModel.countDocuments(part)
  return [...rows, ...(await rowsFrom(others, sort, Math.max(0, skip - before), limit - rows.length))]
}

/** All rows of a list in its order, one by one: for exports. */
export async function* issueCursor(filter: Filter, sort: Sort, fields: Filter = {}): AsyncGenerator<Issue> {
  for (const part of partsInOrder(filter, sort)) {
    const rows = IssueModel.find(part, fields).sort(sortOf(sort)).allowDiskUse(true).lean<Issue>()
    for await (const issue of rows.cursor({ batchSize: 100 })) yield issue as Issue
  }
}

export type TabCounts = Record<Exclude<Tab, 'all'>, number>
const NO_COUNTS: TabCounts = {
  open: 0,
  submitted: 0,
  assigned: 0,
  handling: 0,
  near: 0,
  overdue: 0,
  refusalReview: 0,
  extension: 0,
  answered: 0,
  callBack: 0,
  pledged: 0,
}

/** The grouping behind all tabs and badges of one scope. */
export const countPipeline = (filter: Record<string, unknown>, { now, calendar }: Moment) => [
  { $match: { $and: [{ open: true }, filter] } },
  { $group: { _id: null, ...tabCounters(edges(now, calendar)) } },
]

/**
 * Counts of all tabs from one aggregation over open work, kept 5 s per scope.
 * @returns the counts and the moment they were taken at
 * @source DESIGN.md §7 Counts
 */
export const tabCounts = memoFor(
  5_000,
  async (actor: Actor, part: Part | null, when: Moment): Promise<{ counts: TabCounts; at: Date }> => {
    const conditions = [scopeFilter(actor, 'issue.read'), partFilter(actor, part)].filter(
      (one) => Object.keys(one).length > 0,
    )
    const filter = conditions.length === 0 ? {} : { $and: conditions }
    const [found] = await IssueModel.aggregate<TabCounts>(countPipeline(filter, when))
    return { counts: { ...NO_COUNTS, ...found }, at: when.now }
  },
  (actor, part) => JSON.stringify([scopeFilter(actor, 'issue.read'), partFilter(actor, part)]),
)

/** A case by its number, within what the user may see; null when there is none for them. */
export const findIssue = (actor: Actor, no: string): Promise<Issue | null> =>
  IssueModel.findOne({ $and: [{ no }, scopeFilter(actor, 'issue.read')] }).lean<Issue>()

/** The case that a queue shows next: the most urgent one, but not `except`. */
export const firstOfQueue = (filter: Record<string, unknown>, except: string | null) =>
  IssueModel.findOne({ $and: [filter, ...(except === null ? [] : [{ no: { $ne: except } }])] }, { no: 1 })
    .sort({ turnDueAt: 1, _id: 1 }).lean<{ no: string }>()
