import { expect } from 'chai'
import fc from 'fast-check'
import { addDays, dayFromNumber, dayNumber, dayOf } from '../../models/shared/calendarDay.ts'
import {
  addWorkingDays,
  calendarFrom,
  dueAfter,
  factsOf,
  isWorkingDay,
  problemsOf,
  remainingAt,
  workingDayOf,
  workingDaysBetween,
} from '../../models/shared/workingCalendar.ts'
import { addOfficeMinutes } from '../../models/shared/officeHours.ts'
import { monthsAfter } from '../../models/shared/monthPeriod.ts'
import { PUBLISHED_YEARS } from '../../models/holiday/publishedYears.ts'
import { vectors, yearFile, yearFrom } from './vectors.ts'

const { cases, calendarOf } = vectors('workingDays')
const calendar = calendarFrom(PUBLISHED_YEARS)
const shanghai = (at: Date) => `${new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`

type Given = {
  enteredAt: string; assignedAt?: string; workingDays: number; months: number; date: string; from: string; to: string
  minutes: number; hours: number; officeHours: [string, string][]; due: string; stoppedAt: string; resumedAt: string
  calendars?: string[]; before: string[]; after: string[]; deadline: Given; file: Parameters<typeof yearFrom>[0]
}

function countIn(names: string[] | undefined, given: Given): { due: string; provisional: boolean } {
  const found = given.assignedAt
    ? monthsAfter(new Date(given.assignedAt), given.months, calendarOf(names))
    : dueAfter(new Date(given.enteredAt), given.workingDays, calendarOf(names))
  return { due: found.dueOn, provisional: found.provisional }
}

const ANSWERS: Record<string, (given: Given) => unknown> = {
  due: (given) => {
    const due = dueAfter(new Date(given.enteredAt), given.workingDays, calendarOf(given.calendars))
    return { deemedStart: due.startOn, due: due.dueOn, dueAt: shanghai(due.dueAt), provisional: due.provisional }
  },
  isWorkingDay: (given) => {
    const { working, provisional } = factsOf(given.date, calendarOf())
    return { working, provisional }
  },
  between: (given) => ({ workingDays: workingDaysBetween(given.from, given.to, calendarOf()) }),
  officeHours: (given) => {
    const found = addOfficeMinutes(new Date(given.enteredAt), given.minutes, given.officeHours, calendarOf())
    return { dueAt: shanghai(found.dueAt), provisional: found.provisional }
  },
  clockHours: (given) => ({ dueAt: shanghai(new Date(Date.parse(given.enteredAt) + given.hours * 3_600_000)) }),
  resume: (given) => {
    const remaining = remainingAt(new Date(given.stoppedAt), given.due, calendarOf())
    const { dueOn, provisional } = dueAfter(new Date(given.resumedAt), remaining, calendarOf())
    return { remaining, due: dueOn, provisional }
  },
  calendarLoaded: (given) => {
    const [before, after] = [countIn(given.before, given.deadline), countIn(given.after, given.deadline)]
    return { before, after, moves: before.due !== after.due }
  },
  calendarFile: (given) => {
    const problems = problemsOf(yearFrom(given.file)).map((one) => ('day' in one ? `${one.code} ${one.day}` : one.code))
    return { accepted: problems.length === 0, problems }
  },
}

describe('working days, by the vectors', () => {
  for (const { name, kind, given, expect: wanted } of cases) {
    it(`${kind}: ${name}`, () => {
      expect(ANSWERS[kind]?.(given as unknown as Given)).to.deep.equal(wanted)
    })
  }
})

