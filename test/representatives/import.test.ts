import { expect } from 'chai'
import '../../models/all.ts'
import { CampaignModel } from '../../models/campaign/index.ts'
import { DrawModel, frozenPool } from '../../models/draw/index.ts'
import { ImportRowModel } from '../../models/import/index.ts'
import { RepresentativeModel } from '../../models/representative/index.ts'
import { forgetAll } from '../../models/shared/memo.ts'
import { aCampaign } from '../campaigns/campaign.ts'
import { batchAt, press, theDistricts, upload } from '../imports/upload.ts'
import { EXPECTED } from '../imports/rosters.ts'
import { importsSettled } from '../../server/imports/background.ts'
import { anApp, tokenIn, type Agent, type TestApp } from '../support/app.ts'
import { emptyDatabase, useDatabase } from '../support/db.ts'
import { aDepartment, aSmallCity } from '../support/factories.ts'

const POOL = 'representatives-pool.xlsx'
const expected = EXPECTED.files[POOL]

describe('importing the pool of representatives', function () {
  this.timeout(60_000)
  useDatabase()
  let test: TestApp
  let agent: Agent

  beforeEach(async () => {
    await emptyDatabase()
    forgetAll()
    await aSmallCity()
    await aDepartment({ _id: 'laoshan', name: '崂山区政府办', kind: 'district', group: null, district: '370212' })
    await aDepartment({ _id: 'sifa', name: '司法局' })
    await theDistricts()
    await CampaignModel.create(aCampaign())
    test = anApp()
    agent = (await test.signInAs('evaluation', { department: 'lxb' })).agent
  })

  it('takes in and refuses exactly the rows that it should, once', async () => {
    const { at } = await upload(agent, 'representatives', POOL)
    const first = await batchAt(at)
    expect(first.counts.created).to.equal(expected?.created.count)
    const refused = await ImportRowModel.find({ import: first._id, outcome: 'refused' }).sort({ row: 1 }).lean()
    const wanted = (expected?.refused ?? []).map(({ row, reason, also = [] }) => ({ row, reasons: [reason, ...also] }))
    expect(refused.map(({ row }) => row)).to.deep.equal(wanted.map(({ row }) => row))
    for (const [index, { row, reasons }] of wanted.entries()) {
      expect(refused[index]?.refusals.map(({ reason }) => reason), `row ${row}`).to.satisfy((given: string[]) => given.some((each) => reasons.includes(each)))
    }
    await press(agent, at, 'confirmation')
    expect(await RepresentativeModel.countDocuments({ campaign: 2026, state: 'candidate', 'vetting.state': 'pending' })).to.equal(581)
    const byCategory = await RepresentativeModel.aggregate<{ _id: string, n: number }>([{ $group: { _id: '$category', n: { $sum: 1 } } }])
    expect(Object.fromEntries(byCategory.map(({ _id, n }) => [_id, n]))).to.deep.equal(expected?.created.totals?.['category'])

    const again = await upload(agent, 'representatives', POOL)
    expect((await batchAt(again.at)).counts).to.include({ created: 0, changed: 0, unchanged: 581 })
  })

  it('matches departments by their names and districts by their offices', async () => {
    const { at } = await upload(agent, 'representatives', POOL)
    await press(agent, at, 'confirmation')
    const lawyer = await RepresentativeModel.findOne({ name: '钱云荷' }).lean()
    expect(lawyer?.tags).to.deep.equal([{ name: '司法局', department: 'sifa' }])
    const inLaoshan = await RepresentativeModel.countDocuments({ district: '370212', districtDepartment: 'laoshan' })
    expect(inLaoshan).to.equal(60)
  })

  it('is taken back whole', async () => {
    const { at } = await upload(agent, 'representatives', POOL)
    await press(agent, at, 'confirmation')
    const page = await agent.get(`${at}/undo`)
    await agent.post(`${at}/undo`).type('form').send({ _csrf: tokenIn(page.text) }).expect(303)
    await importsSettled()
    expect(await RepresentativeModel.countDocuments()).to.equal(0)
  })

  it('is closed once the pool is frozen, at the upload and at confirming', async () => {
    const { at } = await upload(agent, 'representatives', POOL)
    await DrawModel.create(frozenPool({ year: 2026, attempt: 1, pool: [], strata: [], plan: { version: 1, hash: 'x' } }, { name: '徐希川' }, new Date()))
    const late = await press(agent, at, 'confirmation')
    expect(late.status).to.equal(409)
    expect(late.text).to.include('2026年的推荐库已经冻结')
    const again = await upload(agent, 'representatives', POOL)
    expect(again.answer.status).to.equal(422)
    expect(again.answer.text).to.include('2026年的推荐库已经冻结')
    expect(await RepresentativeModel.countDocuments()).to.equal(0)
  })

  it('is the evaluation office’s alone', async () => {
    const { at } = await upload(agent, 'representatives', POOL)
    const coordinator = (await test.signInAs('coordinator')).agent
    await coordinator.get(at).expect(404)
    expect((await coordinator.get('/imports/new')).text).not.to.include('市民代表推荐库')
  })
})
