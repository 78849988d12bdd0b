import { dayOf, type CivilDay } from '../shared/calendarDay.ts'
import { stockOf } from './state.ts'
import { closingKindOf, type IssueState, type ResultClass, type Satisfaction } from './words.ts'

/** A span of civil days, both ends counted. */
export interface FlowPeriod {
  fromOn: CivilDay
  toOn: CivilDay
}

/** What the flow of a case is counted from. */
export interface FlowFacts {
  state: IssueState
  history: readonly { at: Date; act: string; from: IssueState; to: IssueState }[]
  resultClass: ResultClass | null
  satisfaction: Satisfaction | null
  settledAt: Date | null
  settledInTime: boolean | null
  /** due day of the main clock's last version; null before 交办 */
  mainDueOn: CivilDay | null
  closedAt: Date | null
  callBacks: readonly { at: Date; reached: boolean }[]
  extensions: readonly { decision: string | null; decidedAt: Date | null }[]
  refusals: readonly { at: Date }[]
}

/** The figures of one department, all in cases. Stocks balance by construction: a difference means a broken history. */
export const FLOW_FIGURES = [
  'carried', 'assigned', 'returned', 'reopened', 'substantive', 'staged', 'procedural', 'dropped', 'open', 'pledgedBefore', 'pledged',
  'due', 'settledInTime', 'dueSubstantive', 'satisfied', 'fairlySatisfied', 'unsatisfied', 'calledBack', 'extended', 'refused', 'redone',
] as const
export type FlowFigure = (typeof FLOW_FIGURES)[number]
export type Flow = Record<FlowFigure, number>

export const noFlow = (): Flow => Object.fromEntries(FLOW_FIGURES.map((figure) => [figure, 0])) as Flow

/** Adds up figures of any partition; the whole comes out. */
export const addFlow = (one: Flow, other: Flow): Flow =>
  Object.fromEntries(FLOW_FIGURES.map((figure) => [figure, one[figure] + other[figure]])) as Flow

/**
 * What one case adds to the table of a period: where it stood at both ends, and each passage between 在办, 挂账 and outside.
 * 办结 is told in three kinds; a promise (B) leaves 在办 for 挂账 as 阶段性 and comes back when it is answered again.
 *
 * @source forms.md §5 (汇总表), §3.4, DESIGN.md §7 Issue (every table balances over both stocks)
 */
export function flowOf(issue: FlowFacts, { fromOn, toOn }: FlowPeriod): Flow {
  const flow = noFlow()
  const within = (at: Date | null) => at !== null && dayOf(at) >= fromOn && dayOf(at) <= toOn
  const add = (figure: FlowFigure, when = true) => {
    if (when) flow[figure] += 1
  }
  const [before, after] = [stateBefore(issue, fromOn), stateAt(issue, toOn)]
  add('carried', before !== null && stockOf(before) === 'handling')
  add('pledgedBefore', before !== null && stockOf(before) === 'pledged')
  add('open', after !== null && stockOf(after) === 'handling')
  add('pledged', after !== null && stockOf(after) === 'pledged')
  for (const { from, to, at } of issue.history) {
    const figure = within(at) ? passage(from, to, issue.resultClass) : null
    if (figure) add(figure)
    add('redone', within(at) && to === 'redo' && from !== 'redo')
  }
  const due = issue.mainDueOn !== null && issue.mainDueOn >= fromOn && issue.mainDueOn <= toOn && issue.state !== 'rejected' && issue.state !== 'withdrawn' && issue.state !== 'merged'
  add('due', due)
  add('settledInTime', due && issue.settledInTime === true)
  add('dueSubstantive', due && issue.settledAt !== null && issue.resultClass === 'A')
  if (within(issue.closedAt)) {
    add('satisfied', issue.satisfaction === '满意')
    add('fairlySatisfied', issue.satisfaction === '基本满意')
    add('unsatisfied', issue.satisfaction === '不满意')
  }
  flow.calledBack = issue.callBacks.filter(({ at, reached }) => reached && within(at)).length
  flow.extended = issue.extensions.filter(({ decision, decidedAt }) => decision === 'granted' && within(decidedAt)).length
  flow.refused = issue.refusals.filter(({ at }) => within(at)).length
  return flow
}

/** Which figure a step counts in; null when the case stays in its stock. */
function passage(from: IssueState, to: IssueState, result: ResultClass | null): FlowFigure | null {
  const [left, entered] = [stockOf(from), stockOf(to)]
  if (left === entered) return null
  if (entered === 'handling') return left === 'pledged' ? 'returned' : from === 'closed' ? 'reopened' : 'assigned'
  if (entered === 'pledged') return 'staged'
  if (to !== 'closed') return 'dropped'
  return closingKindOf(result ?? 'C') === 'substantive' ? 'substantive' : 'procedural'
}

/** The state at the end of a day; null when the case did not exist yet. */
function stateAt({ history }: FlowFacts, on: CivilDay): IssueState | null {
  return history.findLast(({ at }) => dayOf(at) <= on)?.to ?? null
}

const stateBefore = ({ history }: FlowFacts, on: CivilDay): IssueState | null => history.findLast(({ at }) => dayOf(at) < on)?.to ?? null

/** Whether both stocks come out: what was there, what came, what went, what is there. */
export const balances = (flow: Flow): boolean =>
  flow.carried + flow.assigned + flow.returned + flow.reopened - flow.substantive - flow.staged - flow.procedural - flow.dropped === flow.open &&
  flow.pledgedBefore + flow.staged - flow.returned === flow.pledged
