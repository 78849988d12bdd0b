import { expect } from 'chai'
import mongoose from 'mongoose'
import request from 'supertest'
import { AnswerDraftModel, AnswerModel } from '../../models/answer/index.ts'
import { AuditEntryModel } from '../../models/audit/index.ts'
import { ContactRequestModel } from '../../models/contactRequest/index.ts'
import { InvitationModel } from '../../models/invitation/index.ts'
import { LinkModel } from '../../models/link/index.ts'
import { QuestionnaireModel } from '../../models/questionnaire/index.ts'
import { reissueLink, revokeLink, tokenOf } from '../../server/links/actions.ts'
import { anApp, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { answerAll, aQuestionnaire, FILLED, hidden, invite, openBy, type Invited } from './asked.ts'
import { someSections } from './sections.ts'

describe('answering a questionnaire by a link', function () {
  this.timeout(20_000)
  useDatabase({ emptied: 'each' })
  let city: TestApp
  beforeEach(() => { city = anApp() })

  async function oneInvited(
    values: Parameters<typeof aQuestionnaire>[0] = {}, more: Parameters<typeof invite>[3] = {},
  ) {
    const questionnaire = await aQuestionnaire(values)
    const [invited] = await invite(city.deps, questionnaire, 1, more)
    if (!invited) throw new Error('nobody invited')
    return { questionnaire, invited, browser: await openBy(city, invited.path) }
  }
  const rollOf = ({ invitation }: Invited) => InvitationModel.findById(invitation._id).orFail().lean()

  it('says first who asks, how long, until when and how answers are protected, and consumes nothing', async () => {
    const { browser, invited } = await oneInvited()
    const { text, headers } = await browser.agent.get(browser.base).expect(200)
    const promised = ['市统计局', '约 5 分钟，共 3 部分', '12月4日（周五） 17:30 截止', '可以填到 12月4日 18:00', '保密、不匿名']
    for (const words of promised) expect(text).to.include(words)
    expect(String(headers['set-cookie'] ?? '')).not.to.include('sid')
    await browser.agent.get(`${browser.base}/1`).expect(200)
    expect((await rollOf(invited)).state).to.equal('sent')
    expect(await AnswerDraftModel.countDocuments()).to.equal(0)
  })

  it('saves each section on the server, shows it again, and goes back without asking for what is missing', async () => {
    const { browser, invited } = await oneInvited()
    await hidden(browser)
    expect((await browser.send('1', FILLED[0])).headers['location']).to.equal(`${browser.base}/2`)
    expect((await rollOf(invited)).state).to.equal('begun')
    expect((await browser.agent.get(`${browser.base}/2`)).text).to.include('前面的 3 题已经存好')
    expect((await browser.send('2', { 'a-m2.1': '4', go: 'back' })).headers['location']).to.equal(`${browser.base}/1`)
    expect((await browser.agent.get(`${browser.base}/2`)).text).to.match(/name="a-m2\.1" value="4" checked/)
    expect((await browser.agent.get(browser.base)).text).to.include('接着填写（已存 4 题）')
  })

  it('keeps what was typed when something is missing or wrong, and saves nothing of it', async () => {
    const { browser } = await oneInvited()
    await hidden(browser)
    const refused = await browser.send('3', { 'a-q17': ['4', '5'], 'a-q18': '11', 'a-q19': '长'.repeat(600) })
    expect(refused.status).to.equal(422)
    const told = ['第 17 题只能选一项', '第 18 题请从列出的选项里选', '第 19 题最多 500 个字，现在是 600 个字', '长'.repeat(600)]
    for (const words of told) expect(refused.text).to.include(words)
    expect(await AnswerDraftModel.countDocuments()).to.equal(0)
    expect((await browser.send('3', { 'a-m2.1': '4' })).status).to.equal(422)
    expect((await browser.send('3', { 'a-q17': '4', 'a-q18': '1', 'a-q19': 'a\0b' })).status).to.equal(422)
    expect((await browser.send('3', { 'a-q17': '4', 'a-q18': '1', 'a-q19': 'x'.repeat(300_000) })).status).to.equal(413)
    expect((await browser.agent.get(`${browser.base}/9`)).status).to.equal(404)
  })

  it('is sent once although posted eight times at once, and thanks with a number that reveals nothing', async () => {
    const { browser, invited, questionnaire } = await oneInvited()
    await hidden(browser)
    for (const [index, fields] of FILLED.entries()) await browser.send(String(index + 1), fields)
    const sent = await Promise.all(Array.from({ length: 8 }, async () => browser.send('answer')))
    expect(
      sent.map(({ status, headers }) => `${status} ${headers['location']}`)
    ).to.deep.equal(Array(8).fill(`303 ${browser.base}`))
    const answers = await AnswerModel.find().lean()
    expect(answers).to.have.length(1)
    expect(answers[0]).to.deep.include({
      filled: true, version: 1, questionnaire: questionnaire._id, invitation: invited.invitation._id,
      submittedOn: '2026-11-25',
    })
    expect(answers[0]?.values).to.deep.equal({
      q1: ['a', 'b'], q2: '3', q3: '2026-10-08', 'm2.1': '4', 'm2.2': '0', q17: '4', q18: '9', q19: '厂区路口的路灯不亮',
    })
    expect(await AnswerDraftModel.countDocuments()).to.equal(0)
    const roll = await rollOf(invited)
    expect(roll).to.deep.include({ state: 'answered', answeredOn: '2026-11-25' })
    const thanks = await browser.agent.get(browser.base).expect(200)
    expect(thanks.text).to.include(`${roll.receipt?.slice(0, 4)} ${roll.receipt?.slice(4)}`).and.include('感谢您的意见')
    expect(JSON.stringify(answers)).not.to.include(roll.receipt)
  })

  it('brings back no draft when a step is posted beside or after the sending', async () => {
    const { browser } = await oneInvited()
    await hidden(browser)
    for (const [index, fields] of FILLED.entries()) await browser.send(String(index + 1), fields)
    await Promise.all(
      [browser.send('answer'), browser.send('1', FILLED[0]), browser.send('2', FILLED[1])].map(async (each) => each)
    )
    expect((await browser.send('1', FILLED[0])).headers['location']).to.equal(browser.base)
    expect([await AnswerDraftModel.countDocuments(), await AnswerModel.countDocuments()]).to.deep.equal([0, 1])
  })

  it('loses no section when all are posted at once, the first time too', async () => {
    const { browser } = await oneInvited()
    await hidden(browser)
    const saved = await Promise.all(FILLED.map(async (fields, index) => browser.send(String(index + 1), fields)))
    expect(saved.map(({ status }) => status)).to.deep.equal([303, 303, 303])
    expect(Object.keys((await AnswerDraftModel.findOne().orFail().lean()).values ?? {})).to.have.length(8)
  })

  it('is not sent while something required is open, and says where', async () => {
    const { browser } = await oneInvited()
    await hidden(browser)
    await browser.send('1', FILLED[0])
    const refused = await browser.send('answer')
    expect(refused.status).to.equal(422)
    expect(refused.text).to.include('还有 4 题要填').and.include(`${browser.base}/2#f-m2.1`)
    expect(await AnswerModel.countDocuments()).to.equal(0)
  })

  it('leaves a trace of the sending without content', async () => {
    const { browser } = await oneInvited()
    await answerAll(browser)
    const [entry, ...more] = await AuditEntryModel.find({ act: 'questionnaire.answer' }).lean()
    expect(more).to.have.length(0)
    expect(entry).to.deep.include({ actor: null, actorName: '填答人', changes: {} })
  })

  it('stores a text under 请联系我 as a request with the contact on record', async () => {
    const { browser, invited } = await oneInvited()
    await answerAll(browser, [FILLED[0] ?? {}, FILLED[1] ?? {}, { ...FILLED[2], 'a-q19.contact': 'on' }])
    const wish = await ContactRequestModel.findOne().orFail().lean()
    expect(wish).to.deep.include({
      text: '厂区路口的路灯不亮', question: '最希望解决的一件事', state: 'waiting', enterpriseName: invited.invitation.enterpriseName,
      contact: { name: '贺临洲', phone: '13800005678' },
    })
    expect((await AnswerModel.findOne().orFail().lean()).values).to.have.property('q19')
  })

  it('of an anonymous questionnaire keeps such a text nowhere but in the request', async () => {
    const { browser } = await oneInvited({ confidentiality: 'anonymous' })
    await answerAll(browser, [FILLED[0] ?? {}, FILLED[1] ?? {}, { ...FILLED[2], 'a-q19.contact': 'on' }])
    expect(await ContactRequestModel.countDocuments({ text: '厂区路口的路灯不亮' })).to.equal(1)
    expect(JSON.stringify(await AnswerModel.find().lean())).not.to.include('路灯')
  })

  describe('in time', () => {
    it('is told when it has not begun, and when it is over, on GET and POST, with what was typed', async () => {
      const { browser } = await oneInvited()
      await hidden(browser)
      city.deps.clock.set('2026-12-04T17:31:00+08:00')
      expect((await browser.agent.get(browser.base)).text).to.include('问卷已截止')
      const late = await browser.send('2', { 'a-m2.1': '4', 'a-m2.2': '1' })
      expect(late.status).to.equal(409)
      expect(late.text).to.include('没有收下').and.include('5. 一次性告知').and.include('不满意')
      expect(await AnswerDraftModel.countDocuments()).to.equal(0)
      city.deps.clock.set('2026-11-19T08:00:00+08:00')
      expect((await browser.agent.get(browser.base)).text).to.include('问卷还没有开始')
    })

    it('may be sent for half an hour more by those who had begun', async () => {
      const { browser } = await oneInvited()
      await hidden(browser)
      await browser.send('1', FILLED[0])
      city.deps.clock.set('2026-12-04T17:59:00+08:00')
      expect((await browser.send('2', FILLED[1])).status).to.equal(303)
      expect((await browser.agent.get(`${browser.base}/3`)).text).to.include('可以填到 12月4日 18:00')
      await browser.send('3', FILLED[2])
      city.deps.clock.set('2026-12-04T18:01:00+08:00')
      expect((await browser.send('answer')).status).to.equal(409)
      city.deps.clock.set('2026-12-04T18:00:00+08:00')
      expect((await browser.send('answer')).status).to.equal(303)
      expect(await AnswerModel.countDocuments()).to.equal(1)
    })

    it('is longer for a recipient with an extension', async () => {
      const { browser } = await oneInvited({}, { extendedUntil: new Date('2026-12-08T17:30:00+08:00') })
      city.deps.clock.set('2026-12-07T10:00:00+08:00')
      await answerAll(browser)
      expect(await AnswerModel.countDocuments()).to.equal(1)
    })
  })

  describe('on another device', () => {
    it('asks for the last four digits of a phone on record, and stops after five wrong ones', async () => {
      const { browser, invited } = await oneInvited()
      await hidden(browser)
      await browser.send('1', FILLED[0])
      const other = await openBy(city, invited.path)
      const asked = await other.agent.get(other.base).expect(200)
      expect(asked.text).to.include('登记手机的后四位').and.not.include('已存')
      await hidden(other)
      expect((await other.send('2', FILLED[1])).status).to.equal(409)
      expect((await other.send('answer')).status).to.equal(409)
      expect((await other.send('resumption', { digits: '１２' })).text).to.include('现在是 2 位')
      expect((await other.send('resumption', { digits: '0000' })).status).to.equal(422)
      expect((await other.send('resumption', { digits: '5678' })).status).to.equal(303)
      expect((await other.agent.get(other.base)).text).to.include('接着填写（已存 3 题）')
      expect((await browser.agent.get(`${browser.base}/2`)).status).to.equal(200)
      const third = await openBy(city, invited.path)
      await hidden(third)
      for (let i = 0; i < 5; i++) await third.send('resumption', { digits: '0000' })
      expect((await third.send('resumption', { digits: '5678' })).status).to.equal(429)
    })

    it('resumes an anonymous draft by the token, which a reissue makes unreadable', async () => {
      const { browser, invited } = await oneInvited({ confidentiality: 'anonymous' })
      await hidden(browser)
      await browser.send('1', FILLED[0])
      const draft = await AnswerDraftModel.findOne().orFail().lean()
      expect([draft.values, draft.holders]).to.deep.equal([null, []])
      const other = await openBy(city, invited.path)
      expect((await other.agent.get(other.base)).text).to.include('接着填写（已存 3 题）')
      const link = await mongoose.connection.transaction(
        (session) => reissueLink(city.deps, session, 'questionnaire', String(invited.invitation._id))
      )
      if (!link) throw new Error('no link')
      const anew = await openBy(city, `/q/${tokenOf(city.deps, link)}`)
      expect((await anew.agent.get(anew.base)).text).to.include('换之前没交的内容只有旧链接能打开').and.include('开始填写')
      await answerAll(anew)
      expect(await AnswerModel.countDocuments({ filled: true })).to.equal(1)
      expect((await other.agent.get(other.base)).text).to.include('已换发')
    })
  })

  it('continues with the version it began with, and tells who opened an older one, with what was typed', async () => {
    const { browser, invited, questionnaire } = await oneInvited()
    const [late] = await invite(city.deps, questionnaire, 1)
    if (!late) throw new Error('nobody')
    const second = await openBy(city, late.path)
    await hidden(browser)
    await hidden(second)
    await browser.send('1', FILLED[0])
    const shorter = someSections().map((section) => ({
      ...section, items: section.items.map((item) => ({ ...item, rows: item.rows.slice(0, 1) })),
    }))
    await QuestionnaireModel.updateOne(
      { _id: questionnaire._id },
      { $push: { versions: { n: 2, publishedAt: city.deps.clock.now(), sections: shorter } } },
    )
    expect((await browser.send('2', FILLED[1])).status).to.equal(303)
    const outdated = await second.send('2', { 'a-m2.1': '4', 'a-m2.2': '1' })
    expect(outdated.status).to.equal(409)
    for (const words of ['换了新版本', '旧版里您还填了', '6. 承诺时限内办结']) expect(outdated.text).to.include(words)
    expect(outdated.text).to.match(/name="a-m2\.1" value="4" checked/)
    await hidden(second)
    expect((await second.send('2', { 'a-m2.1': '4' })).status).to.equal(303)
    expect([(await rollOf(invited)).version, (await rollOf(late)).version]).to.deep.equal([1, 2])
  })

  it('opens for nobody else: unknown, foreign and mixed links, and tells a revoked one', async () => {
    const questionnaire = await aQuestionnaire()
    const [a, b] = await invite(city.deps, questionnaire, 2)
    if (!a || !b) throw new Error('two')
    const [first, second] = [await openBy(city, a.path), await openBy(city, b.path)]
    await request(city.app).get('/q/nothing').expect(404)
    await request(city.app).get(first.base).expect(404)
    const mark = await hidden(first)
    await hidden(second)
    await second.agent.post(`${second.base}/1`).type('form').send({ ...mark, ...FILLED[0] }).expect(403)
    expect(await AnswerDraftModel.countDocuments()).to.equal(0)
    await mongoose.connection.transaction(
      (session) => revokeLink(session, 'questionnaire', String(a.invitation._id), city.deps.clock.now())
    )
    expect((await first.agent.get(first.base)).text).to.include('链接已撤销')
    expect((await first.send('1', FILLED[0])).status).to.equal(409)
    expect(await LinkModel.countDocuments()).to.equal(2)
  })
})
