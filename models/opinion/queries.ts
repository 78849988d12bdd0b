import type { ClientSession } from 'mongoose'
import { IssueModel } from '../issue/index.ts'
import { memoFor } from '../shared/memo.ts'
import { escaped } from '../shared/pattern.ts'
import { stateCounts, type StateCounts } from './counts.ts'
import { OpinionModel, type MarkName, type Opinion, type OpinionSource, type OpinionState } from './index.ts'
import { alikeTo, groupsOf, likelyPairs } from './similarity.ts'

export type StoredOpinion = Opinion & { __v: number }

export const OPINION_PAGE_SIZE = 50
const COUNT_AT_MOST = 1000

/** What a list is narrowed to; '' and null narrow nothing. */
export interface OpinionFilter {
  state: OpinionState | null
  source: OpinionSource | null
  department: string
  category: string
  mark: MarkName | null
  /** number or words */
  q: string
}

/** The stored condition of a list, without the scope of who asks. */
export function opinionFilter(year: number, { state, source, department, category, mark, q }: OpinionFilter): Record<string, unknown> {
  const words = q === '' ? null : { $regex: escaped(q) }
  return {
    campaign: year,
    ...(state === null ? {} : { state }),
    ...(source === null ? {} : { source }),
    ...(category === '' ? {} : { category }),
    ...(mark === null ? {} : { [`marks.${mark}`]: { $ne: null } }),
    $and: [
      department === '' ? {} : { $or: [{ leadDepartment: department }, { leadDepartment: null, department }] },
      words === null ? {} : { $or: [{ no: words }, { title: words }, { text: words }] },
    ],
  }
}

/** What a row of a list needs; of the author only whether a name was given. */
export type OpinionRow = Pick<Opinion,
  | '_id' | 'no' | 'source' | 'session' | 'department' | 'category' | 'title' | 'text' | 'state' | 'mergedInto' | 'issueNo' | 'leadDepartment' | 'manner'
  | 'answer' | 'published' | 'rating' | 'marks' | 'createdAt'
> & { author: Pick<Opinion['author'], 'named'> }
const ROW = {
  no: 1, source: 1, session: 1, department: 1, category: 1, title: 1, text: 1, state: 1, mergedInto: 1, issueNo: 1, leadDepartment: 1, manner: 1,
  answer: 1, published: 1, rating: 1, marks: 1, createdAt: 1, 'author.named': 1,
} as const

/** One page of a list, the newest first. */
export async function opinionPage(filter: Record<string, unknown>, page: number): Promise<{
  rows: OpinionRow[], total: number | { atLeast: number }
}> {
  const [rows, counted] = await Promise.all([
    OpinionModel.find(filter, ROW).sort({ createdAt: -1, _id: -1 })
      .skip((page - 1) * OPINION_PAGE_SIZE).limit(OPINION_PAGE_SIZE).lean<OpinionRow[]>(),
    OpinionModel.countDocuments(filter).limit(COUNT_AT_MOST + 1),
  ])
  return { rows, total: counted > COUNT_AT_MOST ? { atLeast: COUNT_AT_MOST } : counted }
}

/** How many of a year stand in which state, within a scope. */
export async function opinionCounts(year: number, scope: Record<string, unknown> = {}): Promise<StateCounts> {
  const rows = await OpinionModel.aggregate<{ _id: OpinionState, n: number }>([
    { $match: { $and: [{ campaign: year }, scope] } }, { $group: { _id: '$state', n: { $sum: 1 } } },
  ])
  return stateCounts(rows)
}

/** How many dispatched opinions of a year wait with a case that was promised for a day (挂账). */
export async function pledgedOpinions(year: number): Promise<number> {
  const dispatched = { campaign: year, state: 'dispatched' as const }
  const cases = await OpinionModel.distinct('issueNo', dispatched)
  const pledged = await IssueModel.distinct('no', { no: { $in: cases }, stock: 'pledged' })
  return OpinionModel.countDocuments({ ...dispatched, issueNo: { $in: pledged } })
}

/** An opinion within a scope, or null. */
export const opinionByNo = (no: string, scope: Record<string, unknown> = {}): Promise<StoredOpinion | null> =>
  OpinionModel.findOne({ $and: [{ no }, scope] }).lean<StoredOpinion>().exec()

/** Those merged into an opinion, by number. */
export const mergedInto = (no: string): Promise<OpinionRow[]> =>
  OpinionModel.find({ mergedInto: no }, ROW).sort({ no: 1 }).limit(500).lean<OpinionRow[]>().exec()

/** Rows of these numbers, by number. */
export const opinionsByNo = (nos: readonly string[], scope: Record<string, unknown> = {}): Promise<OpinionRow[]> =>
  OpinionModel.find({ $and: [{ no: { $in: nos } }, scope] }, ROW).sort({ no: 1 }).lean<OpinionRow[]>().exec()

/** The opinions of a case that stand for themselves, by number. */
export const opinionsOfIssue = (issueNo: string): Promise<OpinionRow[]> =>
  OpinionModel.find({ issueNo }, ROW).sort({ no: 1 }).limit(1000).lean<OpinionRow[]>().exec()

