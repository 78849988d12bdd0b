import { expect } from 'chai'
import fc from 'fast-check'
import { calendarFrom } from '../../models/shared/workingCalendar.ts'
import { PUBLISHED_YEARS } from '../../models/holiday/publishedYears.ts'
import { clockAt, clockSumAt, type ClockFacts } from '../../models/issue/clock.ts'
import { daySheet } from '../../models/issue/daySheet.ts'
import { nextVersion, recounted, type DueVersion, type Pause } from '../../models/issue/dueVersion.ts'

const calendar = calendarFrom(PUBLISHED_YEARS)
const at = (text: string) => new Date(`${text}+08:00`)

const version = (from: string, workingDays: number, pauses: Pause[] = []): DueVersion =>
  nextVersion(
    { n: 1, kind: 'assign', fromAt: at(from), setAt: at(from), reason: '', length: { workingDays } },
    pauses,
    calendar,
  )

const factsOf = (due: DueVersion, pauses: Pause[], remainingAtStop: number | null = null): ClockFacts => ({
  startOn: due.startOn,
  workingDays: due.workingDays,
  dueOn: due.dueOn,
  provisional: due.provisional,
  pauses,
  remainingAtStop,
  settledAt: null,
})

/** A case of thirty working days, assigned on 24 September, answered on 19 October, sent back on the 28th. */
const STOP: Pause = { fromAt: at('2026-10-19T15:10'), toAt: at('2026-10-28T11:20'), why: '待核验、挂账' }
const NOW = at('2026-11-25T10:20')

describe('a clock that stood still once', () => {
  const due = version('2026-09-24T16:05', 30, [STOP])

  it('is due on the day that its remaining days lead to', () => {
    expect([due.startOn, due.dueOn, due.provisional]).to.deep.equal(['2026-09-24', '2026-11-23', false])
    expect(version('2026-09-24T16:05', 30).dueOn).to.equal('2026-11-12')
  })

  it('explains itself: 60 − 3 − 7 − 11 − 9 = 30, each part with its name', () => {
    const sheet = daySheet(factsOf(due, [STOP]), NOW, calendar)
    expect([sheet.fromOn, sheet.dueOn, sheet.calendarDays, sheet.counted]).to.deep.equal([
      '2026-09-25',
      '2026-11-23',
      60,
      30,
    ])
    expect(sheet.minus.map(({ reason, days, offDays }) => [reason, days, offDays])).to.deep.equal([
      ['中秋节', 3, 3], ['国庆节', 7, 7], ['周末', 11, 11], ['暂停', 9, 2],
    ])
    expect(sheet.minus[3]?.spans).to.deep.equal([{ fromOn: '2026-10-20', toOn: '2026-10-28' }])
    expect(sheet.makeUpDays).to.deep.equal(['2026-10-10'])
  })

  it('numbers each counted day and each day over', () => {
    const days = new Map(daySheet(factsOf(due, [STOP]), NOW, calendar).weeks.flat().map((day) => [day.on, day]))
    const told = (on: string) => [days.get(on)?.kind, days.get(on)?.ordinal, days.get(on)?.reason]
    expect(told('2026-09-24')).to.deep.equal(['start', null, ''])
    expect(told('2026-09-28')).to.deep.equal(['counted', 1, ''])
    expect(told('2026-10-10')).to.deep.equal(['counted', 6, '调休上班'])
    expect(told('2026-10-19')).to.deep.equal(['counted', 12, ''])
    expect(told('2026-10-24')).to.deep.equal(['paused', null, '周末'])
    expect(told('2026-10-29')).to.deep.equal(['counted', 13, ''])
    expect(told('2026-11-23')).to.deep.equal(['counted', 30, ''])
    expect(told('2026-11-25')).to.deep.equal(['over', 2, ''])
    expect(told('2026-11-26')).to.deep.equal(['after', null, ''])
    expect([...days.keys()].at(0)).to.equal('2026-09-21')
    expect([...days.keys()].at(-1)).to.equal('2026-11-29')
  })

  it('draws 30 used, 7 paused and 2 over', () => {
    const clock = clockAt(factsOf(due, [STOP]), NOW, calendar)
    const count = (kind: string) => clock.cells.filter((cell) => cell.kind === kind).length
    expect([count('used'), count('paused'), count('over'), count('left')]).to.deep.equal([30, 7, 2, 0])
    expect([clock.used, clock.total, clock.left, clock.pausedDays, clock.overdue]).to.deep.equal([32, 30, -2, 7, true])
  })

  it('keeps what was left while it stands still', () => {
    const open: Pause = { ...STOP, toAt: null }
    const still = version('2026-09-24T16:05', 30)
    const clock = clockAt(factsOf(still, [open], 18), at('2026-10-26T09:00'), calendar)
    expect([clock.left, clock.running, clock.used, clock.total]).to.deep.equal([18, false, 12, 30])
  })

  it('that was overdue at the stop is as overdue after it', () => {
    const late: Pause = { fromAt: at('2026-03-23T17:30:01'), toAt: at('2026-03-30T10:00'), why: '待核验' }
    const due = version('2026-03-02T10:00', 15, [late])
    const sheet = daySheet(factsOf(due, [late]), at('2026-03-31T10:00'), calendar)
    expect(due.dueOn).to.equal('2026-03-27')
    expect(sheet.minus.map(({ reason, days }) => [reason, days])).to.deep.equal([['周末', 6], ['暂停', 3], ['停前已超期', 1]])
    expect(sheet.counted).to.equal(15)
    expect(clockAt(factsOf(due, [late]), at('2026-03-31T10:00'), calendar).left).to.equal(-2)
  })
})

