import { campaignOf } from '../../../models/campaign/queries.ts'
import { dayOf, yearOf } from '../../../models/shared/calendarDay.ts'
import { actorOf } from '../../../models/user/actor.ts'
import type { Deps } from '../../deps.ts'
import { freezeScores, missingForFreeze, publishResults } from '../../publications/actions.ts'
import { computeScores } from '../../scores/actions.ts'
import type { People } from './people.ts'

/** Last year's campaign is over: its scores with the votes in them, frozen under their hash and published. */
export async function published(deps: Deps, { users }: People, at: Date): Promise<void> {
  const evaluation = users.find(({ roles }) => roles.includes('evaluation'))
  const year = yearOf(dayOf(at)) - 1
  const campaign = await campaignOf(year)
  if (evaluation === undefined || campaign === null) return
  const actor = actorOf(evaluation)
  const then = { ...deps, clock: { now: () => campaign.publishedAt ?? at } }
  await computeScores(then, actor, year, '启封计票后计算')
  if ((await missingForFreeze(campaign, then.clock.now())).length > 0) return
  await freezeScores(then, actor, campaign)
  await publishResults(then, actor, campaign)
}
