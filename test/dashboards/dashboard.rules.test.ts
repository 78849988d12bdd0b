import { expect } from 'chai'
import { ageBands } from '../../models/dashboard/ageBands.ts'
import { ranked, reasonOf, urgencyOf, type ExceptionFacts } from '../../models/dashboard/ranking.ts'
import { sentenceOf, trendSentence } from '../../models/dashboard/sentence.ts'
import { PUBLISHED_YEARS } from '../../models/holiday/publishedYears.ts'
import { addDays, type CivilDay } from '../../models/shared/calendarDay.ts'
import { calendarFrom, workingDaysBetween } from '../../models/shared/workingCalendar.ts'
import { weekSoFar, weeksBefore } from '../../models/snapshot/weeks.ts'
import { missingYear } from '../../server/homes/plainHome.ts'

const calendar = calendarFrom(PUBLISHED_YEARS)
const said = (facts: Parameters<typeof sentenceOf>[0]) => sentenceOf(facts).map(({ text }) => text).join('')
const of = (...counts: [string, number][]) => counts.map(([name, count]) => ({ name, count }))

describe('the leader’s sentence', () => {
  const cases: [string, Parameters<typeof sentenceOf>[0]][] = [
    ['没有在办的诉求。', { handling: 0, overdue: 0, overdueBy: [] }],
    ['在办诉求 214 件，没有超期的。', { handling: 214, overdue: 0, overdueBy: [] }],
    ['在办诉求 3 件，1 件超期，在水务局。', { handling: 3, overdue: 1, overdueBy: of(['水务局', 1]) }],
    ['在办诉求 20 件，4 件超期，都在水务局。', { handling: 20, overdue: 4, overdueBy: of(['水务局', 4]) }],
    [
      '在办诉求 214 件，17 件超期，分布在 3 个部门，住房城乡建设局最多，10 件。',
      { handling: 214, overdue: 17, overdueBy: of(['水务局', 4], ['住房城乡建设局', 10], ['公安局', 3]) },
    ],
    [
      '在办诉求 40 件，7 件超期，分布在 3 个部门，水务局、公安局最多，各 3 件。',
      { handling: 40, overdue: 7, overdueBy: of(['水务局', 3], ['教育局', 1], ['公安局', 3]) },
    ],
    ['在办诉求 40 件，4 件超期，分布在 2 个部门，各 2 件。', { handling: 40, overdue: 4, overdueBy: of(['水务局', 2], ['公安局', 2]) }],
    [
      '在办诉求 40 件，9 件超期，分布在 5 个部门，其中 4 个部门最多，各 2 件。',
      { handling: 40, overdue: 9, overdueBy: of(['甲', 2], ['乙', 2], ['丙', 2], ['丁', 2], ['戊', 1]) },
    ],
    ['没有在办的诉求，1 件超期，在水务局。', { handling: 0, overdue: 1, overdueBy: of(['水务局', 1]) }],
    ['在办诉求 1,214 件，2 件超期。', { handling: 1214, overdue: 2, overdueBy: [] }],
  ]
  for (const [words, facts] of cases) it(words, () => expect(said(facts)).to.equal(words))

  it('names the figures that lead to rows', () => {
    expect(sentenceOf({
      handling: 3, overdue: 1, overdueBy: of(['甲', 1]),
    }).flatMap(({ figure }) => figure ?? [])).to.deep.equal(['handling', 'overdue'])
  })
})

describe('the sentence about the trend', () => {
  const cases: [string, Parameters<typeof trendSentence>[0]][] = [
    ['', { weekEnds: [], thisWeek: null }],
    ['', { weekEnds: [214], thisWeek: null }],
    ['', { weekEnds: [214, 214], thisWeek: null }],
    ['上周在办减少 4 件。', { weekEnds: [210, 221, 217], thisWeek: null }],
    [
      '在办连续四周减少，本周到昨天新收 14 件，销号 17 件。',
      { weekEnds: [220, 233, 229, 225, 221, 217], thisWeek: { received: 14, closed: 17 } },
    ],
    ['在办连续两周增加。', { weekEnds: [210, 211, 214], thisWeek: null }],
    ['本周到昨天新收 0 件，销号 2 件。', { weekEnds: [5], thisWeek: { received: 0, closed: 2 } }],
  ]
  for (const [words, facts] of cases) it(
    words || `nothing from ${JSON.stringify(facts.weekEnds)}`, () => expect(trendSentence(facts)).to.equal(words),
  )
})

describe('the age bands of the matrix', () => {
  it('put every day of assignment into exactly the band of its working days', () => {
    const most = [5, 10, 15, 30, Infinity]
    for (const today of ['2026-11-25', '2026-10-05', '2026-10-10', '2026-11-28', '2026-01-01']) {
      const bands = ageBands(today, calendar)
      for (let back = 0; back < 80; back++) {
        const day: CivilDay = addDays(today, -back)
        const within = bands.flatMap(
          (band, index) => (band.fromOn ?? '0') <= day && day <= (band.toOn ?? '9') ? [index] : []
        )
        const age = workingDaysBetween(day, today, calendar)
        expect(within, `${day} of ${today}`).to.deep.equal([most.findIndex(each => age <= each)])
      }
    }
  })
})

