import { RuleBroken } from '../shared/errors.ts'
import { STATES, STATE_NAMES, type IssueState } from './words.ts'

/**
 * What can be done to a case, in the offices' words. Who may do it stands in models/user/permissions.ts under
 * issue.<act>.
 */
export const ISSUE_ACTS = {
  submit: '登记', accept: '受理交办', reject: '不予受理', withdraw: '撤回', sign: '签收', refuse: '退办',
  arbitrate: '裁定', assign: '改派', nameHandler: '定承办人', contact: '首次联系', plan: '报办理方案', progress: '记进展',
  draftAnswer: '拟答复', releaseAnswer: '签发答复', verify: '核验', callBack: '回访', close: '认定已尽责',
  askExtension: '申请延期', decideExtension: '批延期', note: '备注', reopen: '回头看退回',
} as const
export type IssueAct = keyof typeof ISSUE_ACTS
export const ISSUE_ACT_NAMES = Object.keys(ISSUE_ACTS) as IssueAct[]

/**
 * What an act does to the main clock. start: first due version; stop: it stands still; resume: the same version goes on
 * with its remaining days; promise: stays stopped, a promised day runs instead; renew: a new version for doing it
 * again; extend: a new version, later; end: no deadline any more; keep: nothing.
 * @source DESIGN.md §7 Issue
 */
export type ClockEffect = 'start' | 'stop' | 'resume' | 'promise' | 'renew' | 'extend' | 'end' | 'keep'

/** Conditions beyond the state, judged by `hindrance` (gates.ts). */
export type Need =
  | 'returnsLeft' | 'inTimeToRefuse' | 'notYetContacted' | 'notYetPlanned' | 'draftedAnswer' | 'headForMajor'
  | 'otherDepartment' | 'notHandler' | 'unsatisfiedForGood' | 'stillRateable' | 'mayExtend' | 'noOpenRequest'
  | 'openRequest' | 'rightGranter'

export interface Transition {
  act: IssueAct
  /** which way the act goes, where it can go several */
  outcome: string
  from: readonly IssueState[]
  /** 'same' = the state stays */
  to: IssueState | 'same'
  needs: readonly Need[]
  clock: ClockEffect
}

const inHand = ['handling', 'redo'] as const
const answerable = ['handling', 'redo', 'pledged'] as const
const anywhere = STATE_NAMES.filter((state) => state !== 'draft')

