import cron, { type RunCoordinator, type ScheduledTask } from 'node-cron'
import type { Deps } from '../server/deps.ts'
import type { Job } from '../server/jobs/job.ts'
import { runInSlot, runNow, takeSlot } from '../server/jobs/running.ts'
import { cleanUp } from './cleanUp.ts'
import { collectTexts } from './collectTexts.ts'
import { closeQuestionnaires } from './closeQuestionnaires.ts'
import { computeScores } from './computeScores.ts'
import { deleteExports } from './deleteExports.ts'
import { deliverOutbox } from './deliverOutbox.ts'
import { eraseOldPersonalData } from './eraseOldPersonalData.ts'
import { escalateIssues } from './escalateIssues.ts'
import { remindInvitations } from './remindInvitations.ts'
import { resumeImports } from './resumeImports.ts'
import { sealAudit } from './sealAudit.ts'
import { sendInvitations } from './sendInvitations.ts'
import { snapshotDay } from './snapshotDay.ts'

/** The schedule. A job is named like its file. */
export const JOBS: readonly Job[] = [
  escalateIssues,
  deliverOutbox,
  sendInvitations,
  remindInvitations,
  sealAudit,
  resumeImports,
  snapshotDay,
  closeQuestionnaires,
  computeScores,
  collectTexts,
  deleteExports,
  cleanUp,
  eraseOldPersonalData,
]

/** A tick that comes late because the process was busy still counts. */
const LATE_MS = 60_000

/** The jobs of this process; `stop` waits for those that are running. */
export interface RunningJobs {
  stop(): Promise<void>
}

/**
 * Starts the schedule and runs every job once, so that what a downtime missed is caught up. Several processes may do
 * this: one of them takes each slot, and jobs that run everywhere claim their rows.
 */
export async function startJobs(deps: Deps): Promise<RunningJobs> {
  const running = new Set<Promise<unknown>>()
  const track = (work: Promise<unknown>): Promise<unknown> => {
    const tracked = work.finally(() => running.delete(tracked))
    running.add(tracked)
    return tracked
  }
  const tasks = JOBS.map((job) => schedule(deps, job, track))
  void track(catchUp(deps))
  return {
    stop: async () => {
      await Promise.all(tasks.map(async (task) => task.destroy()))
      await Promise.allSettled(running)
    },
  }
}

function schedule(deps: Deps, job: Job, track: (work: Promise<unknown>) => Promise<unknown>): ScheduledTask {
  const common = {
    name: job.name,
    noOverlap: true,
    timezone: 'Asia/Shanghai',
    missedExecutionTolerance: LATE_MS,
    suppressMissedWarning: true,
  }
  if (job.runs === 'everywhere') return cron.schedule(job.at, () => track(quietly(deps, job)), common)
  let slot = job.name
  const runCoordinator: RunCoordinator = {
    shouldRun: async (key) => {
      const isOurs = await takeSlot(key, deps.clock.now())
      if (isOurs) slot = key
      return isOurs
    },
  }
  return cron.schedule(job.at, () => track(runInSlot(deps, job, slot)), {
    ...common,
    distributed: true,
    runCoordinator,
  })
}

/** A job that runs every few seconds leaves a trace only when it fails. */
async function quietly(deps: Deps, job: Job): Promise<void> {
  await job.run(deps).catch((error: unknown) => deps.log.error({ err: error, job: job.name }, 'job failed'))
}

/** A database that is away just now ends nothing: the next slot asks again what is due. */
async function catchUp(deps: Deps): Promise<void> {
  for (const job of JOBS) {
    const work = job.runs === 'everywhere' ? quietly(deps, job) : runNow(deps, job, 'start')
    await work.catch((error: unknown) => deps.log.error({ err: error, job: job.name }, 'job not caught up'))
  }
}
