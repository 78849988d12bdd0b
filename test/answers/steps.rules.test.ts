import { expect } from 'chai'
import { attributesOf } from '../../models/answer/attributes.ts'
import { openDraft, sealDraft } from '../../models/answer/sealing.ts'
import {
  missingIn, partContacts, progressOf, readStep, strangersIn, valuesFor, withStep, type Typed,
} from '../../models/answer/steps.ts'
import { windowOf } from '../../models/answer/window.ts'
import type { AnswerAttribute } from '../../models/questionnaire/index.ts'
import { someSections } from './sections.ts'

const [policies, pace, last] = someSections()
if (!policies || !pace || !last) throw new Error('three sections')

const errorsOf = (section: typeof policies, typed: Typed) => {
  const read = readStep(section, typed)
  return read.ok ? {} : read.errors
}

describe('one section of an answer', () => {
  it('keeps each row of a matrix under its own key', () => {
    expect(readStep(pace, { 'm2.1': '4', 'm2.2': '0' })).to.deep.equal({
      ok: true, values: { 'm2.1': '4', 'm2.2': '0' },
    })
  })

  it('asks for what is required when going on, and lets it wait when going back', () => {
    expect(errorsOf(pace, { 'm2.1': '4' })).to.deep.equal({ 'm2.2': '第 6 题还没有选' })
    expect(readStep(pace, { 'm2.1': '4' }, 'back')).to.deep.equal({ ok: true, values: { 'm2.1': '4' } })
  })

  it('refuses options that do not exist, and several where one is meant', () => {
    expect(errorsOf(pace, { 'm2.1': '9', 'm2.2': ['4', '5'] })).to.deep.equal({
      'm2.1': '第 5 题请从列出的选项里选', 'm2.2': '第 6 题只能选一项，收到了 2 项',
    })
    expect(errorsOf(policies, { q1: ['a', 'x'], q2: '2' })).to.deep.equal({ q1: '第 1 题请从列出的选项里选' })
  })

  it('reads several ticks in the order of the options, each once', () => {
    expect(readStep(policies, { q1: ['b', 'a', 'a'], q2: '２，０００'.replace('，', ',') })).to.deep.equal({
      ok: true, values: { q1: ['a', 'b'], q2: '2000' },
    })
  })

  it('says of numbers, days and long texts what is wrong', () => {
    expect(errorsOf(policies, { q2: '很多', q3: '2026-02-30' })).to.deep.equal({
      q2: '第 2 题应为数字，如 12 或 3.5，现在是“很多”', q3: '第 3 题应为日期，如 2026-11-25，现在是“2026-02-30”',
    })
    expect(errorsOf(last, { q17: '4', q18: '11', q19: '长'.repeat(100_000) })).to.deep.equal({
      q18: '第 18 题请从列出的选项里选', q19: '第 19 题最多 500 个字，现在是 100000 个字',
    })
    expect(errorsOf(last, { q17: '4', q18: '10', q20: ['a', 'b'] })).to.deep.equal({ q20: '第 20 题只能填一处，收到了 2 处' })
  })

  it('counts signs, not halves of them, and keeps 请联系我 only with a text', () => {
    expect(readStep(last, { q17: '4', q18: '10', q19: '𠮷'.repeat(500), 'q19.contact': 'on' }).ok).to.equal(true)
    expect(readStep(last, { q17: '4', q18: '10', q19: '  ', 'q19.contact': 'on' })).to.deep.equal({
      ok: true, values: { q17: '4', q18: '10' },
    })
  })

  it('knows the names of its own questions only', () => {
    expect(
      strangersIn(last, { q17: '4', 'q19.contact': 'on', 'q20.contact': 'on', q1: 'a' })
    ).to.deep.equal(['q20.contact', 'q1'])
  })
})

