import { InvitationModel } from '../models/invitation/index.ts'
import { settleMailings } from '../server/invitations/settling.ts'
import type { Job } from '../server/jobs/job.ts'

/** Every half minute: marks invitations that the outbox has sent, and those that it could not deliver. */
export const sendInvitations: Job = {
  name: 'sendInvitations',
  word: '登记问卷邀请的发送结果',
  at: '15,45 * * * * *',
  runs: 'once',
  run: async (deps) => ({ ...(await settleMailings(deps)) }),
  dryRun: async () => ({ underWay: await InvitationModel.countDocuments({ mailing: { $type: 'string' } }) }),
}
