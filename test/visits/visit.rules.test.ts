import { expect } from 'chai'
import fc from 'fast-check'
import { RuleBroken } from '../../models/shared/errors.ts'
import { addWorkingDays, calendarFrom } from '../../models/shared/workingCalendar.ts'
import { likeness, mostAlike } from '../../models/visit/alike.ts'
import { CAP_WORKING_DAYS, joinInstead, type Contact } from '../../models/visit/cap.ts'
import { assertConfirmable, whyNotConfirm, type Confirmable, type Confirmation } from '../../models/visit/confirmation.ts'
import { isBackdated, whyNotOn } from '../../models/visit/day.ts'
import { mustDeclareIntegrity } from '../../models/visit/integrity.ts'
import { covers, isMode, MODES, OTHER_MODES, USUAL_MODES } from '../../models/visit/mode.ts'
import { isVisitNumber, visitNumber } from '../../models/visit/number.ts'
import { metSomebody } from '../../models/visit/outcome.ts'
import { assertNotClassified } from '../../models/visit/secrecy.ts'
import { SUBJECT_TYPES, wordForRaised, type SubjectType } from '../../models/visit/subject.ts'

describe('the mode of a visit', () => {
  const COUNTS: Record<SubjectType, string[]> = {
    enterprise: ['实地', '座谈'],
    npc: ['实地', '座谈', '电话', '视频'],
    cppcc: ['实地', '座谈', '电话', '视频'],
    other: ['实地', '座谈'],
  }

  for (const type of Object.keys(SUBJECT_TYPES) as SubjectType[]) {
    it(`covers ${SUBJECT_TYPES[type]} by ${COUNTS[type].join('、')} alone`, () => {
      expect(MODES.filter(mode => covers(mode, type))).to.deep.equal(COUNTS[type])
    })
  }

  it('never covers anybody by a word that is no mode', () => {
    fc.assert(fc.property(fc.string(), word => isMode(word) || !covers(word, 'npc')))
  })

  it('offers each mode once, the usual ones as buttons', () => {
    expect([...USUAL_MODES, ...OTHER_MODES].toSorted()).to.deep.equal([...MODES].toSorted())
  })

  it('asks those who went there for the declaration of integrity, not those who called', () => {
    expect(MODES.filter(mustDeclareIntegrity)).to.deep.equal(['实地', '座谈'])
  })
})

describe('what is raised', () => {
  it('is a 诉求 from a firm and an 意见建议 from a deputy or member', () => {
    expect(wordForRaised('enterprise')).to.equal('诉求')
    expect(wordForRaised('npc')).to.equal('意见建议')
    expect(wordForRaised('cppcc')).to.equal('意见建议')
  })
})

describe('the cap of 20 working days', () => {
  const calendar = calendarFrom([{ year: 2026, off: [{ day: '2026-10-01', name: '国庆节' }], makeUp: [] }])
  const onDay = '2026-11-25'
  const other = (values: Partial<Contact>): Contact =>
    ({ no: 'ZF202611110001', department: 'water', onDay: '2026-11-11', mode: '实地', state: 'done', ...values })
  const workingDaysAway = (n: number) => addWorkingDays(onDay, n, calendar).day

  const CASES: [string, string, Partial<Contact>, boolean][] = [
    ['a visit ten working days ago', '实地', {}, true],
    ['a planned visit next week', '实地', { onDay: '2026-12-02', state: 'planned' }, true],
    ['a meeting', '座谈', { mode: '座谈' }, true],
    ['a visit 19 working days ago', '实地', { onDay: workingDaysAway(-CAP_WORKING_DAYS + 1) }, true],
    ['a visit 20 working days ago', '实地', { onDay: workingDaysAway(-CAP_WORKING_DAYS) }, false],
    ['a visit planned in 20 working days', '实地', { onDay: workingDaysAway(CAP_WORKING_DAYS), state: 'planned' }, false],
    ['a visit that was voided', '实地', { state: 'void' }, false],
    ['a call', '实地', { mode: '电话' }, false],
    ['somebody who came to us', '实地', { mode: '接待来访' }, false],
  ]
  for (const [what, mode, values, proposes] of CASES) {
    it(`${proposes ? 'proposes to go together with' : 'leaves the way free beside'} ${what}`, () => {
      expect(joinInstead({ onDay, mode }, [other(values)], calendar) !== null).to.equal(proposes)
    })
  }

  it('never stands in the way of a call', () => {
    expect(joinInstead({ onDay, mode: '电话' }, [other({})], calendar)).to.equal(null)
  })

  it('names the nearest visit, whichever way round they are listed', () => {
    const near = other({ no: 'ZF202611230001', onDay: '2026-11-23' })
    const far = other({ no: 'ZF202611040001', onDay: '2026-11-04' })
    expect(joinInstead({ onDay, mode: '实地' }, [far, near], calendar)).to.equal(near)
    expect(joinInstead({ onDay, mode: '实地' }, [near, far], calendar)).to.equal(near)
  })
})

