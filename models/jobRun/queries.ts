import { JobRunModel, type JobRun } from './index.ts'

/** The last runs of a job, newest first. */
export const lastRuns = (name: string, most = 10): Promise<JobRun[]> =>
  JobRunModel.find({ name }).sort({ startedAt: -1 }).limit(most).lean<JobRun[]>()
