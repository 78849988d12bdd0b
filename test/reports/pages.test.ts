import { expect } from 'chai'
import request from 'supertest'
import { CampaignModel } from '../../models/campaign/index.ts'
import { DepartmentModel } from '../../models/department/index.ts'
import { allDepartments } from '../../models/department/queries.ts'
import { ReportModel } from '../../models/report/index.ts'
import { aCampaign } from '../campaigns/campaign.ts'
import { anApp, submit, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'

const PATH = '/campaigns/2026/reports/zrzy'
/** Ten days and a little after the day of the tests. */
const VOTE = { opensAt: new Date('2026-12-05T09:00+08:00'), closesAt: new Date('2026-12-08T17:30+08:00') }
const WORDS = { targets: '目标完成。', service: '一窗办理。', lastYear: '去年意见已办。', problems: '登记还慢。', plans: '明年再减两份材料。' }

describe('述职报告', function () {
  this.timeout(30_000)
  useDatabase()
  let city: TestApp
  let lead: Agent
  let office: Agent
  before(async () => {
    await aSmallCity()
    await CampaignModel.create(aCampaign({ window: VOTE }))
    city = anApp()
    lead = (await city.signInAs('lead', { department: 'zrzy' })).agent
    office = (await city.signInAs('evaluation', { department: 'lxb' })).agent
  })

  it('is not public before it is reviewed, but the department is', async () => {
    await request.agent(city.app).get('/public/departments/zrzy').expect(200).expect(/述职报告还没有公布/)
    await DepartmentModel.updateOne({ _id: 'zrzy' }, { duties: '管土地和规划。', targets: ['登记五日办结'], address: '云汀路 18 号' })
    allDepartments.forget()
    const shown = await request.agent(city.app).get('/public/departments/zrzy').expect(200)
    for (const words of ['管土地和规划。', '登记五日办结', '云汀路 18 号', '还没有公开的意见']) expect(shown.text).to.include(words)
    await request.agent(city.app).get('/public/departments/zrzy/report').expect(404)
    await request.agent(city.app).get('/public/departments/none').expect(404)
  })

  it('cannot be sent with a section missing, and says which', async () => {
    expect((await submit(lead, PATH, PATH, { ...WORDS, plans: '' })).status).to.equal(303)
    expect((await lead.get(PATH)).text).to.include('还没有写：明年打算做什么')
    expect((await submit(lead, PATH, `${PATH}/review-request`, { version: '0' })).status).to.equal(409)
  })

  it('goes to the office, comes back with a reason, and is published', async () => {
    const version = async () => String((await ReportModel.findOne({ department: 'zrzy' }).lean())?.__v)
    expect((await submit(lead, PATH, PATH, { ...WORDS, version: await version() })).status).to.equal(303)
    expect((await submit(lead, PATH, `${PATH}/review-request`, { version: await version() })).status).to.equal(303)
    expect((await submit(office, PATH, `${PATH}/review`, { publish: 'no', why: '', version: await version() })).status).to.equal(422)
    expect((await submit(office, PATH, `${PATH}/review`, { publish: 'no', why: '不足写得太少', version: await version() })).status).to.equal(303)
    expect((await lead.get(PATH)).text).to.include('不足写得太少')
    expect((await submit(lead, PATH, `${PATH}/review-request`, { version: await version() })).status).to.equal(303)
    expect((await submit(office, PATH, `${PATH}/review`, { publish: 'yes', why: '', version: await version() })).status).to.equal(303)
    await request.agent(city.app).get('/public/departments/zrzy/report').expect(200).expect(/登记还慢/)
    await request.agent(city.app).get('/public/departments/zrzy').expect(200).expect(/明年打算做什么/)
  })

  it('may be published to the end of the tenth day before the vote, and not a minute later', async () => {
    const other = (await city.signInAs('lead', { department: 'zjj' })).agent
    const path = '/campaigns/2026/reports/zjj'
    const version = async () => String((await ReportModel.findOne({ department: 'zjj' }).lean())?.__v)
    await submit(other, path, path, { ...WORDS })
    await submit(other, path, `${path}/review-request`, { version: await version() })
    const publish = async () => submit(office, path, `${path}/review`, { publish: 'yes', why: '', version: await version() })
    expect((await office.get(path)).text).to.include('最迟11月25日（周三）公布')
    await CampaignModel.updateOne({ year: 2026 }, { 'window.opensAt': new Date('2026-12-04T09:00+08:00') })
    const late = await publish()
    expect(late.status).to.equal(409)
    expect(late.text).to.include('最迟 2026-11-24 公布').and.include('推后投票时间')
    expect((await office.get(path)).text).to.include('没有公布的不能再公布')
    await CampaignModel.updateOne({ year: 2026 }, { 'window.opensAt': VOTE.opensAt })
    expect((await publish()).status).to.equal(303)
  })

  it('waits on the home of its department until it is sent, with the last day', async () => {
    const home = async (department: string) => (await (await city.signInAs('lead', { department })).agent.get('/').expect(200)).text
    expect(await home('xzsp')).to.include('2026年述职报告').and.include('还没有起草').and.include('/campaigns/2026/reports/xzsp')
    expect(await home('zrzy')).to.not.include('2026年述职报告')
    await CampaignModel.updateOne({ year: 2026 }, { 'window.opensAt': new Date('2026-12-04T09:00+08:00') })
    expect(await home('xzsp')).to.not.include('2026年述职报告')
    await CampaignModel.updateOne({ year: 2026 }, { 'window.opensAt': VOTE.opensAt })
  })

  it('is written by its own department alone', async () => {
    const other = (await city.signInAs('lead', { department: 'zjj' })).agent
    await other.get(PATH).expect(404)
    expect((await submit(office, '/password', PATH, { ...WORDS })).status).to.equal(403)
  })
})
