import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import '../../models/all.ts'
import { AuditEntryModel } from '../../models/audit/index.ts'
import { provincialResultsOf } from '../../models/provincialResult/index.ts'
import { aCampaign, YEAR } from '../ballots/voters.ts'
import { anApp, submit, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'

const PATH = `/campaigns/${YEAR}/provincial`
const line = (name: string, counts: readonly number[]) => Object.fromEntries(counts.map((count, at) => [`${name}-${at}`, String(count)]))
const send = (agent: Agent, fields: Record<string, string>) => submit(agent, PATH, PATH, { once: randomUUID(), ...fields })
const RESULT = { source: '鲁考评办〔2026〕3 号', onDay: '2026-11-20', ...line('phone', [60, 30, 10, 20]), ...line('paper', [70, 25, 5, 0]), ...line('order', [80, 15, 5, 0]) }

describe('省满意度', function () {
  this.timeout(30_000)
  useDatabase()
  let city: TestApp
  let office: Agent
  before(async () => {
    await aSmallCity()
    await aCampaign()
    city = anApp()
    office = (await city.signInAs('evaluation', { department: 'lxb' })).agent
  })

  it('says that there is none, beside the scores and on its own page', async () => {
    expect((await office.get(PATH).expect(200)).text).to.include('2026年还没有省里的结果')
    expect((await office.get(`/campaigns/${YEAR}/scores`).expect(200)).text).to.include('2026年还没有省里的结果')
  })

  it('comes back with its words when something is wrong', async () => {
    const refused = await send(office, { ...RESULT, onDay: '2026-11-26', 'paper-3': '' })
    expect(refused.status).to.equal(422)
    expect(refused.text).to.include('没有人选就填 0').and.include('鲁考评办〔2026〕3 号')
    expect(await provincialResultsOf(YEAR)).to.deep.equal([])
  })

  it('is entered with source and day, audited, and shown beside the scores', async () => {
    expect((await send(office, RESULT)).status).to.equal(303)
    const { text } = await office.get(PATH)
    for (const words of ['89.40', '88.00', '91.50', '社会治安', '鲁考评办〔2026〕3 号']) expect(text).to.include(words)
    expect((await AuditEntryModel.findOne({ act: 'provincialResult.enter' }).lean())?.record).to.include({ no: '2026/1' })
    const scores = await office.get(`/campaigns/${YEAR}/scores`)
    expect(scores.text).to.include('89.40').and.include('不计入得分')
  })

  it('is corrected with a reason; the entry before stays', async () => {
    expect((await send(office, RESULT)).status).to.equal(422)
    expect((await send(office, { ...RESULT, ...line('paper', [0, 0, 0, 10]), reason: '问卷作废' })).status).to.equal(303)
    expect((await provincialResultsOf(YEAR)).map(({ n, paper }) => [n, paper])).to.deep.equal([[2, [0, 0, 0, 10]], [1, [70, 25, 5, 0]]])
    expect((await office.get(PATH)).text).to.include('问卷作废').and.include('只有一项，以这一项为准')
  })

  it('is stored once however often the form is sent', async () => {
    const once = '00000000-0000-4000-8000-000000000001'
    const again = { ...RESULT, reason: '再次核对', once }
    const [a, b] = [await send(office, again), await send(office, again)]
    expect([a.status, b.status]).to.deep.equal([303, 303])
    expect(await provincialResultsOf(YEAR)).to.have.length(3)
  })

  it('is read by departments and entered by the evaluation office alone', async () => {
    const lead = (await city.signInAs('lead', { department: 'zrzy' })).agent
    expect((await lead.get(PATH).expect(200)).text).to.not.include('<button class="button button-primary"')
    const from = '/password'
    expect((await submit(lead, from, PATH, RESULT)).status).to.be.oneOf([403, 404])
  })
})
