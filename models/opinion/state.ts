import { RuleBroken } from '../shared/errors.ts'
import { OPINION_STATES, type OpinionState } from './words.ts'

export type OpinionAct = 'accept' | 'dismiss' | 'merge' | 'split' | 'dispatch' | 'recall' | 'answer'

export const OPINION_ACT_WORDS: Record<OpinionAct, string> = {
  accept: '定为有效', dismiss: '定为无效', merge: '合并', split: '拆开', dispatch: '分办', recall: '收回分办', answer: '答复',
}

/**
 * From which states an act leads where; what has no line is refused. A split opinion goes back to where it was merged from,
 * so its line names no state. @source forms.md §7, DESIGN.md §7 Opinions
 */
const STEPS: Record<OpinionAct, Partial<Record<OpinionState, OpinionState | 'before'>>> = {
  accept: { received: 'valid', invalid: 'valid' },
  dismiss: { received: 'invalid', valid: 'invalid' },
  merge: { received: 'merged', valid: 'merged' },
  split: { merged: 'before' },
  dispatch: { valid: 'dispatched' },
  recall: { dispatched: 'valid' },
  answer: { dispatched: 'answered', answered: 'answered' },
}

export const mayStep = (state: OpinionState, act: OpinionAct): boolean => STEPS[act][state] !== undefined

/**
 * The state after an act.
 * @param before the state that a merged opinion was merged from
 * @throws RuleBroken('opinion-state') with a whole sentence
 */
export function stateAfter(
  { no, state }: { no: string, state: OpinionState }, act: OpinionAct, before: OpinionState = 'received',
): OpinionState {
  const next = STEPS[act][state]
  if (next === undefined) {
    throw new RuleBroken('opinion-state', `${no} 现在是“${OPINION_STATES[state]}”，不能${OPINION_ACT_WORDS[act]}。`)
  }
  return next === 'before' ? before : next
}

/** Whether others may be merged into an opinion: it stands for itself and was not put aside. */
export const isLiving = (state: OpinionState): boolean => state !== 'merged' && state !== 'invalid'
