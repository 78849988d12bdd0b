import cron from 'node-cron'
import { sealPending } from '../server/audit/actions.ts'
import type { Deps } from '../server/deps.ts'

/** The jobs of this process; `stop` waits for those that are running. */
export interface RunningJobs {
  stop(): Promise<void>
}

export async function startJobs(deps: Deps): Promise<RunningJobs> {
  const seal = cron.schedule('*/5 * * * * *', () => sealPending(deps), { name: 'sealAudit', noOverlap: true, timezone: 'Asia/Shanghai' })
  return { stop: async () => void (await seal.destroy()) }
}
