import { collectTexts as collectAll } from '../server/triage/actions.ts'
import type { Job } from '../server/jobs/job.ts'

/** Every ten minutes: the open texts of questionnaires whose figures have been computed come into the triage inbox. */
export const collectTexts: Job = {
  name: 'collectTexts',
  word: '收集问卷里的意见',
  at: '0 */10 * * * *',
  runs: 'once',
  run: async (deps) => ({ ...(await collectAll(deps)) }),
  dryRun: null,
}
