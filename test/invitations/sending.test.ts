import { Writable } from 'node:stream'
import { expect } from 'chai'
import mongoose from 'mongoose'
import { pino } from 'pino'
import request from 'supertest'
import { AuditEntryModel } from '../../models/audit/index.ts'
import { receiptAddress } from '../../server/outbox/receipts.ts'
import { settleMailings } from '../../server/invitations/settling.ts'
import { remindDue } from '../../server/invitations/reminders.ts'
import { deliverDue } from '../../server/outbox/actions.ts'
import { createApp } from '../../server/app.ts'
import { InvitationModel, type Invitation } from '../../models/invitation/index.ts'
import { NoticeModel } from '../../models/notice/index.ts'
import { OutboxModel } from '../../models/outbox/index.ts'
import { QuestionnaireModel, type Questionnaire } from '../../models/questionnaire/index.ts'
import { anApp, submit, type Agent, type TestApp } from '../support/app.ts'
import { aSmallCity } from '../support/factories.ts'
import { useDatabase } from '../support/db.ts'
import { answerAll, aQuestionnaire, openBy } from '../answers/asked.ts'
import { aFirm } from '../visits/city.ts'
import { aMailServer, anAdapter } from './post.ts'

const contact = (email: string, phone = '0532-88001200') => [{ name: '贺临洲', title: '', phones: [phone], email }]
const LINK = /https:\/\/zoufang\.example(\/q\/[\w-]{43})/

