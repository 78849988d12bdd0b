import { dueForReminding, remindDue } from '../server/invitations/reminders.ts'
import { followStewards } from '../server/invitations/stewards.ts'
import type { Job } from '../server/jobs/job.ts'

/**
 * Every ten minutes, acting in office hours: reminds those who have not answered on the days kept with the
 * questionnaire, at most twice. Firms that have another steward by now are that one's before.
 */
export const remindInvitations: Job = {
  name: 'remindInvitations',
  word: '提醒还没有答卷的企业',
  at: '0 */10 * * * *',
  runs: 'once',
  run: async (deps) => ({ stewards: await followStewards(deps), ...(await remindDue(deps)) }),
  dryRun: async (deps) => ({ reminders: (await dueForReminding(deps.clock.now())).length }),
}
