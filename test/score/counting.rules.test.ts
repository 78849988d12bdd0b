import { expect } from 'chai'
import fc from 'fast-check'
import { leavesOfIssue, untilToday, type CountedIssue, type IssueLeaves } from '../../models/score/counting.ts'
import { changesBetween, countsOf, type LeafRows } from '../../models/score/rows.ts'

const PERIOD = { fromOn: '2026-01-01', toOn: '2026-07-31' }
const at = (text: string) => new Date(`${text}+08:00`)
const aCall = (more: Partial<CountedIssue['callBacks'][number]> = {}) =>
  ({ at: at('2026-04-01T10:00'), reached: true, solved: '已解决', satisfaction: '满意', ...more }) as const
const anIssue = (more: Partial<CountedIssue> = {}): CountedIssue => ({
  source: 'visit', raiser: { kind: 'enterprise' }, state: 'closed', assignedAt: at('2026-03-02T09:00'),
  contactDueAt: at('2026-03-02T11:00'), contactedAt: at('2026-03-02T10:30'), dueOn: '2026-03-23', settledInTime: true,
  callBacks: [aCall()], ...more,
})
const ofMember = { raiser: { kind: 'npc' } } as const
const proposal = { source: 'proposal', raiser: { kind: 'cppcc' } } as const
const citizen = { source: 'opinion', raiser: { kind: 'citizen' } } as const

const CASES: readonly (readonly [string, Partial<CountedIssue>, IssueLeaves])[] = [
  ['a settled 诉求 of a firm counts in T three times', {}, { responded: true, resolved: true, satisfied: true }],
  ['what a deputy raised on a visit counts in T', ofMember, { responded: true, resolved: true, satisfied: true }],
  ['the source does not matter for T', { source: 'hotline' }, { responded: true, resolved: true, satisfied: true }],
  ['a citizen’s opinion counts in G alone', citizen, { onTime: true, raiserSatisfied: true }],
  ['a formal 提案 counts in T as its raiser’s and in G as a proposal', proposal,
    { responded: true, resolved: true, satisfied: true, onTime: true, raiserSatisfied: true }],
  ['contact at the very moment is in time', { contactedAt: at('2026-03-02T11:00') }, { responded: true, resolved: true, satisfied: true }],
  ['contact a second later is not', { contactedAt: at('2026-03-02T11:00:01') }, { responded: false, resolved: true, satisfied: true }],
  ['no contact yet is not in time', { contactedAt: null, callBacks: [] }, { responded: false }],
  ['assigned on the last day in Shanghai is in the period', { assignedAt: at('2026-07-31T23:59'), callBacks: [] }, { responded: true }],
  ['assigned a minute later is not', { assignedAt: at('2026-08-01T00:00'), callBacks: [] }, {}],
  ['assigned before, called back in the period', { assignedAt: at('2025-12-31T23:59') }, { resolved: true, satisfied: true }],
  ['partly solved is not solved', { callBacks: [aCall({ solved: '部分解决', satisfaction: '基本满意' })] },
    { responded: true, resolved: false, satisfied: true }],
  ['silence is no rating', { callBacks: [aCall({ satisfaction: '未评价' })] }, { responded: true, resolved: true }],
  ['the first result counts, not the better one after 重办',
    { callBacks: [aCall({ satisfaction: '不满意', solved: '未解决' }), aCall({ at: at('2026-05-01T10:00') })] },
    { responded: true, resolved: false, satisfied: false }],
  ['a vain call before the first result does not count', { callBacks: [aCall({ reached: false, solved: null, satisfaction: null }), aCall()] },
    { responded: true, resolved: true, satisfied: true }],
  ['the first result outside the period', { callBacks: [aCall({ at: at('2026-08-01T09:00') })] }, { responded: true }],
  ['a raiser whom nobody reached leaves all denominators',
    { callBacks: [1, 2, 3].map((day) => aCall({ at: at(`2026-04-0${day}T10:00`), reached: false, solved: null, satisfaction: null })) }, {}],
  ['merged ones count nowhere', { state: 'merged' }, {}],
  ['withdrawn ones count nowhere', { ...citizen, state: 'withdrawn' }, {}],
  ['rejected ones count nowhere', { ...citizen, state: 'rejected' }, {}],
  ['due in the period and still open: a miss', { ...citizen, state: 'handling', settledInTime: null, callBacks: [] }, { onTime: false }],
  ['settled late: a miss', { ...citizen, settledInTime: false }, { onTime: false, raiserSatisfied: true }],
  ['due after the period', { ...citizen, dueOn: '2026-08-01' }, { raiserSatisfied: true }],
  ['挂账 is in no 办复率', { ...citizen, state: 'pledged', callBacks: [] }, {}],
  ['退办复核 neither', { ...citizen, state: 'refusalReview', settledInTime: null, callBacks: [] }, {}],
]

