import { RuleBroken } from '../shared/errors.ts'

/** The states of a rectification; 销号 comes by another body's word alone. @source forms.md §3.2 */
export const RECTIFICATION_STATES = { open: '待定措施', working: '整改中', reported: '待复核', closed: '已销号' } as const
export type RectificationState = keyof typeof RECTIFICATION_STATES
export const RECTIFICATION_STATE_NAMES = Object.keys(RECTIFICATION_STATES) as RectificationState[]

export type RectificationAct = 'plan' | 'progress' | 'report' | 'pass' | 'fail'
export const RECTIFICATION_ACT_WORDS: Record<RectificationAct, string> = {
  plan: '定措施', progress: '记进展', report: '报完成', pass: '复核通过', fail: '复核不通过',
}

const STEPS: Record<RectificationAct, Partial<Record<RectificationState, RectificationState>>> = {
  plan: { open: 'working', working: 'working' },
  progress: { working: 'working' },
  report: { working: 'reported' },
  pass: { reported: 'closed' },
  fail: { reported: 'working' },
}

export const mayRectify = (state: RectificationState, act: RectificationAct): boolean => STEPS[act][state] !== undefined

/** @throws RuleBroken('rectification-state') with a whole sentence */
export function rectifiedState({ no, state }: { no: string, state: RectificationState }, act: RectificationAct): RectificationState {
  const next = STEPS[act][state]
  if (next === undefined) {
    throw new RuleBroken('rectification-state', `${no} 现在是“${RECTIFICATION_STATES[state]}”，不能${RECTIFICATION_ACT_WORDS[act]}。`)
  }
  return next
}
