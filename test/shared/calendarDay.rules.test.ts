import { expect } from 'chai'
import fc from 'fast-check'
import {
  addDays,
  addMonths,
  dayFromNumber,
  dayNumber,
  dayOf,
  daysBetween,
  instantOf,
  monthStart,
  parseDay,
  timeOf,
  weekdayOf,
  weekStart,
} from '../../models/shared/calendarDay.ts'

describe('a civil day', () => {
  for (const [text, wanted] of [
    ['2026-02-28', '2026-02-28'],
    ['2024-02-29', '2024-02-29'],
    ['2026-02-29', null],
    ['2026-02-31', null],
    ['2026-13-01', null],
    ['2026-00-10', null],
    ['2026-1-2', null],
    ['2026-01-02T00:00', null],
    ['', null],
    ['1899-12-31', null],
    ['２０２６-01-01', null],
  ] as const) {
    it(`reads ${JSON.stringify(text)} as ${wanted ?? 'no day'}`, () => {
      expect(parseDay(text)).to.equal(wanted)
    })
  }
  it('is the day in Shanghai, whatever the zone of the machine', () => {
    expect(dayOf(new Date('2026-03-06T15:59:59Z'))).to.equal('2026-03-06')
    expect(dayOf(new Date('2026-03-06T16:00:00Z'))).to.equal('2026-03-07')
  })
  it('knows its weekday and the starts of its week and month', () => {
    expect([weekdayOf('2026-11-25'), weekdayOf('2026-11-29'), weekdayOf('1969-12-29')]).to.deep.equal([3, 7, 1])
    expect([weekStart('2026-11-29'), monthStart('2026-11-29')]).to.deep.equal(['2026-11-23', '2026-11-01'])
  })
  it('is refused where it is none', () => {
    expect(() => dayNumber('2026-02-30x')).to.throw(RangeError)
    expect(() => instantOf('2026-02-03', '24:00')).to.throw(RangeError)
  })
  const aDay = fc.integer({ min: -20_000, max: 60_000 }).map(dayFromNumber)
  it('moves and comes back', () => {
    fc.assert(fc.property(aDay, fc.integer({ min: -5000, max: 5000 }), (day, n) => {
      expect(addDays(addDays(day, n), -n)).to.equal(day)
      expect(daysBetween(day, addDays(day, n))).to.equal(n)
    }))
  })
  it('meets its own moments', () => {
    fc.assert(fc.property(aDay, fc.integer({ min: 0, max: 1439 }), (day, minute) => {
      const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
      expect([dayOf(instantOf(day, time)), timeOf(instantOf(day, time))]).to.deep.equal([day, time])
    }))
  })
  it('moved by months keeps its date or takes the last of the month', () => {
    fc.assert(fc.property(aDay, fc.integer({ min: -60, max: 60 }), (day, n) => {
      const moved = addMonths(day, n)
      expect(parseDay(moved)).to.equal(moved)
      expect(moved.slice(8) === day.slice(8) || addDays(moved, 1).slice(8) === '01').to.equal(true)
    }))
  })
})
