import { dayOf, yearOf } from '../models/shared/calendarDay.ts'
import { publicationOf } from '../models/publication/queries.ts'
import { planOfYear } from '../models/scoringPlan/queries.ts'
import { SYSTEM } from '../models/user/actor.ts'
import type { Job } from '../server/jobs/job.ts'
import { computeScores as computeAll } from '../server/scores/actions.ts'

/**
 * Each night: the scores of the running year, so that every morning's figure says what moved since the day before. A
 * year without a scoring plan and one whose scores are frozen are left alone; a second run finds nothing new.
 */
export const computeScores: Job = {
  name: 'computeScores',
  word: '计算日常得分',
  at: '0 30 1 * * *',
  runs: 'once',
  run: async (deps) => {
    const year = yearOf(dayOf(deps.clock.now()))
    if ((await planOfYear(year)) === null || (await publicationOf(year)) !== null) return { computed: 0, unchanged: 0 }
    return { ...(await computeAll(deps, SYSTEM, year, '每日定时计算')) }
  },
  dryRun: null,
}
