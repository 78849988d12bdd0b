import { RuleBroken } from '../shared/errors.ts'

/** The states of a discipline case. */
export const CASE_STATES = { received: '待核查', investigating: '核查中', confirmed: '查实', unfounded: '不成立', referred: '已移送' } as const
export type CaseState = keyof typeof CASE_STATES
export const CASE_STATE_NAMES = Object.keys(CASE_STATES) as CaseState[]

export const DECISIONS = ['confirmed', 'unfounded', 'referred'] as const satisfies readonly CaseState[]
export type Decision = (typeof DECISIONS)[number]

export type CaseAct = 'investigate' | 'decide' | 'reopen'
export const CASE_ACT_WORDS: Record<CaseAct, string> = { investigate: '开始核查', decide: '作出处理', reopen: '重新核查' }

const FROM: Record<CaseAct, readonly CaseState[]> = {
  investigate: ['received'], decide: ['investigating'], reopen: ['confirmed', 'unfounded', 'referred'],
}

export const mayHandle = (state: CaseState, act: CaseAct): boolean => FROM[act].includes(state)

/** @throws RuleBroken('case-state') with a whole sentence */
export function assertMay({ no, state }: { no: string, state: CaseState }, act: CaseAct): void {
  if (!mayHandle(state, act)) throw new RuleBroken('case-state', `${no} 现在是“${CASE_STATES[state]}”，不能${CASE_ACT_WORDS[act]}。`)
}
