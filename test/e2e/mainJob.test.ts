import { join } from 'node:path'
import { expect } from 'chai'
import ExcelJS from 'exceljs'
import { Types } from 'mongoose'
import { CardModel } from '../../models/card/index.ts'
import { DistrictModel } from '../../models/district/index.ts'
import { EnterpriseModel } from '../../models/enterprise/index.ts'
import { IssueModel } from '../../models/issue/index.ts'
import { ScoringPlanModel } from '../../models/scoringPlan/index.ts'
import { DEFAULT_WEIGHTS } from '../../models/scoringPlan/weights.ts'
import type { User } from '../../models/user/index.ts'
import type { Role } from '../../models/user/roles.ts'
import { districtRows } from '../../server/operator/seed/rosters.ts'
import { escalateIssues } from '../../jobs/escalateIssues.ts'
import { anApp, type TestApp } from '../support/app.ts'
import { DESKTOP, PHONE, signInWith, useBrowser, type Visitor } from '../support/browser.ts'
import { useDatabase } from '../support/db.ts'
import { aPost, aSmallCity, aUser } from '../support/factories.ts'

const ROSTER = join(import.meta.dirname, '../fixtures/rosters/enterprises-utf8bom.csv')
const PHOTO = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

/** The whole main job by five people in Chromium: roster in, visit, case, deadline, ladder, leader, Excel, score. */
describe('the main job, walked through by five people', function () {
  this.timeout(120_000)
  useDatabase()
  let house: TestApp
  const people = new Map<string, User>()
  before(async () => {
    await aSmallCity()
    await DistrictModel.deleteMany({})
    await DistrictModel.insertMany(districtRows())
    house = anApp({ now: '2026-03-02T09:00:00+08:00' })
    const staff: [string, Role, string, boolean][] = [
      ['officer', 'officer', 'zrzy', false], ['lead', 'lead', 'zrzy', true], ['verifier', 'lead', 'xzsp', true],
      ['coordinator', 'coordinator', 'lxb', true], ['supervisor', 'supervisor', 'dcs', true], ['leader', 'leader', 'lxb', false],
    ]
    for (const [who, role, department, isHead] of staff) people.set(who, await aUser({ account: who, name: NAMES[who] ?? who, roles: [role], department, isHead }))
    await aPost({ department: 'zrzy', kind: 'head', title: '局长', user: idOf('lead') })
    await aPost({ department: 'zrzy', kind: 'deputy', title: '副局长', user: idOf('lead') })
    await aPost({ department: 'dcs', kind: 'head', title: '主任', user: idOf('supervisor') })
  })
  const browser = useBrowser(() => house.app)
  const idOf = (who: string): Types.ObjectId => people.get(who)?._id ?? new Types.ObjectId()
  let no = ''

  /** Signs somebody in at a place, lets them work, and looks at the page they end on. */
  async function as(who: string, size: { width: number, height: number }, work: (visitor: Visitor) => Promise<void>): Promise<void> {
    const visitor = await browser.visit(size)
    await signInWith(visitor, who)
    try {
      await work(visitor)
    } catch (error) {
      // where it stood when it failed helps more than any message
      console.log(visitor.page.url(), (await visitor.page.locator('main').innerText()).slice(0, 800))
      throw error
    }
    await visitor.checkPage()
    await visitor.close()
  }
  const press = async ({ page }: Visitor, name: string) => {
    await Promise.all([page.waitForLoadState('load'), page.getByRole('button', { name, exact: true }).click()])
    await page.waitForLoadState('load')
  }

  it('the coordinator imports the roster of enterprises', () => as('coordinator', DESKTOP, async (visitor) => {
    const { page } = visitor
    await visitor.open('/imports/new?kind=enterprises')
    await page.locator('input[type=file]').setInputFiles(ROSTER)
    await page.locator('main form button[type=submit]').first().click()
    const confirm = page.getByRole('button', { name: /^导入 61 家/ })
    await confirm.waitFor({ timeout: 20_000 })
    await visitor.checkPage()
    await confirm.click()
    await page.getByText(/撤销这一批|整批撤销|撤销/).first().waitFor({ timeout: 20_000 })
    expect(await EnterpriseModel.countDocuments()).to.equal(61)
  }))

  it('the officer logs a visit on a phone and files what was raised', async () => {
    const firm = await EnterpriseModel.findOneAndUpdate({}, { $set: { visitDepartment: 'zrzy', linkedLeader: { name: '裴青野', post: null, user: idOf('leader') } } }, { sort: { sortKey: 1 }, returnDocument: 'after' })
    await as('officer', PHONE, async (visitor) => {
      const { page } = visitor
      await visitor.open('/')
      await visitor.open(`/visits/new?subject=${String(firm?._id)}`)
      await page.getByLabel('见到了谁').fill('贺临洲，总经理')
      await page.getByLabel('听到了什么').fill('复测做完了，东边界以界桩为准，企业认可。规划许可报了三次都没有受理，两份图纸对不上。')
      await page.getByLabel('什么事').first().fill('厂房用地边界与不动产证不符')
      await page.getByLabel('类别').first().selectOption({ label: '用地规划' })
      await page.getByLabel(/未收礼品/).check()
      await press(visitor, await page.getByRole('button', { name: /保存走访/ }).innerText())
      await page.getByText(/SQ2026-\d{6}/).first().waitFor()
      no = /SQ2026-\d{6}/.exec(await page.content())?.[0] ?? ''
      expect(no).to.match(/^SQ2026-/)
    })
  })

  it('the coordinator accepts and assigns it', () => as('coordinator', DESKTOP, async (visitor) => {
    await visitor.open('/')
    await visitor.open(`/issues/${no}/acceptance`)
    await visitor.page.getByLabel('牵头部门').selectOption({ label: '自然资源和规划局' })
    await visitor.page.getByRole('radio', { name: '一般' }).check()
    await press(visitor, '受理并交办')
    expect((await IssueModel.findOne({ no }).lean())?.dueOn).to.equal('2026-03-23')
  }))

  it('the department signs for it, sees its clock and why it ends on that day', () => as('lead', DESKTOP, async (visitor) => {
    await visitor.open(`/issues/${no}`)
    await press(visitor, '签收')
    expect((await IssueModel.findOne({ no }).lean())?.state).to.equal('handling')
    await visitor.open(`/issues/${no}`)
    await visitor.page.getByRole('link', { name: '为什么是这一天' }).click()
    await visitor.page.waitForURL(/\/clock$/)
    expect(await visitor.page.locator('main').innerText()).to.include('3月23日')
    await visitor.checkPage()
    await visitor.open(`/issues/${no}`)
  }))

  it('the ladder raises blue, yellow and red in time, and drafts the order', async () => {
    const raised = async (iso: string) => {
      house.deps.clock.set(iso)
      await escalateIssues.run(house.deps)
      return (await CardModel.find({ issueNo: no }).sort({ raisedAt: 1 }).lean()).map(({ rung, state }) => `${rung} ${state}`)
    }
    expect(await raised('2026-03-17T10:00:00+08:00')).to.deep.equal([])
    expect(await raised('2026-03-18T10:00:00+08:00')).to.deep.equal(['L0 issued'])
    expect(await raised('2026-03-20T10:00:00+08:00')).to.deep.equal(['L0 issued', 'L1 issued'])
    expect(await raised('2026-03-24T10:00:00+08:00')).to.deep.equal(['L0 issued', 'L1 issued', 'L2 issued'])
    expect(await raised('2026-03-26T10:00:00+08:00')).to.deep.equal(['L0 issued', 'L1 issued', 'L2 issued', 'L3 draft'])
  })

  it('the supervisor signs the order', () => as('supervisor', DESKTOP, async (visitor) => {
    await visitor.open('/')
    await visitor.open('/orders')
    await visitor.page.getByText(no).first().waitFor()
    const order = await CardModel.findOne({ issueNo: no, rung: 'L3' }).lean()
    await visitor.open(`/orders/${String(order?._id)}`)
    await visitor.page.getByRole('link', { name: '签发', exact: true }).click()
    await press(visitor, await visitor.page.getByRole('button', { name: /签发/ }).first().innerText())
    const signed = await CardModel.findOne({ issueNo: no, rung: 'L3' }).lean()
    expect(signed?.state).to.equal('issued')
    expect(signed?.no).to.match(/^联督〔2026〕\d+号$/)
  }))

  for (const [place, size] of [['at a desk', DESKTOP], ['on a phone', PHONE]] as const) {
    it(`the leader sees it at the top ${place}`, () => as('leader', size, async (visitor) => {
      await visitor.open('/')
      const text = await visitor.page.locator('main').innerText()
      expect(text).to.include('厂房用地边界与不动产证不符').and.include('已超期 3 个工作日')
    }))
  }

  it('the leader leaves an instruction that becomes work with a clock', () => as('leader', DESKTOP, async (visitor) => {
    await visitor.open('/')
    await visitor.page.locator('textarea').first().fill('请本周内到现场，把两份图纸的边界统一起来。')
    await press(visitor, '发出批示')
    await visitor.open('/instructions')
    expect(await visitor.page.locator('main').innerText()).to.include('统一起来')
  }))

  it('the department answers with evidence, another department verifies, the office rings up and strikes it off', async () => {
    await as('lead', DESKTOP, async (visitor) => {
      const { page } = visitor
      await visitor.open(`/issues/${no}/contact`)
      await page.getByLabel('谁接的、说了什么').fill('贺临洲总经理，同意按复测成果改图。')
      await press(visitor, '记下这次联系')
      await visitor.open(`/issues/${no}/answer`)
      await page.locator('input[name=class][value=A]').check()
      await page.getByLabel('答复内容').fill('已按复测成果统一两份图纸的边界，规划许可已经受理并发证。')
      await page.getByLabel('哪一天答复的').fill('2026-03-26')
      await page.locator('input[type=file]').setInputFiles({ name: '界桩.png', mimeType: 'image/png', buffer: PHOTO })
      await press(visitor, '拟好，送审签')
      await visitor.open(`/issues/${no}/release`)
      await press(visitor, '审定')
      expect((await IssueModel.findOne({ no }).lean())?.state).to.equal('answered')
    })
    await as('verifier', DESKTOP, async (visitor) => {
      await visitor.open(`/issues/${no}/verification`)
      await visitor.page.locator('input[name=verdict][value=upheld]').check()
      await press(visitor, '核验')
      expect((await IssueModel.findOne({ no }).lean())?.state).to.equal('callBack')
    })
    await as('coordinator', DESKTOP, async (visitor) => {
      await visitor.open(`/issues/${no}/call-back`)
      await visitor.page.locator('input[name=solved][value=已解决]').check()
      await visitor.page.locator('input[name=satisfaction][value=满意]').check()
      await press(visitor, '记下回访')
      const issue = await IssueModel.findOne({ no }).lean()
      expect(issue?.state).to.equal('closed')
      expect(issue?.settledInTime).to.equal(false)
    })
  })

  it('the coordinator takes the ledger to the meeting as a workbook', () => as('coordinator', DESKTOP, async (visitor) => {
    const { page } = visitor
    await visitor.open('/issues?tab=all')
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '导出 Excel' }).click()])
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.readFile(await download.path())
    const text = JSON.stringify(workbook.worksheets[0]?.getSheetValues())
    expect(text).to.include(no).and.include('厂房用地边界与不动产证不符')
  }))

  it('the department’s liaison score opens down to this case', () => as('coordinator', DESKTOP, async (visitor) => {
    await ScoringPlanModel.create({ year: 2026, version: 1, weights: DEFAULT_WEIGHTS, period: { fromOn: '2026-01-01', toOn: '2026-07-31' }, createdAt: house.deps.clock.now(), createdByName: '沈砚秋' })
    await visitor.open('/campaigns/2026/scores')
    await press(visitor, await visitor.page.getByRole('button', { name: /计算/ }).first().innerText())
    await visitor.open('/campaigns/2026/scores/zrzy')
    expect(await visitor.page.locator('main').innerText()).to.include('红牌')
    await visitor.page.getByRole('link', { name: /1 \/ 1 件/ }).first().click()
    await visitor.page.waitForLoadState('load')
    expect(await visitor.page.locator('main').innerText()).to.include(no)
  }))
})

const NAMES: Record<string, string> = { officer: '秦若川', lead: '温书仪', verifier: '何清越', coordinator: '沈砚秋', supervisor: '马维汀', leader: '裴青野' }