const facts = (more: Partial<ExceptionFacts> = {}): ExceptionFacts => ({
  no: 'SQ2026-000001', state: 'handling', grade: '一般', overdueDays: 0, dueOn: '2026-11-20', unclaimedSince: null,
  unclaimedDays: 0, size: '',
  own: false, refusals: 0, failedVerifications: 0, unsatisfied: 0, extensionRefused: false, unsignedDays: 0,
  lastProgressDays: 0,
  promiseOn: null, orderUnanswered: null, escalatedTo: null, ...more,
})
const order = (...each: Partial<ExceptionFacts>[]) => ranked(each.map(facts)).map(({ no }) => no)

describe('the ranking of exceptions', () => {
  it(
    'puts the longer overdue first',
    () => expect(order({ no: 'a', overdueDays: 2 }, { no: 'b', overdueDays: 12 })).to.deep.equal(['b', 'a']),
  )
  it('puts a case that nobody takes before one a little longer overdue', () => {
    expect(
      order({ no: 'a', overdueDays: 6 }, { no: 'b', unclaimedSince: '2026-11-19', unclaimedDays: 4 })
    ).to.deep.equal(['b', 'a'])
  })
  it('puts the larger enterprise first when delays are level', () => {
    expect(
      order(
        { no: 'a', overdueDays: 3, size: '小型' }, { no: 'b', overdueDays: 3, size: '大型' }, { no: 'c', overdueDays: 3 },
      )
    ).to.deep.equal(['b', 'a', 'c'])
  })
  it('puts the reader’s own firm first when all else is level', () => {
    expect(order({ no: 'a', overdueDays: 3 }, { no: 'b', overdueDays: 3, own: true })).to.deep.equal(['b', 'a'])
  })
  it(
    'keeps level cases in the order of their numbers',
    () => expect(order({ no: 'b' }, { no: 'a' })).to.deep.equal(['a', 'b']),
  )
  it('never lowers a case for being late longer', () => {
    for (let days = 0; days < 40; days++) expect(
      urgencyOf(facts({ overdueDays: days + 1 }))
    ).to.be.above(urgencyOf(facts({ overdueDays: days })))
  })
})

describe('the reason of an exception', () => {
  const words = (day: string) => `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`
  const cases: [string, Partial<ExceptionFacts>][] = [
    ['期限已过，还没有答复', {}],
    ['督办单要求 11月17日前回复，没有回复；已升到约谈', { orderUnanswered: { dueOn: '2026-11-17' }, escalatedTo: '约谈', unsatisfied: 1 }],
    ['退办后等办公室裁定', { unclaimedSince: '2026-11-19', refusals: 1 }],
    ['2 次退办，等办公室裁定', { unclaimedSince: '2026-11-19', refusals: 2 }],
    ['超过签收时限 2 个工作日，没有签收', { unsignedDays: 2 }],
    ['承诺 11月20日兑现，没有兑现', { state: 'pledged', promiseOn: '2026-11-20' }],
    ['核验退回 1 次；提出人 2 次不满意', { failedVerifications: 1, unsatisfied: 2, extensionRefused: true }],
    ['没有报过进展', { lastProgressDays: null }],
    ['12 个工作日没有新进展', { lastProgressDays: 12 }],
  ]
  for (const [sentence, more] of cases) it(sentence, () => expect(reasonOf(facts(more), words)).to.equal(sentence))
})

describe('weeks of frozen days', () => {
  const days = [
    '2026-11-16', '2026-11-20', '2026-11-22', '2026-11-23', '2026-11-24',
  ].map((onDay, index) => ({ onDay, handling: 100 + index, received: 2, closed: 1 }))
  it('run from Monday to Sunday and end before this week', () => {
    const weeks = weeksBefore('2026-11-25', 2, days)
    expect(weeks).to.deep.equal([
      { mondayOn: '2026-11-09', handling: null, received: 0, closed: 0 },
      { mondayOn: '2026-11-16', handling: 102, received: 6, closed: 3 },
    ])
  })
  it('leave this week’s days that are over', () => {
    expect(weekSoFar('2026-11-25', days)).to.include({ received: 4, closed: 2, handling: 104 })
    expect(weekSoFar('2026-11-23', days)).to.equal(null)
  })
})

describe('the missing year of the calendar', () => {
  const loaded = new Set([2025, 2026])
  const cases: [string, number | null][] = [
    ['2026-11-14', null], ['2026-11-15', 2027], ['2026-12-31', 2027], ['2027-01-01', 2027], ['2025-11-20', null],
  ]
  for (const [today, year] of cases) it(
    `on ${today} is ${year ?? 'none'}`, () => expect(missingYear(today, loaded)).to.equal(year),
  )
})
