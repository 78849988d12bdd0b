import { Types } from 'mongoose'
import { ScoringPlanModel, type ScoringPlan } from '../../../models/scoringPlan/index.ts'
import { planHash } from '../../../models/scoringPlan/soundness.ts'
import { DEFAULT_WEIGHTS } from '../../../models/scoringPlan/weights.ts'
import { addDays, dayOf, instantOf, yearOf } from '../../../models/shared/calendarDay.ts'
import { actorOf } from '../../../models/user/actor.ts'
import type { Deps } from '../../deps.ts'
import { computeScores } from '../../scores/actions.ts'
import type { People } from './people.ts'

/** A frozen scoring plan for the running year up to yesterday, and the scores that follow from it. */
export async function scored(deps: Deps, { users }: People, at: Date): Promise<void> {
  const evaluation = users.find(({ roles }) => roles.includes('evaluation'))
  const today = dayOf(at)
  const year = yearOf(today)
  // voting is open now: R counts up to the day before it
  const period = { fromOn: `${year}-01-01`, toOn: today <= `${year}-01-05` ? `${year}-12-31` : addDays(today, -1) }
  const frozenAt = instantOf(`${year}-01-01`, '09:00')
  if (evaluation === undefined) return
  const plan: ScoringPlan = {
    _id: new Types.ObjectId(),
    year,
    version: 1,
    weights: DEFAULT_WEIGHTS,
    period,
    reason: '',
    frozenAt,
    frozenByName: evaluation.name,
    hash: planHash(DEFAULT_WEIGHTS, period),
    createdByName: evaluation.name,
    createdAt: frozenAt,
  }
  await ScoringPlanModel.create([plan])
  await computeScores(deps, actorOf(evaluation), year, '样例城市初次计算')
}
