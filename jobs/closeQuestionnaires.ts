import { QuestionnaireModel } from '../models/questionnaire/index.ts'
import { closeDue } from '../server/results/actions.ts'
import type { Job } from '../server/jobs/job.ts'

/**
 * Every five minutes: closes the questionnaires whose time is over, and computes the figures of those that nobody can
 * answer any more. A second run finds nothing left to do.
 */
export const closeQuestionnaires: Job = {
  name: 'closeQuestionnaires',
  word: '截止问卷、计算结果',
  at: '0 */5 * * * *',
  runs: 'once',
  run: closeDue,
  dryRun: async (deps) => {
    const now = deps.clock.now()
    const [due, waiting] = await Promise.all([
      QuestionnaireModel.countDocuments({ state: 'published', closesAt: { $lt: now } }),
      QuestionnaireModel.countDocuments({ state: 'closed', results: null }),
    ])
    return { due, waiting }
  },
}
