import { expect } from 'chai'
import { AuditEntryModel } from '../../models/audit/index.ts'
import { ContactRequestModel } from '../../models/contactRequest/index.ts'
import { EnterpriseModel, type Enterprise } from '../../models/enterprise/index.ts'
import { IssueModel } from '../../models/issue/index.ts'
import { VisitModel } from '../../models/visit/index.ts'
import { aQuestionnaire, invite } from '../answers/asked.ts'
import { aCallBackOf, aGateway, aVisitTo, codeFrom, hiddenIn, linkFor, openOn, type Gateway, type Phone } from '../confirmations/outside.ts'
import { anApp, submit, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'
import { aFirm } from '../visits/city.ts'

const PROMISE = { text: '明年三月前修通南侧道路', dueOn: '2027-03-31', publicText: '', publicApprovedByName: null }

describe('a firm’s own page', function () {
  this.timeout(20_000)
  useDatabase({ emptied: 'each' })
  let gateway: Gateway
  let city: TestApp
  let firm: Enterprise
  let phone: Phone
  let coordinator: Agent
  before(async () => { gateway = await aGateway() })
  after(() => gateway.close())
  beforeEach(async () => {
    await aSmallCity()
    city = anApp({ env: { NOTIFY_URL: gateway.url } })
    firm = await aFirm()
    phone = await openOn(city, await linkFor(city.deps, 'enterprise', String(firm._id)))
    coordinator = (await city.signInAs('coordinator', { department: 'lxb' })).agent
  })

  const page = async (path = '') => (await phone.agent.get(`${phone.base}${path}`)).text

  /** Fills a form of the page, gets the code by message, sends it. */
  async function say(path: string, fields: Record<string, string>) {
    const waiting = await phone.send(path, { ...fields, go: 'code' })
    expect(waiting.status).to.equal(200)
    const code = await codeFrom(city.deps, gateway)
    return phone.agent.post(`${phone.base}${path}`).type('form').send({ ...hiddenIn(waiting.text), ...fields, go: 'confirm', code })
  }

  it('shows what was raised in three words, what was promised, who came and who comes, and what to fill in', async () => {
    expect(await page()).to.include('还没有提过诉求').and.include('一年里还没有人来过')
    await aCallBackOf(firm)
    await aCallBackOf(firm, { state: 'pledged', title: '南侧道路不通', promise: PROMISE })
    await aCallBackOf(firm, { state: 'handling', title: '用电增容' })
    await aCallBackOf(await aFirm(), { title: '别家的事' })
    await aVisitTo(firm)
    await aVisitTo(firm, { state: 'planned', onDay: '2026-11-27', fromTime: '09:30' })
    const questionnaire = await aQuestionnaire()
    const [invited] = await invite(city.deps, questionnaire, 1)
    await EnterpriseModel.db.collection('invitations').updateOne({ _id: invited?.invitation._id as never }, { $set: { enterprise: firm._id } })
    const text = await page()
    const shown = ['待确认', '有承诺', '办理中', '明年三月前修通南侧道路', '最迟 2027年3月31日（周三）', '要来访', '请确认', '11月27日（周五） 09:30', questionnaire.title]
    for (const words of shown) expect(text).to.include(words)
    expect(text).to.include(invited?.path ?? '?').and.not.include('别家的事').and.not.include('138000')
  })

  it('only reads: opening it and its parts changes nothing', async () => {
    const issue = await aCallBackOf(firm)
    const before = await AuditEntryModel.countDocuments()
    for (const path of ['', `/issues/${issue.no}`, '/contact', '/call']) expect((await phone.agent.get(`${phone.base}${path}`)).status).to.equal(200)
    expect(await AuditEntryModel.countDocuments()).to.equal(before)
  })

  it('lets the firm judge a result by a code, and say that a closed case is not solved', async () => {
    const { no } = await aCallBackOf(firm)
    expect((await say(`/issues/${no}`, { solved: '已解决', satisfaction: '基本满意', words: '' })).status).to.equal(303)
    expect(await IssueModel.findOne({ no }).lean()).to.include({ state: 'closed', satisfaction: '基本满意' })
    expect(await page(`/issues/${no}`)).to.include('没有解决的，请写明')
    expect((await phone.send(`/issues/${no}`, { words: ' ', go: 'code' })).status).to.equal(422)
    await say(`/issues/${no}`, { words: '又堵了' })
    expect((await IssueModel.findOne({ no }).lean())?.state).to.equal('closed')
    expect(await ContactRequestModel.findOne().lean()).to.include({ kind: 'dispute', about: no, verified: true, text: '又堵了' })
  })

  it('lets the firm confirm a visit, or say that nobody came', async () => {
    const [came, not] = [await aVisitTo(firm), await aVisitTo(firm)]
    await say(`/visits/${came.no}`, { happened: 'yes', words: '' })
    await say(`/visits/${not.no}`, { happened: 'no', words: '没来' })
    expect((await VisitModel.findOne({ no: came.no }).lean())?.confirmation?.how).to.equal('link')
    expect((await VisitModel.findOne({ no: not.no }).lean())?.confirmation).to.equal(null)
  })

  it('changes the contact by a code, or after the office has rung', async () => {
    const given = { name: '闻人语', title: '行政总监', phone: '138 1111 2222', email: '' }
    const wrong = await phone.send('/contact', { ...given, phone: '1381111', go: 'code' })
    expect(wrong.status).to.equal(422)
    expect(wrong.text).to.include('手机号应为 11 位数字，现在是 7 位').and.include('value="闻人语"')
    await phone.send('/contact', { ...given, go: 'phone' })
    expect((await EnterpriseModel.findById(firm._id).lean())?.contacts[0]?.name).to.equal('贺临洲')
    const request = await ContactRequestModel.findOne().lean()
    const at = `/contact-requests/${request?._id}`
    expect((await coordinator.get('/contact-requests')).text).to.include(firm.name).and.include('闻人语').and.include('138****2222')
    expect((await submit(coordinator, at, `${at}/settlement`, { note: '', adopt: 'on' })).status).to.equal(422)
    expect((await submit(coordinator, at, `${at}/settlement`, { note: '贺总说换人了', adopt: 'on' })).status).to.equal(303)
    const contacts = (await EnterpriseModel.findById(firm._id).lean())?.contacts
    expect(contacts?.map(({ name, phones }) => `${name} ${phones.join()}`)).to.deep.equal(['闻人语 13811112222', '贺临洲 13800005678'])
    expect((await submit(coordinator, '/issues/new', `${at}/settlement`, { note: '再记' })).status).to.equal(409)
    await say('/contact', { ...given, name: '百里尧', phone: '13833334444' })
    expect((await EnterpriseModel.findById(firm._id).lean())?.contacts[0]).to.include({ name: '百里尧' })
    expect(JSON.stringify(await AuditEntryModel.find().lean())).not.to.include('13833334444').and.not.include('百里尧')
  })

  it('takes a wish to be rung once, however often it is pressed', async () => {
    await Promise.all(['上午', '下午', '上午'].map((words) => phone.send('/call', { words })))
    expect(await ContactRequestModel.countDocuments({ kind: 'call' })).to.equal(1)
    const steward = (await city.signInAs('officer', { department: 'zjj' })).agent
    expect((await steward.get('/contact-requests')).text).to.include('没有等着打电话核实的事')
    expect((await phone.send('/call', { words: '长'.repeat(401) })).text).to.include('最多 400 个字')
  })

  it('belongs to one firm: cases, visits and forms of another are refused', async () => {
    const other = await aFirm()
    const issue = await aCallBackOf(other)
    const visit = await aVisitTo(other)
    expect((await phone.agent.get(`${phone.base}/issues/${issue.no}`)).status).to.equal(404)
    expect((await phone.agent.get(`${phone.base}/visits/${visit.no}`)).status).to.equal(404)
    const second = await openOn(city, await linkFor(city.deps, 'enterprise', String(other._id)))
    const own = hiddenIn(await page('/call'))
    expect((await second.agent.post(`${second.base}/call`).type('form').send({ ...own, words: '' })).status).to.equal(403)
  })

  describe('its link', () => {
    it('is made, shown with QR code, reissued and revoked on the firm’s record, with a trace of who looked', async () => {
      const fresh = await aFirm()
      const at = `/enterprises/${String(fresh._id)}/link`
      expect((await coordinator.get(`/enterprises/${String(fresh._id)}`)).text).to.include(`${at}"`)
      expect((await coordinator.get(at)).text).to.include('还没有生成').and.not.include('/e/')
      await submit(coordinator, at, at, { do: 'make' })
      await submit(coordinator, at, at, { do: 'make' })
      const shown = await coordinator.get(at)
      const path = /\/e\/[\w-]{43}/.exec(shown.text)?.[0] ?? ''
      expect(shown.text).to.include('data:image/svg+xml')
      const opened = await openOn(city, path)
      expect((await coordinator.get(`${at}/qr.png`)).headers['content-type']).to.equal('image/png')
      expect(await AuditEntryModel.countDocuments({ 'record.id': String(fresh._id), 'changes.专页链接': '查看' })).to.be.greaterThan(0)
      await submit(coordinator, at, at, { do: 'reissue' })
      expect((await opened.agent.get(opened.base)).text).to.include('已换发')
      const next = /\/e\/[\w-]{43}/.exec((await coordinator.get(at)).text)?.[0] ?? ''
      const second = await openOn(city, next)
      await submit(coordinator, at, at, { do: 'revoke' })
      expect((await second.agent.get(second.base)).text).to.include('链接已撤销')
      expect((await coordinator.get(at)).text).not.to.match(/\/e\/[\w-]{43}/)
    })

    it('is nobody’s but the office’s, the visiting department’s and the steward’s', async () => {
      const at = `/enterprises/${String(firm._id)}/link`
      expect((await (await city.signInAs('officer', { department: 'zrzy' })).agent.get(at)).status).to.equal(200)
      expect((await (await city.signInAs('officer', { department: 'zjj' })).agent.get(at)).status).to.equal(403)
      expect((await (await city.signInAs('supervisor', { department: 'dcs' })).agent.get(at)).status).to.equal(403)
    })
  })
})
