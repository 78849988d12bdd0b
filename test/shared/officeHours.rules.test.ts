import { expect } from 'chai'
import fc from 'fast-check'
import {
  addOfficeMinutes,
  DEFAULT_OFFICE_HOURS,
  isOfficeTime,
  nextOfficeTime,
  officeMinutesBetween,
} from '../../models/shared/officeHours.ts'
import { calendarFrom } from '../../models/shared/workingCalendar.ts'
import { PUBLISHED_YEARS } from '../../models/holiday/publishedYears.ts'

const calendar = calendarFrom(PUBLISHED_YEARS)
const at = (text: string) => new Date(`${text}+08:00`)

describe('office hours', () => {
  for (const [when, inside] of [
    ['2026-11-25T09:00', true], ['2026-11-25T08:59', false], ['2026-11-25T12:00', false], ['2026-11-25T13:30', true],
    ['2026-11-25T17:29', true], ['2026-11-25T17:30', false], ['2026-11-28T10:00', false], ['2026-10-10T10:00', true],
  ] as const) {
    it(`${when} is ${inside ? 'inside' : 'outside'}`, () => {
      expect(isOfficeTime(at(when), DEFAULT_OFFICE_HOURS, calendar)).to.equal(inside)
    })
  }
  it('what comes in the night before a holiday is told on the first morning after it', () => {
    expect(nextOfficeTime(at('2026-09-30T20:00'), DEFAULT_OFFICE_HOURS, calendar)).to.deep.equal(at('2026-10-08T09:00'))
    expect(nextOfficeTime(at('2026-11-25T12:30'), DEFAULT_OFFICE_HOURS, calendar)).to.deep.equal(at('2026-11-25T13:30'))
    expect(nextOfficeTime(at('2026-11-25T10:07'), DEFAULT_OFFICE_HOURS, calendar)).to.deep.equal(at('2026-11-25T10:07'))
  })
  it('measure what they add', () => {
    const anInstant = fc.date({ min: at('2026-01-01T00:00'), max: at('2026-11-30T00:00'), noInvalidDate: true })
    fc.assert(fc.property(anInstant, fc.integer({ min: 1, max: 3000 }), (from, minutes) => {
      const { dueAt } = addOfficeMinutes(from, minutes, DEFAULT_OFFICE_HOURS, calendar)
      expect(officeMinutesBetween(from, dueAt, DEFAULT_OFFICE_HOURS, calendar)).to.equal(minutes)
    }))
  })
})
