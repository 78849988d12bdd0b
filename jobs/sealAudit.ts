import { sealAll } from '../server/audit/actions.ts'
import type { Job } from '../server/jobs/job.ts'

/**
 * Every five seconds, in every process: binds new audit entries into the chain; whichever process comes first seals.
 */
export const sealAudit: Job = {
  name: 'sealAudit',
  word: '封存审计记录',
  at: '*/5 * * * * *',
  runs: 'everywhere',
  run: async (deps) => ({ sealed: await sealAll(deps) }),
  dryRun: null,
}
