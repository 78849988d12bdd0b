import type { Types } from 'mongoose'
import { InvitationModel } from '../../models/invitation/index.ts'
import { runningQuestionnaires } from '../../models/invitation/stewardQueries.ts'
import { SYSTEM } from '../../models/user/actor.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'

interface Stray { _id: Types.ObjectId, steward: Types.ObjectId | null }

/**
 * Lets invitations follow their firms: where a firm has another 服务专员 now, by the form, an import or a merger, the new one
 * hands on and reminds. What was answered stays with whom it was.
 * @returns how many changed hands
 */
export async function followStewards(deps: Deps): Promise<number> {
  const running = (await runningQuestionnaires(deps.clock.now())).map(({ _id }) => _id)
  if (running.length === 0) return 0
  const strays = await InvitationModel.aggregate<Stray>([
    { $match: { questionnaire: { $in: running }, state: { $ne: 'answered' } } },
    { $lookup: { from: 'enterprises', localField: 'enterprise', foreignField: '_id', as: 'firm', pipeline: [{ $project: { 'steward.user': 1 } }] } },
    { $project: { own: '$steward', steward: { $ifNull: [{ $first: '$firm.steward.user' }, null] } } },
    { $match: { $expr: { $ne: ['$own', '$steward'] } } },
  ])
  if (strays.length === 0) return 0
  return act(deps, SYSTEM, 'job.remindInvitations', async (tx) => {
    const { modifiedCount } = await InvitationModel.bulkWrite(strays.map(({ _id, steward }) => (
      { updateOne: { filter: { _id, state: { $ne: 'answered' } }, update: { $set: { steward }, $inc: { __v: 1 } } } }
    )), { session: tx.session })
    tx.audit({ record: { type: 'invitation', id: 'stewards' }, changes: { 换服务专员: `${modifiedCount} 户` } })
    return modifiedCount
  })
}
