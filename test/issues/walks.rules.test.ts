import { expect } from 'chai'
import fc from 'fast-check'
import { addDays, dayOf, instantOf } from '../../models/shared/calendarDay.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import { firstWorkingDayFrom, isWorkingDay } from '../../models/shared/workingCalendar.ts'
import { draftAnswer, releaseAnswer, returnDraft, verify } from '../../models/issue/answering.ts'
import { callBack, closeAsDutyDone, reopen } from '../../models/issue/callBacks.ts'
import { askExtension, grantExtension, refuseExtension } from '../../models/issue/extension.ts'
import { hindrance } from '../../models/issue/gates.ts'
import { contact, note, plan, progress } from '../../models/issue/handling.ts'
import { accept, reassign, reject, withdraw } from '../../models/issue/intake.ts'
import { markRaised, stepsDue } from '../../models/issue/rungs.ts'
import { arbitrate, refuse, sign } from '../../models/issue/signature.ts'
import { isOpen, isRunning, ISSUE_ACT_NAMES, stockOf, TRANSITIONS, type IssueAct } from '../../models/issue/state.ts'
import type { Issue } from '../../models/issue/record.ts'
import type { Moment } from '../../models/issue/step.ts'
import { ANSWER, aRegistered, ASSIGNMENT, calendar, PEOPLE, when } from './aCase.ts'

const { coordinator, officer, head, lead, verifier, supervisor } = PEOPLE
const DEPARTMENTS = ['planning', 'water', 'housing'] as const

/** Every act with some input, chosen by a number; who acts is whoever usually does. */
const MOVES: Record<string, (issue: Issue, dice: number, at: Moment) => void> = {
  accept: (issue, dice, at) => accept(issue, coordinator, {
    ...ASSIGNMENT, grade: dice % 2 ? '一般' : '复杂', leadDepartment: DEPARTMENTS[dice % 2] ?? 'planning', coDepartments: [],
  }, at),
  reject: (issue, _dice, at) => reject(issue, coordinator, '不属本级', at),
  withdraw: (issue, _dice, at) => withdraw(issue, officer, '已解决', at),
  sign: (issue, dice, at) => sign(issue, officer, { moreDepartments: dice % 3 ? [] : ['housing'], text: '' }, at),
  refuse: (issue, _dice, at) => refuse(issue, officer, { reason: '不属本单位', proposedDepartment: null }, at),
  arbitrate: (issue, dice, at) => arbitrate(issue, coordinator, { department: dice % 2 ? null : DEPARTMENTS[dice % 3] ?? null, note: '', text: '' }, at),
  assign: (issue, dice, at) => reassign(issue, coordinator, { ...ASSIGNMENT, coDepartments: [], leadDepartment: DEPARTMENTS[dice % 3] ?? 'water' }, at),
  contact: (issue, _dice, at) => contact(issue, officer, { how: '电话', text: '', atDay: dayOf(at.now) }, at),
  plan: (issue, _dice, at) => plan(issue, officer, '先核实', at),
  progress: (issue, _dice, at) => progress(issue, officer, { onDay: dayOf(at.now), text: '在办' }, at),
  note: (issue, _dice, at) => note(issue, supervisor, '知道了', at),
  draft: (issue, dice, at) => draftAnswer(issue, officer, dice % 2 ? ANSWER : {
    ...ANSWER, class: 'B', promise: { text: '办成', dueOn: firstWorkingDayFrom(addDays(dayOf(at.now), 30 + dice), calendar).day },
  }, at),
  release: (issue, _dice, at) => releaseAnswer(issue, head, at),
  returnDraft: (issue, _dice, at) => returnDraft(issue, lead, '补充', at),
  uphold: (issue, _dice, at) => verify(issue, verifier, { upheld: true, reason: '' }, at),
  fail: (issue, _dice, at) => verify(issue, verifier, { upheld: false, reason: '不符' }, at),
  satisfied: (issue, _dice, at) => void callBack(issue, coordinator, { how: '电话', reached: true, solved: '已解决', satisfaction: '满意', text: '' }, at),
  unsatisfied: (issue, _dice, at) => void callBack(issue, coordinator, { how: '电话', reached: true, solved: '未解决', satisfaction: '不满意', text: '' }, at),
  unreached: (issue, _dice, at) => void callBack(issue, coordinator, { how: '电话', reached: false, solved: null, satisfaction: null, text: '' }, at),
  close: (issue, _dice, at) => closeAsDutyDone(issue, coordinator, '已尽责', at),
  ask: (issue, dice, at) => askExtension(issue, lead, { days: 1 + (dice % 7), reason: '等材料' }, at),
  grant: (issue, dice, at) => grantExtension(issue, coordinator, { days: 1 + (dice % 3), note: '' }, at),
  refuseExtension: (issue, _dice, at) => refuseExtension(issue, coordinator, '', at),
  reopen: (issue, _dice, at) => reopen(issue, supervisor, '未办', at),
  sweep: (issue, _dice, at) => markRaised(issue, stepsDue(issue, at), at),
}
const NAMES = Object.keys(MOVES)
/** Ends of a case; taken seldom, so that walks go far. */
const RARE = ['reject', 'withdraw', 'satisfied', 'assign', 'returnDraft', 'note', 'progress', 'sweep']