describe('the confirmation of a visit', () => {
  const done: Confirmable = { state: 'done', outcome: '', createdBy: 'qin', visitors: ['qin', 'duan'], confirmed: false }
  const CASES: [string, Partial<Confirmable>, Confirmation, string, boolean, string | null][] = [
    ['the visitor hands in the signed sheet', {}, 'signedSheet', 'qin', true, null],
    ['the signed sheet has no photo', {}, 'signedSheet', 'qin', false, '照片'],
    ['a colleague calls', {}, 'call', 'wen', false, null],
    ['the visitor calls', {}, 'call', 'qin', false, '没有去走访的人'],
    ['one who went along calls', {}, 'call', 'duan', false, '没有去走访的人'],
    ['it was confirmed before', { confirmed: true }, 'call', 'wen', false, '已经确认过'],
    ['the visit is only planned', { state: 'planned' }, 'call', 'wen', false, '还没有进行'],
    ['the record is void', { state: 'void' }, 'call', 'wen', false, '作废'],
    ['nobody was met', { outcome: '失联' }, 'call', 'wen', false, '没有联系上'],
    ['the visited party uses the link', {}, 'link', 'anybody', false, null],
  ]
  for (const [when, values, how, who, hasPhoto, expected] of CASES) {
    it(`${expected === null ? 'stands' : 'is refused'} when ${when}`, () => {
      const why = whyNotConfirm({ ...done, ...values }, how, who, hasPhoto)
      if (expected === null) expect(why).to.equal(null)
      else expect(why).to.include(expected)
    })
  }

  it('throws the sentence for the door to show', () => {
    expect(() => { assertConfirmable(done, 'call', 'qin', false) }).to.throw(RuleBroken, '没有去走访的人')
  })
})

describe('the day of a visit', () => {
  const CASES: [string, string, boolean][] = [
    ['today', '2026-11-25', true],
    ['yesterday', '2026-11-24', true],
    ['tomorrow', '2026-11-26', false],
    ['a year ago', '2025-11-25', true],
    ['more than a year ago', '2025-11-23', false],
  ]
  for (const [when, on, fine] of CASES) {
    it(`${fine ? 'may' : 'may not'} be ${when}`, () => {
      expect(whyNotOn(on, '2026-11-25') === null).to.equal(fine)
    })
  }

  it('makes a late entry a 补录', () => {
    expect(isBackdated('2026-11-24', '2026-11-25')).to.equal(true)
    expect(isBackdated('2026-11-25', '2026-11-25')).to.equal(false)
  })
})

describe('the number of a visit', () => {
  it('is ZF, the day and four places', () => {
    expect(visitNumber('2026-09-18', 6)).to.equal('ZF202609180006')
  })

  it('is recognised, and never the same for two visits of a day', () => {
    const running = fc.integer({ min: 1, max: 999_999 })
    fc.assert(fc.property(running, running, (a, b) => {
      const [one, other] = [visitNumber('2026-09-18', a), visitNumber('2026-09-18', b)]
      return isVisitNumber(one) && (one === other) === (a === b)
    }))
  })
})

describe('secrecy', () => {
  it('takes open and internal matter', () => {
    expect(() => { assertNotClassified('公开') }).not.to.throw()
    expect(() => { assertNotClassified('内部') }).not.to.throw()
  })

  it('refuses state secrets and says where they belong', () => {
    expect(() => { assertNotClassified('涉密') }).to.throw(RuleBroken, '保密规定')
  })
})

describe('an outcome', () => {
  it('of 失联 met nobody, of 停产 somebody', () => {
    expect(metSomebody('失联')).to.equal(false)
    expect(metSomebody('停产')).to.equal(true)
    expect(metSomebody('')).to.equal(true)
  })
})

describe('similar titles', () => {
  const CASES: [string, string, boolean][] = [
    ['北门公交停运，夜班工人没有车', '厂区北门公交线路停运', true],
    ['厂区外雨水管没接通，下雨积水货车进不来', '厂区北门公交线路停运', false],
    ['二期厂房用地边界与不动产证不符', '二期厂房用地边界和不动产权证对不上', true],
    ['贷款续贷被拒', '用电容量不够', false],
    ['车', '车', false],
  ]
  for (const [one, other, alike] of CASES) {
    it(`${alike ? 'point out' : 'leave apart'}: ${one} / ${other}`, () => {
      expect(mostAlike(one, [{ title: other }]) !== null).to.equal(alike)
    })
  }

  it('are compared alike in both directions, between 0 and 1, and with themselves fully', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, other) => {
      const share = likeness(one, other)
      const own = likeness(one, one)
      return share === likeness(other, one) && share >= 0 && share <= 1 && (own === 0 || own === 1)
    }))
  })
})