describe('a whole answer', () => {
  const sections = someSections()

  it('forgets what was taken back', () => {
    expect(withStep({ 'm2.1': '4', q17: '5' }, pace, { 'm2.2': '3' })).to.deep.equal({ q17: '5', 'm2.2': '3' })
  })

  it('is kept in the order asked, whatever order it was filled in', () => {
    expect(
      Object.keys(valuesFor(sections, { q17: '5', 'm2.2': '3', q2: '7', gone: '1', 'm2.1': '8' }))
    ).to.deep.equal(['q2', 'm2.2', 'q17'])
  })

  it('names what is still open and where it stands', () => {
    expect(
      missingIn(sections, { q2: '1', 'm2.1': '4', q17: '4', q18: '3' }).map(({ step, text }) => [step, text])
    ).to.deep.equal([[2, '第 6 题还没有选']])
  })

  it('says how many minutes are left, one at least', () => {
    expect(progressOf(sections, 1, 5)).to.deep.equal({ step: 1, steps: 3, minutesLeft: 5 })
    expect(progressOf(sections, 3, 1).minutesLeft).to.equal(1)
  })

  it('parts the text under 请联系我 from an anonymous answer and leaves it in a confidential one', () => {
    const values = { q17: '4', q19: '路灯不亮', 'q19.contact': 'on' }
    expect(partContacts(sections, values, false).values).to.deep.equal({ q17: '4' })
    expect(partContacts(sections, values, true).values).to.deep.equal({ q17: '4', q19: '路灯不亮' })
    expect(partContacts(sections, values, false).contacts.map(({ text }) => text)).to.deep.equal(['路灯不亮'])
  })
})

describe('the draft of an anonymous answer', () => {
  it('opens by its token alone, under its invitation alone, and does not show its length', () => {
    const sealed = sealDraft({ q17: '4' }, 'token', 'one')
    expect(openDraft(sealed, 'token', 'one')).to.deep.equal({ q17: '4' })
    expect(openDraft(sealed, 'other', 'one')).to.equal(null)
    expect(openDraft(sealed, 'token', 'two')).to.equal(null)
    expect(openDraft('rubbish', 'token', 'one')).to.equal(null)
    expect(sealDraft({ q19: '长'.repeat(400) }, 'token', 'one').length).to.equal(sealed.length)
  })
})

describe('the time to answer', () => {
  const at = (time: string) => new Date(`2026-12-04T${time}:00+08:00`)
  const rules = {
    state: 'published' as const, opensAt: at('08:00'), closesAt: at('17:30'), closedAt: null, graceMinutes: 30,
    results: null,
  }
  const fresh = { begunAt: null, extendedUntil: null }
  const begun = { ...fresh, begunAt: at('17:00') }

  it('ends at the close, for those who had begun half an hour later', () => {
    expect(windowOf(rules, fresh, at('07:59')).state).to.equal('notYet')
    expect(windowOf(rules, fresh, at('17:30')).state).to.equal('open')
    expect(windowOf(rules, fresh, at('17:31')).state).to.equal('closed')
    expect(windowOf(rules, begun, at('18:00')).state).to.equal('grace')
    expect(windowOf(rules, begun, at('18:01')).state).to.equal('closed')
  })

  it('is longer for a recipient with an extension, and over when the figures are there', () => {
    const extended = { ...fresh, extendedUntil: new Date('2026-12-08T17:30:00+08:00') }
    expect(windowOf({ ...rules, state: 'closed', closedAt: at('17:30') }, extended, at('20:00')).state).to.equal('open')
    expect(windowOf({ ...rules, results: {} }, extended, at('20:00')).state).to.equal('closed')
    expect(windowOf({ ...rules, state: 'closed', closedAt: at('12:00') }, fresh, at('12:01')).state).to.equal('closed')
  })
})

describe('what an anonymous answer says of its firm', () => {
  const attributes: AnswerAttribute[] = [
    {
      name: 'district',
      classes: [
        { value: 'inner', text: '主城', members: ['370202', '370203'] },
        { value: 'outer', text: '外围', members: ['370212'] },
      ],
    },
    { name: 'size', classes: [{ value: 'big', text: '大中型', members: ['大型', '中型'] }] },
    { name: 'industry', classes: [{ value: 'C', text: '制造业', members: ['C'] }] },
  ]
  const firm = (district: string, size: string, count: number) => ({ district, size, industry: 'C', count })

  it('is at most two attributes in their classes', () => {
    expect(
      attributesOf(attributes, [firm('370202', '大型', 6), firm('370203', '中型', 6)], firm('370203', '大型', 1))
    ).to.deep.equal({ district: 'inner', size: 'big' })
  })

  it('is 其他 where fewer than ten share it, and never fewer than ten are 其他', () => {
    const invited = [firm('370202', '大型', 40), firm('370212', '大型', 12), firm('370212', '小型', 3)]
    const rest = { district: '其他', size: '其他' }
    expect(attributesOf(attributes, invited, firm('370212', '小型', 1))).to.deep.equal(rest)
    expect(attributesOf(attributes, invited, firm('370212', '大型', 1))).to.deep.equal(rest)
    expect(attributesOf(attributes, invited, firm('370202', '大型', 1))).to.deep.equal({ district: 'inner', size: 'big' })
  })
})
