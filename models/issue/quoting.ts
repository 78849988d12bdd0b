import { RuleBroken } from '../shared/errors.ts'
import type { Actor } from '../user/actor.ts'
import { note } from './handling.ts'
import type { Issue, Quote } from './record.ts'
import { isOpen } from './state.ts'
import { STATES } from './words.ts'
import type { Moment } from './step.ts'

/**
 * Another quote joins a case that is open already: it is the same matter.
 * @throws RuleBroken('issue-over') for a case that is over; a new one begins then
 */
export function joinQuote(issue: Issue, by: Actor, quote: Quote, when: Moment): void {
  if (!isOpen(issue.state)) {
    throw new RuleBroken('issue-over', `${issue.no} 已经是“${STATES[issue.state]}”，不能并入。请另选一件，或者转为新的诉求。`)
  }
  issue.quotes = [...(issue.quotes ?? []), quote]
  note(issue, by, `并入一条${quote.from}（${quote.questionnaireNo}）`, when)
}