describe('an issue in the score of its lead department', () => {
  for (const [name, facts, wanted] of CASES) {
    it(name, () => {
      expect(leavesOfIssue(anIssue(facts), PERIOD)).to.deep.equal(wanted)
    })
  }
  it('counts up to today while the period runs', () => {
    expect(untilToday(PERIOD, '2026-03-22')).to.deep.equal({ fromOn: '2026-01-01', toOn: '2026-03-22' })
    expect(untilToday(PERIOD, '2026-11-25')).to.deep.equal(PERIOD)
  })
})

describe('the rows of a calculation', () => {
  const rows = (hits: string[], misses: string[], cards: string[] = []): LeafRows[] =>
    [{ leaf: 'responded', hits, misses }, { leaf: 'red', hits: cards, misses: [] }]

  it('make its counts; leaves without rows count nothing', () => {
    expect(countsOf(rows(['a', 'b'], ['c'], ['x']))).to.deep.equal({
      responded: [2, 3], resolved: [0, 0], satisfied: [0, 0], onTime: [0, 0], raiserSatisfied: [0, 0], visited: [0, 0],
      red: 1, circular: 0, interview: 0,
    })
  })
  it('say why a figure moved: what came, went and turned', () => {
    const none = { entered: [], left: [], gained: [], lost: [] }
    expect(changesBetween(rows(['a', 'b'], ['c', 'd'], ['x', 'y']), rows(['a', 'c'], ['b', 'e'], ['x']))).to.deep.equal([
      { leaf: 'responded', before: '2 / 4', after: '2 / 4', entered: ['e'], left: ['d'], gained: ['c'], lost: ['b'] },
      { ...none, leaf: 'red', before: '2', after: '1', left: ['y'] },
    ])
  })
  it('explain the whole difference of numerator and denominator', () => {
    const keys = fc.uniqueArray(fc.integer({ min: 0, max: 30 }).map(String), { maxLength: 20 })
    const some = fc.tuple(keys, fc.nat(20)).map(([all, cut]) => rows(all.slice(0, cut), all.slice(cut)))
    fc.assert(fc.property(some, some, (before, after) => {
      const [was, is] = [countsOf(before).responded, countsOf(after).responded]
      const change = changesBetween(before, after)[0]
      const size = (kind: 'entered' | 'left' | 'gained' | 'lost') => change?.[kind].length ?? 0
      expect(is[1] - was[1]).to.equal(size('entered') - size('left'))
      expect(changesBetween(before, before)).to.deep.equal([])
      const isHit = (key: string) => after[0]?.hits.includes(key)
      const wasHit = (key: string) => before[0]?.hits.includes(key)
      const turned = size('gained') - size('lost')
      const moved = (change?.entered.filter(isHit).length ?? 0) - (change?.left.filter(wasHit).length ?? 0)
      expect(is[0] - was[0]).to.equal(turned + moved)
    }))
  })
})
