import { expect } from 'chai'
import { AnswerModel } from '../../models/answer/index.ts'
import { InvitationModel } from '../../models/invitation/index.ts'
import { readySections } from '../../models/questionnaire/ready.ts'
import { closeDue } from '../../server/results/actions.ts'
import { anApp, type TestApp } from '../support/app.ts'
import { DESKTOP, PHONE, signInWith, useBrowser, type Visitor } from '../support/browser.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity, aUser } from '../support/factories.ts'
import { aFirm } from '../visits/city.ts'

const FIRMS = 6
const AN_HOUR = 3_600_000

describe('a questionnaire from its building to its figures', function () {
  this.timeout(120_000)
  useDatabase()
  let city: TestApp
  let link: string
  before(async () => {
    city = anApp()
    await aSmallCity()
    await aUser({ account: 'office', roles: ['coordinator'], department: 'lxb' })
    for (let n = 0; n < FIRMS; n++) await aFirm()
  })
  const browser = useBrowser(() => city.app)

  async function asOffice<T>(size: typeof DESKTOP, work: (office: Visitor) => Promise<T>): Promise<T> {
    const office = await browser.visit(size)
    await signInWith(office, 'office')
    const result = await work(office)
    await office.close()
    return result
  }
  const press = async ({ page, checkPage }: Visitor, name: string) => {
    const before = page.url()
    await page.getByRole('button', { name, exact: true }).click()
    await page.waitForURL((url) => url.href !== before)
    await checkPage()
  }
  const follow = async ({ page, checkPage }: Visitor, name: string) => {
    await page.getByRole('link', { name, exact: true }).first().click()
    await page.waitForLoadState()
    await checkPage()
  }

  it('is begun from the ready one, changed, looked at as its readers will and published by the office', async () => {
    await asOffice(DESKTOP, async (office) => {
      const { page } = office
      await office.open('/questionnaires/new')
      await press(office, '建问卷')
      await follow(office, '改说明和时间')
      await page.getByLabel('哪天截止').fill('2026-12-10')
      await press(office, '保存')
      await follow(office, '改题目')
      await page.getByRole('link', { name: '您有多大可能向同行推荐来这里投资' }).click()
      await office.checkPage()
      await page.getByLabel('问什么').fill('您有多大可能向同行推荐本市')
      await press(office, '保存这一题')
      await follow(office, '预览')
      await follow(office, '开始填写')
      await page.getByText('政策内容与企业需要相符').waitFor()
      await office.open('/questionnaires/WJ2026-01')
      await follow(office, '发布')
      await press(office, '发布')
    })
  })

  it('goes to all firms, each with a link of its own, one handed on from the steward’s phone', async () => {
    link = await asOffice(PHONE, async (office) => {
      await office.open('/questionnaires/WJ2026-01/invitations/new')
      await press(office, `邀请这 ${FIRMS} 户`)
      const [first] = await InvitationModel.find().sort({ enterpriseName: 1 }).lean()
      await office.open(`/questionnaires/WJ2026-01/invitations/${String(first?._id)}`)
      const text = await office.page.content()
      await office.page.getByRole('button', { name: '已微信发送' }).first().click()
      await office.page.getByText('已发出').first().waitFor()
      await office.checkPage()
      return /\/q\/[\w-]{43}/.exec(text)?.[0] ?? ''
    })
    expect(link).to.match(/^\/q\//)
    expect(await InvitationModel.countDocuments()).to.equal(FIRMS)
  })

  it('is answered by the firm on a phone', async () => {
    const firm = await browser.visit(PHONE)
    const { page } = firm
    await firm.open(link)
    await page.getByRole('link', { name: '开始填写' }).click()
    for (const section of readySections().slice(0, 4)) {
      for (const row of section.items[0]?.rows ?? []) {
        await page
          .getByRole('group', { name: `${row.number}. ${row.text}` })
          .getByRole('radio', { name: '满意', exact: true })
          .check()
      }
      await page.getByRole('button', { name: /^下一部分/ }).click()
    }
    await page
      .getByRole('group', { name: /17\. 总体评价/ })
      .getByRole('radio', { name: '很满意', exact: true })
      .check()
    await page
      .getByRole('group', { name: /推荐本市/ })
      .getByRole('radio', { name: '10', exact: true })
      .check()
    await page.getByRole('button', { name: '下一步：看一遍再提交' }).click()
    await page.getByRole('button', { name: '提交答卷' }).click()
    await page.getByText('回执号', { exact: true }).waitFor()
    await firm.checkPage()
    await firm.close()
    expect(await AnswerModel.countDocuments({ filled: true })).to.equal(1)
  })

  it('is closed by the office, which then sees who answered before any figure, and nothing of a single answer', async () => {
    await asOffice(DESKTOP, async (office) => {
      await office.open('/questionnaires/WJ2026-01')
      await follow(office, '提前截止')
      await press(office, '现在截止')
    })
    city.deps.clock.forward(AN_HOUR)
    await closeDue(city.deps)
    for (const size of [DESKTOP, PHONE]) {
      await asOffice(size, async (office) => {
        await office.open('/questionnaires/WJ2026-01/results')
        const text = await office.page.locator('main').innerText()
        expect(text).to.include(`1 / ${FIRMS}`)
        expect(text).not.to.include('80.00')
        await office.open('/questionnaires/WJ2026-01/invitations')
        await office.open('/questionnaires')
      })
    }
  })
})
