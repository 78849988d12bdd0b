import ExcelJS from 'exceljs'
import { expect } from 'chai'
import { CampaignModel } from '../../models/campaign/index.ts'
import { DisciplineCaseModel, newCase } from '../../models/disciplineCase/index.ts'
import { OpinionModel } from '../../models/opinion/index.ts'
import { eraseOldPersonalData } from '../../jobs/eraseOldPersonalData.ts'
import { aCampaign } from '../campaigns/campaign.ts'
import { batchAt, press, upload } from '../imports/upload.ts'
import { importsSettled } from '../../server/imports/background.ts'
import { anApp, tokenIn, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'

async function sheet(rows: readonly (readonly string[])[]): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  const page = book.addWorksheet('征集表')
  page.addRow(['编号', '场次', '姓名', '联系电话', '部门', '题目', '现状与问题', '建议'])
  for (const row of rows) page.addRow([...row])
  return Buffer.from(await book.xlsx.writeBuffer())
}

const ROWS = [
  ['001', '第一场', '邱若川', '13812345678', '住房城乡建设局', '路灯不亮', '小区门口路灯三个月不亮', '尽快修'],
  ['002', '第一场', '', '', '', '', '公交站没有座椅，老人只能站着等', ''],
  ['003', '第一场', '', '', '', '空白表', '', ''],
] as const

describe('hall sheets', function () {
  this.timeout(60_000)
  useDatabase()
  let house: TestApp
  let office: Agent
  before(async () => {
    await aSmallCity()
    house = anApp()
    await CampaignModel.create(aCampaign())
    office = (await house.signInAs('coordinator', { department: 'lxb' })).agent
  })

  it('come in as a workbook, each row with a number of its own; the same file again changes nothing; undone, all are gone', async () => {
    const bytes = await sheet(ROWS)
    const { at } = await upload(office, 'opinions', '会场意见.xlsx', bytes)
    expect((await batchAt(at)).counts).to.include({ created: 2, refused: 1 })
    const shown = await office.get(at)
    expect(shown.text).not.to.include('13812345678')
    await press(office, at, 'confirmation')
    const stored = await OpinionModel.find({}).sort({ no: 1 }).lean()
    expect(stored.map(({ no, source, state }) => [no, source, state])).to.deep.equal([['YJ2026-000001', 'hall', 'received'], ['YJ2026-000002', 'hall', 'received']])
    expect(stored[0]?.author).to.deep.include({ named: true, name: '邱若川', phone: '13812345678' })
    expect(stored[1]).to.deep.include({ title: '公交站没有座椅，老人只能站着等', department: null })
    const again = await upload(office, 'opinions', '会场意见.xlsx', bytes)
    expect((await batchAt(again.at)).counts).to.include({ created: 0, changed: 0, unchanged: 2, refused: 1 })
    await OpinionModel.updateOne({ no: 'YJ2026-000001' }, { $set: { state: 'valid' } })
    const asked = await office.get(`${at}/undo`)
    await office.post(`${at}/undo`).type('form').send({ _csrf: tokenIn(asked.text) }).expect(303)
    await importsSettled()
    expect((await OpinionModel.find({}).lean()).map(({ no }) => no)).to.deep.equal(['YJ2026-000001'])
  })

  it('lose names and phones six months after the campaign, and no word; a rehearsal changes nothing', async () => {
    await DisciplineCaseModel.create(newCase({
      campaign: 2026, no: 'JL2026-001', origin: 'hotline', originNo: '', department: null, venue: null, happenedOn: null, text: '有人拉票',
      reporter: { named: true, name: '郑秘言', phone: '13987654321' }, formKey: null, createdByName: '纪律',
    }, house.deps.clock.now()))
    await CampaignModel.updateOne({ year: 2026 }, { $set: { publishedAt: house.deps.clock.now() } })
    const later = { ...house.deps, clock: { now: () => new Date('2027-05-26T03:40:00+08:00') } }
    expect(await eraseOldPersonalData.run({ ...later, clock: { now: () => new Date('2027-05-24T03:40:00+08:00') } })).to.include({ campaigns: 0 })
    expect(await eraseOldPersonalData.dryRun?.(later)).to.deep.equal({ campaigns: 1, opinions: 1, representatives: 0, reports: 1 })
    expect(await OpinionModel.countDocuments({ 'author.name': '邱若川' })).to.equal(1)
    expect(await eraseOldPersonalData.run(later)).to.include({ opinions: 1, reports: 1 })
    const stored = JSON.stringify([await OpinionModel.find({}).lean(), await DisciplineCaseModel.find({}).lean()])
    expect(stored).not.to.match(/邱若川|13812345678|郑秘言|13987654321/)
    expect(stored).to.include('小区门口路灯').and.include('有人拉票')
    expect(await eraseOldPersonalData.run(later)).to.include({ campaigns: 0, opinions: 0 })
  })
})
