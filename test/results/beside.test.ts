import { expect } from 'chai'
import { InvitationModel } from '../../models/invitation/index.ts'
import { computeResults } from '../../server/results/actions.ts'
import { anApp, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aDepartment, aSmallCity } from '../support/factories.ts'
import { aFirm } from '../visits/city.ts'
import { workedExample } from './worked.ts'

describe('the indexes of a questionnaire beside the score', function () {
  this.timeout(30_000)
  useDatabase()
  let city: TestApp

  before(async () => {
    city = anApp()
    await aSmallCity()
    await aDepartment({ _id: 'laoshan', name: '崂山区', kind: 'district', group: null, district: '370212' })
    await computeResults(city.deps, (await workedExample())._id)
  })

  it('stand on a department’s page as no part of it', async () => {
    const { agent } = await city.signInAs('coordinator', { department: 'lxb' })
    const { text } = await agent.get('/departments/zrzy').expect(200)
    expect(text).to.include('75.77').and.include('和评议得分分开，不计入得分')
    expect(text).to.not.include('本区市')
    expect((await agent.get('/departments/laoshan').expect(200)).text).to.include('本区市')
  })

  it('stand on a firm’s page with how far it came, and nothing of an answer', async () => {
    const firm = await aFirm()
    const questionnaire = await workedExample({ title: '今年的问卷', closesAt: new Date('2026-12-04T17:30:00+08:00') })
    await InvitationModel.create({
      questionnaire: questionnaire._id, enterprise: firm._id, enterpriseName: firm.name, state: 'answered', answeredOn: '2026-11-20', createdAt: new Date('2026-11-20T09:00:00+08:00'),
    })
    const { agent } = await city.signInAs('coordinator', { department: 'lxb' })
    const { text } = await agent.get(`/enterprises/${String(firm._id)}`).expect(200)
    expect(text).to.include('已提交，11月20日').and.include('今年的问卷').and.include('75.77')
    const other = await city.signInAs('officer')
    const seen = await other.agent.get(`/enterprises/${String(firm._id)}`).expect(200)
    expect(seen.text).to.not.include('已提交').and.not.include('75.77')
  })
})
