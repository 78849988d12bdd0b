import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import type { Types } from 'mongoose'
import '../../models/all.ts'
import { AuditEntryModel } from '../../models/audit/index.ts'
import { IssueModel, type Issue } from '../../models/issue/index.ts'
import { OutboxModel } from '../../models/outbox/index.ts'
import { aRunningCase } from '../jobs/cases.ts'
import { anApp, tokenIn, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'

const BACK = '/issues?tab=open'
const hiddenNumbers = (html: string): string[] =>
  [...html.matchAll(/type="hidden" name="no" value="([^"]+)"/g)].map((found) => found[1] ?? '')
const textOf = (html: string): string => html.replaceAll(/<[^>]+>/g, '').replaceAll('&#x3D;', '=')

describe('acts on many cases at once', function () {
  this.timeout(60_000)
  useDatabase({ emptied: 'each' })
  let city: TestApp
  let lead: Agent
  let office: Agent
  let officer: { _id: Types.ObjectId; name: string }
  let own: string[]
  let foreign: string

  beforeEach(async () => {
    city = anApp()
    await aSmallCity()
    lead = (await city.signInAs('lead', { department: 'zrzy', name: '温书仪' })).agent
    office = (await city.signInAs('coordinator', { department: 'lxb', name: '沈砚秋' })).agent
    officer = (await city.signInAs('officer', { department: 'zrzy', name: '秦若川' })).user
    const cases = [await aRunningCase({ startOn: '2026-11-02' }), await aRunningCase({ startOn: '2026-11-03' })]
    own = cases.map(({ no }) => no)
    foreign = (await aRunningCase({ startOn: '2026-11-04', department: 'zjj' })).no
  })

  const address = (act: string, numbers: readonly string[]): string =>
    `/issues/bulk?${new URLSearchParams({ act, back: BACK }).toString()}${numbers.map((no) => `&no=${no}`).join('')}`
  const issueOf = async (no: string): Promise<Issue> => (await IssueModel.findOne({ no }).lean<Issue>()) as Issue

  /** Ticks, confirms, sends: as it goes without JavaScript. */
  async function send(agent: Agent, act: string, numbers: readonly string[], fields: Record<string, string>) {
    const page = await agent.get(address(act, numbers)).expect(200)
    return agent
      .post('/issues/bulk')
      .type('form')
      .send({ _csrf: tokenIn(page.text), once: randomUUID(), act, back: BACK, no: hiddenNumbers(page.text), ...fields })
  }

  it('stand over the list for those who may do them, with a box at each row', async () => {
    const { text } = await lead.get(BACK).expect(200)
    expect(text).to.include('action="/issues/bulk"').and.to.include(`value="${own[0]}" form="bulk"`)
    expect(textOf(text)).to.include('转承办人').and.to.include('催办')
    const supervisor = (await city.signInAs('supervisor', { department: 'dcs' })).agent
    const theirs = textOf((await supervisor.get('/issues?tab=open')).text)
    expect(theirs).to.include('催办').and.not.to.include('转承办人')
    const leader = (await city.signInAs('leader')).agent
    expect((await leader.get('/issues?tab=open')).text).not.to.include('action="/issues/bulk"')
  })

  it('say before how many can be done, and of each other one why not', async () => {
    await IssueModel.updateOne({ no: foreign }, { $set: { coDepartments: [{ department: 'zrzy' }] } })
    const { text } = await lead.get(address('handler', [...own, foreign, 'SQ2026-999999'])).expect(200)
    expect(textOf(text)).to.include('可以办 2 件，不能办 2 件').and.to.include('不是本部门牵头的，不能转。')
    expect(textOf(text)).to.include('没有这件诉求，或者您看不到。')
    expect(hiddenNumbers(text)).to.deep.equal(own)
  })

  it('give cases to another handler, each with its own entry and audit, and tell that person', async () => {
    const answer = await send(lead, 'handler', own, { handler: String(officer._id) })
    expect(answer.status).to.equal(303)
    expect(answer.headers['location']).to.equal(BACK)
    expect(textOf((await lead.get(BACK)).text)).to.include('已转给秦若川 2 件。')
    for (const no of own) {
      const issue = await issueOf(no)
      expect(issue.handlerName).to.equal('秦若川')
      expect(issue.history.at(-1)).to.include({ act: 'nameHandler', byName: '温书仪', text: '秦若川' })
      expect(await AuditEntryModel.countDocuments({ act: 'issue.nameHandler', 'record.no': no })).to.equal(1)
    }
    expect(await OutboxModel.countDocuments({ template: 'issue.handler', to: officer._id })).to.equal(2)
    expect(await AuditEntryModel.countDocuments({ act: 'issue.bulk' })).to.equal(1)
  })

  it('do what can still be done when one of them has moved on meanwhile, and say which was not done', async () => {
    const page = await lead.get(address('handler', own)).expect(200)
    await IssueModel.updateOne({ no: own[1] ?? '' }, { $set: { state: 'answered' } })
    await lead.post('/issues/bulk').type('form').send({
      _csrf: tokenIn(page.text), once: randomUUID(), act: 'handler', back: BACK, no: own, handler: String(officer._id),
    }).expect(303)
    const text = textOf((await lead.get(BACK)).text)
    expect(text).to.include('已转给秦若川 1 件。1 件没有办成').and.to.include(own[1] ?? '')
    expect((await issueOf(own[0] ?? '')).handlerName).to.equal('秦若川')
    expect((await issueOf(own[1] ?? '')).handlerName).to.equal('')
  })

  it('touch no case that the list was not allowed to hold, whatever numbers are sent', async () => {
    const page = await lead.get(address('handler', own)).expect(200)
    await lead.post('/issues/bulk').type('form').send({
      _csrf: tokenIn(page.text), once: randomUUID(), act: 'handler', back: BACK, no: [foreign], handler: String(officer._id),
    }).expect(303)
    expect((await issueOf(foreign)).handlerName).to.equal('')
    expect(textOf((await lead.get(BACK)).text)).to.include('没有这件诉求，或者您看不到。')
  })

  it('come once, however often the form is sent', async () => {
    const page = await lead.get(address('urge', own)).expect(200)
    const form = { _csrf: tokenIn(page.text), once: randomUUID(), act: 'urge', back: BACK, no: own, text: '抓紧' }
    for (let time = 0; time < 2; time += 1) await lead.post('/issues/bulk').type('form').send(form).expect(303)
    const entries = (await issueOf(own[0] ?? '')).history.filter(({ act }) => act === 'urge')
    expect(entries).to.have.length(1)
    expect(textOf((await lead.get(BACK)).text)).to.include('这份表单已经交过一次')
  })

  it('urge once a day, in the history and by a notice without words, and only what runs', async () => {
    await IssueModel.updateOne({ no: foreign }, { $set: { state: 'refusalReview' } })
    const refusing = await office.get(address('urge', [...own, foreign])).expect(200)
    expect(textOf(refusing.text)).to.include('可以办 2 件，不能办 1 件').and.to.include('不用催办')
    await send(office, 'urge', own, { text: '本周内给企业回话' })
    const issue = await issueOf(own[0] ?? '')
    expect(issue.history.at(-1)).to.include({ act: 'urge', byName: '沈砚秋', text: '本周内给企业回话' })
    const rows = await OutboxModel.find({ template: 'issue.urge' }).lean()
    expect(rows.length).to.be.above(0)
    expect(JSON.stringify(rows)).not.to.include('本周内')
    const again = await office.get(address('urge', own)).expect(200)
    expect(textOf(again.text)).to.include('今天沈砚秋已经催办过。').and.to.include('勾选的诉求现在都不能办')
    city.deps.clock.set('2026-11-26T10:00+08:00')
    const nextDay = (await city.signInAs('coordinator', { department: 'lxb' })).agent
    expect(textOf((await nextDay.get(address('urge', own))).text)).to.include('催办 2 件')
  })

  it('keep the words and the ticks when something is missing, and refuse the wrong role', async () => {
    const page = await lead.get(address('handler', own)).expect(200)
    const bad = await lead.post('/issues/bulk').type('form').send({
      _csrf: tokenIn(page.text), once: randomUUID(), act: 'handler', back: BACK, no: own, handler: '',
    })
    expect(bad.status).to.equal(422)
    expect(textOf(bad.text)).to.include('请选择转给')
    expect(hiddenNumbers(bad.text)).to.deep.equal(own)
    const long = await send(office, 'urge', own, { text: '催'.repeat(201) })
    expect(long.status).to.equal(422)
    expect(long.text).to.include('催催催')
    await office.get(address('handler', own)).expect(403)
    const leader = (await city.signInAs('leader')).agent
    await leader.get(address('urge', own)).expect(403)
    await lead.get(address('nothing', own)).expect(404)
  })

  it('send those who ticked nothing back to the list, and nobody anywhere else', async () => {
    const answer = await lead.get(`/issues/bulk?act=urge&back=${encodeURIComponent(BACK)}`).expect(303)
    expect(answer.headers['location']).to.equal(BACK)
    const away = await lead.get('/issues/bulk?act=urge&back=https%3A%2F%2Fexample.com').expect(303)
    expect(away.headers['location']).to.equal('/issues')
  })
})
