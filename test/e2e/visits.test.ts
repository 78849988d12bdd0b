import { expect } from 'chai'
import { VisitModel } from '../../models/visit/index.ts'
import { IssueModel } from '../../models/issue/index.ts'
import { anApp, type TestApp } from '../support/app.ts'
import { DESKTOP, PHONE, signInWith, useBrowser, type Visitor } from '../support/browser.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity, aUser } from '../support/factories.ts'
import { aFirm, aTask, photo } from '../visits/city.ts'

const DRAFTS = 'Object.keys(localStorage).filter(key => key.startsWith("draft:")).length'

describe('a visit in the browser', function () {
  this.timeout(90_000)
  useDatabase({ emptied: 'each' })
  let city: TestApp
  let firm: Awaited<ReturnType<typeof aFirm>>
  let account = ''

  before(() => { city = anApp() })
  const browser = useBrowser(() => city.app)

  beforeEach(async () => {
    await aSmallCity()
    firm = await aFirm({ name: '青岛浔禾纺织有限公司' })
    const officer = await aUser({ name: '秦若川' })
    account = officer.account
    await aTask(firm, { officer: officer._id, officerName: officer.name })
  })

  async function phone(more: { javaScriptEnabled?: boolean } = {}): Promise<Visitor> {
    const visitor = await browser.visit(PHONE, more)
    await signInWith(visitor, account)
    return visitor
  }

  it('is logged on a phone with two issues and photos, although the button is pressed twice', async () => {
    const visitor = await phone()
    const { page } = visitor
    await visitor.open('/visits/new')
    await page.locator('#f-subjectName-1').pressSequentially('xhfz')
    await page.getByRole('button', { name: '青岛浔禾纺织有限公司' }).first().click()
    await page.waitForURL(/subject=/)
    await page.getByLabel('见到了谁').fill('贺临洲，总经理')
    await page.getByLabel('听到了什么').fill('北门公交停了，夜班工人下班没有车。')
    await page.locator('#f-issue-1-what').fill('北门公交停运，夜班工人没有车')
    await page.locator('#f-issue-1-category').selectOption('ydgh')
    expect(await page.locator('#f-issue-1-department').inputValue()).to.equal('zrzy')
    await page.getByRole('button', { name: '再加一件' }).click()
    await page.locator('#f-issue-2-what').fill('厂区外雨水管没接通')
    await page.locator('#f-issue-2-category').selectOption('ydgh')
    await page.locator('#f-photos').setInputFiles([{ name: '现场.jpg', mimeType: 'image/jpeg', buffer: photo('baseline.jpg') }])
    await page.getByRole('checkbox', { name: /未收礼品/ }).check()
    await visitor.checkPage()
    await page.getByRole('button', { name: '保存走访，报出 2 件诉求' }).dblclick()
    await page.waitForURL(/filed/)
    await visitor.checkPage()
    expect(await VisitModel.countDocuments()).to.equal(1)
    expect(await IssueModel.countDocuments()).to.equal(2)
    expect(await page.evaluate(DRAFTS)).to.equal(0)
    await visitor.close()
  })

  it('comes back from its draft, is announced on the empty form, and is erased at signing out', async () => {
    const visitor = await phone()
    const { page } = visitor
    const address = `/visits/new?subject=${String(firm._id)}`
    await visitor.open(address)
    await page.getByLabel('听到了什么').fill('写到一半')
    await page.locator('#f-issue-1-what').fill('第一件')
    await page.getByRole('button', { name: '再加一件' }).click()
    await page.locator('#f-issue-2-what').fill('第二件')
    await page.getByText(/已存/).waitFor()
    await visitor.open(address)
    expect(await page.getByLabel('听到了什么').inputValue()).to.equal('写到一半')
    expect(await page.locator('#f-issue-2-what').inputValue()).to.equal('第二件')
    await visitor.open('/visits/new')
    await page.getByText('青岛浔禾纺织有限公司的走访还没有交').waitFor()
    await page.getByRole('link', { name: '接着写' }).click()
    await page.waitForURL(/subject=/)
    await page.goto('/sessions')
    await page.locator('form[action="/sign-out"] button').first().click()
    await page.waitForURL(/sign-in/)
    expect(await page.evaluate(DRAFTS)).to.equal(0)
    await visitor.close()
  })

  it('keeps what was written when there is no network, and says so', async () => {
    const visitor = await phone()
    const { page } = visitor
    await visitor.open(`/visits/new?subject=${String(firm._id)}`)
    await page.getByLabel('见到了谁').fill('贺临洲')
    await page.context().setOffline(true)
    await page.locator('.button-main').click()
    await page.getByText('现在没有网络').waitFor()
    await page.context().setOffline(false)
    expect(await VisitModel.countDocuments()).to.equal(0)
    await visitor.close()
  })

  it('is logged without JavaScript, adding an issue by the button', async () => {
    const visitor = await phone({ javaScriptEnabled: false })
    const { page } = visitor
    await page.goto('/visits/new')
    await page.getByRole('button', { name: /青岛浔禾纺织/ }).click()
    await page.getByLabel('见到了谁').fill('贺临洲，总经理')
    await page.getByLabel('听到了什么').fill('北门公交停了。')
    await page.locator('#f-issue-1-what').fill('北门公交停运')
    await page.locator('#f-issue-1-category').selectOption('ydgh')
    await page.getByRole('button', { name: '再加一件' }).click()
    await page.locator('#f-issue-2-what').fill('雨水管没接通')
    await page.locator('#f-issue-2-category').selectOption('ydgh')
    await page.locator('.button-main').click()
    await page.getByText('请确认未收礼品').first().waitFor()
    await page.getByRole('checkbox', { name: /未收礼品/ }).check()
    await page.locator('.button-main').click()
    await page.getByRole('heading', { name: '走访已保存' }).waitFor()
    expect(await IssueModel.countDocuments()).to.equal(2)
    await visitor.close()
  })

  for (const [name, size] of [['a phone', PHONE], ['a desk', DESKTOP]] as const) {
    it(`has pages that everybody can use on ${name}`, async () => {
      const visitor = await browser.visit(size)
      await signInWith(visitor, account)
      const [task] = await Promise.all([aTask(await aFirm())])
      for (const path of ['/visits', '/visits/new', `/visits/plan?subject=${String(firm._id)}`, '/visit-tasks', `/visit-tasks/${String(task._id)}`, '/coverage', '/coverage?by=leader']) {
        await visitor.open(path)
      }
      await visitor.close()
    })
  }
})