/** Whether others hang on an opinion. */
export const hasMerged = async (no: string, session?: ClientSession): Promise<boolean> =>
  (await OpinionModel.exists({ mergedInto: no }).session(session ?? null)) !== null

/** What is compared when looking for duplicates: what stands for itself and may still be merged, and what it may be merged into. */
const COMPARED: readonly OpinionState[] = ['received', 'valid', 'dispatched', 'answered']

type ComparedRow = Pick<Opinion, 'no' | 'department' | 'state' | 'title' | 'text' | 'leadDepartment'>

/** The texts of a year that stand for themselves; kept some seconds, since each page of the sorting asks for them. */
const comparedOf = memoFor(
  10_000,
  async (year: number) => {
    const rows = await OpinionModel.find(
      { campaign: year, state: { $in: COMPARED } }, { no: 1, department: 1, leadDepartment: 1, state: 1, title: 1, text: 1, _id: 0 },
    ).sort({ createdAt: -1 }).limit(6000).lean<ComparedRow[]>()
    return rows.map((row) => ({ ...row, department: row.leadDepartment ?? row.department }))
  },
  (year) => String(year),
)

/** Groups that sound alike with at least one member that may still be merged. */
export const duplicateGroups = memoFor(
  10_000,
  async (year: number) => {
    const rows = await comparedOf(year)
    const isOpen = new Map(rows.map(({ no, state }) => [no, state === 'received' || state === 'valid']))
    const pairs = likelyPairs(rows).filter(({ one, other }) => isOpen.get(one) || isOpen.get(other))
    return groupsOf(pairs)
  },
  (year) => String(year),
)

/** Forgets what was compared: the next page must show what an act changed. */
export function forgetCompared(): void {
  comparedOf.forget()
  duplicateGroups.forget()
}

/** Others of the year that sound like this text, the most alike first. */
export async function alikeOpinions(year: number, own: { no: string, text: string }, most = 5) {
  return alikeTo(own.text, (await comparedOf(year)).filter(({ no }) => no !== own.no), most)
}

/** What the public sees of an opinion. */
export type PublicOpinion = Pick<Opinion, 'no' | 'campaign' | 'published' | 'leadDepartment' | 'department' | 'source' | 'marks'>
const PUBLIC = { no: 1, campaign: 1, published: 1, leadDepartment: 1, department: 1, source: 1, marks: 1, _id: 0 } as const

const publishedFilter = (narrow: { year?: number, department?: string, q?: string }): Record<string, unknown> => ({
  'published.at': { $type: 'date' },
  ...(narrow.year === undefined ? {} : { campaign: narrow.year }),
  ...(narrow.department ? { $or: [{ leadDepartment: narrow.department }, { leadDepartment: null, department: narrow.department }] } : {}),
  ...(narrow.q ? { 'published.text': { $regex: escaped(narrow.q) } } : {}),
})

/** Published opinions, the latest first, a page at a time. */
export async function publishedOpinions(narrow: { year?: number, department?: string, q?: string }, page = 1, size = 20): Promise<{
  rows: PublicOpinion[], total: number
}> {
  const filter = publishedFilter(narrow)
  const [rows, total] = await Promise.all([
    OpinionModel.find(filter, PUBLIC).sort({ 'published.at': -1, no: -1 }).skip((page - 1) * size).limit(size).lean<PublicOpinion[]>(),
    OpinionModel.countDocuments(filter),
  ])
  return { rows, total }
}

/** Published ones that sound like a text: what citizens may be shown about duplicates. */
export async function alikePublished(year: number, text: string): Promise<(PublicOpinion & { likeness: number })[]> {
  const rows = await OpinionModel.find({ ...publishedFilter({}), campaign: { $gte: year - 1 } }, PUBLIC)
    .sort({ 'published.at': -1 }).limit(500).lean<PublicOpinion[]>()
  return alikeTo(text, rows.map((row) => ({ ...row, text: row.published?.text ?? '' })), 3, 0.4)
}

/** The published form of one opinion, or null where it is not public. */
export const publicOpinion = (no: string): Promise<PublicOpinion | null> =>
  OpinionModel.findOne({ no, 'published.at': { $type: 'date' } }, PUBLIC).lean<PublicOpinion>().exec()

/** An opinion in the ledger of a department, as next year's report starts from it. No author. */
export type OpinionOfDepartment = Pick<Opinion,
  'no' | 'title' | 'text' | 'proposal' | 'state' | 'source' | 'issueNo' | 'manner' | 'answer' | 'published' | 'rating' | 'marks'>

/** What a year's campaign brought a department: every opinion dispatched to it, by number. */
export const opinionsOf = (year: number, department: string): Promise<OpinionOfDepartment[]> =>
  OpinionModel.find(
    { campaign: year, leadDepartment: department, state: { $in: ['dispatched', 'answered'] } },
    { no: 1, title: 1, text: 1, proposal: 1, state: 1, source: 1, issueNo: 1, manner: 1, answer: 1, published: 1, rating: 1, marks: 1, _id: 0 },
  ).sort({ no: 1 }).lean<OpinionOfDepartment[]>().exec()
