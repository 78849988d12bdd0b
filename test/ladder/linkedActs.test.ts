import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import '../../models/all.ts'
import { escalateIssues } from '../../jobs/escalateIssues.ts'
import { CardModel, type Card } from '../../models/card/index.ts'
import { IssueModel } from '../../models/issue/index.ts'
import { aRunningCase } from '../jobs/cases.ts'
import { anApp, submit, tokenIn, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'

const plain = (html: string): string => html.replaceAll(/<[^>]+>/g, '')

describe('acts on the papers of a case, at the case’s own address', function () {
  this.timeout(60_000)
  useDatabase({ emptied: 'each' })
  let city: TestApp
  let supervisor: Agent
  let head: Agent
  let no: string
  beforeEach(async () => {
    city = anApp()
    await aSmallCity()
    supervisor = (await city.signInAs('supervisor', { department: 'dcs', name: '江砚北' })).agent
    head = (await city.signInAs('lead', { department: 'zrzy', name: '吴敬山', isHead: true })).agent
    no = (await aRunningCase({ startOn: '2026-11-02', dueOn: '2026-11-20', raised: ['L0', 'L1', 'L2'] })).no
    await escalateIssues.run(city.deps)
  })

  const order = async (): Promise<Card> => (await CardModel.findOne({ rung: 'L3' }).lean<Card>()) as Card
  const place = async (): Promise<string> => `/orders/${String((await order())._id)}`
  const sign = async () => submit(supervisor, `${await place()}/signature`, `${await place()}/signature`, {})

  /** Follows the 307 that passes the post on, as a browser does. */
  async function post(agent: Agent, slug: string, fields: Record<string, string>) {
    const page = await agent.get(`/issues/${no}/note`).expect(200)
    const body = { _csrf: tokenIn(page.text), once: randomUUID(), ...fields }
    const passed = await agent.post(`/issues/${no}/${slug}`).type('form').send(body)
    return passed.status === 307 ? agent.post(String(passed.headers['location'])).type('form').send(body) : passed
  }

  describe('order-reply', () => {
    it('is offered to the department once the order is signed, and its answer stands in the case', async () => {
      await head.get(`/issues/${no}/order-reply`).expect(404)
      await sign()
      expect((await head.get(`/issues/${no}`)).text).to.include(`/issues/${no}/order-reply`)
      const form = await head.get(`/issues/${no}/order-reply`).expect(303)
      expect(form.headers['location']).to.equal(`${await place()}/reply`)
      expect((await post(head, 'order-reply', { text: '泵站已到货，12月1日前装好。' })).status).to.equal(303)
      expect((await order()).reply).to.include({ byName: '吴敬山', text: '泵站已到货，12月1日前装好。' })
      expect((await IssueModel.findOne({ no }).lean())?.history.at(-1)).to.include({ act: 'orderReply' })
      expect(plain((await head.get(`/issues/${no}`)).text)).to.include('回复督办单')
    })

    it('is refused a second time: there is no order left to answer', async () => {
      await sign()
      await post(head, 'order-reply', { text: '泵站已到货。' })
      expect((await post(head, 'order-reply', { text: '再说一次。' })).status).to.equal(404)
      expect((await order()).reply?.text).to.equal('泵站已到货。')
    })

    it('keeps the words of an answer that is too long, and refuses an empty one', async () => {
      await sign()
      const long = await post(head, 'order-reply', { text: '泵'.repeat(2001) })
      expect(long.status).to.equal(422)
      expect(plain(long.text)).to.include('最多 2000 个字').and.to.include('泵泵泵')
      expect((await post(head, 'order-reply', { text: ' ' })).status).to.equal(422)
      expect((await order()).reply).to.equal(null)
    })

    it('is not for the officer, the office or another department', async () => {
      await sign()
      const officer = (await city.signInAs('officer', { department: 'zrzy' })).agent
      await officer.get(`/issues/${no}/order-reply`).expect(403)
      const office = (await city.signInAs('coordinator', { department: 'lxb' })).agent
      await office.get(`/issues/${no}/order-reply`).expect(403)
      const other = (await city.signInAs('lead', { department: 'zjj' })).agent
      await other.get(`/issues/${no}/order-reply`).expect(404)
    })
  })

  describe('card-revocation', () => {
    it('is asked for at the case, about its latest card, and waits for the second person', async () => {
      await sign()
      expect((await supervisor.get(`/issues/${no}`)).text).to.include(`/issues/${no}/card-revocation`)
      expect((await post(supervisor, 'card-revocation', { text: '交办部门有误，已改派' })).status).to.equal(303)
      const card = await order()
      expect(card.state).to.equal('issued')
      expect(card.revocation).to.include({ askedByName: '江砚北', confirmedBy: null, reason: '交办部门有误，已改派' })
      const second = (await city.signInAs('supervisor', { department: 'dcs', name: '颜雪樵' })).agent
      await submit(second, await place(), `${await place()}/revocation-decision`, { decision: 'confirm' })
      expect((await order()).state).to.equal('revoked')
      const { text } = await second.get(`/issues/${no}`)
      expect(plain(text)).to.include('撤销督办').and.to.include('交办部门有误，已改派')
    })

    it('finds nothing where no card is in force', async () => {
      await CardModel.deleteMany({ state: 'issued' })
      await supervisor.get(`/issues/${no}/card-revocation`).expect(404)
      expect((await supervisor.get(`/issues/${no}`)).text).not.to.include('card-revocation')
    })

    it('keeps the reason that is too long, asks for a missing one, and takes only one request', async () => {
      await sign()
      const long = await post(supervisor, 'card-revocation', { text: '误'.repeat(501) })
      expect(long.status).to.equal(422)
      expect(plain(long.text)).to.include('最多 500 个字').and.to.include('误误误')
      expect((await post(supervisor, 'card-revocation', { text: '' })).status).to.equal(422)
      const page = await supervisor.get(`${await place()}/revocation`)
      const body = { _csrf: tokenIn(page.text), text: '交办有误' }
      await supervisor.post(`${await place()}/revocation`).type('form').send(body).expect(303)
      await supervisor.post(`${await place()}/revocation`).type('form').send(body).expect(409)
    })

    it('is the supervisors’ alone', async () => {
      await sign()
      await head.get(`/issues/${no}/card-revocation`).expect(403)
      const office = (await city.signInAs('coordinator', { department: 'lxb' })).agent
      await office.get(`/issues/${no}/card-revocation`).expect(403)
      expect((await post(head, 'card-revocation', { text: '请撤' })).status).to.equal(403)
    })
  })
})
