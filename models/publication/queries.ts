import { judgedDepartments, latestScores, scoreOf } from '../score/queries.ts'
import { derivation } from '../score/evaluation.ts'
import { planById, planOfYear, type StoredPlan } from '../scoringPlan/queries.ts'
import { scaleOf } from '../scoringPlan/scales.ts'
import { ballotsByDepartment, tallyOf } from '../tally/queries.ts'
import { areaTable, type AreaTable } from './areas.ts'
import { frozenHash, frozenRows, type Freezable, type FrozenRow } from './frozen.ts'
import { PublicationModel, type Publication } from './index.ts'

export type StoredPublication = Publication & { __v: number }

/** The frozen results of a year, or null before the freezing. */
export const publicationOf = (year: number): Promise<StoredPublication | null> =>
  PublicationModel.findById(year).lean<StoredPublication>().exec()

/** Published years, the newest first. */
export const publishedYears = (now: Date): Promise<StoredPublication[]> =>
  PublicationModel.find({ publishedAt: { $ne: null, $lte: now } }).sort({ _id: -1 }).limit(50).lean<StoredPublication[]>().exec()

/** The rows that would be frozen now, from the latest calculations; null without a plan. */
export async function rowsToFreeze(year: number): Promise<{ plan: StoredPlan, rows: FrozenRow[], missing: string[] } | null> {
  const [plan, judged, lines] = await Promise.all([planOfYear(year), judgedDepartments(year), latestScores(year)])
  if (plan === null) return null
  const voted = new Map(lines.filter(({ B, plan: used }) => B !== null && used.hash === plan.hash).map((line) => [line.department, line]))
  const missing = judged.filter(({ department }) => !voted.has(department._id)).map(({ department }) => department.shortName)
  const scores = await Promise.all(judged.map(async ({ department, group }): Promise<Freezable[]> => {
    const score = await scoreOf(year, department._id, null)
    return score === null ? [] : [{ ...score, group: group.no, hasGap: score.hasGap ?? false, lostAwardBy: score.lostAwardBy ?? null }]
  }))
  return { plan, rows: frozenRows(plan.weights, scores.flat()), missing }
}

/** How each venue and category judged the departments of frozen results, by their plan; null when the plan is gone. */
export async function areasOf({ _id, plan: { id }, rows }: Publication): Promise<AreaTable | null> {
  const plan = await planById(String(id))
  if (plan === null) return null
  const ballots = ballotsByDepartment(await tallyOf(_id), scaleOf(plan.weights.scale))
  return areaTable(plan.weights, rows.map(({ department }) => ballots.get(department) ?? {}))
}

/**
 * Counts frozen results a second time: from the tally, from the counts of the calculations named and from the plan.
 * @returns the 校验码 that comes out; null when a calculation or the plan is gone
 */
export async function recountedHash(publication: Publication): Promise<string | null> {
  const year = publication._id
  const plan = await planById(String(publication.plan.id))
  if (plan === null) return null
  const tally = ballotsByDepartment(await tallyOf(year), scaleOf(plan.weights.scale))
  const scores = await Promise.all(publication.rows.map(async ({ department, group, n, hasGap, lostAwardBy }): Promise<Freezable[]> => {
    const score = await scoreOf(year, department, n)
    if (score === null) return []
    return [{ department, group, n, hasGap, lostAwardBy, tree: derivation(plan.weights, score.counts, tally.get(department) ?? {}) }]
  }))
  if (scores.some((found) => found.length === 0)) return null
  return frozenHash(year, plan, frozenRows(plan.weights, scores.flat()))
}
