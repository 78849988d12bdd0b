import { yearOf, dayOf } from '../../models/shared/calendarDay.ts'
import { IssueModel, type Issue } from '../../models/issue/index.ts'
import { register, type NewIssue } from '../../models/issue/intake.ts'
import { momentAt } from '../../models/issue/moment.ts'
import type { Tx } from '../act.ts'
import { nextNumber } from '../database/counters.ts'

/** The number of a case: SQ2026-000123, gap-free in its year. @source pages.md §1 */
export const issueNumber = (year: number, n: number): string => `SQ${year}-${String(n).padStart(6, '0')}`

/** The number of a 交办单: 联交〔2026〕n号. @source forms.md §1 */
export const assignmentNumber = (year: number, n: number): string => `联交〔${year}〕${n}号`

/**
 * Registers a case (待受理) inside a running act: by hand, from a visit, an answer or an opinion. The caller writes the
 * audit entry of its own act; one for the case itself is added here.
 */
export async function fileIssue(tx: Tx, facts: Omit<NewIssue, 'no'>): Promise<Issue> {
  const when = await momentAt(tx.now)
  const year = yearOf(dayOf(tx.now))
  const no = issueNumber(year, await nextNumber(tx.session, 'issue', year))
  const [stored] = await IssueModel.create([register({ ...facts, no }, tx.actor, when)], { session: tx.session })
  if (!stored) throw new Error('The case was not stored')
  tx.audit({ record: { type: 'issue', id: stored._id, no }, changes: { state: 'submitted' } })
  return stored.toObject<Issue>()
}
