import type { Deps } from '../deps.ts'

/** What a job did, as counts. */
export type Counts = Record<string, number>

/**
 * One job: named like its file in jobs/, scheduled by a cron expression with seconds in Asia/Shanghai. It asks what
 * is due and not yet done, so it may run twice, late or halfway.
 */
export interface Job {
  name: string
  /** what it does, for the administrators */
  word: string
  at: string
  /**
   * 'once': one process runs a slot and the run is recorded; 'everywhere': short, in each process, recorded when it
   * failed
   */
  runs: 'once' | 'everywhere'
  run(deps: Deps): Promise<Counts>
  /** What a run would do now, without doing it; null where that cannot be said. */
  dryRun: ((deps: Deps) => Promise<Counts>) | null
}