describe('a due version', () => {
  it('ignores stops that ended before it began', () => {
    const before: Pause = { fromAt: at('2026-02-02T10:00'), toAt: at('2026-02-10T10:00'), why: '待核验' }
    expect(version('2026-03-02T10:00', 15, [before]).dueOn).to.equal('2026-03-23')
  })
  it('of months counts from the calendar day, of a promise stands as promised', () => {
    const words = { n: 2, fromAt: at('2026-03-07T10:00'), setAt: at('2026-03-07T10:00'), reason: '' }
    const months = nextVersion({ ...words, kind: 'assign', length: { months: 3 } }, [], calendar)
    const promise = nextVersion({ ...words, kind: 'promise', length: { dueOn: '2027-03-01' } }, [], calendar)
    expect([months.startOn, months.dueOn, months.months]).to.deep.equal(['2026-03-09', '2026-06-08', 3])
    expect([promise.dueOn, promise.provisional, promise.workingDays]).to.deep.equal(['2027-03-01', true, null])
  })
  it('moves and loses its mark when the year is loaded', () => {
    const open = version('2026-12-25T10:00', 30)
    const year = { year: 2027, off: [{ day: '2027-01-01', name: '元旦' }, { day: '2027-02-05', name: '春节' }], makeUp: [] }
    const loaded = recounted(open, [], calendarFrom([...PUBLISHED_YEARS, year]))
    expect([open.dueOn, open.provisional, loaded.dueOn, loaded.provisional]).to.deep.equal([
      '2027-02-08',
      true,
      '2027-02-09',
      false,
    ])
  })
})

describe('the sum of any case', () => {
  const aCase = fc.record({
    from: fc.date({ min: at('2025-02-01T00:00'), max: at('2026-06-30T00:00'), noInvalidDate: true }),
    workingDays: fc.integer({ min: 1, max: 60 }),
    stops: fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 20 })), { maxLength: 3 }),
    seen: fc.integer({ min: 0, max: 150 }),
  })
  const HOUR_MS = 3_600_000

  it('adds up: calendar days less what is taken away are the counted days, and those are the limit', () => {
    fc.assert(
      fc.property(aCase, ({ from, workingDays, stops, seen }) => {
        const pauses: Pause[] = []
        let cursor = from.getTime()
        for (const [gap, length] of stops) {
          const fromAt = new Date(cursor + gap * 24 * HOUR_MS)
          cursor = fromAt.getTime() + length * 24 * HOUR_MS
          pauses.push({ fromAt, toAt: new Date(cursor), why: '待核验' })
        }
        const due = nextVersion(
          { n: 1, kind: 'assign', fromAt: from, setAt: from, reason: '', length: { workingDays } },
          pauses,
          calendar,
        )
        const now = new Date(cursor + seen * 24 * HOUR_MS)
        const sheet = daySheet(factsOf(due, pauses), now, calendar)
        const taken = sheet.minus.reduce((sum, { days }) => sum + days, 0)
        expect(sheet.calendarDays - taken).to.equal(sheet.counted)
        expect(sheet.counted).to.equal(workingDays)
        expect(sheet.weeks.every((week) => week.length === 7)).to.equal(true)
        const [clock, sum] = [
          clockAt(factsOf(due, pauses), now, calendar),
          clockSumAt(factsOf(due, pauses), now, calendar),
        ]
        expect([sum.used + sum.over, sum.left, sum.paused]).to.deep.equal([clock.used, clock.left, clock.pausedDays])
      }),
    )
  })
})
