import { JobRunModel } from '../../models/jobRun/index.ts'
import { ownName } from '../database/ownName.ts'
import type { Deps } from '../deps.ts'
import type { Counts, Job } from './job.ts'

const OWN_NAME = ownName()
const DUPLICATE_KEY = 11000

/**
 * Takes a slot for this process: false when another one has it. A run that its process did not live to end stays
 * `running`; nothing waits for it, the next slot asks again what is due.
 */
export async function takeSlot(key: string, now: Date): Promise<boolean> {
  try {
    await JobRunModel.create({
      _id: key,
      name: key.split(':')[0] ?? key,
      by: OWN_NAME,
      startedAt: now,
      state: 'running',
    })
    return true
  } catch (error) {
    if ((error as { code?: number }).code === DUPLICATE_KEY) return false
    throw error
  }
}

/** Runs a job in its slot and notes how it ended. A failure is logged and noted, never thrown: the schedule goes on. */
export async function runInSlot(deps: Deps, job: Job, key: string): Promise<Counts | null> {
  try {
    const counts = await job.run(deps)
    await JobRunModel.updateOne({ _id: key }, { $set: { state: 'done', endedAt: deps.clock.now(), counts } })
    return counts
  } catch (error) {
    deps.log.error({ err: error, job: job.name }, 'job failed')
    const words = error instanceof Error ? error.message.slice(0, 500) : String(error)
    await JobRunModel.updateOne(
      { _id: key },
      { $set: { state: 'failed', endedAt: deps.clock.now(), error: words } },
    ).catch(() => null)
    return null
  }
}

/** Runs a job now, outside its schedule: at start, or by hand. */
export async function runNow(deps: Deps, job: Job, why: 'start' | 'hand'): Promise<Counts | null> {
  const key = `${job.name}:${why}:${ownName()}`
  await takeSlot(key, deps.clock.now())
  return runInSlot(deps, job, key)
}