describe('sending invitations and reminders', function () {
  this.timeout(20_000)
  useDatabase({ emptied: 'each' })
  let post: Awaited<ReturnType<typeof aMailServer>>
  let adapter: Awaited<ReturnType<typeof anAdapter>>
  let city: TestApp
  let office: Agent
  let questionnaire: Questionnaire
  let at: string
  before(async () => { [post, adapter] = await Promise.all([aMailServer(), anAdapter()]) })
  after(async () => {
    await post.close()
    adapter.close()
  })
  beforeEach(async () => {
    post.mails.length = 0
    adapter.told.length = 0
    city = anApp({ env: { SMTP_URL: post.url, NOTIFY_URL: adapter.url, NOTIFY_FORM: 'plain', PUBLIC_URL: 'https://zoufang.example' } })
    await aSmallCity()
    office = (await city.signInAs('coordinator', { department: 'lxb' })).agent
    questionnaire = await aQuestionnaire()
    at = `/questionnaires/${questionnaire.no}`
  })

  const invite = () => submit(office, `${at}/invitations/new`, `${at}/invitations`, {})
  const sendBy = (...way: string[]) => submit(office, `${at}/invitations/sending`, `${at}/invitations/sending`, { way })
  const remindNow = () => submit(office, `${at}/reminders/now`, `${at}/reminders/now`, {})
  const rows = () => InvitationModel.find().sort({ enterpriseName: 1 }).lean<Invitation[]>()
  const states = async () => (await rows()).map(({ state }) => state)
  /** The outbox's next run, and what the roll learns of it. */
  async function deliver() {
    const delivered = await deliverDue(city.deps)
    return { ...delivered, settled: await settleMailings(city.deps) }
  }
  const linkIn = (text: string): string => {
    const found = LINK.exec(text)?.[1]
    if (!found) throw new Error(`no link in: ${text}`)
    return found
  }

  describe('invitations', () => {
    it('reach a mailbox with a link that opens the questionnaire, named by number and day alone', async () => {
      await aFirm({ name: '青岛甲有限公司', contacts: contact('he@example.cn') })
      await invite()
      const sent = await sendBy('mail', 'http', 'steward')
      expect(sent.status).to.equal(303)
      expect(await states()).to.deep.equal(['made'])
      expect((await office.get(`${at}/invitations`)).text).to.include('发送中')
      expect((await deliver()).settled).to.deep.equal({ sent: 1, bounced: 0 })
      expect((await rows())[0]).to.deep.include({ state: 'sent', channel: 'mail', mailing: null, sentAt: city.deps.clock.now() })
      expect(post.mails.map(({ to }) => to)).to.deep.equal(['he@example.cn'])
      const { text = '' } = post.mails[0] ?? {}
      expect(text).to.include(questionnaire.no).and.to.include('12月4日').and.not.to.include('青岛甲').and.not.to.include(questionnaire.title)
      await answerAll(await openBy(city, linkIn(text)))
      expect(await states()).to.deep.equal(['answered'])
    })

    it('go each by the first way that reaches the firm, once, and say who is left', async () => {
      const steward = await city.signInAs('officer', { name: '闻书仪' })
      const ours = { steward: { name: '闻书仪', user: steward.user._id } }
      await aFirm({ name: '青岛1有限公司', contacts: contact('he@example.cn', '13800005678'), ...ours })
      await aFirm({ name: '青岛2有限公司', contacts: contact('', '13800005679'), ...ours })
      await aFirm({ name: '青岛3有限公司', contacts: contact(''), ...ours })
      await aFirm({ name: '青岛4有限公司', contacts: [] })
      await invite()
      const page = await office.get(`${at}/invitations/sending`)
      for (const words of ['发送 4 户的邀请', '邮件（1 户有邮箱）', '短信（2 户有手机）', '请服务专员转发（3 户有专员）', '邮件 1 户，短信 1 户，请服务专员转发 1 户', '1 户用不上任何途径']) {
        expect(page.text).to.include(words)
      }
      await sendBy('mail', 'http', 'steward')
      await sendBy('mail', 'http')
      await deliver()
      expect([post.mails.length, adapter.told.length]).to.deep.equal([1, 1])
      expect(adapter.told[0]).to.include({ to: '13800005679', template: 'invitation.sent' })
      expect((await request(city.app).get(linkIn(adapter.told[0]?.link ?? ''))).status).to.equal(303)
      expect((await rows()).map(({ state, channel }) => `${state} ${channel}`)).to.deep.equal(['sent mail', 'sent http', 'made steward', 'made '])
      expect(await NoticeModel.countDocuments({ user: steward.user._id, link: '/invitations' })).to.equal(1)
    })

    it('are 已送达 or 退回 by what the gateway reports, once, and only by its own address', async () => {
      await aFirm({ name: '青岛1有限公司', contacts: contact('', '13800005678') })
      await aFirm({ name: '青岛2有限公司', contacts: contact('', '13800005679') })
      await invite()
      await sendBy('http')
      await deliverDue(city.deps)
      const [one = '', two = ''] = adapter.told.toSorted((a, b) => (a.to < b.to ? -1 : 1)).map(({ receipt }) => new URL(receipt).pathname)
      const report = (path: string, body: object) => request(city.app).post(path).send(body)
      const other = one.replace(/[0-9a-f]{24}/, two.split('/')[2] ?? '')
      expect((await report(other, { state: 'delivered' })).status, 'the proof of another message').to.equal(404)
      expect((await report(one, { state: 'read' })).status).to.equal(422)
      expect((await report(one, { state: 'delivered', to: '1' })).status, 'more than it may say').to.equal(422)
      expect((await report(one, { state: 'delivered', much: 'x'.repeat(5_000) })).status).to.equal(413)
      expect(await states()).to.deep.equal(['made', 'made'])

      // before the roll took over that the message left
      expect((await report(one, { state: 'delivered' })).status).to.equal(204)
      expect((await report(two, { state: 'failed' })).status).to.equal(204)
      expect((await report(one, { state: 'failed' })).status, 'a second report changes nothing').to.equal(204)
      expect(await states()).to.deep.equal(['delivered', 'bounced'])
      expect((await settleMailings(city.deps)).bounced).to.equal(0)
      expect(await states()).to.deep.equal(['delivered', 'bounced'])
      const [reached] = (await rows()) as [Invitation]
      expect((await office.get(`${at}/invitations/${String(reached._id)}`)).text).to.include('送达')
      expect(await AuditEntryModel.countDocuments({ act: 'outbox.receipt' })).to.equal(2)
    })

    it('are not told back by a message that is still on its way', async () => {
      await aFirm({ contacts: contact('', '13800005678') })
      await invite()
      await sendBy('http')
      const waiting = await OutboxModel.findOne({ channel: 'http' }).lean()
      const path = new URL(receiptAddress(city.deps, String(waiting?._id))).pathname
      expect((await request(city.app).post(path).send({ state: 'delivered' })).status).to.equal(409)
    })

    it('asks for a way when none is ticked', async () => {
      await aFirm({ contacts: contact('he@example.cn') })
      await invite()
      const refused = await submit(office, `${at}/invitations/sending`, `${at}/invitations/sending`, {})
      expect(refused.status).to.equal(422)
      expect(refused.text).to.include('请至少选一种途径')
    })

    it('carry the new link when it was reissued before they left', async () => {
      await aFirm({ contacts: contact('he@example.cn') })
      await invite()
      const [invitation] = (await rows()) as [Invitation]
      const page = `${at}/invitations/${String(invitation._id)}`
      const [old] = /\/q\/[\w-]{43}/.exec((await office.get(page)).text) ?? []
      await submit(office, `${page}/reissue`, `${page}/reissue`, {})
      await sendBy('mail')
      await deliver()
      const link = linkIn(post.mails[0]?.text ?? '')
      expect(link).not.to.equal(old)
      expect((await request(city.app).get(link)).status).to.equal(303)
    })

    it('do not leave any more for who declined or was reached otherwise meanwhile', async () => {
      await aFirm({ name: '青岛1有限公司', contacts: contact('a@example.cn') })
      await aFirm({ name: '青岛2有限公司', contacts: contact('b@example.cn') })
      await invite()
      await sendBy('mail')
      const [first, second] = (await rows()) as [Invitation, Invitation]
      const pageOf = ({ _id }: Invitation) => `${at}/invitations/${String(_id)}`
      await submit(office, `${pageOf(first)}/outcome`, `${pageOf(first)}/outcome`, { outcome: 'declined', problem: '已迁出' })
      await submit(office, `${pageOf(second)}/reissue`, `${pageOf(second)}/reissue`, {})
      expect((await deliver()).dropped).to.equal(2)
      expect(post.mails).to.have.length(0)
      expect(await states()).to.deep.equal(['declined', 'made'])
    })

    it('stand as bounced when the address is gone by then', async () => {
      const firm = await aFirm({ contacts: contact('he@example.cn') })
      await invite()
      await sendBy('mail')
      await mongoose.connection.collection('enterprises').updateOne({ _id: firm._id }, { $set: { contacts: [] } })
      expect((await deliver()).settled).to.deep.equal({ sent: 0, bounced: 1 })
      expect((await rows())[0]).to.include({ state: 'bounced', problem: '没有登记邮箱' })
    })

    it('never go to a robot that writes to a group of staff', async () => {
      city = anApp({ env: { NOTIFY_URL: adapter.url, NOTIFY_FORM: 'wecom' } })
      office = (await city.signInAs('coordinator', { department: 'lxb' })).agent
      await aFirm({ contacts: contact('', '13800005678') })
      await invite()
      expect((await sendBy('http')).status).to.equal(422)
    })
  })

  it('leaves no token in clear: not in the database, the outbox, the audit trail, the log or the export', async () => {
    const lines: string[] = []
    const sink = new Writable({ write: (part: Buffer, _encoding, done) => { lines.push(part.toString()); done() } })
    const deps = { ...city.deps, log: pino({ level: 'trace' }, sink) }
    const logged = { ...city, deps, app: createApp(deps) }
    await aFirm({ name: '青岛甲有限公司', contacts: contact('he@example.cn') })
    await aFirm({ name: '青岛乙有限公司', contacts: contact('', '13800005678') })
    await invite()
    await sendBy('mail', 'http')
    await deliver()
    const receipt = new URL(adapter.told[0]?.receipt ?? '').pathname
    const proof = receipt.split('/').at(-1) ?? ''
    expect((await request(logged.app).post(receipt).send({ state: 'delivered' })).status).to.equal(204)
    const token = linkIn(post.mails[0]?.text ?? '').slice('/q/'.length)
    const [invitation] = (await rows()) as [Invitation]
    await office.get(`${at}/invitations/${String(invitation._id)}`)
    await office.get(`${at}/letters`)
    await remindNow()
    await deliver()
    await answerAll(await openBy(logged, `/q/${token}`))
    const file = await office.get(`${at}/invitations.csv`).expect(200)
    expect(file.text).to.include(invitation.enterpriseName).and.not.to.include(token)
    const collections = await mongoose.connection.db?.listCollections({}, { nameOnly: true }).toArray() ?? []
    expect(collections.map(({ name }) => name)).to.include.members(['outbox', 'auditEntries', 'sessions', 'links'])
    for (const { name } of collections) {
      const dump = JSON.stringify(await mongoose.connection.collection(name).find().toArray())
      expect([token, proof].filter((secret) => dump.includes(secret)), name).to.deep.equal([])
    }
    expect([token, proof].filter((secret) => lines.join('').includes(secret)), 'log').to.deep.equal([])
    expect(lines.join(''), 'the log has the request itself').to.include('/receipts/')
  })

  describe('reminders', () => {
    beforeEach(async () => {
      for (const n of [1, 2, 3]) await aFirm({ name: `青岛${n}有限公司`, contacts: contact(`firm${n}@example.cn`) })
      await invite()
      await sendBy('mail')
      await deliver()
    })
    const answer = async (n: number) => {
      const mail = post.mails.find(({ to }) => to === `firm${n}@example.cn`)
      await answerAll(await openBy(city, linkIn(mail?.text ?? '')))
    }
    /** Another day: the office signs in again. */
    const on = async (day: string) => {
      city.deps.clock.set(day)
      office = (await city.signInAs('coordinator', { department: 'lxb' })).agent
    }
    const reminded = () => post.mails.filter(({ text }) => text.includes('提醒')).map(({ to }) => to).sort()

    it('go only to those who have not answered, carry the same link, and say first how many they reach', async () => {
      await answer(1)
      expect((await office.get(`${at}/reminders/now`)).text).to.include('提醒 2 户').and.to.include('邮件 2 户')
      await remindNow()
      await deliver()
      expect(reminded()).to.deep.equal(['firm2@example.cn', 'firm3@example.cn'])
      const links = post.mails.filter(({ to }) => to === 'firm2@example.cn').map(({ text }) => linkIn(text))
      expect(new Set(links).size).to.equal(1)
      expect((await rows()).map(({ remindersSent }) => remindersSent)).to.deep.equal([0, 1, 1])
    })

    it('stop at the answer, even one that comes after the reminder was put into the outbox', async () => {
      await remindNow()
      await answer(2)
      expect((await deliver()).dropped).to.equal(1)
      expect(reminded()).to.deep.equal(['firm1@example.cn', 'firm3@example.cn'])
    })

    it('are two at most, and not two on one day', async () => {
      await remindNow()
      expect((await office.get(`${at}/reminders/now`)).text).to.include('今天已经提醒过')
      await on('2026-11-27T10:00+08:00')
      await remindNow()
      await on('2026-11-30T10:00+08:00')
      expect((await submit(office, '/sessions', `${at}/reminders/now`, {})).status).to.equal(409)
      expect(await OutboxModel.countDocuments({ template: 'invitation.reminder' })).to.equal(6)
      expect((await rows()).map(({ remindersSent }) => remindersSent)).to.deep.equal([2, 2, 2])
      expect((await office.get(`${at}/reminders`)).text).to.include('已提醒 2 次，最多 2 次')
    })

    it('go out on the days kept with the questionnaire, in office hours, once', async () => {
      await submit(office, `${at}/reminders`, `${at}/reminders`, { 'onDay-1': '2026-11-27', 'onDay-2': '2026-12-02' })
      expect(await remindDue(city.deps)).to.deep.equal({ reminders: 0, firms: 0 })
      city.deps.clock.set('2026-11-27T08:30+08:00')
      expect(await remindDue(city.deps)).to.deep.equal({ reminders: 0, firms: 0 })
      city.deps.clock.set('2026-11-27T09:10+08:00')
      const both = await Promise.all([remindDue(city.deps), remindDue(city.deps)])
      expect(both.map(({ firms }) => firms).sort()).to.deep.equal([0, 3])
      expect(await remindDue(city.deps)).to.deep.equal({ reminders: 0, firms: 0 })
      const { reminders } = await QuestionnaireModel.findById(questionnaire._id).orFail().lean<Questionnaire>()
      expect(reminders.map(({ onDay, sentAt, count }) => [onDay, sentAt !== null, count])).to.deep.equal([['2026-11-27', true, 3], ['2026-12-02', false, 0]])
      city.deps.clock.set('2026-12-05T10:00+08:00')
      expect(await remindDue(city.deps)).to.deep.equal({ reminders: 0, firms: 0 })
    })

    it('refuses days that are past, after the close or doubled, with what was typed kept', async () => {
      for (const [first, second, told] of [
        ['2026-11-24', '', '已经过去'], ['2026-12-05', '', '在问卷截止以前'], ['2026-11-27', '2026-11-27', '不能在同一天'], ['2026-02-30', '', '应为日期'],
      ] as const) {
        const refused = await submit(office, `${at}/reminders`, `${at}/reminders`, { 'onDay-1': first, 'onDay-2': second })
        expect(refused.status).to.equal(422)
        expect(refused.text).to.include(told).and.to.include(`value="${first}"`)
      }
    })

    it('leave a list to call of those who did not answer after the last one, numbers in full only for a reason', async () => {
      await InvitationModel.updateMany({}, { state: 'sent' })
      await mongoose.connection.collection('enterprises').updateMany({}, { $set: { 'contacts.0.phones': ['13800005678'] } })
      expect((await office.get(`${at}/calls`)).text).to.include('还没有提醒过')
      await remindNow()
      await answer(3)
      const list = await office.get(`${at}/calls`).expect(200)
      expect(list.text).to.include('青岛1').and.to.include('青岛2').and.to.include('138****5678')
      expect(list.text).not.to.include('青岛3').and.not.to.include('13800005678')
      expect((await submit(office, `${at}/calls`, `${at}/calls`, { reason: '' })).status).to.equal(422)
      expect((await submit(office, `${at}/calls`, `${at}/calls`, { reason: '电话催问卷' })).text).to.include('13800005678')
      const audit = JSON.stringify(await mongoose.connection.collection('auditEntries').find({ act: 'enterprise.revealPhone' }).toArray())
      expect(audit).to.include('电话催问卷').and.not.to.include('13800005678')
    })
  })
})
