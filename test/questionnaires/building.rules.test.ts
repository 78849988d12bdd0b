import { expect } from 'chai'
import { questionsOf } from '../../models/answer/questions.ts'
import { addItem, addSection, move, MOST, remove, saveItem, usedKeys, wordsOf, type ItemWords } from '../../models/questionnaire/building.ts'
import { problemsOf, questionProblems } from '../../models/questionnaire/check.ts'
import type { Questionnaire } from '../../models/questionnaire/index.ts'
import type { Section } from '../../models/questionnaire/items.ts'
import { close, copied, isChanged, mayReschedule, publish } from '../../models/questionnaire/life.ts'
import { readySections } from '../../models/questionnaire/ready.ts'
import { RuleBroken } from '../../models/shared/errors.ts'

const NOW = new Date('2026-11-25T10:20:00+08:00')
const LATER = new Date('2026-12-20T17:30:00+08:00')
const item = (more: Partial<ItemWords> = {}): ItemWords => ({
  kind: 'single', text: '总体评价', help: '', required: true, options: ['好', '不好'], rows: [], maxLength: 0, contactable: false, ...more,
})
const used = (sections: Section[]) => usedKeys([sections])
const keysIn = (sections: readonly Section[]) => sections.map(({ key, items }) => [key, ...items.map((each) => each.key)].join(' '))
const ready = (more: Partial<Questionnaire> = {}): Questionnaire => ({
  title: '问卷', asker: '办公室', purpose: '为什么', confidentiality: 'confidential', opensAt: null, closesAt: LATER, draft: readySections(), versions: [],
  state: 'draft', publishedAt: null, closedAt: null, ...more,
}) as Questionnaire

describe('the ready questionnaire', () => {
  it('asks twenty questions in the order and numbers of the office, and may be published as it is', () => {
    const questions = readySections().flatMap(questionsOf)
    expect(questions.map(({ number }) => number)).to.deep.equal(Array.from({ length: 20 }, (_, n) => n + 1))
    expect(questions.filter(({ kind }) => kind === 'level')).to.have.length(16)
    expect(problemsOf(ready(), NOW)).to.deep.equal([])
  })
})

describe('building a questionnaire', () => {
  it('numbers items and the rows of a matrix in one run, wherever something is moved or removed', () => {
    const without = remove(readySections(), 's2')
    expect(without.flatMap(questionsOf).map(({ number }) => number)).to.deep.equal(Array.from({ length: 16 }, (_, n) => n + 1))
    const up = move(readySections(), 's5', -1)
    expect(keysIn(up).at(3)).to.equal('s5 q17 q18 q19 q20')
    expect(up.flatMap(questionsOf).map(({ key }) => key).indexOf('q17')).to.equal(12)
  })

  it('moves an item over the edge of its section into the next one, and nowhere past the ends', () => {
    const down = move(readySections(), 'm4', 1)
    expect(keysIn(down).slice(3)).to.deep.equal(['s4', 's5 m4 q17 q18 q19 q20'])
    expect(keysIn(move(down, 'm4', -1)).slice(3)).to.deep.equal(keysIn(readySections()).slice(3))
    expect(keysIn(move(readySections(), 'm1', -1))).to.deep.equal(keysIn(readySections()))
    expect(keysIn(move(readySections(), 's5', 1))).to.deep.equal(keysIn(readySections()))
    expect(keysIn(move(readySections(), 'nothing', 1))).to.deep.equal(keysIn(readySections()))
  })

  it('never gives a key twice, so that an answer never meets another question', () => {
    const all = readySections()
    const gone = remove(all, 'q17')
    const added = addItem(gone, 's5', item(), usedKeys([gone, all]))
    expect(keysIn(added).at(-1)).to.equal('s5 q18 q19 q20 q1')
    const again = addItem(remove(added, 'q1'), 's5', item(), usedKeys([all, added]))
    expect(keysIn(again).at(-1)).to.equal('s5 q18 q19 q20 q2')
  })

  it('keeps the value of an option whose words stay, and gives a new one a value of its own', () => {
    const first = addItem(readySections(), 's5', item({ options: ['网站', '专员', '同行'] }), used(readySections()))
    const key = first.at(-1)?.items.at(-1)?.key ?? ''
    const before = first.at(-1)?.items.at(-1)?.options ?? []
    const after = saveItem(first, key, item({ options: ['同行', '网站', '新闻'] })).at(-1)?.items.at(-1)?.options ?? []
    expect(after.slice(0, 2)).to.deep.equal([before[2], before[0]])
    expect(before.map(({ value }) => value)).not.to.include(after[2]?.value)
  })

  it('gives the five levels their scored values, wherever they stand', () => {
    const added = addItem(readySections(), 's5', item({ options: ['很满意', '不满意'] }), used(readySections()))
    expect(added.at(-1)?.items.at(-1)?.options.map(({ value }) => value)).to.deep.equal(['5', '1'])
  })

  it('reads and shows the rows of a matrix with their help', () => {
    const rows = ['一次性告知｜要哪些材料一次说清了', '限时办结']
    const added = addItem(readySections(), 's5', item({ kind: 'matrix', text: '', rows }), used(readySections())).at(-1)?.items.at(-1)
    expect(added && wordsOf(added).rows).to.deep.equal(rows)
    expect(added?.rows.map(({ number }) => number)).to.deep.equal([21, 22])
  })

  it('ends where a phone would', () => {
    const full = Array.from({ length: MOST.sections }, () => null).reduce<Section[]>((sections) =>
      sections.length >= MOST.sections ? sections : addSection(sections, { title: '部分', dimension: '', intro: '' }, used(sections)), [])
    expect(() => addSection(full, { title: '部分', dimension: '', intro: '' }, used(full))).to.throw(RuleBroken, '最多 12 个部分')
  })
})

