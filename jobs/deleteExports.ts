import { deleteOldExports } from '../server/exports/actions.ts'
import type { Job } from '../server/jobs/job.ts'

/** Every hour: deletes the files of exports that are past their day, and gives up those whose process has died. */
export const deleteExports: Job = {
  name: 'deleteExports',
  word: '删除过期的导出文件',
  at: '0 5 * * * *',
  runs: 'once',
  run: (deps) => deleteOldExports(deps),
  dryRun: null,
}
