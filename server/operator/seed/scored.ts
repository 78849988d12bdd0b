import { Types } from 'mongoose'
import { ScoringPlanModel, type ScoringPlan } from '../../../models/scoringPlan/index.ts'
import { planHash } from '../../../models/scoringPlan/soundness.ts'
import { DEFAULT_WEIGHTS } from '../../../models/scoringPlan/weights.ts'
import { addDays, dayOf, instantOf, yearOf } from '../../../models/shared/calendarDay.ts'
import { actorOf } from '../../../models/user/actor.ts'
import type { Deps } from '../../deps.ts'
import { computeScores } from '../../scores/actions.ts'
import { daysAround, type SamplePhase } from './campaignDays.ts'
import { sampleComposition } from './citizens.ts'
import type { People } from './people.ts'

/** The scoring plan of the running year, frozen since its campaign started, and the scores that follow from it. */
export async function scored(deps: Deps, { users }: People, at: Date, phase: SamplePhase): Promise<void> {
  const evaluation = users.find(({ roles }) => roles.includes('evaluation'))
  const year = yearOf(dayOf(at))
  const days = daysAround(at, phase)
  // R counts up to the day before the vote
  const lastOn = addDays(dayOf(days.opensAt), -1)
  const period = { fromOn: `${year}-01-01`, toOn: lastOn < `${year}-01-05` ? `${year}-12-31` : lastOn }
  const composition = sampleComposition()
  const frozen = at >= days.startedAt
  if (evaluation === undefined) return
  const plan: ScoringPlan = {
    _id: new Types.ObjectId(),
    year,
    version: 1,
    weights: DEFAULT_WEIGHTS,
    composition,
    period,
    reason: '',
    frozenAt: frozen ? days.startedAt : null,
    frozenByName: frozen ? evaluation.name : '',
    hash: frozen ? planHash(DEFAULT_WEIGHTS, period, composition) : null,
    createdByName: evaluation.name,
    createdAt: instantOf(addDays(dayOf(days.startedAt), -10), '09:00'),
  }
  await ScoringPlanModel.create([plan])
  await computeScores(deps, actorOf(evaluation), year, '样例城市初次计算')
}
