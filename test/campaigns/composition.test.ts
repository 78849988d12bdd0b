import { expect } from 'chai'
import type ExcelJS from 'exceljs'
import { CampaignModel } from '../../models/campaign/index.ts'
import { ScoringPlanModel } from '../../models/scoringPlan/index.ts'
import type { CompositionLine } from '../../models/scoringPlan/composition.ts'
import { DEFAULT_WEIGHTS } from '../../models/scoringPlan/weights.ts'
import { compositionTable, makeUpTable } from '../../server/campaigns/compositionSheets.ts'
import { reopen, reopened, rowTexts } from '../exports/reopened.ts'
import { anApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'
import { aCampaign } from './campaign.ts'

const LINES: CompositionLine[] = [
  { venue: '主会场', category: '专家·媒体', pool: ['专家', '媒体'], related: false, quotas: [{ venue: 'main', count: 12 }] },
  { venue: '分会场', category: '社区居民', pool: ['社区居民'], related: true, quotas: [{ venue: 'branch-370212', count: 20 }] },
]
const DRAWN = [
  { group: 1, venue: 'main', category: '专家·媒体', count: 12 }, { group: 1, venue: 'branch-370212', category: '社区居民', count: 19 },
  { group: 2, venue: 'main', category: '专家·媒体', count: 12 }, { group: 2, venue: 'branch-370212', category: '社区居民', count: 20 },
]
const around = { unit: '联席会议办公室', asOf: '截至 2026-11-25', measure: '人' }
const formulas = (page: ExcelJS.Worksheet, row: number): string[] =>
  Array.from({ length: page.columnCount }, (_, at) => page.getRow(row).getCell(at + 1).formula ?? '').filter((formula) => formula !== '')
const words = (page: ExcelJS.Worksheet): string => JSON.stringify(page.getSheetValues())

describe('市民代表构成表 as a workbook', function () {
  this.timeout(30_000)
  useDatabase()

  it('has categories down and venues across, sums and totals as formulas', async () => {
    const page = await reopened({ ...around, ...compositionTable(aCampaign(), LINES, '2026年第1版') })
    expect(rowTexts(page, 3)).to.deep.equal(['序号', '会场', '类别', '主会场', '崂山区', '网上', '合计', '占比', '2 组共', '产生办法'])
    expect(rowTexts(page, 5).slice(1, 7)).to.deep.equal(['分会场', '社区居民', '0', '20', '0', '20'])
    expect(rowTexts(page, 5).at(-1)).to.equal('从社区居民抽取，只抽相关的')
    expect(formulas(page, 4)).to.deep.equal(['D4+E4+F4', 'G4*2'])
    expect(formulas(page, 6)).to.deep.equal(['SUM(D4:D5)', 'SUM(E4:E5)', 'SUM(F4:F5)', 'D6+E6+F6', 'G6*2'])
    expect(page.getCell('I6').result).to.equal(64)
  })

  it('sets those who were drawn against the seats, and checks itself', async () => {
    const page = await reopened({ ...around, ...makeUpTable(aCampaign(), LINES, DRAWN) })
    expect(rowTexts(page, 5).slice(1)).to.deep.equal(['第1组 规划建设组', '分会场', '社区居民', '0', '19', '0', '19', String(19 / 63), '20', '1'])
    expect(page.getCell('A9').result).to.equal('核对：名额 64 ＝抽中 63 ＋空缺 1，平衡')
    expect(page.getCell('A9').formula).to.include('AND(J8=64,H8=63)')
  })

  it('says so when somebody sits where the plan has no seat', async () => {
    const page = await reopened({ ...around, ...makeUpTable(aCampaign(), LINES, [...DRAWN, { group: 1, venue: 'online', category: '专家·媒体', count: 1 }]) })
    expect(page.getCell('A9').result).to.include('不平')
  })

  it('says that nobody was drawn yet', async () => {
    expect(words(await reopened({ ...around, ...makeUpTable(aCampaign(), LINES, []) }))).to.include('还没有抽取')
  })

  it('comes from the plan\'s page under an export number', async () => {
    await aSmallCity()
    await CampaignModel.create(aCampaign())
    await ScoringPlanModel.create({
      year: 2026, version: 1, weights: DEFAULT_WEIGHTS, period: { fromOn: '2026-01-01', toOn: '2026-11-23' }, composition: LINES, reason: '', createdAt: new Date(), createdByName: '杨星河',
    })
    const { agent } = await anApp().signInAs('evaluation', { department: 'lxb' })
    expect((await agent.get('/campaigns/2026/plan').expect(200)).text).to.include('/campaigns/2026/plan.xlsx')
    const answer = await agent.get('/campaigns/2026/plan.xlsx').buffer(true).parse((res, done) => {
      const chunks: Buffer[] = []
      res.on('data', (chunk: Buffer) => chunks.push(chunk))
      res.on('end', () => done(null, Buffer.concat(chunks)))
    })
    expect(answer.status).to.equal(200)
    const book = await reopen(answer.body as Buffer)
    expect(book.worksheets.map(({ name }) => name)).to.deep.equal(['构成表', '抽中的代表'])
    expect(book.worksheets[0]?.headerFooter.oddFooter).to.match(/导出编号 DC2026-\d+/)
  })
})
