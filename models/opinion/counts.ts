import { OPINION_STATE_NAMES, type OpinionState } from './words.ts'

export type StateCounts = Record<OpinionState, number>

/** How far a year's opinions have come; each figure is a sum of states, so they add up by construction. */
export interface OpinionFlow {
  /** all that came in = received + merged + invalid + valid */
  received: number
  waiting: number
  merged: number
  invalid: number
  /** valid = not yet dispatched + dispatched */
  valid: number
  undispatched: number
  /** dispatched = in hand + answered */
  dispatched: number
  inHand: number
  answered: number
}

/** Every state with its count, 0 where none is. */
export const stateCounts = (rows: readonly { _id: OpinionState, n: number }[]): StateCounts =>
  Object.fromEntries(OPINION_STATE_NAMES.map((state) => [state, rows.find(({ _id }) => _id === state)?.n ?? 0])) as StateCounts

/** 收到 = 待审 + 合并 + 无效 + 有效；有效 = 待分办 + 分办；分办 = 办理中 + 已答复. @source forms.md §7 */
export function flowOf(counts: StateCounts): OpinionFlow {
  const dispatched = counts.dispatched + counts.answered
  const valid = counts.valid + dispatched
  return {
    received: counts.received + counts.merged + counts.invalid + valid,
    waiting: counts.received, merged: counts.merged, invalid: counts.invalid,
    valid, undispatched: counts.valid, dispatched, inHand: counts.dispatched, answered: counts.answered,
  }
}
