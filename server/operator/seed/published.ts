import { campaignOf } from '../../../models/campaign/queries.ts'
import { dayOf, yearOf } from '../../../models/shared/calendarDay.ts'
import { actorOf } from '../../../models/user/actor.ts'
import type { Deps } from '../../deps.ts'
import { freezeScores, missingForFreeze, publishResults } from '../../publications/actions.ts'
import { computeScores } from '../../scores/actions.ts'
import { objections } from './objections.ts'
import type { People } from './people.ts'

/** Last year's campaign is over: its scores with the votes in them, objected to, frozen under their hash and published. */
export async function published(deps: Deps, people: People, at: Date): Promise<void> {
  const evaluation = people.users.find(({ roles }) => roles.includes('evaluation'))
  const year = yearOf(dayOf(at)) - 1
  const campaign = await campaignOf(year)
  if (evaluation === undefined || campaign === null) return
  const actor = actorOf(evaluation)
  const onceAt = (moment: Date | null | undefined): Deps => ({ ...deps, clock: { now: () => moment ?? at } })
  const closesAt = campaign.window?.closesAt
  await computeScores(onceAt(closesAt && new Date(closesAt.getTime() + 2 * 86_400_000)), actor, year, '启封计票后计算')
  await objections(deps, people, actor, campaign)
  const then = onceAt(campaign.publishedAt)
  if ((await missingForFreeze(campaign, then.clock.now())).length > 0) return
  await freezeScores(then, actor, campaign)
  await publishResults(then, actor, campaign)
}
