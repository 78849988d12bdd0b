import { expect } from 'chai'
import fc from 'fast-check'
import { coverageBy, coverageOf } from '../../models/visitTask/coverage.ts'
import { campaignOf, halfYearOf, isPeriod, periodsToChoose, periodWords, spanOf } from '../../models/visitTask/period.ts'
import { countsFor, progressOf, type CountedVisit, type TaskFrame } from '../../models/visitTask/progress.ts'
import { isFulfilled, isTaskOverdue, standingOf, type Progress, type Standing } from '../../models/visitTask/standing.ts'

const attempts = (...days: string[]) => days.map(on => ({ on }))
const task = (values: Partial<Progress> = {}): Progress =>
  ({ timesRequired: 1, timesDone: 0, timesConfirmed: 0, failedAttempts: [], ...values })

describe('the standing of a visit task', () => {
  const CASES: [string, Partial<Progress>, Standing][] = [
    ['nothing has happened', {}, 'open'],
    ['it was visited but nobody confirmed', { timesDone: 1 }, 'awaiting'],
    ['a visit was confirmed', { timesDone: 1, timesConfirmed: 1 }, 'covered'],
    ['one of two required visits was confirmed', { timesRequired: 2, timesDone: 2, timesConfirmed: 1 }, 'covered'],
    ['two attempts were in vain', { failedAttempts: attempts('2026-10-08', '2026-10-12') }, 'open'],
    ['three attempts on three days were in vain', { failedAttempts: attempts('2026-10-08', '2026-10-12', '2026-10-19') }, 'unreachable'],
    ['three attempts on one day were in vain', { failedAttempts: attempts('2026-10-08', '2026-10-08', '2026-10-08') }, 'open'],
    ['it was reached after three attempts', { timesDone: 1, failedAttempts: attempts('2026-10-08', '2026-10-12', '2026-10-19') }, 'awaiting'],
  ]
  for (const [when, values, expected] of CASES) {
    it(`is ${expected} when ${when}`, () => { expect(standingOf(task(values))).to.equal(expected) })
  }

  it('is fulfilled by as many confirmed visits as required', () => {
    expect(isFulfilled(task({ timesRequired: 2, timesDone: 2, timesConfirmed: 1 }))).to.equal(false)
    expect(isFulfilled(task({ timesRequired: 2, timesDone: 2, timesConfirmed: 2 }))).to.equal(true)
  })

  it('is overdue the day after its last day, not on it', () => {
    expect(isTaskOverdue({ ...task(), dueOn: '2026-12-31' }, '2026-12-31')).to.equal(false)
    expect(isTaskOverdue({ ...task(), dueOn: '2026-12-31' }, '2027-01-01')).to.equal(true)
    expect(isTaskOverdue({ ...task({ timesDone: 1, timesConfirmed: 1 }), dueOn: '2026-12-31' }, '2027-01-01')).to.equal(false)
  })
})

describe('coverage', () => {
  const anyTask = fc.record({
    department: fc.constantFrom('water', 'planning', 'transport'),
    timesRequired: fc.integer({ min: 1, max: 4 }),
    timesDone: fc.integer({ min: 0, max: 4 }),
    timesConfirmed: fc.integer({ min: 0, max: 4 }),
    failedAttempts: fc.array(fc.record({ on: fc.constantFrom('2026-10-08', '2026-10-09', '2026-10-12', '2026-10-13') }), { maxLength: 5 }),
  }).map(made => ({ ...made, timesConfirmed: Math.min(made.timesConfirmed, made.timesDone) }))

  it('counts confirmed over assigned, the unreachable apart', () => {
    const vain = task({ failedAttempts: attempts('2026-10-08', '2026-10-12', '2026-10-19') })
    const tasks = [task({ timesDone: 1, timesConfirmed: 1 }), task({ timesDone: 1 }), task(), vain]
    expect(coverageOf(tasks)).to.deep.equal({ numerator: 1, denominator: 3, assigned: 4, awaiting: 1, open: 1, unreachable: 1 })
  })

  it('accounts for every task exactly once', () => {
    fc.assert(fc.property(fc.array(anyTask), tasks => {
      const { numerator, denominator, assigned, awaiting, open, unreachable } = coverageOf(tasks)
      return assigned === tasks.length && denominator === numerator + awaiting + open && assigned === denominator + unreachable
    }))
  })

  it('adds up over departments to the whole', () => {
    fc.assert(fc.property(fc.array(anyTask), tasks => {
      const whole = coverageOf(tasks)
      const parts = [...coverageBy(tasks, one => one.department).values()]
      const sum = (key: keyof typeof whole) => parts.reduce((total, part) => total + part[key], 0)
      return (Object.keys(whole) as (keyof typeof whole)[]).every(key => sum(key) === whole[key])
    }))
  })

  it('never falls when one more visit is confirmed', () => {
    fc.assert(fc.property(fc.array(anyTask, { minLength: 1 }), fc.nat(), (tasks, pick) => {
      const chosen = pick % tasks.length
      const better = tasks.map((one, at) => at === chosen
        ? { ...one, timesDone: one.timesDone + 1, timesConfirmed: one.timesConfirmed + 1 } : one)
      return coverageOf(better).numerator >= coverageOf(tasks).numerator
    }))
  })

  it('keeps tasks without a leader under an empty key', () => {
    expect([...coverageBy([{ ...task(), leader: null }], one => one.leader).keys()]).to.deep.equal([''])
  })
})

