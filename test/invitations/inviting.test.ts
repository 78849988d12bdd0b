import { expect } from 'chai'
import { Types } from 'mongoose'
import { AnswerModel } from '../../models/answer/index.ts'
import { InvitationModel, type Invitation } from '../../models/invitation/index.ts'
import { responseOf } from '../../models/invitation/queries.ts'
import { LinkModel } from '../../models/link/index.ts'
import type { Questionnaire } from '../../models/questionnaire/index.ts'
import { anApp, submit, type Agent, type TestApp } from '../support/app.ts'
import { aUser, aSmallCity } from '../support/factories.ts'
import { useDatabase } from '../support/db.ts'
import { aQuestionnaire, answerAll, openBy } from '../answers/asked.ts'
import { aFirm } from '../visits/city.ts'

describe('inviting firms to a questionnaire', function () {
  this.timeout(20_000)
  useDatabase({ emptied: 'each' })
  let city: TestApp
  let office: Agent
  let questionnaire: Questionnaire
  let path: string
  beforeEach(async () => {
    city = anApp()
    await aSmallCity()
    office = (await city.signInAs('coordinator', { department: 'lxb', name: '申砚秋' })).agent
    questionnaire = await aQuestionnaire()
    path = `/questionnaires/${questionnaire.no}/invitations`
  })

  const invite = (fields: Record<string, string> = {}) => submit(office, `${path}/new`, path, fields)
  const rows = () => InvitationModel.find().sort({ enterpriseName: 1 }).lean<Invitation[]>()
  const pageOf = ({ _id }: Pick<Invitation, '_id'>) => `${path}/${String(_id)}`
  async function oneInvited(values: Parameters<typeof aFirm>[0] = {}): Promise<Invitation> {
    await aFirm(values)
    await invite()
    const [only] = await rows()
    if (!only) throw new Error('nobody was invited')
    return only
  }
  /** The link as the page shows it to be copied. */
  async function linkOn(agent: Agent, invitation: Invitation): Promise<string> {
    const { text } = await agent.get(pageOf(invitation)).expect(200)
    const found = /\/q\/[\w-]{43}/.exec(text)
    if (!found) throw new Error('no link on the page')
    return found[0]
  }

  describe('whom', () => {
    it('shows how many, and who lacks mail, phone or steward, before anybody is invited', async () => {
      const steward = await aUser({ name: '闻书仪' })
      await aFirm({ name: '青岛甲有限公司', contacts: [{ name: '贺', title: '', phones: ['0532-88001200'], email: 'he@example.cn' }] })
      await aFirm({ name: '青岛乙有限公司', steward: { name: '闻书仪', user: steward._id } })
      await aFirm({ name: '青岛丙有限公司', district: '370202' })
      const { text } = await office.get(`${path}/new`).expect(200)
      for (const words of ['邀请这 3 户', '将邀请<span class="">3', '没有邮箱<span class="">2', '没有手机<span class="">1', '没有专员<span class="">2']) {
        expect(text).to.include(words)
      }
      expect((await office.get(`${path}/new?tab=phone`)).text).to.include('青岛甲').and.not.to.include('青岛乙')
      expect((await office.get(`${path}/new?district=370212`)).text).to.include('邀请这 2 户')
      expect(await InvitationModel.countDocuments()).to.equal(0)
    })

    it('invites what the filters find, each once, with a link of its own', async () => {
      await aFirm({ district: '370202' })
      for (let n = 0; n < 3; n++) await aFirm()
      expect((await invite({ district: '370212' })).headers['location']).to.equal(`${path}?tab=made`)
      expect(await InvitationModel.countDocuments({ state: 'made', questionnaire: questionnaire._id })).to.equal(3)
      await invite()
      expect(await InvitationModel.countDocuments()).to.equal(4)
      const links = await LinkModel.find({ purpose: 'questionnaire' }).lean()
      expect(links.map(({ subject }) => subject).sort()).to.deep.equal((await rows()).map(({ _id }) => String(_id)).sort())
      expect(new Set(links.map(({ hash }) => hash)).size).to.equal(4)
    })

    it('takes no firm that was archived, and nobody before publishing or after the close', async () => {
      await aFirm({ archivedAt: new Date('2026-10-01T09:00+08:00') })
      expect((await office.get(`${path}/new`)).text).to.include('没有符合条件的企业')
      await submit(office, '/sessions', path, {})
      expect(await InvitationModel.countDocuments()).to.equal(0)
      for (const state of ['draft', 'closed'] as const) {
        const other = await aQuestionnaire({ state })
        expect((await office.get(`/questionnaires/${other.no}/invitations/new`)).status).to.equal(409)
      }
    })

    it('makes a blank answer for each guest of an anonymous one, and closes its list with the first that leaves', async () => {
      questionnaire = await aQuestionnaire({ confidentiality: 'anonymous' })
      path = `/questionnaires/${questionnaire.no}/invitations`
      for (let n = 0; n < 12; n++) await aFirm()
      await invite()
      expect(await AnswerModel.countDocuments({ questionnaire: questionnaire._id, filled: false })).to.equal(12)
      const [first] = await rows()
      await submit(office, pageOf(first as Invitation), `${pageOf(first as Invitation)}/handing`, {})
      await aFirm()
      const refused = await office.get(`${path}/new`)
      expect(refused.status).to.equal(409)
      expect(refused.text).to.include('匿名问卷的邀请已经发出，名单不能再增加')
    })
  })

  describe('the list', () => {
    it('counts every state so that the tabs add up, filters, and opens each number', async () => {
      for (let n = 0; n < 5; n++) await aFirm(n < 2 ? { district: '370202' } : {})
      await invite()
      const [a, b, c] = (await rows()) as [Invitation, Invitation, Invitation]
      await InvitationModel.updateOne({ _id: a._id }, { state: 'answered', answeredOn: '2026-11-25' })
      await InvitationModel.updateOne({ _id: b._id }, { state: 'delivered', sentAt: new Date('2026-11-24T09:00+08:00') })
      await InvitationModel.updateOne({ _id: c._id }, { state: 'bounced', problem: '邮箱停用' })
      const { text } = await office.get(path).expect(200)
      const counts = [...text.matchAll(/(全部|待发送|已发出|已开始|已提交|退回|不参加)<span class="">(\d+)/g)].map(([, word, n]) => [word, Number(n)])
      expect(counts).to.deep.equal([['全部', 5], ['待发送', 2], ['已发出', 1], ['已开始', 0], ['已提交', 1], ['退回', 1], ['不参加', 0]])
      expect(text).to.include('已提交 20.0%（1 / 5）').and.to.include('邮箱停用')
      expect((await office.get(`${path}?tab=bounced`)).text).to.include('第 1–1 户，共 1 户')
      expect((await office.get(`${path}?district=370202`)).text).to.include('全部<span class="">2')
    })

    it('says how far the firms came by district, industry and size, each with what it is a share of', async () => {
      for (let n = 0; n < 4; n++) await aFirm(n === 0 ? { district: '370202', size: '微型' } : {})
      await invite()
      await InvitationModel.updateMany({ district: '370212' }, { state: 'sent', sentAt: city.deps.clock.now() })
      await InvitationModel.updateOne({ district: '370212' }, { state: 'answered' })
      const { total, district, size } = await responseOf(questionnaire._id)
      expect(total).to.deep.equal({ invited: 4, sent: 3, begun: 1, answered: 1, bounced: 0, declined: 0 })
      expect(district).to.deep.equal([
        { value: '370212', invited: 3, sent: 3, begun: 1, answered: 1, bounced: 0, declined: 0 },
        { value: '370202', invited: 1, sent: 0, begun: 0, answered: 0, bounced: 0, declined: 0 },
      ])
      expect(size.map(({ value }) => value)).to.deep.equal(['大型', '微型'])
      const { text } = await office.get(`${path}/response`).expect(200)
      expect(text).to.include('已提交 25.0%（1 / 4）').and.to.include('崂山区').and.to.include('33.3%（1 / 3）')
    })
  })

  describe('one invitation', () => {
    it('leads from the copied link to the answer, and shows it as answered', async () => {
      const invitation = await oneInvited()
      const link = await linkOn(office, invitation)
      await submit(office, pageOf(invitation), `${pageOf(invitation)}/handing`, { version: '0' })
      expect((await rows())[0]).to.include({ state: 'sent', channel: 'steward' })
      await answerAll(await openBy(city, link))
      expect((await rows())[0]).to.include({ state: 'answered', answeredOn: '2026-11-25' })
      const { text } = await office.get(pageOf(invitation)).expect(200)
      expect(text).to.include('已提交').and.not.to.match(/\/q\/[\w-]{43}/)
    })

    it('kills the old link with the new one, and waits to be sent again', async () => {
      const invitation = await oneInvited()
      const old = await linkOn(office, invitation)
      await submit(office, pageOf(invitation), `${pageOf(invitation)}/handing`, {})
      expect((await office.get(`${pageOf(invitation)}/reissue`)).text).to.include('现在的链接马上失效')
      await submit(office, `${pageOf(invitation)}/reissue`, `${pageOf(invitation)}/reissue`, {})
      const fresh = await linkOn(office, invitation)
      expect(fresh).not.to.equal(old)
      expect((await office.get(old)).status).to.equal(409)
      expect((await office.get(fresh)).status).to.equal(303)
      expect((await rows())[0]).to.include({ state: 'made', sentAt: null })
    })

    it('does not reissue what somebody began meanwhile, seen from an old page', async () => {
      const invitation = await oneInvited()
      await InvitationModel.updateOne({ _id: invitation._id }, { $set: { state: 'begun' }, $inc: { __v: 1 } })
      const refused = await submit(office, `${pageOf(invitation)}/reissue`, `${pageOf(invitation)}/reissue`, { version: '0' })
      expect(refused.status).to.equal(409)
      expect(refused.text).to.include('看最新的')
    })

    it('gives one recipient a later day, by which they may answer after the close of all others', async () => {
      const invitation = await oneInvited()
      const link = await linkOn(office, invitation)
      const extension = `${pageOf(invitation)}/extension`
      await submit(office, extension, extension, { untilOn: '2026-12-08', reason: '财务负责人出差' })
      expect((await rows())[0]?.extendedUntil?.toISOString()).to.equal('2026-12-08T09:30:00.000Z')
      city.deps.clock.set('2026-12-07T10:00+08:00')
      await answerAll(await openBy(city, link))
      expect((await rows())[0]?.answeredOn).to.equal('2026-12-07')
    })

    it('refuses a day that is no later, with what was typed kept', async () => {
      const invitation = await oneInvited()
      const extension = `${pageOf(invitation)}/extension`
      for (const [untilOn, told] of [['2026-12-03', '要晚于问卷的截止日'], ['2026-02-30', '应为日期'], ['', '请填写延到哪一天']] as const) {
        const refused = await submit(office, extension, extension, { untilOn, reason: '财务负责人出差' })
        expect(refused.status).to.equal(422)
        expect(refused.text).to.include(told).and.to.include('财务负责人出差')
      }
      expect((await rows())[0]?.extendedUntil).to.equal(null)
    })

    it('goes on to another person by a new link, and drops what the wrong one had begun', async () => {
      const invitation = await oneInvited()
      const old = await linkOn(office, invitation)
      const wrong = await openBy(city, old)
      const form = await wrong.agent.get(`${wrong.base}/1`)
      const hiddenFields = Object.fromEntries([...form.text.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, n, v]) => [String(n), String(v)]))
      await wrong.agent.post(`${wrong.base}/1`).type('form').send({ ...hiddenFields, 'a-q1': ['a'], 'a-q2': '3', 'a-q3': '2026-10-08' }).expect(303)
      const forwarding = `${pageOf(invitation)}/forwarding`
      await submit(office, forwarding, forwarding, { name: '程牧远', phone: '139 0000 1234', email: '' })
      const [now] = await rows()
      expect(now).to.deep.include({ state: 'made', begunAt: null, forwardedTo: { name: '程牧远', phone: '13900001234', email: '' } })
      expect((await wrong.agent.get(old)).status).to.equal(409)
      const { text } = await office.get(pageOf(invitation))
      expect(text).to.include('程牧远').and.to.include('139****1234').and.not.to.include('13900001234')
      await answerAll(await openBy(city, await linkOn(office, invitation)))
      expect((await rows())[0]?.state).to.equal('answered')
    })

    it('needs a phone or an address to forward to', async () => {
      const invitation = await oneInvited()
      const forwarding = `${pageOf(invitation)}/forwarding`
      for (const [fields, told] of [
        [{ name: '程牧远', phone: '', email: '' }, '手机和邮箱至少填一样'],
        [{ name: '程牧远', phone: '1390000123', email: '' }, '手机应为 11 位数字，现在是 10 位'],
        [{ name: '程牧远', phone: '', email: '程牧远@' }, '邮箱应像 name@example.com'],
        [{ name: '', phone: '13900001234', email: '' }, '请填写姓名'],
      ] as const) {
        const refused = await submit(office, forwarding, forwarding, fields)
        expect(refused.status, told).to.equal(422)
        expect(refused.text).to.include(told)
        if (fields.name !== '') expect(refused.text).to.include('程牧远')
      }
    })

    it('is noted as bounced or declined by hand, taken back, and never after the answer', async () => {
      const invitation = await oneInvited()
      const outcome = `${pageOf(invitation)}/outcome`
      expect((await submit(office, outcome, outcome, { outcome: 'answered', problem: '误' })).status).to.equal(422)
      await submit(office, outcome, outcome, { outcome: 'declined', problem: '已迁往外市' })
      expect((await rows())[0]).to.include({ state: 'declined', problem: '已迁往外市' })
      await submit(office, pageOf(invitation), `${pageOf(invitation)}/restoration`, {})
      expect((await rows())[0]).to.include({ state: 'made', problem: '' })
      await InvitationModel.updateOne({ _id: invitation._id }, { state: 'answered', answeredOn: '2026-11-25' })
      const late = await submit(office, outcome, outcome, { outcome: 'bounced', problem: '邮箱停用' })
      expect(late.text).to.include('已经提交答卷')
      expect((await rows())[0]?.state).to.equal('answered')
    })
  })

  describe('who may', () => {
    it('shows a steward the own firms alone, with their link, and lets nobody else see one', async () => {
      const steward = await city.signInAs('officer', { name: '闻书仪' })
      const mine = await aFirm({ steward: { name: '闻书仪', user: steward.user._id } })
      await aFirm({ steward: { name: '别人', user: new Types.ObjectId() } })
      await invite()
      const [own, other] = (await rows()).sort((a) => (a.enterprise.equals(mine._id) ? -1 : 1)) as [Invitation, Invitation]
      expect((await steward.agent.get(path)).text).to.include('全部<span class="">1')
      expect(await linkOn(steward.agent, own)).to.equal(await linkOn(office, own))
      expect((await steward.agent.get(pageOf(other))).status).to.equal(404)
      for (const piece of ['reissue', 'extension', 'forwarding']) {
        expect((await steward.agent.get(`${pageOf(own)}/${piece}`)).status, piece).to.equal(403)
      }
      const statistics = await city.signInAs('statistics', { department: 'lxb' })
      const { text } = await statistics.agent.get(pageOf(own)).expect(200)
      expect(text).not.to.match(/\/q\/[\w-]{43}/)
      expect((await statistics.agent.get(`${pageOf(own)}/qr.png`)).status).to.equal(403)
      const supervisor = await city.signInAs('supervisor', { department: 'dcs' })
      expect((await supervisor.agent.get(path)).status).to.equal(403)
    })
  })
})
