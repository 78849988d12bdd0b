import { deliverDue } from '../server/outbox/actions.ts'
import type { Job } from '../server/jobs/job.ts'

/**
 * Every ten seconds, in every process: hands over the notices that may leave now; each row is claimed by one process.
 */
export const deliverOutbox: Job = {
  name: 'deliverOutbox',
  word: '送出通知',
  at: '*/10 * * * * *',
  runs: 'everywhere',
  run: async (deps) => ({ ...(await deliverDue(deps)) }),
  dryRun: null,
}
