import { alarmProvisional, draftCombined } from '../server/ladder/combined.ts'
import { raiseDue } from '../server/ladder/actions.ts'
import { rehearse } from '../server/ladder/rehearsal.ts'
import type { Deps } from '../server/deps.ts'
import type { Job } from '../server/jobs/job.ts'

/**
 * Every ten minutes: raises each rung that is due and not yet done, drafts what several cards of a department lead
 * to, and alarms the administrators about cases that wait for an unpublished year. A second run finds nothing left to
 * do.
 */
export const escalateIssues: Job = {
  name: 'escalateIssues',
  word: '亮牌、提醒、起草督办单',
  at: '0 */10 * * * *',
  runs: 'once',
  async run(deps: Deps) {
    const swept = await raiseDue(deps)
    const combined = await draftCombined(deps)
    return { ...swept, combined, waitingForCalendar: await alarmProvisional(deps) }
  },
  async dryRun(deps: Deps) {
    const now = deps.clock.now()
    const rows = await rehearse(now, now)
    const count = (kind: string) => rows.filter((row) => row.kind === kind).length
    return { reminders: count('reminder'), cards: count('card'), drafts: count('draft'), unsigned: count('unsigned'), combined: count('combined') }
  },
}
