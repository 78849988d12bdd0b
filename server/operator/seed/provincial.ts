import { campaignOf } from '../../../models/campaign/queries.ts'
import { dayOf, instantOf, yearOf } from '../../../models/shared/calendarDay.ts'
import { actorOf } from '../../../models/user/actor.ts'
import type { Deps } from '../../deps.ts'
import { enterResult } from '../../provincialResults/actions.ts'
import type { People } from './people.ts'

/** The province's survey of last year, as its paper of this February says. This year's is not out yet. */
export async function provincial(deps: Deps, { users }: People, at: Date): Promise<void> {
  const evaluation = users.find(({ roles }) => roles.includes('evaluation'))
  const year = yearOf(dayOf(at)) - 1
  const onDay = [`${year + 1}-02-26`, dayOf(at)].sort()[0] ?? dayOf(at)
  if (evaluation === undefined || (await campaignOf(year)) === null) return
  await enterResult({ ...deps, clock: { now: () => instantOf(onDay, '15:00') } }, actorOf(evaluation), year, {
    source: `省考评办关于群众满意度调查结果的通报，鲁考评办〔${year + 1}〕3 号`, onDay, reason: '', phone: [1842, 913, 305, 240], paper: [702, 246, 52, 0],
    aspects: [
      { aspect: 'income', counts: [1610, 1034, 402, 254] }, { aspect: 'health', counts: [1755, 958, 361, 226] }, { aspect: 'schools', counts: [1808, 902, 322, 268] },
      { aspect: 'environment', counts: [1904, 871, 340, 185] }, { aspect: 'hardship', counts: [1690, 918, 283, 409] }, { aspect: 'culture', counts: [1872, 935, 214, 279] },
      { aspect: 'order', counts: [2106, 803, 198, 193] }, { aspect: 'conduct', counts: [1701, 960, 377, 262] },
    ],
  })
}
