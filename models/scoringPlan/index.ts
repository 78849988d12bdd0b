import { Schema, model, type Types } from 'mongoose'
import { RuleBroken } from '../shared/errors.ts'
import { compositionComplaints, type CompositionLine } from './composition.ts'
import { SCALE_NAMES } from './scales.ts'
import { planComplaints, planHash, type Span } from './soundness.ts'
import type { PlanWeights } from './weights.ts'

/**
 * How a campaign turns counts into points. Versions of a year follow one another; a frozen one never changes, and every score
 * names the version and 校验码 it was computed with.
 * @source domain.md §7
 */
export interface ScoringPlan {
  _id: Types.ObjectId
  year: number
  version: number
  weights: PlanWeights
  /** 市民代表构成表: empty while nobody has set it */
  composition: CompositionLine[]
  /** the days that R counts: 1 January to the day before P5 unless set otherwise */
  period: Span
  /** why this version was made; '' for the first */
  reason: string
  frozenAt: Date | null
  frozenByName: string
  /** 校验码, null until frozen */
  hash: string | null
  createdByName: string
  createdAt: Date
}

const weight = { type: String, required: true, maxlength: 12 }
const weightsSchema = new Schema({
  scale: { type: String, enum: SCALE_NAMES, required: true },
  minValid: { type: Number, required: true },
  annualShare: weight,
  evaluation: { ballot: weight, daily: weight },
  // absent where it is off, so that the 校验码 of plans from before stays what it was
  groupAdjustment: { type: Boolean },
  venues: [new Schema({
    name: { type: String, required: true, maxlength: 20 }, weight,
    categories: [new Schema({ name: { type: String, required: true, maxlength: 20 }, weight }, { _id: false })],
  }, { _id: false })],
  daily: {
    R: { T: weight, G: weight, V: weight },
    T: { responded: weight, resolved: weight, satisfied: weight },
    G: { onTime: weight, raiserSatisfied: weight },
    D: { red: weight, circular: weight, interview: weight, cap: weight },
  },
}, { _id: false })

const compositionSchema = new Schema({
  venue: { type: String, required: true, maxlength: 20 }, category: { type: String, required: true, maxlength: 20 },
  pool: { type: [String], default: [] }, related: { type: Boolean, default: false },
  quotas: [new Schema({ venue: { type: String, required: true, maxlength: 30 }, count: { type: Number, required: true, min: 0, max: 10_000 } }, { _id: false })],
}, { _id: false })

const schema = new Schema<ScoringPlan>({
  year: { type: Number, required: true },
  version: { type: Number, required: true },
  weights: { type: weightsSchema, required: true },
  composition: [compositionSchema],
  period: { fromOn: { type: String, required: true }, toOn: { type: String, required: true } },
  reason: { type: String, default: '', maxlength: 500 },
  frozenAt: { type: Date, default: null },
  frozenByName: { type: String, default: '', maxlength: 40 },
  hash: { type: String, default: null },
  createdByName: { type: String, default: '', maxlength: 40 },
  createdAt: { type: Date, required: true },
}, { optimisticConcurrency: true })
schema.index({ year: -1, version: -1 }, { unique: true })

export const ScoringPlanModel = model('ScoringPlan', schema, 'scoringPlans')
export type ScoringPlanDocument = InstanceType<typeof ScoringPlanModel>

/** `2026年第 1 版` */
export const planName = ({ year, version }: Pick<ScoringPlan, 'year' | 'version'>): string => `${year}年第 ${version} 版`

/**
 * Changes the weights and period of a plan that is not frozen yet.
 * @throws RuleBroken('plan-frozen')
 */
export function revisePlan(plan: ScoringPlanDocument, weights: PlanWeights, period: Span, reason: string): void {
  mustBeOpen(plan)
  plan.set({ weights, period, reason })
}

/**
 * Freezes a plan: from now on it cannot change, and its 校验码 says so.
 * @throws RuleBroken('plan-frozen'), RuleBroken('plan-unsound') with everything that is wrong
 */
export function freezePlan(plan: ScoringPlanDocument, by: { name: string }, now: Date): void {
  mustBeOpen(plan)
  const { weights, period, composition } = plan.toObject<ScoringPlan>()
  const complaints = [...planComplaints(weights, period), ...(composition.length === 0 ? [] : compositionComplaints(composition, weights))]
  if (complaints.length > 0) throw new RuleBroken('plan-unsound', `计分方案还不能冻结：${complaints.join('；')}。`)
  plan.set({ frozenAt: now, frozenByName: by.name, hash: planHash(weights, period, composition) })
}

/**
 * Sets who votes where: the 市民代表构成表 of a plan that is not frozen yet.
 * @throws RuleBroken('plan-frozen')
 */
export function reviseComposition(plan: ScoringPlanDocument, composition: readonly CompositionLine[]): void {
  mustBeOpen(plan)
  plan.set({ composition })
}

function mustBeOpen(plan: ScoringPlanDocument): void {
  if (plan.frozenAt === null) return
  throw new RuleBroken('plan-frozen', `${planName(plan)}计分方案已由${plan.frozenByName}冻结，不能再改。要改请新建一版，写明原因。`)
}
