import { Writable } from 'node:stream'
import { expect } from 'chai'
import { pino } from 'pino'
import type { Enterprise } from '../../models/enterprise/index.ts'
import { ConfirmationModel } from '../../models/confirmation/index.ts'
import { ContactRequestModel } from '../../models/contactRequest/index.ts'
import { IssueModel } from '../../models/issue/index.ts'
import { linkTo } from '../../models/link/index.ts'
import { NoticeModel } from '../../models/notice/index.ts'
import { OneTimeCodeModel } from '../../models/oneTimeCode/index.ts'
import { OutboxModel } from '../../models/outbox/index.ts'
import { VisitModel } from '../../models/visit/index.ts'
import { createApp } from '../../server/app.ts'
import { currentDb } from '../../server/database/connect.ts'
import { tokenOf } from '../../server/links/actions.ts'
import { deliverDue } from '../../server/outbox/actions.ts'
import { anApp, submit, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'
import { aFirm } from '../visits/city.ts'
import { aCallBackOf, aGateway, aVisitTo, codeFrom, hiddenIn, openOn, type Gateway, type Phone } from './outside.ts'

const GOOD = { solved: '已解决', satisfaction: '满意', words: '' }

describe('confirmed by a link', function () {
  this.timeout(20_000)
  useDatabase({ emptied: 'each' })
  let gateway: Gateway
  let city: TestApp
  let firm: Enterprise
  let coordinator: Agent
  before(async () => { gateway = await aGateway() })
  after(() => gateway.close())
  beforeEach(async () => {
    await aSmallCity()
    city = anApp({ env: { NOTIFY_URL: gateway.url } })
    firm = await aFirm()
    coordinator = (await city.signInAs('coordinator', { department: 'lxb' })).agent
  })

  /** The office makes the link for this record; the firm's phone opens it. */
  async function asked(path: string, fields: Record<string, string> = {}): Promise<{ phone: Phone, token: string }> {
    const made = await submit(coordinator, path, path, fields)
    expect(made.headers['location']).to.equal(path)
    const shown = await coordinator.get(path)
    const token = /\/c\/([\w-]{43})/.exec(shown.text)?.[1] ?? ''
    return { phone: await openOn(city, `/c/${token}`), token }
  }

  /** Fills the form, gets the code by message, sends it. */
  async function say(phone: Phone, fields: Record<string, string>) {
    const waiting = await phone.send('', { ...fields, go: 'code' })
    expect(waiting.status).to.equal(200)
    const code = await codeFrom(city.deps, gateway)
    return phone.agent.post(phone.base).type('form').send({ ...hiddenIn(waiting.text), ...fields, go: 'confirm', code })
  }

  describe('a result', () => {
    it('is judged by the raiser: the call-back goes in by the same verb, once, and the page says what was said', async () => {
      const { no } = await aCallBackOf(firm)
      const { phone } = await asked(`/issues/${no}/confirmation`)
      expect((await phone.agent.get(phone.base)).text).to.include('边界已按登记成果统一').and.include('手机 138****5678')
      expect((await say(phone, GOOD)).status).to.equal(303)
      const issue = await IssueModel.findOne({ no }).lean()
      expect(issue).to.include({ state: 'closed', satisfaction: '满意' })
      expect(issue?.callBacks[0]).to.include({ how: '链接', by: null, solved: '已解决', reached: true })
      const after = await phone.agent.get(phone.base)
      expect(after.text).to.include('回复：已解决，满意').and.not.include('<form')
      expect((await coordinator.get(`/issues/${no}/confirmation`)).text).to.include('对方已在')
    })

    it('that does not satisfy is done again, with the reason; without one nothing is sent', async () => {
      const { no } = await aCallBackOf(firm)
      const { phone } = await asked(`/issues/${no}/confirmation`)
      const refused = await phone.send('', { solved: '未解决', satisfaction: '不满意', words: '', go: 'code' })
      expect(refused.status).to.equal(422)
      expect(refused.text).to.include('请写明哪里不满意')
      await say(phone, { solved: '未解决', satisfaction: '不满意', words: '路还是堵' })
      expect((await IssueModel.findOne({ no }).lean())?.state).to.equal('redo')
    })

    it('is taken once although sent eight times at once', async () => {
      const { no } = await aCallBackOf(firm)
      const { phone } = await asked(`/issues/${no}/confirmation`)
      const page = await phone.send('', { ...GOOD, go: 'code' })
      const code = await codeFrom(city.deps, gateway)
      const fields = { ...hiddenIn(page.text), ...GOOD, go: 'confirm', code }
      const sent = await Promise.all(Array.from({ length: 8 }, () => phone.agent.post(phone.base).type('form').send(fields)))
      expect(sent.map(({ status }) => status)).to.deep.equal(Array(8).fill(303))
      expect((await IssueModel.findOne({ no }).lean())?.callBacks).to.have.length(1)
    })

    it('becomes a request to ring where no code can be had, and waits for the office', async () => {
      const { no } = await aCallBackOf(firm)
      const { phone } = await asked(`/issues/${no}/confirmation`)
      const given = { ...GOOD, go: 'phone' }
      expect((await phone.send('', given)).status).to.equal(303)
      expect((await IssueModel.findOne({ no }).lean())?.state).to.equal('callBack')
      expect(await ContactRequestModel.findOne().lean()).to.deep.include({
        kind: 'closing', about: no, verified: false, state: 'waiting', said: { solved: '已解决', satisfaction: '满意', happened: null },
      })
      expect((await phone.agent.get(phone.base)).text).to.include('办公室会打电话跟您核实')
    })

    it('no longer waits when the office has rung meanwhile', async () => {
      const { no } = await aCallBackOf(firm)
      const { phone } = await asked(`/issues/${no}/confirmation`)
      await IssueModel.updateOne({ no }, { $set: { state: 'closed' } })
      expect((await phone.agent.get(phone.base)).text).to.include('办理情况已有变化').and.not.include('<form')
      expect((await coordinator.get(`/issues/${no}/confirmation`)).text).to.include('现在是“已销号”')
    })
  })

  describe('a visit', () => {
    it('took place: it is confirmed by the link and counts', async () => {
      const { no } = await aVisitTo(firm)
      const { phone } = await asked(`/visits/${no}/confirmation`, { how: 'link' })
      await say(phone, { happened: 'yes', words: '来过' })
      expect((await VisitModel.findOne({ no }).lean())?.confirmation).to.include({ how: 'link', byName: '对方联系人', note: '来过' })
    })

    it('did not take place: it stays unconfirmed and the office is told', async () => {
      const { no } = await aVisitTo(firm)
      const { phone } = await asked(`/visits/${no}/confirmation`, { how: 'link' })
      await say(phone, { happened: 'no', words: '那天没人来' })
      expect((await VisitModel.findOne({ no }).lean())?.confirmation).to.equal(null)
      expect(await ContactRequestModel.findOne().lean()).to.include({ kind: 'visit', about: no, verified: true, text: '那天没人来' })
      await codeFrom(city.deps, gateway).catch(() => '')
      expect((await NoticeModel.findOne({ kind: 'contactRequest.received' }).lean())?.text).to.equal(`走访待核实，${no}`)
    })
  })

  describe('the code', () => {
    it('has five tries, also side by side, and ten minutes', async () => {
      const { no } = await aCallBackOf(firm)
      const { phone } = await asked(`/issues/${no}/confirmation`)
      const page = await phone.send('', { ...GOOD, go: 'code' })
      const right = await codeFrom(city.deps, gateway)
      const wrong = String((Number(right) + 1) % 1_000_000).padStart(6, '0')
      const fields = { ...hiddenIn(page.text), ...GOOD, go: 'confirm' }
      const post = (code: string) => phone.agent.post(phone.base).type('form').send({ ...fields, code })
      expect((await post('12')).text).to.include('六位数字')
      expect((await post(wrong)).text).to.include('验证码不对，还可以试 4 次')
      await Promise.all(Array.from({ length: 6 }, () => post(wrong)))
      expect((await post(right)).text).to.include('过期或者输错太多次')
      expect((await IssueModel.findOne({ no }).lean())?.state).to.equal('callBack')
      const again = await phone.send('', { ...GOOD, go: 'code' })
      const late = await codeFrom(city.deps, gateway)
      city.deps.clock.forward(10 * 60_000)
      const answer = await phone.agent.post(phone.base).type('form').send({ ...hiddenIn(again.text), ...GOOD, go: 'confirm', code: late })
      expect(answer.status).to.equal(422)
    })

    it('is sent five times an hour to one contact, and of another purpose does nothing', async () => {
      const [first, second] = [await aCallBackOf(firm), await aCallBackOf(firm)]
      const { phone } = await asked(`/issues/${first.no}/confirmation`)
      const pages = []
      for (let i = 0; i < 6; i++) pages.push(await phone.send('', { ...GOOD, go: 'code' }))
      expect(pages.map(({ status }) => status)).to.deep.equal([200, 200, 200, 200, 200, 429])
      expect(pages[5]?.text).to.include('请一小时后再试').and.include('请办公室打电话核实')
      const code = await codeFrom(city.deps, gateway)
      const { phone: other } = await asked(`/issues/${second.no}/confirmation`)
      const own = hiddenIn((await other.agent.get(other.base)).text)
      const foreign = { ...own, ...GOOD, go: 'confirm', ask: hiddenIn(pages[4]?.text ?? '')['ask'] ?? '', code }
      expect((await other.agent.post(other.base).type('form').send(foreign)).status).to.equal(422)
      expect((await IssueModel.findOne({ no: second.no }).lean())?.state).to.equal('callBack')
    })

    it('and the token stand in no collection and no line of the log, and no title or name leaves the building', async () => {
      const { no } = await aCallBackOf(firm)
      const { token } = await asked(`/issues/${no}/confirmation`)
      const lines: string[] = []
      const stream = new Writable({ write: (chunk: Buffer, _encoding, done) => { lines.push(chunk.toString()); done() } })
      const log = pino({ level: 'trace' }, stream)
      city = { ...city, app: createApp({ ...city.deps, log }), deps: { ...city.deps, log } }
      const phone = await openOn(city, `/c/${token}`)
      const before = gateway.messages.length
      await phone.send('', { ...GOOD, go: 'code' })
      const code = await codeFrom(city.deps, gateway)
      await phone.send('', { ...GOOD, go: 'phone' })
      await codeFrom(city.deps, gateway).catch(() => '')
      expect(await OutboxModel.countDocuments({ 'outsider.kind': 'oneTimeCode', state: 'sent' })).to.equal(1)
      expect(await OneTimeCodeModel.countDocuments()).to.equal(1)
      for (const { collectionName } of await currentDb().collections()) {
        const dump = JSON.stringify(await currentDb().collection(collectionName).find().toArray())
        expect(dump.includes(token), `${collectionName} holds the token`).to.equal(false)
        expect(new RegExp(`\\D${code}\\D`).test(dump), `${collectionName} holds the code`).to.equal(false)
      }
      expect(lines.join('')).to.include('/c/').and.not.include(token)
      expect(lines.filter((line) => new RegExp(`\\D${code}\\D`).test(line))).to.deep.equal([])
      const left = JSON.stringify(gateway.messages.slice(before))
      expect(left).not.to.include(firm.name).and.not.include('厂房用地')
    })
  })

  describe('the link', () => {
    it('is refused when forged, foreign or of another firm; its holder is told when it ended', async () => {
      const [first, second] = [await aCallBackOf(firm), await aCallBackOf(await aFirm())]
      const { phone, token } = await asked(`/issues/${first.no}/confirmation`)
      const { phone: other } = await asked(`/issues/${second.no}/confirmation`)
      const own = hiddenIn((await phone.agent.get(phone.base)).text)
      expect((await other.agent.post(other.base).type('form').send({ ...own, ...GOOD, go: 'phone' })).status).to.equal(403)
      expect((await other.agent.get(`/c/${'x'.repeat(43)}`)).status).to.equal(404)
      expect((await other.agent.get(`/e/${token}`)).status).to.equal(404)
      await submit(coordinator, `/issues/${first.no}/confirmation`, `/issues/${first.no}/confirmation`, { again: 'yes' })
      expect((await phone.agent.get(phone.base)).status).to.equal(409)
      const asking = await ConfirmationModel.findOne({ no: first.no }).lean()
      const link = await linkTo('confirmation', String(asking?._id))
      const fresh = await openOn(city, `/c/${link ? tokenOf(city.deps, link) : ''}`)
      city.deps.clock.forward(31 * 24 * 3_600_000)
      expect((await fresh.agent.get(fresh.base)).text).to.include('链接已过期')
    })

    it('is sent to the contact on record once: number, act and link leave, and the link opens', async () => {
      const { no } = await aCallBackOf(firm)
      const at = `/issues/${no}/confirmation`
      const { token } = await asked(at)
      const before = gateway.messages.length
      expect((await coordinator.get(at)).text).to.include('发到登记的手机 138****5678')
      for (let i = 0; i < 2; i++) expect((await submit(coordinator, at, at, { again: 'send' })).status).to.equal(303)
      expect(JSON.stringify(await OutboxModel.find().lean())).not.to.include(token)
      await deliverDue(city.deps)
      expect(gateway.messages.slice(before).map(({ to, text, link }) => [to, text, new URL(link).pathname])).to.deep.equal([
        ['13800005678', `请确认办理结果，${no}`, `/c/${token}`],
      ])
      const { no: visitNo } = await aVisitTo(firm)
      await asked(`/visits/${visitNo}/confirmation`, { how: 'link' })
      await submit(coordinator, `/visits/${visitNo}/confirmation`, `/visits/${visitNo}/confirmation`, { how: 'link', again: 'send' })
      await deliverDue(city.deps)
      expect(gateway.messages.at(-1)?.text).to.equal(`请确认走访，${visitNo}`)
    })

    it('is made by the office for a case, by the visiting department for a visit, and only when there is something to confirm', async () => {
      const { no } = await aCallBackOf(firm, { state: 'handling' })
      expect((await submit(coordinator, '/issues/new', `/issues/${no}/confirmation`, {})).status).to.equal(409)
      const planned = await aVisitTo(firm, { state: 'planned' })
      expect((await submit(coordinator, '/issues/new', `/visits/${planned.no}/confirmation`, { how: 'link' })).status).to.equal(422)
      const officer = (await city.signInAs('officer')).agent
      expect((await officer.get(`/issues/${no}/confirmation`)).status).to.equal(403)
      const visit = await aVisitTo(firm)
      expect((await submit(officer, `/visits/${visit.no}`, `/visits/${visit.no}/confirmation`, { how: 'link' })).status).to.equal(303)
      expect((await officer.get(`/visits/${visit.no}/confirmation/qr.png`)).headers['content-type']).to.equal('image/png')
    })
  })
})
