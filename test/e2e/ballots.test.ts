import { expect } from 'chai'
import { BoxModel } from '../../models/box/index.ts'
import { RollModel } from '../../models/roll/index.ts'
import { aCampaign, aKey, GROUP, voters } from '../ballots/voters.ts'
import { forgetAll } from '../../models/shared/memo.ts'
import { anApp, type TestApp } from '../support/app.ts'
import { PHONE, useBrowser, type Visitor } from '../support/browser.ts'
import { useDatabase } from '../support/db.ts'

/** Text twice as large, as a phone's own setting makes it: all sizes are read before any is changed. */
const TWICE = `[...document.querySelectorAll('main *')].map(each => [each, getComputedStyle(each)]).map(([each, { fontSize, lineHeight }]) => [each, parseFloat(fontSize), parseFloat(lineHeight)])
  .forEach(([each, size, line]) => { each.style.fontSize = 2 * size + 'px'; each.style.lineHeight = 2 * line + 'px' })`
const SIDEWAYS = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
const shots = process.env['SCREENSHOTS']

describe('a ballot on a phone', function () {
  this.timeout(90_000)
  useDatabase({ emptied: 'each' })
  let city: TestApp
  before(() => { city = anApp() })
  const browser = useBrowser(() => city.app)
  beforeEach(async () => {
    // each test has a key of its own; the app keeps the one before for some seconds
    forgetAll()
    await aCampaign()
    await aKey()
  })

  const letter = async (read = true): Promise<string> => {
    const [first] = await voters(1, {}, read ? {} : { reportsReadAt: null })
    if (!first) throw new Error('nobody')
    return first.path
  }
  const shoot = async ({ page }: Visitor, name: string) => {
    if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
  }
  const cast = async () => [await RollModel.countDocuments({ votedOn: { $ne: null } }), await BoxModel.countDocuments({ filled: true })]
  const option = ({ page }: Visitor, department: number, word: string) =>
    page.getByRole('group', { name: new RegExp(`^${department + 1}\\.`) }).getByRole('radio', { name: word, exact: true })

  /** From the letter to 已投票, by way of the papers, a report, a comment and the review. */
  async function walk(visitor: Visitor, path: string, name: string, scripted: boolean): Promise<void> {
    const { page } = visitor
    await visitor.open(path)
    await shoot(visitor, `ballot-${name}-papers`)
    await page.getByRole('button', { name: '已读，打开选票' }).click()
    await page.getByRole('heading', { name: /评议票/ }).waitFor()
    await visitor.checkPage()
    await shoot(visitor, `ballot-${name}`)
    await option(visitor, 0, '满意').check()
    await option(visitor, 1, '不了解').check()
    if (scripted) expect(await page.locator('[data-ballot-count]').innerText()).to.include('已选 2 个部门，还有 1 个没有选')
    await page.getByText('写一句意见').first().click()
    await page.getByLabel('给公安局的意见').fill('夜里巡逻再勤些')
    await visitor.checkPage()
    await page.getByRole('button', { name: /看述职报告.*自然资源/ }).click()
    await page.getByRole('heading', { name: '自然资源和规划局述职报告' }).waitFor()
    await visitor.checkPage()
    await page.getByRole('button', { name: '回到选票' }).click()
    await page.getByRole('heading', { name: /评议票/ }).waitFor()
    expect(await option(visitor, 0, '满意').isChecked()).to.equal(true)
    expect(await option(visitor, 1, '不了解').isChecked()).to.equal(true)
    await page.getByRole('button', { name: '核对选票' }).click()
    await page.getByText('还有 1 个部门没有选').waitFor()
    await visitor.checkPage()
    await shoot(visitor, `ballot-${name}-review`)
    expect(await page.getByText('夜里巡逻再勤些').count()).to.equal(1)
    await page.getByRole('button', { name: '返回修改' }).click()
    await option(visitor, 2, '比较满意').check()
    await page.getByRole('button', { name: '核对选票' }).click()
    await page.getByRole('button', { name: '投票', exact: true }).click()
    await page.getByRole('heading', { name: '已投票' }).waitFor()
    await visitor.checkPage()
    await shoot(visitor, `ballot-${name}-done`)
    expect(await cast()).to.deep.equal([1, 1])
  }

  it('is read, filled, reviewed and cast', async () => {
    const visitor = await browser.visit(PHONE)
    await walk(visitor, await letter(false), 'js', true)
    await visitor.close()
  })

  it('is cast without JavaScript just as well', async () => {
    const visitor = await browser.visit(PHONE, { javaScriptEnabled: false })
    // axe itself needs scripts: the pages are the same, so their accessibility is proved above
    const plain = { ...visitor, open: async (path: string) => void (await visitor.page.goto(path)), checkPage: () => Promise.resolve() }
    await walk(plain, await letter(false), 'plain', false)
    await visitor.close()
  })

  it('keeps what was chosen when one goes back from the review, and shows nothing of it once cast', async () => {
    const visitor = await browser.visit(PHONE)
    const { page } = visitor
    await visitor.open(await letter())
    for (const [at] of GROUP.entries()) await option(visitor, at, '基本满意').check()
    await page.getByRole('button', { name: '核对选票' }).click()
    await page.getByRole('heading', { name: '核对选票' }).waitFor()
    await page.goBack()
    expect(await page.locator('input:checked').count()).to.equal(GROUP.length)
    await page.getByRole('button', { name: '核对选票' }).click()
    await page.getByRole('button', { name: '投票', exact: true }).click()
    await page.getByRole('heading', { name: '已投票' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: '已投票' }).waitFor()
    expect(await page.locator('main').innerText()).not.to.include('基本满意')
    expect(await cast()).to.deep.equal([1, 1])
    await visitor.close()
  })

  it('stays whole with text at 200 %, on the narrowest phone and by keyboard alone', async () => {
    const path = await letter()
    for (const size of [PHONE, { width: 320, height: 640 }]) {
      const visitor = await browser.visit(size)
      const { page } = visitor
      await visitor.open(path)
      await page.evaluate(TWICE)
      await shoot(visitor, `ballot-zoom-${size.width}`)
      expect(await page.evaluate<number>(SIDEWAYS), `${size.width}`).to.be.at.most(0)
      await option(visitor, 0, '满意').focus()
      await page.keyboard.press('ArrowRight')
      expect(await option(visitor, 0, '比较满意').isChecked()).to.equal(true)
      await visitor.close()
    }
  })

  it('has cells that are big enough to hit anywhere', async () => {
    const visitor = await browser.visit(PHONE)
    await visitor.open(await letter())
    const boxes = await visitor.page.locator('.option input').evaluateAll((inputs) =>
      (inputs as unknown as { getBoundingClientRect(): { width: number, height: number } }[]).map((input) => {
        const { width, height } = input.getBoundingClientRect()
        return [Math.round(width), Math.round(height)]
      }))
    for (const [width, height] of boxes) expect([Number(width) >= 60, Number(height) >= 90]).to.deep.equal([true, true])
    await visitor.close()
  })
})
