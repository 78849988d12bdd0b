import { expect } from 'chai'
import { CampaignModel } from '../../models/campaign/index.ts'
import { RectificationModel } from '../../models/rectification/index.ts'
import { publicRectificationsOf, rectificationsOf } from '../../models/rectification/queries.ts'
import { anApp, submit, tokenIn, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'
import { aCampaign } from '../campaigns/campaign.ts'

const path = (rest: string) => `/campaigns/2026/rectifications${rest}`
const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')

describe('rectification', () => {
  useDatabase()
  let house: TestApp
  let lead: Agent
  before(async () => {
    await aSmallCity()
    house = anApp()
    await CampaignModel.create(aCampaign())
    const office = (await house.signInAs('supervisor', { department: 'dcs' })).agent
    const made = await submit(office, path('/new'), path('/new'), {
      kind: 'comment', sourceNo: '第一组', level: '较重', problem: '窗口排队时间长', extent: '3 个大厅', department: 'zjj', dueOn: '2026-11-20', remark: '',
      once: '00000000-0000-4000-8000-000000000001',
    })
    expect(made.headers['location'], made.text).to.equal(path('/ZG2026-0001'))
    lead = (await house.signInAs('lead', { department: 'zjj' })).agent
  })
  const post = (agent: Agent, act: string, fields: Record<string, string>) => submit(agent, '/sessions', path(`/ZG2026-0001/${act}`), fields)

  it('is seen by its department and by no other, and says when it is overdue', async () => {
    expect((await lead.get(path('?tab=overdue'))).text).to.include('ZG2026-0001').and.include('已超期')
    const other = (await house.signInAs('lead', { department: 'zrzy' })).agent
    expect((await other.get(path('/ZG2026-0001'))).status).to.equal(404)
  })

  it('is planned, worked at with evidence, reported, and closed by another body alone', async () => {
    const plan = { measure: '增开两个窗口', target: '平均等候不超过 10 分钟', leaderName: '温书意', ownerName: '秦若川', dueOn: '2026-12-20' }
    expect((await post(lead, 'plan', { ...plan, target: '' })).status).to.equal(422)
    expect((await post(lead, 'plan', plan)).status).to.equal(303)
    expect((await post(lead, 'report', { onDay: '2026-11-25', text: '已开' })).status).to.equal(409)
    const token = tokenIn((await lead.get(path('/ZG2026-0001'))).text)
    const sent = await lead.post(path('/ZG2026-0001/progress')).field('_csrf', token).field('onDay', '2026-11-24').field('text', '窗口已装好').attach('files', PDF, '照片.pdf')
    expect(sent.status, sent.text).to.equal(303)
    expect((await lead.get(path('/ZG2026-0001'))).text).to.include('照片')
    expect((await post(lead, 'report', { onDay: '2026-11-25', text: '两个窗口已开' })).status).to.equal(303)
    expect((await post(lead, 'verification', { passed: 'yes', text: '' })).status).to.equal(403)
    const own = (await house.signInAs('evaluation', { department: 'zjj' })).agent
    expect((await post(own, 'verification', { passed: 'yes', text: '' })).status).to.equal(409)
    const office = (await house.signInAs('coordinator', { department: 'lxb' })).agent
    expect((await post(office, 'verification', { passed: 'no', text: '' })).status).to.equal(409)
    expect((await post(office, 'verification', { passed: 'yes', text: '现场看过' })).status).to.equal(303)
    expect(await RectificationModel.findOne({ no: 'ZG2026-0001' }).lean()).to.include({ state: 'closed', closedOn: '2026-11-25' })
  })

  it('is public in its approved words alone', async () => {
    expect(await publicRectificationsOf(2026, 'zjj')).to.deep.equal([])
    expect((await post(lead, 'promise', { text: '增开窗口，等候不超过 10 分钟。' })).status).to.equal(303)
    expect((await publicRectificationsOf(2026, 'zjj'))[0]?.text).to.equal('增开窗口，等候不超过 10 分钟。')
    expect(await rectificationsOf(2026, 'zjj')).to.have.length(1)
  })

  it('is a workbook with the columns of the offices', async () => {
    const file = await lead.get(path('.csv'))
    expect(file.status).to.equal(200)
    expect(file.text).to.include('问题来源').and.include('佐证材料名称').and.include('照片')
  })
})
