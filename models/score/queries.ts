import type { ClientSession, Types } from 'mongoose'
import { CardModel, type Card } from '../card/index.ts'
import { VisitTaskModel, type VisitTask } from '../visitTask/index.ts'
import { periodWords } from '../visitTask/period.ts'
import { CampaignModel, type Campaign } from '../campaign/index.ts'
import { allDepartments } from '../department/queries.ts'
import type { Department } from '../department/index.ts'
import { ScoreModel, ScoreRowsModel, type MovedRow, type Score, type ScoreRows } from './index.ts'
import { isIssueLeaf, type Leaf } from './leaves.ts'
import type { LeafChange } from './rows.ts'
import type { StoredChange } from './index.ts'

/** A calculation without its derivation: a line of the history and of the list. */
export type ScoreLine = Omit<Score, 'tree' | 'ballots'>
const LINE = { tree: 0, ballots: 0 } as const
/** So many rows of a change are named; the rest is a number. */
const NAMED = 10

/** The latest calculation of each department of a year. */
export async function latestScores(year: number): Promise<ScoreLine[]> {
  const found = await ScoreModel.aggregate<{ _id: string; latest: ScoreLine }>([
    { $match: { year } }, { $sort: { year: 1, department: 1, n: -1 } }, { $project: LINE },
    { $group: { _id: '$department', latest: { $first: '$$ROOT' } } },
  ])
  return found.map(({ latest }) => latest)
}

/** One calculation whole: the n-th, or the latest. */
export const scoreOf = (year: number, department: string, n: number | null, session: ClientSession | null = null): Promise<Score | null> =>
  ScoreModel.findOne({ year, department, ...(n === null ? {} : { n }) }).sort({ n: -1 }).session(session).lean<Score>()

/** All calculations of a department in a year, the latest first. */
export const scoreHistory = (year: number, department: string): Promise<ScoreLine[]> =>
  ScoreModel.find({ year, department }, LINE).sort({ n: -1 }).limit(100).lean<ScoreLine[]>()

export const rowsOfScore = (score: Types.ObjectId, session: ClientSession | null = null): Promise<ScoreRows[]> =>
  ScoreRowsModel.find({ score }).session(session).lean<ScoreRows[]>()

export const rowsOfLeaf = (score: Types.ObjectId, leaf: Leaf): Promise<ScoreRows | null> =>
  ScoreRowsModel.findOne({ score, leaf }).lean<ScoreRows>()

/** The changes of a calculation with the words of the rows that moved. */
export async function namedChanges(changes: readonly LeafChange[]): Promise<StoredChange[]> {
  return Promise.all(changes.map(async (change) => {
    const moves = (['entered', 'left', 'gained', 'lost'] as const).filter((how) => change[how].length > 0)
    return {
      leaf: change.leaf, before: change.before, after: change.after,
      moves: await Promise.all(moves.map(async (how) => ({
        how, count: change[how].length, rows: await namedRows(change.leaf, change[how].slice(0, NAMED)),
      }))),
    }
  }))
}

async function namedRows(leaf: Leaf, keys: readonly string[]): Promise<MovedRow[]> {
  if (isIssueLeaf(leaf)) return keys.map((key) => ({ key, text: key }))
  const texts = leaf === 'visited' ? await taskTexts(keys) : await cardTexts(keys)
  return keys.map((key) => ({ key, text: texts.get(key) ?? key }))
}

async function taskTexts(ids: readonly string[]): Promise<Map<string, string>> {
  const tasks = await VisitTaskModel.find({ _id: { $in: ids } }, { period: 1, 'subject.name': 1 }).lean<VisitTask[]>()
  return new Map(tasks.map(({ _id, subject, period }) => [String(_id), `${subject.name}（${periodWords(period)}）`]))
}

async function cardTexts(ids: readonly string[]): Promise<Map<string, string>> {
  const cards = await CardModel.find({ _id: { $in: ids } }, { issueNo: 1, no: 1, rung: 1 }).lean<Card[]>()
  return new Map(cards.map(({ _id, issueNo, no }) => [String(_id), issueNo ?? no ?? '']))
}

/** A body that is judged, with its group in that year. */
export interface Judged {
  department: Department
  group: { no: number; name: string }
}

/**
 * The bodies that are evaluated in a year, in the order of groups and in the office's order: those of the campaign's groups; while
 * there is no campaign, those with a group of their own.
 */
export async function judgedDepartments(year: number): Promise<Judged[]> {
  const [departments, campaign] = await Promise.all([
    allDepartments(), CampaignModel.findOne({ year }, { groups: 1 }).lean<Pick<Campaign, 'groups'>>(),
  ])
  const groups = (campaign?.groups ?? []).filter((group) => group.departments.length > 0)
  if (groups.length > 0) {
    return groups.flatMap(({ no, name, departments: codes }) =>
      departments.filter(({ _id }) => codes.includes(_id)).map((department) => ({ department, group: { no, name } })))
  }
  return departments.flatMap((department) => (department.group === null || department.archivedAt !== null ? []
    : [{ department, group: { no: department.group, name: `第 ${department.group} 组` } }])).sort((a, b) => a.group.no - b.group.no)
}
