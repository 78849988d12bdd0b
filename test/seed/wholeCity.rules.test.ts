import { expect } from 'chai'
import { PUBLISHED_YEARS } from '../../models/holiday/publishedYears.ts'
import { dueComplaints, flagComplaints, historyComplaints } from '../../models/invariants/replay.ts'
import { calendarFrom } from '../../models/shared/workingCalendar.ts'
import { DEFAULT_OFFICE_HOURS } from '../../models/shared/officeHours.ts'
import { wholeCity, type City } from '../../server/operator/seed/wholeCity.ts'

const calendar = calendarFrom(PUBLISHED_YEARS)
const evidence = { name: '样例.pdf', mime: 'application/pdf', bytes: 1, sha256: '', path: '' }
const cityAt = (iso: string): City =>
  wholeCity({
    seed: 'rules',
    at: new Date(iso),
    calendar,
    hours: DEFAULT_OFFICE_HOURS,
    measure: { firms: 40, members: 15, months: 8, raisedPerVisit: 0.5 },
    passwordHash: '',
    evidence,
  })

const MOMENTS: readonly (readonly [name: string, at: string])[] = [
  ['a Wednesday morning in November', '2026-11-25T10:20:00+08:00'],
  ['a Sunday', '2026-03-22T16:00:00+08:00'],
  ['National Day', '2026-10-02T09:00:00+08:00'],
  ['New Year of a year that is not loaded', '2027-01-01T08:00:00+08:00'],
  ['the night before a make-up working day', '2026-02-13T23:50:00+08:00'],
]

describe('a sample city', function () {
  this.timeout(60_000)

  for (const [name, at] of MOMENTS) {
    it(`has no case whose story does not add up: on ${name}`, () => {
      const { issues } = cityAt(at)
      const complaints = issues.flatMap((issue) =>
        [...historyComplaints(issue), ...dueComplaints(issue, calendar), ...flagComplaints(issue)].map(
          (text) => `${issue.no} ${text}`,
        ),
      )
      expect(complaints).to.deep.equal([])
      expect(issues.filter(({ history }) => history.some((entry) => entry.at > new Date(at)))).to.have.length(0)
    })
  }

  it('has work in every queue that an office opens in the morning', () => {
    const { issues, cards, tasks, visits, instructions } = cityAt('2026-11-25T10:20:00+08:00')
    const states = new Set(issues.map(({ state }) => state))
    for (const state of [
      'submitted',
      'assigned',
      'handling',
      'refusalReview',
      'answered',
      'pledged',
      'callBack',
      'redo',
      'closed',
    ] as const) {
      expect(states.has(state), state).to.equal(true)
    }
    const running = issues.filter(({ state }) => state === 'handling')
    expect(
      running.filter(({ dueOn }) => dueOn === '2026-11-25'),
      'due today',
    ).to.have.length.above(2)
    expect(
      running.filter(({ extensions }) => extensions.some(({ decision }) => decision === null)),
      'extensions',
    ).to.have.length.above(1)
    expect(
      running.filter(({ answers }) => answers.some(({ releasedAt }) => releasedAt === null)),
      'drafts',
    ).to.have.length.above(1)
    expect(
      issues.filter(({ reopened, state }) => reopened && state === 'redo'),
      'reopened',
    ).to.have.length.above(0)
    expect(
      issues.filter(({ provisional }) => provisional),
      'provisional',
    ).to.have.length.above(0)
    expect(
      issues.filter(({ state, dueOn }) => state === 'pledged' && (dueOn ?? '') < '2026-11-25'),
      'promises overdue',
    ).to.have.length(2)
    expect(cards.filter(({ state }) => state === 'issued').map(({ rung }) => rung)).to.include.members([
      'L0',
      'L1',
      'L2',
      'L3',
      'L4',
      'L5',
    ])
    expect(
      tasks.filter(({ timesDone, timesConfirmed }) => timesDone > timesConfirmed),
      'unconfirmed visits',
    ).to.have.length.above(0)
    expect(
      visits.filter(({ state }) => state === 'planned'),
      'plans',
    ).to.have.length.above(0)
    expect(new Set(instructions.map(({ state }) => state)).size, 'states of instructions').to.equal(3)
  })

  it('gives the shown officer work that is late and work that is due soon, and the supervisor drafts to sign', () => {
    const { issues, cards, people } = cityAt('2026-11-25T10:20:00+08:00')
    const officer = String(people.shown.get('officer')?._id)
    const own = issues.filter(({ state, handler }) => state === 'handling' && String(handler) === officer)
    const dueBetween = (from: string, to: string) => own.filter(({ dueOn }) => (dueOn ?? '') >= from && (dueOn ?? '') <= to)
    expect(dueBetween('2026-01-01', '2026-11-24'), 'late').to.have.length.within(2, 4)
    expect(dueBetween('2026-11-25', '2026-11-25'), 'today').to.have.length.within(1, 3)
    expect(dueBetween('2026-11-26', '2026-11-30'), 'soon').to.have.length.within(3, 6)
    const drafts = cards.filter(({ state }) => state === 'draft')
    expect(drafts).to.have.length.within(2, 6)
    for (const { signDueAt } of drafts) expect(signDueAt?.getTime()).to.be.above(Date.parse('2026-11-25T10:20:00+08:00'))
  })

  it('leaves no order without a reply for long', () => {
    const { cards } = cityAt('2026-11-25T10:20:00+08:00')
    const unanswered = cards.filter(({ rung, state, reply }) => rung === 'L3' && state === 'issued' && reply === null)
    expect(unanswered.filter(({ issuedOn }) => (issuedOn ?? '') < '2026-11-09')).to.deep.equal([])
  })

  it('calls hardly two cases of a department by the same name', () => {
    const { issues } = cityAt('2026-11-25T10:20:00+08:00')
    const names = issues.map(({ leadDepartment, title }) => `${leadDepartment ?? ''} ${title}`)
    expect(names.length - new Set(names).size).to.be.at.most(names.length / 50)
    expect(issues.filter(({ title }) => [...title].length > 30)).to.deep.equal([])
  })

  it('is the same again from the same seed', () => {
    const words = ({ issues, visits }: City) => [
      issues.map(({ no, title, text, state, dueOn }) => [no, title, text, state, dueOn]),
      visits.map(({ no, heard }) => [no, heard]),
    ]
    expect(words(cityAt('2026-11-25T10:20:00+08:00'))).to.deep.equal(words(cityAt('2026-11-25T10:20:00+08:00')))
  })
})