describe('the years that the product ships', () => {
  for (const year of [2024, 2025, 2026]) {
    it(`${year} agrees with the State Council's notice, day by day and month by month`, () => {
      const [shipped, file] = [PUBLISHED_YEARS.find((one) => one.year === year), yearFile(year)]
      expect(shipped?.off).to.deep.equal(yearFrom(file).off)
      expect(shipped?.makeUp).to.deep.equal(file.makeUp)
      const perMonth = file.workingDaysPerMonth.map((_, index) => {
        const month = `${year}-${String(index + 1).padStart(2, '0')}`
        return Array.from({ length: 31 }, (_unused, n) => addDays(`${month}-01`, n))
          .filter((day) => day.startsWith(month) && isWorkingDay(day, calendar)).length
      })
      expect(perMonth).to.deep.equal(file.workingDaysPerMonth)
    })
  }
  it('give each day off its reason', () => {
    expect(factsOf('2026-09-26', calendar).reason).to.equal('中秋节')
    expect(factsOf('2026-10-10', calendar).reason).to.equal('调休上班')
    expect(factsOf('2026-10-11', calendar).reason).to.equal('周末')
    expect(factsOf('2026-10-12', calendar).reason).to.equal('')
  })
  it('are found faultless by the check that guards the loading of a year', () => {
    expect(PUBLISHED_YEARS.flatMap(problemsOf)).to.deep.equal([])
  })
  it('given again in another version count by the later one as a whole', () => {
    const amended = { year: 2026, off: [{ day: '2026-09-28', name: '中秋节' }], makeUp: [] }
    const changed = calendarFrom([...PUBLISHED_YEARS, amended])
    expect([isWorkingDay('2026-09-28', changed), isWorkingDay('2026-10-01', changed)]).to.deep.equal([false, true])
  })
})

describe('counting working days, for any day', () => {
  const aDay = fc.integer({ min: dayNumber('2024-01-01'), max: dayNumber('2027-12-31') }).map(dayFromNumber)
  const anInstant = fc.date({
    min: new Date('2024-01-01T00:00:00Z'),
    max: new Date('2027-06-30T00:00:00Z'),
    noInvalidDate: true,
  })
  const aCount = fc.integer({ min: 0, max: 70 })

  it('never ends on an off-day', () => {
    fc.assert(fc.property(anInstant, aCount, (at, n) => isWorkingDay(dueAfter(at, n, calendar).dueOn, calendar)))
  })
  it('is monotone: what is entered later is not due earlier, what is given more days is due later', () => {
    fc.assert(fc.property(anInstant, anInstant, aCount, (one, other, n) => {
      const [first, second] = one <= other ? [one, other] : [other, one]
      expect(dueAfter(first, n, calendar).dueOn <= dueAfter(second, n, calendar).dueOn).to.equal(true)
      expect(dueAfter(first, n, calendar).dueOn < dueAfter(first, n + 1, calendar).dueOn).to.equal(true)
    }))
  })
  it('is additive: m days and then n days are m + n days', () => {
    fc.assert(fc.property(aDay, aCount, aCount, (day, m, n) => {
      const steps = addWorkingDays(addWorkingDays(day, m, calendar).day, n, calendar).day
      expect(steps).to.equal(addWorkingDays(day, m + n, calendar).day)
    }))
  })
  it('is the inverse of measuring: n days added are n days between', () => {
    fc.assert(fc.property(aDay, aCount, (day, n) => {
      expect(workingDaysBetween(day, addWorkingDays(day, n, calendar).day, calendar)).to.equal(n)
    }))
  })
  it('goes back as it came, from a working day', () => {
    fc.assert(fc.property(aDay, aCount, (day, n) => {
      fc.pre(isWorkingDay(day, calendar))
      expect(addWorkingDays(addWorkingDays(day, n, calendar).day, -n, calendar).day).to.equal(day)
    }))
  })
  it('measures over three days as the sum of its parts', () => {
    fc.assert(fc.property(aDay, aDay, aDay, (a, b, c) => {
      const between = (from: string, to: string) => workingDaysBetween(from, to, calendar)
      expect(between(a, b) + between(b, c)).to.equal(between(a, c))
    }))
  })
  it('belongs to its own day or a later one, and always to a working day', () => {
    fc.assert(fc.property(anInstant, (at) => {
      const { day } = workingDayOf(at, calendar)
      expect(day >= dayOf(at) && isWorkingDay(day, calendar)).to.equal(true)
    }))
  })
  it('keeps a stopped clock’s remaining days whatever the stop', () => {
    fc.assert(fc.property(aDay, anInstant, anInstant, (dueOn, stoppedAt, resumedAt) => {
      const remaining = remainingAt(stoppedAt, dueOn, calendar)
      fc.pre(Math.abs(remaining) < 60)
      expect(remainingAt(resumedAt, dueAfter(resumedAt, remaining, calendar).dueOn, calendar)).to.equal(remaining)
    }))
  })
})
