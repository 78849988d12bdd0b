import { freezeDay } from '../server/dashboards/freezeDay.ts'
import { addDays, dayOf } from '../models/shared/calendarDay.ts'
import type { Job } from '../server/jobs/job.ts'

/** Shortly after midnight: freezes the figures of the day that is over. What is frozen already stays as it is. */
export const snapshotDay: Job = {
  name: 'snapshotDay',
  word: '冻结前一日数据',
  at: '0 10 0 * * *',
  runs: 'once',
  run: async ({ clock }) => ({ frozen: await freezeDay(addDays(dayOf(clock.now()), -1), clock.now()) }),
  dryRun: null,
}
