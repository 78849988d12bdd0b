import { Types } from 'mongoose'
import { DEFAULT_WEIGHTS } from './weights.ts'
import { ScoringPlanModel, type ScoringPlan } from './index.ts'

export type StoredPlan = ScoringPlan & { __v: number }

/** All plans, the newest year and version first. */
export const allPlans = (): Promise<StoredPlan[]> =>
  ScoringPlanModel.find({}).sort({ year: -1, version: -1 }).limit(100).lean<StoredPlan[]>()

export const planById = (id: string): Promise<StoredPlan | null> =>
  (/^[0-9a-f]{24}$/.test(id) ? ScoringPlanModel.findById(new Types.ObjectId(id)).lean<StoredPlan>() : Promise.resolve(null))

/** The plan that a year is computed with: its latest frozen version, else its latest draft; null when it has none. */
export async function planOfYear(year: number): Promise<StoredPlan | null> {
  const plans = await ScoringPlanModel.find({ year }).sort({ year: -1, version: -1 }).limit(50).lean<StoredPlan[]>()
  return plans.find(({ frozenAt }) => frozenAt !== null) ?? plans[0] ?? null
}

/** What a new version starts from: the year's latest one, else the latest of any year, else the default. */
export async function templateFor(year: number): Promise<Pick<ScoringPlan, 'year' | 'version' | 'weights' | 'period' | 'composition'>> {
  const latest = await ScoringPlanModel.findOne({ year: { $lte: year } }).sort({ year: -1, version: -1 }).lean<StoredPlan>()
  const sameYear = latest?.year === year
  return {
    year, version: sameYear ? latest.version + 1 : 1, weights: latest?.weights ?? DEFAULT_WEIGHTS, composition: latest?.composition ?? [],
    // P5 begins in August in the calendar of the rules; the office sets the true day.
    period: sameYear ? latest.period : { fromOn: `${year}-01-01`, toOn: `${year}-07-31` },
  }
}
