import { expect } from 'chai'
import { AnswerDraftModel, AnswerModel } from '../../models/answer/index.ts'
import { aQuestionnaire, invite } from '../answers/asked.ts'
import { anApp, type TestApp } from '../support/app.ts'
import { PHONE, useBrowser, type Visitor } from '../support/browser.ts'
import { useDatabase } from '../support/db.ts'

/** Text twice as large, as a phone's own setting makes it: all sizes are read before any is changed. */
const TWICE = `[...document.querySelectorAll('main *')].map(each => [each, getComputedStyle(each)]).map(([each, { fontSize, lineHeight }]) => [each, parseFloat(fontSize), parseFloat(lineHeight)])
  .forEach(([each, size, line]) => { each.style.fontSize = 2 * size + 'px'; each.style.lineHeight = 2 * line + 'px' })`
const shots = process.env['SCREENSHOTS']

describe('a questionnaire on a phone', function () {
  this.timeout(90_000)
  useDatabase({ emptied: 'each' })
  let city: TestApp
  before(() => { city = anApp() })
  const browser = useBrowser(() => city.app)

  async function invited(confidentiality: 'confidential' | 'anonymous' = 'confidential'): Promise<string> {
    const [first] = await invite(city.deps, await aQuestionnaire({ confidentiality }), 1)
    if (!first) throw new Error('nobody')
    return first.path
  }

  const shoot = async ({ page }: Visitor, name: string) => {
    if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
  }

  async function walk(visitor: Visitor, path: string, name: string): Promise<void> {
    const { page } = visitor
    const next = async (button: string) => {
      await visitor.checkPage()
      const before = page.url()
      await page.getByRole('button', { name: button }).click()
      await page.waitForURL((url) => url.href !== before)
    }
    await visitor.open(path)
    await shoot(visitor, `${name}-start`)
    await page.getByRole('link', { name: '开始填写' }).click()
    await page.getByLabel('服务专员上门').check()
    await page.getByLabel(/今年申报了几项政策/).fill('3')
    await shoot(visitor, `${name}-1`)
    await next('下一部分：办事效率')
    await page.getByRole('group', { name: /一次性告知/ }).getByRole('radio', { name: '满意', exact: true }).check()
    await shoot(visitor, `${name}-2`)
    await page.getByRole('button', { name: '下一部分：总体评价' }).click()
    await page.getByRole('link', { name: '第 6 题还没有选' }).waitFor()
    await visitor.checkPage()
    await shoot(visitor, `${name}-2-refused`)
    expect(
      await page.getByRole('group', { name: /一次性告知/ }).getByRole('radio', { name: '满意', exact: true }).isChecked()
    ).to.equal(true)
    await page.getByRole('group', { name: /承诺时限内办结/ }).getByRole('radio', { name: '未接触' }).check()
    await page.getByRole('button', { name: '下一部分：总体评价' }).click()
    await page.getByRole('heading', { name: '总体评价' }).waitFor()
    await next('上一部分')
    await next('下一部分：总体评价')
    await page.getByRole('group', { name: /17\. 总体评价/ }).getByRole('radio', { name: '满意', exact: true }).check()
    await page.getByRole('group', { name: /推荐/ }).getByRole('radio', { name: '9', exact: true }).check()
    await page.getByLabel(/最希望解决的一件事/).fill('厂区路口的路灯不亮')
    await shoot(visitor, `${name}-3`)
    await next('下一步：看一遍再提交')
    await shoot(visitor, `${name}-review`)
    await next('提交答卷')
    await page.getByText('回执号', { exact: true }).waitFor()
    await visitor.checkPage()
    await shoot(visitor, `${name}-done`)
    expect(await AnswerModel.countDocuments({ filled: true })).to.equal(1)
    expect(await AnswerDraftModel.countDocuments()).to.equal(0)
  }

  it('is answered from the link to the receipt', async () => {
    const visitor = await browser.visit(PHONE)
    await walk(visitor, await invited(), 'js')
    await visitor.close()
  })

  it('is answered without JavaScript, anonymously', async () => {
    const visitor = await browser.visit(PHONE, { javaScriptEnabled: false })
    // axe itself needs scripts: the pages are the same, so their accessibility is proved above
    await walk(
      { ...visitor, open: async (path) => void (await visitor.page.goto(path)), checkPage: () => Promise.resolve() },
      await invited('anonymous'), 'plain',
    )
    await visitor.close()
  })

  it('stays whole with text at 200 %, on the narrowest phone and by keyboard alone', async () => {
    const path = await invited()
    const visitor = await browser.visit({ width: 320, height: 640 })
    const { page } = visitor
    await visitor.open(path)
    await page.getByRole('link', { name: '开始填写' }).click()
    for (const step of ['1', '2', '3']) {
      await page.goto(page.url().replace(/\d$/, step))
      await visitor.checkPage()
      await page.evaluate(TWICE)
      const sideways = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth'
      )
      await shoot(visitor, `zoom-${step}`)
      expect(sideways, `step ${step} scrolls sideways`).to.be.at.most(0)
    }
    await page.goto(page.url().replace(/\d$/, '2'))
    await page.locator('[id="f-m2.1"]').focus()
    await page.keyboard.press('ArrowRight')
    expect(await page.locator('input[name="a-m2.1"][value="4"]').isChecked()).to.equal(true)
    await visitor.close()
  })

  it('asks another phone for four digits before it shows what was typed', async () => {
    const path = await invited()
    const first = await browser.visit(PHONE)
    await first.open(path)
    await first.page.getByRole('link', { name: '开始填写' }).click()
    await first.page.getByLabel(/今年申报了几项政策/).fill('3')
    await first.page.getByRole('button', { name: '下一部分：办事效率' }).click()
    await first.page.getByRole('heading', { name: '办事效率' }).waitFor()
    const second = await browser.visit(PHONE)
    await second.open(path)
    await shoot(second, 'digits')
    await second.page.getByLabel('登记手机的后四位').fill('5678')
    await second.page.getByRole('button', { name: '接着填写' }).click()
    await second.page.getByRole('link', { name: '接着填写（已存 1 题）' }).click()
    await second.page.getByRole('heading', { name: '办事效率' }).waitFor()
    await second.checkPage()
    await Promise.all([first.close(), second.close()])
  })
})
