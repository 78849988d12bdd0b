import { resumeImports as resumeAll } from '../server/imports/actions.ts'
import type { Job } from '../server/jobs/job.ts'

/**
 * Every half minute, in every process: goes on with imports whose process has died; a batch belongs to one process at a
 * time.
 */
export const resumeImports: Job = {
  name: 'resumeImports',
  word: '接着做中断的导入',
  at: '*/30 * * * * *',
  runs: 'everywhere',
  run: (deps) => resumeAll(deps),
  dryRun: null,
}
