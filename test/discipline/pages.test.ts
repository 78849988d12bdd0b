import { expect } from 'chai'
import request from 'supertest'
import { AuditEntryModel } from '../../models/audit/index.ts'
import { CampaignModel } from '../../models/campaign/index.ts'
import { DisciplineCaseModel } from '../../models/disciplineCase/index.ts'
import { awardEligibility } from '../../models/disciplineCase/queries.ts'
import { drawSample, poolHash } from '../../models/disciplineCase/sample.ts'
import { OutboxModel } from '../../models/outbox/index.ts'
import { ROLE_NAMES } from '../../models/user/roles.ts'
import { anApp, submit, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'
import { aCampaign } from '../campaigns/campaign.ts'

const WHO = '郑秘言'
const PHONE = '13987654321'
const path = (rest: string) => `/campaigns/2026/discipline${rest}`

describe('discipline', () => {
  useDatabase()
  let house: TestApp
  before(async () => {
    await aSmallCity()
    house = anApp()
    await CampaignModel.create(aCampaign())
    const citizen = request.agent(house.app)
    const answer = await submit(citizen, '/public/discipline/new', '/public/discipline/new', {
      text: '会后有人请代表吃饭', department: 'zjj', venue: 'main', happenedOn: '2026-11-24', name: WHO, phone: PHONE, consent: 'on',
      once: '00000000-0000-4000-8000-000000000001',
    })
    expect(answer.status, answer.text).to.equal(303)
    expect((await citizen.get('/public/discipline/sent')).text).to.include('JL2026-001')
  })

  it('shows who reported to the discipline role alone: page, list, file, search and trail', async function () {
    this.timeout(60_000)
    for (const role of ROLE_NAMES) {
      const { agent } = await house.signInAs(role, { department: 'zjj' })
      const seen = await Promise.all([
        agent.get(path('')), agent.get(path('/JL2026-001')), agent.get(`/search?q=${encodeURIComponent(WHO)}`), agent.get(path('.xlsx')), agent.get('/admin/audit'),
      ])
      const names = seen.some(({ text }) => (text ?? '').includes(PHONE) || /<dd>[^<]*郑秘言/.test(text ?? ''))
      expect(names, role).to.equal(role === 'discipline')
      if (role !== 'discipline') expect(seen[1]?.status, role).to.be.oneOf([403, 404])
    }
    const stored = JSON.stringify([await AuditEntryModel.find({}).lean(), await OutboxModel.find({}).lean()])
    expect(stored).not.to.include(WHO).and.not.to.include(PHONE).and.not.to.include('请代表吃饭')
  })

  it('costs a department with a confirmed breach its award, names the case, and gives it back when looked at anew', async () => {
    const { agent } = await house.signInAs('discipline', { department: 'dcs' })
    const post = (act: string, fields: Record<string, string>) => submit(agent, path('/JL2026-001'), path(`/JL2026-001/${act}`), fields)
    expect((await post('decision', { result: 'confirmed', department: 'zjj', text: '属实' })).status).to.equal(409)
    expect((await post('investigation', { department: 'zjj' })).status).to.equal(303)
    expect((await post('decision', { result: 'confirmed', department: '', text: '属实' })).status).to.equal(409)
    expect((await post('decision', { result: 'confirmed', department: 'zjj', text: '宴请代表属实，取消评优资格。' })).status).to.equal(303)
    expect((await awardEligibility(2026)).get('zjj')).to.deep.equal({ eligible: false, caseNo: 'JL2026-001' })
    const evaluation = (await house.signInAs('evaluation')).agent
    const list = await evaluation.get(path(''))
    expect(list.text).to.include('宴请代表属实').and.not.include(WHO).and.not.include('请代表吃饭')
    await post('reopening', { text: '有新证据' })
    expect((await awardEligibility(2026)).size).to.equal(0)
  })

  it('opens a case from an inspection sheet on which something was not in order', async () => {
    const { agent } = await house.signInAs('discipline')
    const fields = { onDay: '2026-11-24', venue: 'main', inspectors: '孙、李', remark: '', identity: 'yes', issue: 'no', box: 'yes', alone: 'yes', canvass: 'yes', order: 'yes' }
    const answer = await submit(agent, path('/inspections/new'), path('/inspections/new'), { ...fields, once: '00000000-0000-4000-8000-000000000002' })
    expect(answer.status).to.equal(303)
    expect(await DisciplineCaseModel.countDocuments({ origin: 'inspection' })).to.equal(1)
    expect((await submit(agent, path('/inspections/new'), path('/inspections/new'), { onDay: '2026-11-24' })).status).to.equal(422)
    expect((await submit(agent, path('/samples/new'), path('/samples/new'), { seed: '03 09 14', size: '5', once: '00000000-0000-4000-8000-000000000003' })).status).to.equal(409)
  })

  it('draws the same sample from the same seed, whatever the order of the codes', () => {
    const codes = Array.from({ length: 200 }, (_, n) => `R${String(n).padStart(4, '0')}`)
    expect(drawSample(codes, '2026-11-24 03 09', 20)).to.deep.equal(drawSample(codes.toReversed(), '2026-11-24 03 09', 20))
    expect(drawSample(codes, 'x', 20)).not.to.deep.equal(drawSample(codes, 'y', 20))
    expect(poolHash(codes)).to.equal(poolHash(codes.toReversed()))
  })
})
