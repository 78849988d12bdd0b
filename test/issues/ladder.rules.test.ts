import { expect } from 'chai'
import fc from 'fast-check'
import { addDays, dayFromNumber, dayNumber, instantOf } from '../../models/shared/calendarDay.ts'
import {
  addWorkingDays,
  calendarFrom,
  factsOf,
  isWorkingDay,
  type WorkingCalendar,
} from '../../models/shared/workingCalendar.ts'
import { DEFAULT_OFFICE_HOURS } from '../../models/shared/officeHours.ts'
import { PUBLISHED_YEARS } from '../../models/holiday/publishedYears.ts'
import { extensionRefused, LIMITS, longestExtension, type LimitClass } from '../../models/issue/deadline.ts'
import {
  circularFrom, nextStepAt, stepDays, stepsToRaise, stepsUpTo, type LadderFacts, type Step,
} from '../../models/issue/ladder.ts'
import { vectors } from '../shared/vectors.ts'

const { cases, calendarOf } = vectors('ladder')
const calendar = calendarFrom(PUBLISHED_YEARS)

/** The vectors say 一般诉求 where the product says 一般. */
const classNamed = (name: string): LimitClass => (name === '一般诉求' ? '一般' : (name as LimitClass))
type Given = {
  class: string
  start: string
  due: string
  dueProvisional?: boolean
  askedAt: string
  earlierExtensions: number
  version: number
  today: string
  issued: { version: number; level: Step }[]
  days: string[]
}

const factsFrom = (given: Given): LadderFacts => ({
  limitClass: classNamed(given.class),
  grade: '一般',
  startOn: given.start,
  dueOn: given.due,
  provisional: given.dueProvisional ?? false,
})

function rungsOf(facts: LadderFacts, counted: WorkingCalendar) {
  const days = stepDays(facts, counted)
  return {
    rungs: Object.fromEntries(days.map(({ step, on }) => [step, on])),
    provisional: days.filter(({ provisional }) => provisional).map(({ step }) => step),
  }
}

function circularDays(days: string[]): string[] {
  const made: string[] = []
  let unused: { issuedOn: string }[] = []
  for (const issuedOn of days) {
    unused.push({ issuedOn })
    const three = circularFrom(unused)
    if (three) {
      made.push(issuedOn)
      unused = unused.filter((card) => !three.includes(card))
    }
  }
  return made
}

const ANSWERS: Record<string, (given: Given) => unknown> = {
  rungs: (given) => rungsOf(factsFrom(given), calendarOf()),
  newVersion: (given) => {
    const limitClass = classNamed(given.class)
    const due = longestExtension(
      { limitClass, dueOn: given.due, fromAt: instantOf(given.start, '10:00') },
      calendarOf(),
    )
    if (due === null) return null
    const facts = { ...factsFrom(given), dueOn: due.day, provisional: due.provisional }
    return { due: due.day, dueProvisional: due.provisional, ...rungsOf(facts, calendarOf()) }
  },
  extensionRequest: (given) => {
    const facts = { limitClass: classNamed(given.class), dueOn: given.due, earlier: given.earlierExtensions }
    return { refused: extensionRefused(facts, new Date(given.askedAt), calendarOf()) }
  },
  sweep: (given) => {
    const raised = given.issued.filter(({ version }) => version === given.version).map(({ level }) => level)
    return { raise: stepsToRaise(factsFrom(given), given.today, raised, calendarOf()) }
  },
  redCards: (given) => ({ circularOn: circularDays(given.days) }),
}

describe('the ladder, by the vectors', () => {
  for (const { name, kind, given, expect: wanted } of cases) {
    it(`${kind}: ${name}`, () => {
      expect(ANSWERS[kind]?.(given as unknown as Given)).to.deep.equal(wanted)
    })
  }
})

describe('the ladder of any due version', () => {
  const aVersion = fc.record({
    start: fc.integer({ min: dayNumber('2025-01-01'), max: dayNumber('2026-10-01') }).map(dayFromNumber),
    workingDays: fc.integer({ min: 1, max: 60 }),
    limitClass: fc.constantFrom(...(Object.keys(LIMITS) as LimitClass[])),
  }).map(({ start, workingDays, limitClass }): LadderFacts => {
    const dueOn = addWorkingDays(start, workingDays, calendar).day
    return { limitClass, grade: '一般', startOn: start, dueOn, provisional: false }
  })

  it('climbs day by day and stands on working days only', () => {
    fc.assert(fc.property(aVersion, (facts) => {
      const days = stepDays(facts, calendar).flatMap(({ on }) => on ?? [])
      expect(days).to.deep.equal([...days].sort())
      expect(days.every((day) => isWorkingDay(day, calendar))).to.equal(true)
    }))
  })

  it('raises each step once and never a lower one after a higher, however often or rarely the sweep comes', () => {
    fc.assert(
      fc.property(
        aVersion,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 5, maxLength: 60 }),
        (facts, gaps) => {
          const raised: Step[] = []
          let today = facts.startOn
          for (const gap of gaps) {
            today = addDays(today, gap)
            raised.push(...stepsToRaise(facts, today, raised, calendar))
          }
          const order = stepDays(facts, calendar).map(({ step }) => step)
          expect(raised).to.deep.equal(order.filter((step) => raised.includes(step)))
        },
      ),
    )
  })

  it('knows when to look next: nothing before that instant, something on that day', () => {
    fc.assert(
      fc.property(aVersion, fc.integer({ min: 0, max: 120 }), (facts, after) => {
        const today = addDays(facts.startOn, after)
        const raised = stepsUpTo(null)
        const next = nextStepAt(facts, today, raised, DEFAULT_OFFICE_HOURS, calendar)
        if (next === null) return
        const on = new Date(next.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
        const looked = on < today ? today : on
        if (factsOf(looked, calendar).working)
          expect(stepsToRaise(facts, looked, raised, calendar)).to.not.deep.equal([])
        for (let day = today; day < on; day = addDays(day, 1))
          expect(stepsToRaise(facts, day, raised, calendar)).to.deep.equal([])
      }),
    )
  })

  it('holds red cards and what follows while the due day is provisional', () => {
    const facts: LadderFacts = {
      limitClass: '一般',
      grade: '一般',
      startOn: '2026-12-11',
      dueOn: '2027-01-04',
      provisional: true,
    }
    expect(stepsToRaise(facts, '2026-12-31', ['L0'], calendar)).to.deep.equal(['L1'])
    expect(stepsToRaise(facts, '2027-01-15', ['L0', 'L1'], calendar)).to.deep.equal([])
    expect(nextStepAt(facts, '2027-01-05', ['L0', 'L1'], DEFAULT_OFFICE_HOURS, calendar)).to.equal(null)
    expect(stepsToRaise({ ...facts, provisional: false }, '2027-01-15', ['L0', 'L1'], calendar)).to.deep.equal([
      'L2',
      'L3',
      'L4',
    ])
  })

  it('is told from nine in the morning, but at any hour for 重大', () => {
    const facts: LadderFacts = {
      limitClass: '一般',
      grade: '一般',
      startOn: '2026-03-02',
      dueOn: '2026-03-23',
      provisional: false,
    }
    const next = (grade: '一般' | '重大') =>
      nextStepAt({ ...facts, grade }, '2026-03-02', [], DEFAULT_OFFICE_HOURS, calendar)
    expect(next('一般')).to.deep.equal(instantOf('2026-03-18', '09:00'))
    expect(next('重大')).to.deep.equal(instantOf('2026-03-18', '00:00'))
  })
})