describe('what hinders publishing', () => {
  const withItem = (more: Partial<ItemWords>) => addItem([{ key: 's1', title: '部分', dimension: '', intro: '', items: [] }], 's1', item(more), new Set(['s1']))
  const cases: [string, Parameters<typeof questionProblems>[0], string][] = [
    ['no section', { draft: [], confidentiality: 'confidential' }, '还没有题目'],
    ['an empty section', { draft: [{ key: 's1', title: '甲', dimension: '', intro: '', items: [] }], confidentiality: 'confidential' }, '“甲”里还没有题'],
    ['a dimension without anything scored', { draft: withItem({ kind: 'long', options: [] }).map((each) => ({ ...each, dimension: '效率' })), confidentiality: 'confidential' }, '要算指数'],
    ['one option', { draft: withItem({ options: ['好'] }), confidentiality: 'confidential' }, '第 1 题至少要有两个选项'],
    ['the same option twice', { draft: withItem({ options: ['好', '好'] }), confidentiality: 'confidential' }, '有两个选项一样'],
    ['a matrix without rows', { draft: withItem({ kind: 'matrix', rows: [] }), confidentiality: 'confidential' }, '还没有行'],
    ['no words', { draft: withItem({ text: '' }), confidentiality: 'confidential' }, '还没有写问什么'],
    ['a contact that one must leave in an anonymous one', { draft: withItem({ kind: 'long', options: [], contactable: true }), confidentiality: 'anonymous' }, '不能设成必答'],
  ]
  for (const [name, given, text] of cases) it(`is ${name}`, () => expect(questionProblems(given).map((each) => each.text).join()).to.include(text))

  const settings: [string, Partial<Questionnaire>, string][] = [
    ['no close', { closesAt: null }, '还没有截止时间'], ['a close in the past', { closesAt: NOW }, '已经过去'],
    ['a close before the opening', { opensAt: LATER, closesAt: LATER }, '要晚于开始'], ['no words before', { purpose: '' }, '开头语'],
  ]
  for (const [name, more, text] of settings) it(`is ${name}`, () => expect(problemsOf(ready(more), NOW).map((each) => each.text).join()).to.include(text))
})

describe('the life of a questionnaire', () => {
  it('publishes a version that later building never touches', () => {
    const one = ready()
    publish(one, 0, NOW)
    expect(one).to.deep.include({ state: 'published', publishedAt: NOW })
    const asked = copied(one.versions[0]?.sections ?? [])
    one.draft = remove(one.draft, 's5')
    const [section] = one.draft
    if (section) section.title = '改了'
    expect(one.versions[0]?.sections).to.deep.equal(asked)
    expect(isChanged(one)).to.equal(true)
    publish(one, 0, LATER.getTime() > NOW.getTime() ? NOW : LATER)
    expect(one.versions.map(({ n }) => n)).to.deep.equal([1, 2])
    expect(one.publishedAt).to.equal(NOW)
  })

  it('publishes nothing unchanged, nothing unready, nothing once somebody has answered or the time is over', () => {
    const one = ready()
    publish(one, 0, NOW)
    expect(() => publish(one, 0, NOW)).to.throw(RuleBroken, '没有改动')
    one.draft = remove(one.draft, 's5')
    expect(() => publish(one, 3, NOW)).to.throw(RuleBroken, '已有 3 家提交')
    expect(() => publish(ready({ draft: [] }), 0, NOW)).to.throw(RuleBroken, '还不能发布')
    close(one, NOW)
    expect(() => publish(one, 0, NOW)).to.throw(RuleBroken, '已经截止')
    expect(() => close(one, NOW)).to.throw(RuleBroken, '不用截止')
  })

  it('may end at another moment as long as it runs, never at one that has passed', () => {
    const one = ready()
    expect(() => mayReschedule(one, NOW, NOW), 'a draft may still be wrong').not.to.throw()
    publish(one, 0, NOW)
    expect(() => mayReschedule(one, LATER, NOW)).not.to.throw()
    expect(() => mayReschedule(one, NOW, NOW)).to.throw(RuleBroken, '已经过去')
    close(one, NOW)
    expect(() => mayReschedule(one, LATER, NOW)).to.throw(RuleBroken, '已经截止')
  })
})
