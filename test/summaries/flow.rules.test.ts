import { expect } from 'chai'
import { balances, flowOf, FLOW_FIGURES, type FlowFacts } from '../../models/issue/flow.ts'
import type { IssueState } from '../../models/issue/words.ts'
import { ranksOf } from '../../server/summaries/rank.ts'

const PERIOD = { fromOn: '2026-11-01', toOn: '2026-11-30' }
type Step = [day: string, from: IssueState, to: IssueState]

const issue = (steps: Step[], more: Partial<FlowFacts> = {}): FlowFacts => ({
  state: steps.at(-1)?.[2] ?? 'submitted', resultClass: null, satisfaction: null, settledAt: null, settledInTime: null, mainDueOn: null, closedAt: null,
  callBacks: [], extensions: [], refusals: [],
  history: steps.map(([day, from, to]) => ({ at: new Date(`${day}T10:00:00+08:00`), act: 'x', from, to })), ...more,
})

const shown = (facts: FlowFacts) => {
  const flow = flowOf(facts, PERIOD)
  return Object.fromEntries(FLOW_FIGURES.filter((figure) => flow[figure] > 0).map((figure) => [figure, flow[figure]]))
}

const OLD: Step[] = [['2026-10-08', 'submitted', 'assigned'], ['2026-10-09', 'assigned', 'handling']]

describe('what a case adds to the summary of a period', () => {
  const cases: [what: string, facts: FlowFacts, expected: Record<string, number>][] = [
    ['assigned in it and still in hand', issue([['2026-11-03', 'submitted', 'assigned']]), { assigned: 1, open: 1 }],
    ['in hand before and after', issue(OLD), { carried: 1, open: 1 }],
    ['struck off as solved', issue([...OLD, ['2026-11-09', 'handling', 'answered'], ['2026-11-12', 'callBack', 'closed']], { resultClass: 'A' }), { carried: 1, substantive: 1 }],
    ['struck off as explained', issue([...OLD, ['2026-11-12', 'callBack', 'closed']], { resultClass: 'C' }), { carried: 1, procedural: 1 }],
    ['promised: it leaves 在办 for 挂账', issue([...OLD, ['2026-11-12', 'answered', 'pledged']], { resultClass: 'B' }), { carried: 1, staged: 1, pledged: 1 }],
    [
      'promised before and answered again in it',
      issue([...OLD, ['2026-10-20', 'answered', 'pledged'], ['2026-11-12', 'pledged', 'answered'], ['2026-11-18', 'callBack', 'closed']], { resultClass: 'A' }),
      { pledgedBefore: 1, returned: 1, substantive: 1 },
    ],
    ['withdrawn', issue([...OLD, ['2026-11-12', 'assigned', 'withdrawn']]), { carried: 1, dropped: 1 }],
    ['sent back by the look-back', issue([...OLD, ['2026-10-20', 'callBack', 'closed'], ['2026-11-12', 'closed', 'redo']], { resultClass: 'A' }), { reopened: 1, open: 1, redone: 1 }],
    ['assigned after it', issue([['2026-12-01', 'submitted', 'assigned']]), {}],
    ['due in it and answered in time', issue(OLD, { mainDueOn: '2026-11-30', settledInTime: true, settledAt: new Date(), resultClass: 'A' }), { carried: 1, open: 1, due: 1, settledInTime: 1, dueSubstantive: 1 }],
    ['due the day after', issue(OLD, { mainDueOn: '2026-12-01' }), { carried: 1, open: 1 }],
  ]
  for (const [what, facts, expected] of cases) {
    it(what, () => {
      expect(shown(facts)).to.deep.equal(expected)
      expect(balances(flowOf(facts, PERIOD))).to.equal(true)
    })
  }

  it('counts a step at 23:59 of the last day and none at 00:00 after it', () => {
    const at = (iso: string) => ({ ...issue([]), state: 'assigned' as const, history: [{ at: new Date(iso), act: 'accept', from: 'submitted' as const, to: 'assigned' as const }] })
    expect(shown(at('2026-11-30T23:59:59+08:00'))).to.deep.equal({ assigned: 1, open: 1 })
    expect(shown(at('2026-12-01T00:00:00+08:00'))).to.deep.equal({})
  })
})

describe('the place in the group', () => {
  const row = (code: string, due: number, dueSubstantive: number, settledInTime: number, group: number | null = 2) => ({ code, group, flow: { due, dueSubstantive, settledInTime } })

  it('goes by what was really solved, then by what was in time; equal shares share a place', () => {
    const ranks = ranksOf([row('a', 10, 5, 9), row('b', 20, 10, 16), row('c', 8, 6, 1), row('d', 20, 10, 16)])
    expect(['a', 'b', 'c', 'd'].map((code) => ranks.get(code)?.rank)).to.deep.equal([2, 3, 1, 3])
  })

  it('is not given to fewer than five cases due, nor outside a group', () => {
    const ranks = ranksOf([row('a', 4, 4, 4), row('b', 9, 1, 1), row('c', 9, 9, 9, null)])
    expect(['a', 'b', 'c'].map((code) => ranks.get(code)?.rankWords)).to.deep.equal(['样本少', '1', ''])
  })
})
