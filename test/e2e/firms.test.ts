import { expect } from 'chai'
import mongoose from 'mongoose'
import type { Enterprise } from '../../models/enterprise/index.ts'
import { IssueModel } from '../../models/issue/index.ts'
import { actorOf } from '../../models/user/actor.ts'
import { act } from '../../server/act.ts'
import { askByLink, askedOf } from '../../server/confirmations/asking.ts'
import { tokenOf } from '../../server/links/actions.ts'
import { aCallBackOf, aGateway, aVisitTo, codeFrom, linkFor, type Gateway } from '../confirmations/outside.ts'
import { anApp, type TestApp } from '../support/app.ts'
import { DESKTOP, PHONE, signInWith, useBrowser, type Visitor } from '../support/browser.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity, aUser } from '../support/factories.ts'
import { aFirm } from '../visits/city.ts'

const shots = process.env['SCREENSHOTS']

describe('a firm’s phone', function () {
  this.timeout(90_000)
  useDatabase({ emptied: 'each' })
  let city: TestApp
  let gateway: Gateway
  let firm: Enterprise
  before(async () => {
    gateway = await aGateway()
    city = anApp({ env: { NOTIFY_URL: gateway.url } })
  })
  after(() => gateway.close())
  beforeEach(async () => {
    await aSmallCity()
    firm = await aFirm()
  })
  const browser = useBrowser(() => city.app)

  const shoot = async ({ page }: Visitor, name: string) => {
    if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
  }

  /** Types the code that came by message and sends it. */
  async function giveCode(visitor: Visitor): Promise<void> {
    await visitor.page.getByLabel('六位验证码').fill(await codeFrom(city.deps, gateway))
    await visitor.checkPage()
    await visitor.page.getByRole('button', { name: '确认', exact: true }).click()
  }

  it('sees where its matters stand, judges one by a code, and asks to be rung', async () => {
    const { no } = await aCallBackOf(firm)
    await aCallBackOf(firm, {
      state: 'pledged', title: '南侧道路不通', promise: { text: '明年三月前修通', dueOn: '2027-03-31', publicText: '', publicApprovedByName: null },
    })
    await aVisitTo(firm)
    const visitor = await browser.visit(PHONE)
    await visitor.open(await linkFor(city.deps, 'enterprise', String(firm._id)))
    await shoot(visitor, 'firm')
    await visitor.page.getByRole('link', { name: /待确认/ }).click()
    await visitor.checkPage()
    await visitor.page.getByRole('button', { name: '发验证码，确认' }).click()
    await visitor.page.getByRole('link', { name: '请选择解决了没有' }).waitFor()
    await visitor.checkPage()
    await visitor.page.getByLabel('已解决').check()
    await visitor.page.getByLabel('满意', { exact: true }).check()
    await shoot(visitor, 'firm-issue')
    await visitor.page.getByRole('button', { name: '发验证码，确认' }).click()
    await giveCode(visitor)
    await visitor.page.getByText('已收下，谢谢。').waitFor()
    await visitor.checkPage()
    expect((await IssueModel.findOne({ no }).lean())?.state).to.equal('closed')
    await visitor.page.getByRole('link', { name: '回到企业专页' }).click()
    await visitor.page.getByRole('link', { name: /请确认/ }).click()
    await visitor.checkPage()
    await visitor.page.goBack()
    await visitor.page.getByRole('link', { name: '联系人有误或者换了人' }).click()
    await visitor.checkPage()
    await visitor.page.goBack()
    await visitor.page.getByRole('link', { name: '请改为电话联系' }).click()
    await visitor.checkPage()
    await visitor.page.getByLabel(/什么事/).fill('下午三点以后')
    await visitor.page.getByRole('button', { name: '请给我打电话' }).click()
    await visitor.page.getByText('已记下，办公室会给登记的联系人打电话。').waitFor()
    await visitor.close()
  })

  it('confirms a result by a link of its own, also without JavaScript', async () => {
    const { no, answers } = await aCallBackOf(firm)
    const office = actorOf(await aUser({ roles: ['coordinator'], department: 'lxb' }))
    const question = { kind: 'closing', no, round: answers.length } as const
    await act(city.deps, office, 'issue.confirmationLink', (tx) => askByLink(tx, city.deps, question, false))
    const { link } = await askedOf(question)
    const visitor = await browser.visit(PHONE, { javaScriptEnabled: false })
    const { page } = visitor
    await page.goto(`/c/${link ? tokenOf(city.deps, link) : ''}`)
    await page.getByLabel('未解决').check()
    await page.getByLabel('不满意').check()
    await page.getByLabel(/想说的话/).fill('路还是堵')
    await shoot(visitor, 'confirm')
    await page.getByRole('button', { name: '发验证码，确认' }).click()
    await page.getByLabel('六位验证码').fill(await codeFrom(city.deps, gateway))
    await shoot(visitor, 'confirm-code')
    await page.getByRole('button', { name: '确认', exact: true }).click()
    await page.getByText('回复：未解决，不满意').waitFor()
    await shoot(visitor, 'confirm-done')
    expect((await IssueModel.findOne({ no }).lean())?.state).to.equal('redo')
    await visitor.close()
  })

  it('and the office’s pages about it are accessible on a desk and on a phone', async () => {
    const user = await aUser({ roles: ['coordinator'], department: 'lxb' })
    const { no } = await aCallBackOf(firm)
    await mongoose.connection.collection('contactRequests').insertOne({
      _id: 'askedAskedAsked' as never, kind: 'contact', enterprise: firm._id, enterpriseName: firm.name, state: 'waiting', text: '', about: '',
      newContact: { name: '闻人语', title: '', phone: '13811112222', email: '' }, contact: { name: '贺临洲', phone: '13800005678' },
      verified: false, said: null, receivedOn: '2026-11-25', steward: null, decidedAt: null, decidedByName: '', note: '', issueNo: null,
    })
    await mongoose.connection.collection('triageItems').insertOne({
      _id: 'textTextTextText' as never, questionnaireNo: 'WJ2025-01', questionnaireTitle: '企业服务满意度问卷', confidentiality: 'anonymous', kind: 'wish',
      question: '最希望解决的一件事', text: '厂区路口的路灯不亮，晚上看不清。', state: 'waiting', answer: 'x', key: 'q19', issueNo: null, reason: '',
      decidedByName: '', decidedAt: null,
    })
    const pages = [
      '/triage', '/triage/textTextTextText', '/contact-requests', '/contact-requests/askedAskedAsked', `/issues/${no}/confirmation`,
      `/enterprises/${String(firm._id)}/link`,
    ]
    for (const size of [DESKTOP, PHONE]) {
      const visitor = await browser.visit(size)
      await signInWith(visitor, user.account)
      for (const [index, path] of pages.entries()) {
        await visitor.open(path)
        await shoot(visitor, `office-${size.width}-${index}`)
      }
      await visitor.close()
    }
  })
})
