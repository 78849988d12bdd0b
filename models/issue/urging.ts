import type { Actor } from '../user/actor.ts'
import { dayOf } from '../shared/calendarDay.ts'
import { RuleBroken } from '../shared/errors.ts'
import type { Issue } from './record.ts'
import { isRunning } from './state.ts'
import { record, settle, type Moment } from './step.ts'
import { STATES } from './words.ts'

type Urged = Pick<Issue, 'state' | 'history'>

/** Whether a case can be urged at all: its clock runs, so somebody has it in hand. */
export const mayUrge = ({ state }: Pick<Issue, 'state'>): boolean => isRunning(state)

/** Why a case cannot be urged now, as a sentence; null when it can. Once a day, whoever urges. */
export function urgingHindrance({ state, history }: Urged, now: Date): string | null {
  if (!mayUrge({ state })) return `现在是“${STATES[state]}”，不用催办。`
  const today = history.findLast(({ act, at }) => act === 'urge' && dayOf(at) === dayOf(now))
  return today ? `今天${today.byName}已经催办过。` : null
}

/** 催办: stands in the history and reaches those who have the case in hand; changes no clock. @throws RuleBroken */
export function urge(issue: Issue, by: Actor, text: string, when: Moment): void {
  const hindered = urgingHindrance(issue, when.now)
  if (hindered !== null) throw new RuleBroken('issue-urge', hindered)
  record(issue, 'urge', by, when, { text })
  settle(issue, when)
}
