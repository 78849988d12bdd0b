import { eraseOld } from '../server/citizens/erasing.ts'
import type { Job } from '../server/jobs/job.ts'

/** Every night: what names people in a campaign goes six months after it. */
export const eraseOldPersonalData: Job = {
  name: 'eraseOldPersonalData',
  word: '删除活动结束满六个月的姓名和电话',
  at: '0 40 3 * * *',
  runs: 'once',
  run: (deps) => eraseOld(deps, { dryRun: false }),
  dryRun: (deps) => eraseOld(deps, { dryRun: true }),
}
