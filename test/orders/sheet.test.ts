import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import '../../models/all.ts'
import { escalateIssues } from '../../jobs/escalateIssues.ts'
import { CardModel, type Card } from '../../models/card/index.ts'
import { ExportRecordModel } from '../../models/exportRecord/index.ts'
import { anApp, submit, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'
import { reopen, rowTexts } from '../exports/reopened.ts'
import { aRunningCase } from '../jobs/cases.ts'

describe('orders on paper', function () {
  this.timeout(60_000)
  useDatabase({ emptied: 'each' })
  let city: TestApp
  let supervisor: Agent
  let draft: Card
  beforeEach(async () => {
    city = anApp()
    await aSmallCity()
    supervisor = (await city.signInAs('supervisor', { department: 'dcs', name: '江砚北' })).agent
    await aRunningCase({ startOn: '2026-11-02', dueOn: '2026-11-20', raised: ['L0', 'L1', 'L2'] })
    await escalateIssues.run(city.deps)
    draft = (await CardModel.findOne({ rung: 'L3', state: 'draft' }).lean<Card>()) as Card
  })
  const hrefOf = ({ _id }: Card) => `/orders/${String(_id)}`
  const sign = () => submit(supervisor, `${hrefOf(draft)}/signature`, `${hrefOf(draft)}/signature`, {})

  async function sheetOf(agent: Agent, address: string) {
    const answer = await agent.get(address).buffer(true).parse((res, done) => {
      const chunks: Buffer[] = []
      res.on('data', (chunk: Buffer) => chunks.push(chunk))
      res.on('end', () => done(null, Buffer.concat(chunks)))
    })
    expect(answer.status).to.equal(200)
    const [sheet] = (await reopen(answer.body as Buffer)).worksheets
    if (!sheet) throw new Error('no sheet')
    return { sheet, answer }
  }

  it('print with title, number, unit, days and room for the signed reply', async () => {
    await sign()
    const { text } = await supervisor.get(`${hrefOf(draft)}?print=1`).expect(200)
    for (const words of [
      '督办单', '联督〔2026〕1号', '自然资源和规划局：', '厂区门口道路积水', '雨后积水三天不退', '栎川冷链物流',
      '该事项2026年11月20日到期，已超期3个工作日。请于2026年11月30日前书面说明原因、措施和完成时间，由主要负责人签字。',
      '市督查室（盖章）', '2026年11月25日', '江砚北，0532-8000 0000', '主要负责人签字', '签收人：',
    ])
      expect(text).to.include(words)
    expect(text).not.to.include('class="main-nav"')
  })

  it('print as a draft without number or day, and with the reply once it is there', async () => {
    const unsigned = await supervisor.get(`${hrefOf(draft)}?print=1`).expect(200)
    expect(unsigned.text).to.include('（待签发）').and.to.include('请于签发后3个工作日内书面说明')
    await sign()
    const head = (await city.signInAs('lead', { department: 'zrzy', isHead: true, name: '吴敬山' })).agent
    const answer = await submit(head, `${hrefOf(draft)}/reply`, `${hrefOf(draft)}/reply`, {
      text: '泵站已到货，12月1日前装好。',
      once: randomUUID(),
    })
    expect(answer.status).to.equal(303)
    const { text } = await head.get(`${hrefOf(draft)}?print=1`).expect(200)
    expect(text).to.include('泵站已到货').and.to.include('吴敬山')
  })

  it('are not printed for those who may not see them', async () => {
    const other = (await city.signInAs('lead', { department: 'zjj' })).agent
    await other.get(`${hrefOf(draft)}?print=1`).expect(404)
  })

  it('fill a workbook with the rows of the tab, under an export number', async () => {
    await sign()
    const page = await supervisor.get('/orders?tab=open').expect(200)
    expect(page.text).to.include('href="/orders.xlsx?tab&#x3D;open"')
    const { sheet, answer } = await sheetOf(supervisor, '/orders.xlsx?tab=open')
    const heads = rowTexts(sheet, 3)
    const cell = (head: string): string => sheet.getCell(4, heads.indexOf(head) + 1).text
    expect(cell('文号')).to.equal('联督〔2026〕1号')
    expect(cell('牵头单位')).to.equal('自然资源和规划局')
    expect(cell('超期(工作日)')).to.equal('3')
    expect(cell('督办事项')).to.equal('厂区门口道路积水')
    expect(cell('状态')).to.equal('待回复')
    const record = await ExportRecordModel.findOne().lean()
    expect(record).to.include({ kind: 'orders', rows: 1, state: 'done', filterText: '页签：待回复' })
    expect(answer.headers['content-disposition']).to.contain(encodeURIComponent('督办单台账'))
  })

  it('give a department its own issued papers alone, whatever tab the address names', async () => {
    const lead = (await city.signInAs('lead', { department: 'zrzy' })).agent
    const { sheet } = await sheetOf(lead, '/orders.xlsx?tab=draft')
    expect(sheet.getCell(4, 1).text).to.include('没有符合条件')
    await sign()
    const other = (await city.signInAs('lead', { department: 'zjj' })).agent
    expect((await sheetOf(other, '/orders.xlsx?tab=issued')).sheet.getCell(4, 1).text).to.include('没有符合条件')
    expect((await sheetOf(lead, '/orders.xlsx?tab=issued')).sheet.getCell(4, 2).text).to.equal('联督〔2026〕1号')
  })
})