/** Every step a case can take; what stands in no row is refused. @source domain.md §9, DESIGN.md §7 Issue */
export const TRANSITIONS: readonly Transition[] = [
  { act: 'submit', outcome: 'done', from: ['draft'], to: 'submitted', needs: [], clock: 'keep' },
  { act: 'accept', outcome: 'done', from: ['submitted'], to: 'assigned', needs: [], clock: 'start' },
  { act: 'reject', outcome: 'done', from: ['submitted'], to: 'rejected', needs: [], clock: 'end' },
  { act: 'withdraw', outcome: 'done', from: ['draft', 'submitted', 'assigned'], to: 'withdrawn', needs: [], clock: 'end' },
  { act: 'sign', outcome: 'done', from: ['assigned'], to: 'handling', needs: [], clock: 'keep' },
  { act: 'refuse', outcome: 'done', from: ['assigned'], to: 'refusalReview', needs: ['returnsLeft', 'inTimeToRefuse'], clock: 'stop' },
  { act: 'arbitrate', outcome: 'reassigned', from: ['refusalReview'], to: 'assigned', needs: [], clock: 'resume' },
  { act: 'arbitrate', outcome: 'upheld', from: ['refusalReview'], to: 'handling', needs: [], clock: 'resume' },
  { act: 'assign', outcome: 'done', from: ['assigned', ...inHand], to: 'assigned', needs: [], clock: 'keep' },
  { act: 'nameHandler', outcome: 'done', from: answerable, to: 'same', needs: [], clock: 'keep' },
  { act: 'contact', outcome: 'done', from: ['assigned', ...inHand], to: 'same', needs: ['notYetContacted'], clock: 'keep' },
  { act: 'plan', outcome: 'done', from: inHand, to: 'same', needs: ['notYetPlanned'], clock: 'keep' },
  { act: 'progress', outcome: 'done', from: answerable, to: 'same', needs: [], clock: 'keep' },
  { act: 'draftAnswer', outcome: 'done', from: answerable, to: 'same', needs: [], clock: 'keep' },
  { act: 'releaseAnswer', outcome: 'released', from: answerable, to: 'answered', needs: ['draftedAnswer', 'headForMajor'], clock: 'stop' },
  { act: 'releaseAnswer', outcome: 'returned', from: answerable, to: 'same', needs: ['draftedAnswer'], clock: 'keep' },
  { act: 'verify', outcome: 'upheld', from: ['answered'], to: 'callBack', needs: ['otherDepartment'], clock: 'keep' },
  { act: 'verify', outcome: 'pledged', from: ['answered'], to: 'pledged', needs: ['otherDepartment'], clock: 'promise' },
  { act: 'verify', outcome: 'failed', from: ['answered'], to: 'redo', needs: ['otherDepartment'], clock: 'resume' },
  { act: 'callBack', outcome: 'satisfied', from: ['callBack'], to: 'closed', needs: ['notHandler', 'stillRateable'], clock: 'end' },
  { act: 'callBack', outcome: 'unrated', from: ['callBack'], to: 'closed', needs: ['notHandler', 'stillRateable'], clock: 'end' },
  { act: 'callBack', outcome: 'unsatisfied', from: ['callBack'], to: 'redo', needs: ['notHandler', 'stillRateable'], clock: 'renew' },
  { act: 'callBack', outcome: 'unsatisfiedForGood', from: ['callBack'], to: 'same', needs: ['notHandler', 'stillRateable'], clock: 'keep' },
  { act: 'callBack', outcome: 'unreached', from: ['callBack'], to: 'same', needs: ['notHandler', 'stillRateable'], clock: 'keep' },
  { act: 'callBack', outcome: 'unreachable', from: ['callBack'], to: 'closed', needs: ['notHandler', 'stillRateable'], clock: 'end' },
  { act: 'close', outcome: 'done', from: ['callBack'], to: 'closed', needs: ['unsatisfiedForGood'], clock: 'end' },
  { act: 'askExtension', outcome: 'done', from: ['handling'], to: 'same', needs: ['noOpenRequest', 'mayExtend'], clock: 'keep' },
  { act: 'decideExtension', outcome: 'granted', from: ['handling'], to: 'same', needs: ['openRequest', 'rightGranter'], clock: 'extend' },
  { act: 'decideExtension', outcome: 'refused', from: ['handling'], to: 'same', needs: ['openRequest', 'rightGranter'], clock: 'keep' },
  { act: 'note', outcome: 'done', from: anywhere, to: 'same', needs: [], clock: 'keep' },
  { act: 'reopen', outcome: 'done', from: ['closed'], to: 'redo', needs: [], clock: 'renew' },
]

/** The acts that a state allows, in the table's order; further needs are judged by `hindrance`. */
export const actsFrom = (state: IssueState): IssueAct[] =>
  [...new Set(TRANSITIONS.filter(({ from }) => from.includes(state)).map(({ act }) => act))]

/** The rows of an act in a state; empty when the state does not allow it. */
export const rowsOf = (state: IssueState, act: IssueAct): Transition[] =>
  TRANSITIONS.filter((row) => row.act === act && row.from.includes(state))

/**
 * The row that an act takes, and the state it leads to.
 * @throws RuleBroken('issue-state') when the state does not allow it
 */
export function transition(state: IssueState, act: IssueAct, outcome = 'done'): Transition & { next: IssueState } {
  const row = rowsOf(state, act).find((one) => one.outcome === outcome)
  if (!row) throw new RuleBroken('issue-state', `这件诉求现在是“${STATES[state]}”，不能${ISSUE_ACTS[act]}。`)
  return { ...row, next: row.to === 'same' ? state : row.to }
}

const OVER: readonly IssueState[] = ['closed', 'rejected', 'merged', 'withdrawn']
export const isOpen = (state: IssueState): boolean => !OVER.includes(state)

/**
 * Which stock a case counts in. 在办 from 交办 to 销号, 挂账 beside it; a case without a department counts in neither, nor
 * does one that is over. @source DESIGN.md §7 Issue (every table balances over both stocks)
 */
export function stockOf(state: IssueState): 'handling' | 'pledged' | null {
  if (state === 'pledged') return 'pledged'
  return isOpen(state) && state !== 'draft' && state !== 'submitted' ? 'handling' : null
}

const RUNNING: readonly IssueState[] = ['assigned', 'handling', 'redo', 'pledged']
/** Whether a due day runs in this state: the main clock, or in 挂账 the promised day. */
export const isRunning = (state: IssueState): boolean => RUNNING.includes(state)
