import { expect } from 'chai'
import { calendarDaysAfter, monthsAfter } from '../../models/shared/monthPeriod.ts'
import { vectors } from './vectors.ts'

const { cases, calendarOf } = vectors('monthPeriods')
const shanghai = (at: Date) => `${new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`

describe('periods of months and calendar days, by the vectors', () => {
  for (const { name, kind, given, expect: wanted } of cases) {
    it(`${kind}: ${name}`, () => {
      const { assignedAt, months, days } = given as { assignedAt: string; months: number; days: number }
      const at = new Date(assignedAt)
      const end = kind === 'months' ? monthsAfter(at, months, calendarOf()) : calendarDaysAfter(at, days, calendarOf())
      expect({
        sameDay: end.sameOn,
        due: end.dueOn,
        dueAt: shanghai(end.dueAt),
        provisional: end.provisional,
      }).to.deep.equal(wanted)
    })
  }
})