describe('the progress of a task', () => {
  const frame: TaskFrame = { department: 'water', subjectType: 'enterprise', fromOn: '2026-07-01', dueOn: '2026-12-31' }
  const visit = (values: Partial<CountedVisit> = {}): CountedVisit => ({
    department: 'water', alsoDepartments: [], onDay: '2026-09-18', mode: '实地', outcome: '', state: 'done', confirmed: false, ...values,
  })
  const CASES: [string, Partial<CountedVisit>, boolean][] = [
    ['a visit in the period', {}, true],
    ['a visit on the first day', { onDay: '2026-07-01' }, true],
    ['a visit on the last day', { onDay: '2026-12-31' }, true],
    ['a visit before the period', { onDay: '2026-06-30' }, false],
    ['a visit after the period', { onDay: '2027-01-01' }, false],
    ['another department\'s visit', { department: 'planning' }, false],
    ['another department\'s visit that ours joined', { department: 'planning', alsoDepartments: ['water'] }, true],
    ['a call at a firm', { mode: '电话' }, false],
    ['a planned visit', { state: 'planned' }, false],
    ['a voided visit', { state: 'void' }, false],
    ['an attempt that met nobody', { outcome: '失联' }, false],
    ['a firm found standing still', { outcome: '停产' }, true],
  ]
  for (const [what, values, counts] of CASES) {
    it(`${counts ? 'counts' : 'leaves out'} ${what}`, () => { expect(countsFor(visit(values), frame)).to.equal(counts) })
  }

  it('counts a call with a deputy', () => {
    expect(countsFor(visit({ mode: '电话' }), { ...frame, subjectType: 'npc' })).to.equal(true)
  })

  it('knows how many, how many confirmed and the last day, in any order', () => {
    const visits = [visit({ onDay: '2026-10-12', confirmed: true }), visit(), visit({ onDay: '2026-11-02', state: 'void' })]
    const expected = { timesDone: 2, timesConfirmed: 1, lastVisitOn: '2026-10-12' }
    expect(progressOf(frame, visits)).to.deep.equal(expected)
    expect(progressOf(frame, visits.toReversed())).to.deep.equal(expected)
  })

  it('is nothing without visits', () => {
    expect(progressOf(frame, [])).to.deep.equal({ timesDone: 0, timesConfirmed: 0, lastVisitOn: null })
  })
})

describe('a period', () => {
  it('is a half-year for firms and a campaign for members', () => {
    expect(halfYearOf('2026-06-30')).to.equal('2026H1')
    expect(halfYearOf('2026-07-01')).to.equal('2026H2')
    expect(campaignOf('2026-07-01')).to.equal('2026')
  })

  it('spans its half-year or year', () => {
    expect(spanOf('2026H1')).to.deep.equal({ fromOn: '2026-01-01', dueOn: '2026-06-30' })
    expect(spanOf('2026H2')).to.deep.equal({ fromOn: '2026-07-01', dueOn: '2026-12-31' })
    expect(spanOf('2026')).to.deep.equal({ fromOn: '2026-01-01', dueOn: '2026-12-31' })
    expect(spanOf('2026H3')).to.equal(null)
  })

  it('contains the day it was made from', () => {
    const days = fc.date({ min: new Date('2020-01-01T00:00:00Z'), max: new Date('2060-12-31T00:00:00Z'), noInvalidDate: true })
    fc.assert(fc.property(days, date => {
      const on = date.toISOString().slice(0, 10)
      return [halfYearOf(on), campaignOf(on)].every(period => {
        const span = spanOf(period)
        return isPeriod(period) && span !== null && span.fromOn <= on && on <= span.dueOn
      })
    }))
  })

  it('has words', () => {
    expect(periodWords('2026H2')).to.equal('2026年下半年')
    expect(periodWords('2026')).to.equal('2026年全年')
  })

  it('offers the present half-year first and the next one too', () => {
    expect(periodsToChoose('2026-11-25')).to.deep.equal(['2026H2', '2026', '2027H1', '2026H1'])
    expect(periodsToChoose('2026-03-02')).to.deep.equal(['2026H1', '2026', '2026H2'])
  })
})