/** What must be true of a case after every act, accepted or refused. */
function checkWhole(issue: Issue, at: Moment): void {
  let state: Issue['state'] = 'draft'
  for (const entry of issue.history) {
    expect(entry.from).to.equal(state)
    const row = TRANSITIONS.find((one) => one.act === entry.act && one.from.includes(entry.from) && (one.to === 'same' ? entry.from : one.to) === entry.to)
    expect(row, `${entry.act}: ${entry.from} → ${entry.to}`).to.not.equal(undefined)
    state = entry.to
  }
  expect(state).to.equal(issue.state)
  expect([issue.open, issue.stock]).to.deep.equal([isOpen(issue.state), stockOf(issue.state)])
  const openPauses = issue.pauses.filter(({ toAt }) => toAt === null).length
  const running = isRunning(issue.state)
  expect(openPauses).to.be.at.most(1)
  if (running) expect([openPauses, issue.remainingAtStop === null]).to.deep.equal(issue.state === 'pledged' ? [1, false] : [0, true])
  const version = issue.dueVersions.find(({ n }) => n === issue.dueVersion)
  expect(issue.dueOn).to.equal(version?.dueOn ?? null)
  if (issue.dueOn !== null) expect(isWorkingDay(issue.dueOn, calendar)).to.equal(true)
  if (!running) expect(issue.nextRungAt).to.equal(null)
  expect(issue.settledAt !== null).to.equal(issue.settledInTime !== null)
  if (issue.stock === 'pledged') expect([version?.kind, issue.settledAt, issue.promise?.dueOn]).to.deep.equal(['promise', null, issue.dueOn])
  expect(issue.dueVersions.map(({ n }) => n)).to.deep.equal(issue.dueVersions.map((_, index) => index + 1))
  if (issue.nextRungAt !== null && issue.state !== 'assigned') {
    expect(stepsDue(issue, at).length > 0 ? issue.nextRungAt <= instantOf(addDays(dayOf(at.now), 1), '00:00') : true).to.equal(true)
  }
}

/** Takes a move; whether it was accepted. A refused move must leave the case as it was. */
function tried(issue: Issue, move: string, dice: number, at: Moment): boolean {
  const before = JSON.stringify(issue)
  if (RARE.includes(move) && dice % 8 !== 0) return false
  try {
    MOVES[move]?.(issue, dice, at)
    return true
  } catch (error) {
    if (!(error instanceof RuleBroken)) throw error
    expect(JSON.stringify(issue), `${move} refused but changed something`).to.equal(before)
    return false
  }
}

describe('a case on any walk through its acts', () => {
  it('is always whole, and its history leads to its state', () => {
    const reached = new Set<string>()
    const aStep = fc.record({
      first: fc.nat({ max: NAMES.length - 1 }), insist: fc.boolean(), dice: fc.integer({ min: 0, max: 40 }),
      hours: fc.integer({ min: 0, max: 60 }),
    })
    fc.assert(fc.property(fc.noBias(fc.array(aStep, { minLength: 30, maxLength: 60 })), (steps) => {
      const issue = aRegistered(when('2026-01-05'))
      let now = when('2026-01-05').now.getTime()
      for (const { first, insist, dice, hours } of steps) {
        now += hours * 3_600_000
        const at = { ...when('2026-01-05'), now: new Date(now) }
        const moves = [...NAMES.slice(first), ...NAMES.slice(0, first)]
        moves.slice(0, insist ? NAMES.length : 1).some((move) => tried(issue, move, dice, at))
        checkWhole(issue, at)
        reached.add(issue.state)
      }
    }), { numRuns: 80 })
    expect([...reached]).to.include.members(['assigned', 'handling', 'refusalReview', 'answered', 'pledged', 'callBack', 'redo'])
  })

  it('can take, in each state, exactly the acts of the table', () => {
    for (const act of ISSUE_ACT_NAMES) {
      for (const { from } of TRANSITIONS.filter((row) => row.act === act)) expect(from.length).to.be.greaterThan(0)
    }
    const closed = { ...aRegistered(), state: 'closed' as const }
    const allowed = ISSUE_ACT_NAMES.filter((act: IssueAct) => hindrance(closed, act, supervisor, when('2026-03-02').now, calendar) === null)
    expect(allowed).to.deep.equal(['note', 'reopen'])
  })
})
