import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import '../../models/all.ts'
import { AuditEntryModel } from '../../models/audit/index.ts'
import { QuestionnaireModel } from '../../models/questionnaire/index.ts'
import { anApp, submit, tokenIn, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'
import { answerAll, hidden, invite, openBy } from '../answers/asked.ts'

const FIRST_SECTION = Object.fromEntries([1, 2, 3, 4].map((row) => [`a-m1.${row}`, '4']))

describe('the pages of building a questionnaire', function () {
  this.timeout(20_000)
  useDatabase({ emptied: 'each' })
  let city: TestApp
  let office: Agent
  beforeEach(async () => {
    await aSmallCity()
    city = anApp()
    office = (await city.signInAs('coordinator')).agent
  })

  const NEW = { from: 'ready', title: '2026年度企业问卷', year: '2026', confidentiality: 'confidential' }
  const ITEM = { section: 's1', kind: 'single', text: '您最想办的事', options: '贷款\n用地\n用工', required: 'on' }
  const SETTINGS = {
    title: '2026年度企业问卷', asker: '市统计局', purpose: '为了改进工作', minutes: '5', thanks: '感谢您', opensOn: '', closesOn: '2026-12-10', closesTime: '17:30',
  }
  const stored = () => QuestionnaireModel.findOne().orFail().lean()
  const begin = (more = {}) => submit(office, '/questionnaires/new', '/questionnaires', { ...NEW, once: randomUUID(), ...more })
  const settle = (more = {}) => submit(office, '/questionnaires/WJ2026-01/settings', '/questionnaires/WJ2026-01/settings', { ...SETTINGS, ...more })
  const publish = () => submit(office, '/questionnaires/WJ2026-01/publication', '/questionnaires/WJ2026-01/publication', {})

  it('lead from the ready one to a published questionnaire that a firm answers', async () => {
    expect((await begin()).headers['location']).to.equal('/questionnaires/WJ2026-01')
    expect((await office.get('/questionnaires/WJ2026-01')).text).to.include('还有 1 处要改').and.include('还没有截止时间')
    await settle()
    expect((await office.get('/questionnaires/WJ2026-01')).text).to.include('预览没有问题就发布')
    await publish()
    const questionnaire = await stored()
    expect(questionnaire).to.deep.include({ state: 'published' })
    expect(questionnaire.versions[0]?.sections).to.deep.equal(questionnaire.draft)

    const [invited] = await invite(city.deps, questionnaire, 1)
    const browser = await openBy(city, invited?.path ?? '')
    expect((await browser.agent.get(browser.base)).text).to.include('市统计局').and.include('约 5 分钟，共 5 部分')
    const level = (key: string) => Object.fromEntries([1, 2, 3, 4].map((row) => [`a-${key}.${row}`, '4']))
    await answerAll(browser, [level('m1'), level('m2'), level('m3'), level('m4'), { 'a-q17': '4', 'a-q18': '9' }])
    expect((await office.get('/questionnaires')).text).to.include('1 / 1').and.include('100')
    expect((await submit(office, '/questionnaires/WJ2026-01/questions', '/questionnaires/WJ2026-01/order', { key: 'm1', go: 'down' })).text)
      .to.include('已有 1 家提交，题目不能再改')
    expect(await AuditEntryModel.countDocuments({ act: /^questionnaire\.(build|publish)$/ })).to.equal(3)
  })

  it('never touch a published version: who has begun goes on with it, the next one is for the others', async () => {
    await begin()
    await settle()
    await publish()
    const [first] = (await stored()).versions
    const [early, late] = await invite(city.deps, await stored(), 2)
    const begun = await openBy(city, early?.path ?? '')
    await hidden(begun)
    await begun.send('1', FIRST_SECTION).expect(303)
    await submit(office, '/questionnaires/WJ2026-01/items/q17', '/questionnaires/WJ2026-01/items/q17', {
      text: '您怎样评价', options: '很满意\n满意\n不满意', required: 'on',
    })
    expect((await stored()).versions).to.deep.equal([first])
    const seenBy = async (path: string) => {
      const { agent, base } = await openBy(city, path)
      return (await agent.get(`${base}/5`)).text
    }
    expect(await seenBy(late?.path ?? '')).to.include('总体评价').and.not.include('您怎样评价')
    expect((await office.get('/questionnaires/WJ2026-01')).text).to.include('发布改过的题目').and.include('有改过的题目还没有发布')
    await publish()
    expect((await stored()).versions.map(({ n }) => n)).to.deep.equal([1, 2])
    expect((await stored()).versions[0]).to.deep.equal(first)
    expect(await seenBy(late?.path ?? '')).to.include('您怎样评价')
    expect((await begun.agent.get(`${begun.base}/5`)).text).not.to.include('您怎样评价')
  })

  it('stand on the desk of the office while they run, with how many are still missing', async () => {
    await begin()
    await settle()
    await publish()
    const desk = (await (await city.signInAs('coordinator')).agent.get('/')).text
    expect(desk).to.include('问卷回收').and.include('/questionnaires/WJ2026-01/invitations')
  })

  it('add, change, move and remove sections and items, keeping what was typed when something is wrong', async () => {
    await begin({ from: 'empty' })
    const from = '/questionnaires/WJ2026-01/items/new?section=s1&kind=single'
    const refused = await submit(office, from, '/questionnaires/WJ2026-01/items', { ...ITEM, options: '贷款\n贷款' })
    expect(refused.status).to.equal(422)
    expect(refused.text).to.include('选项里“贷款”写了两遍').and.include('您最想办的事')
    await submit(office, from, '/questionnaires/WJ2026-01/items', ITEM)
    await submit(office, '/questionnaires/WJ2026-01/items/new?section=s1&kind=long', '/questionnaires/WJ2026-01/items', { section: 's1', kind: 'long', text: '说说看', maxLength: '300', contactable: 'on' })
    const drafted = async () => (await stored()).draft
    expect((await drafted())[0]?.items.map(({ key, number, kind, required, maxLength }) => ({ key, number, kind, required, maxLength }))).to.deep.equal([
      { key: 'q1', number: 1, kind: 'single', required: true, maxLength: 0 }, { key: 'q2', number: 2, kind: 'long', required: false, maxLength: 300 },
    ])
    await submit(office, '/questionnaires/WJ2026-01/questions', '/questionnaires/WJ2026-01/order', { key: 'q2', go: 'up' })
    expect((await drafted())[0]?.items.map(({ key }) => key)).to.deep.equal(['q2', 'q1'])
    await submit(office, '/questionnaires/WJ2026-01/items/q1', '/questionnaires/WJ2026-01/items/q1', { text: '最想办的事', options: '用地\n用工' })
    expect((await drafted())[0]?.items[1]).to.deep.include({ text: '最想办的事', required: false })
    await submit(office, '/questionnaires/WJ2026-01/sections/new', '/questionnaires/WJ2026-01/sections', { title: '服务态度', dimension: '服务态度', intro: '' })
    expect((await office.get('/questionnaires/WJ2026-01/questions')).text).to.include('“服务态度”里还没有题')
    await submit(office, '/questionnaires/WJ2026-01/removal?key=s2', '/questionnaires/WJ2026-01/removal', { key: 's2' })
    expect((await drafted()).map(({ key }) => key)).to.deep.equal(['s1'])
  })

  it('refuse settings that cannot be, and name each', async () => {
    await begin()
    const refused = await settle({ title: '', minutes: '百', closesOn: '2026-02-30', attributes: ['district', 'industry', 'size'] })
    expect(refused.status).to.equal(422)
    for (const words of ['请填写问卷题目', '应为整数', '应为日期', '最多选 2 项，现在选了 3 项']) expect(refused.text).to.include(words)
    expect((await settle({ opensOn: '2026-12-11' })).text).to.include('截止要晚于开始')
    expect((await submit(office, '/questionnaires/new', '/questionnaires', { ...NEW, once: randomUUID(), from: 'WJ1999-09' })).text).to.include('没有编号为 WJ1999-09 的问卷')
  })

  it('fix what an anonymous answer may say before anything is sent', async () => {
    await begin({ confidentiality: 'anonymous' })
    await settle({ confidentiality: 'anonymous', attributes: ['district', 'size'] })
    const { attributes } = await stored()
    expect(attributes.map(({ name }) => name)).to.deep.equal(['district', 'size'])
    expect(attributes[1]?.classes.map(({ text }) => text)).to.deep.equal(['大型', '中型', '小微'])
    await publish()
    await settle({ confidentiality: 'confidential', attributes: [] })
    expect(await stored()).to.deep.include({ confidentiality: 'anonymous', attributes })
  })

  it('copy an earlier one, and let only drafts be thrown away', async () => {
    await begin()
    await settle()
    await publish()
    expect((await submit(office, '/questionnaires/new', '/questionnaires/WJ2026-01/withdrawal', {})).status).to.equal(409)
    await begin({ from: 'WJ2026-01', title: '2027年度企业问卷', year: '2027' })
    const copy = await QuestionnaireModel.findOne({ no: 'WJ2027-01' }).orFail().lean()
    expect(copy).to.deep.include({ state: 'draft', copiedFrom: 'WJ2026-01', asker: '市统计局', closesAt: null })
    expect(copy.draft).to.deep.equal((await QuestionnaireModel.findOne({ no: 'WJ2026-01' }).orFail().lean()).draft)
    await submit(office, '/questionnaires/WJ2027-01/withdrawal', '/questionnaires/WJ2027-01/withdrawal', {})
    expect(await QuestionnaireModel.countDocuments()).to.equal(1)
  })

  it('preview with the checks of the real one and without a trace', async () => {
    await begin()
    const start = await office.get('/questionnaires/WJ2026-01/preview')
    expect(start.text).to.include('（预览）').and.include('开始填写').and.include('这是预览，不保存任何内容')
    const step = await office.get('/questionnaires/WJ2026-01/preview/5')
    const sent = (fields: Record<string, string>) =>
      office.post('/questionnaires/WJ2026-01/preview/5').type('form').send({ _csrf: tokenIn(step.text), id: '', version: '0', go: 'next', ...fields })
    const refused = await sent({ 'a-q17': '9' })
    expect(refused.status).to.equal(422)
    expect(refused.text).to.include('第 18 题')
    expect((await sent({ 'a-q17': '4', 'a-q18': '9' })).headers['location']).to.equal('/questionnaires/WJ2026-01')
  })

  it('tell whoever saves second that somebody saved before, and keep the first', async () => {
    await begin()
    const { text } = await office.get('/questionnaires/WJ2026-01/settings')
    await settle({ title: '先存的' })
    const version = /name="version" value="(\d+)"/.exec(text)?.[1]
    const second = await office.post('/questionnaires/WJ2026-01/settings').type('form').send({ ...SETTINGS, _csrf: tokenIn(text), version, title: '后存的' })
    expect(second.status).to.equal(409)
    expect((await stored()).title).to.equal('先存的')
  })

  it('close early, once', async () => {
    await begin()
    await settle()
    await publish()
    await submit(office, '/questionnaires/WJ2026-01/closure', '/questionnaires/WJ2026-01/closure', {})
    expect(await stored()).to.deep.include({ state: 'closed', closedAt: city.deps.clock.now() })
    const again = await submit(office, '/questionnaires/new', '/questionnaires/WJ2026-01/closure', {})
    expect(again.status).to.equal(409)
    expect(again.text).to.include('不用截止')
  })

  it('are built by the office alone', async () => {
    await begin()
    const { agent } = await city.signInAs('leader')
    const { text } = await agent.get('/questionnaires/WJ2026-01').expect(200)
    expect(text).not.to.include('/questions"')
    await agent.get('/questionnaires/WJ2026-01/questions').expect(403)
    await agent.get('/questionnaires/new').expect(403)
    const officer = (await city.signInAs('officer')).agent
    await officer.get('/questionnaires').expect(403)
  })
})
