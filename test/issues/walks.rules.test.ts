import { expect } from 'chai'
import fc from 'fast-check'
import { addDays, dayOf, instantOf } from '../../models/shared/calendarDay.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import { isWorkingDay } from '../../models/shared/workingCalendar.ts'
import { hindrance } from '../../models/issue/gates.ts'
import { stepsDue } from '../../models/issue/rungs.ts'
import { isOpen, isRunning, ISSUE_ACT_NAMES, stockOf, TRANSITIONS, type IssueAct } from '../../models/issue/state.ts'
import type { Issue } from '../../models/issue/record.ts'
import type { Moment } from '../../models/issue/step.ts'
import { aRegistered, calendar, PEOPLE, when } from './aCase.ts'
import { MOVES, NAMES, RARE } from './moves.ts'

const { supervisor } = PEOPLE

/** What must be true of a case after every act, accepted or refused. */
function checkWhole(issue: Issue, at: Moment): void {
  let state: Issue['state'] = 'draft'
  for (const entry of issue.history) {
    expect(entry.from).to.equal(state)
    const row = TRANSITIONS.find(
      (one) =>
        one.act === entry.act
        && one.from.includes(entry.from)
        && (one.to === 'same' ? entry.from : one.to) === entry.to,
    )
    expect(row, `${entry.act}: ${entry.from} → ${entry.to}`).to.not.equal(undefined)
    state = entry.to
  }
  expect(state).to.equal(issue.state)
  expect([issue.open, issue.stock]).to.deep.equal([isOpen(issue.state), stockOf(issue.state)])
  const openPauses = issue.pauses.filter(({ toAt }) => toAt === null).length
  const running = isRunning(issue.state)
  expect(openPauses).to.be.at.most(1)
  if (running)
    expect([openPauses, issue.remainingAtStop === null]).to.deep.equal(
      issue.state === 'pledged' ? [1, false] : [0, true],
    )
  const version = issue.dueVersions.find(({ n }) => n === issue.dueVersion)
  expect(issue.dueOn).to.equal(version?.dueOn ?? null)
  if (issue.dueOn !== null) expect(isWorkingDay(issue.dueOn, calendar)).to.equal(true)
  if (!running) expect(issue.nextRungAt).to.equal(null)
  expect(issue.settledAt !== null).to.equal(issue.settledInTime !== null)
  if (issue.stock === 'pledged')
    expect([version?.kind, issue.settledAt, issue.promise?.dueOn]).to.deep.equal(['promise', null, issue.dueOn])
  expect(issue.dueVersions.map(({ n }) => n)).to.deep.equal(issue.dueVersions.map((_, index) => index + 1))
  if (issue.nextRungAt !== null && issue.state !== 'assigned') {
    expect(
      stepsDue(issue, at).length > 0 ? issue.nextRungAt <= instantOf(addDays(dayOf(at.now), 1), '00:00') : true,
    ).to.equal(true)
  }
}

/** Takes a move; whether it was accepted. A refused move must leave the case as it was, which costs time to see. */
function tried(issue: Issue, move: string, dice: number, at: Moment, compared: boolean): boolean {
  if (RARE.includes(move) && dice % 8 !== 0) return false
  const before = compared ? JSON.stringify(issue) : ''
  try {
    MOVES[move]?.(issue, dice, at)
    return true
  } catch (error) {
    if (!(error instanceof RuleBroken)) throw error
    if (compared) expect(JSON.stringify(issue), `${move} refused but changed something`).to.equal(before)
    return false
  }
}

describe('a case on any walk through its acts', () => {
  /** Walks one case and checks it after each act; the states it came through are added to `reached`. */
  const wholeOn = (walks: { runs: number; seed?: number }, reached = new Set<string>()): Set<string> => {
    const aStep = fc.record({
      first: fc.nat({ max: NAMES.length - 1 }), insist: fc.boolean(), dice: fc.integer({ min: 0, max: 40 }),
      hours: fc.integer({ min: 0, max: 60 }),
    })
    fc.assert(
      fc.property(fc.noBias(fc.array(aStep, { minLength: 30, maxLength: 60 })), (steps) => {
        const issue = aRegistered(when('2026-01-05'))
        let now = when('2026-01-05').now.getTime()
        for (const { first, insist, dice, hours } of steps) {
          now += hours * 3_600_000
          const at = { ...when('2026-01-05'), now: new Date(now) }
          const moves = [...NAMES.slice(first), ...NAMES.slice(0, first)]
          moves.slice(0, insist ? NAMES.length : 1).some((move, place) => tried(issue, move, dice, at, place === 0))
          checkWhole(issue, at)
          reached.add(issue.state)
        }
      }),
      { numRuns: walks.runs, ...(walks.seed === undefined ? {} : { seed: walks.seed }) },
    )
    return reached
  }

  it('is always whole, and its history leads to its state', () => {
    wholeOn({ runs: 40 })
  }).timeout(60_000)

  it('comes through every state that matters on walks that are the same at each run', () => {
    const reached = wholeOn({ runs: 40, seed: 20_260_105 })
    expect([...reached]).to.include.members(
      ['assigned', 'handling', 'refusalReview', 'answered', 'pledged', 'callBack', 'redo'],
    )
  }).timeout(60_000)

  it('can take, in each state, exactly the acts of the table', () => {
    for (const act of ISSUE_ACT_NAMES) {
      for (const { from } of TRANSITIONS.filter((row) => row.act === act)) expect(from.length).to.be.greaterThan(0)
    }
    const closed = { ...aRegistered(), state: 'closed' as const }
    const allowed = ISSUE_ACT_NAMES.filter(
      (act: IssueAct) => hindrance(closed, act, supervisor, when('2026-03-02').now, calendar) === null,
    )
    expect(allowed).to.deep.equal(['note', 'reopen'])
  })
})
