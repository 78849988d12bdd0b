import { expect } from 'chai'
import { randomUUID } from 'node:crypto'
import { VisitTaskModel } from '../../models/visitTask/index.ts'
import { coverageRows, STANDING_FILTERS } from '../../models/visitTask/queries.ts'
import { standingOf, STANDINGS, type Standing } from '../../models/visitTask/standing.ts'
import { anApp, submit, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity, aUser } from '../support/factories.ts'
import { aDeputy, aFirm, aTask, filled, send } from '../visits/city.ts'

const VAIN = ['2026-10-08', '2026-10-12', '2026-10-19'].map(on => ({ on, by: '秦若川', note: '没人接' }))

describe('visit tasks', () => {
  useDatabase({ emptied: 'each' })
  let city: TestApp
  let office: Agent

  beforeEach(async () => {
    await aSmallCity()
    city = anApp()
    office = (await city.signInAs('coordinator', { department: 'lxb' })).agent
  })

  const assignment = (more: Record<string, string> = {}) =>
    ({ period: '2026H2', kind: 'enterprise', timesRequired: '1', district: '', department: '', fromOn: '', dueOn: '', once: randomUUID(), ...more })

  it('are assigned in bulk after the office has seen what would happen, and only once', async () => {
    const steward = await aUser({ name: '秦若川' })
    const firm = await aFirm({ steward: { name: '秦若川', user: steward._id } })
    await aFirm()
    await aFirm({ name: '无主企业', visitDepartment: null })
    const seen = await submit(office, '/visit-tasks/new', '/visit-tasks', assignment({ act: 'preview' }))
    expect(seen.text).to.include('分配 2 个任务').and.include('无主企业').and.include('没有走访单位')
    expect(await VisitTaskModel.countDocuments()).to.equal(0)

    const done = await submit(office, '/visit-tasks/new', '/visit-tasks', assignment({ act: 'assign' }))
    expect(done.status).to.equal(303)
    const tasks = await VisitTaskModel.find().lean()
    expect(tasks).to.have.length(2)
    expect(tasks.find(({ subject }) => String(subject.id) === String(firm._id))).to.include({
      department: 'zrzy', officerName: '秦若川', leader: '裴青野', fromOn: '2026-07-01', dueOn: '2026-12-31',
    })
    await submit(office, '/visit-tasks/new', '/visit-tasks', assignment({ act: 'assign' }))
    expect(await VisitTaskModel.countDocuments()).to.equal(2)
  })

  it('count visits that were made before they were assigned', async () => {
    const firm = await aFirm()
    const officer = (await city.signInAs('officer')).agent
    await send(officer, '/visits', filled([firm]))
    await submit(office, '/visit-tasks/new', '/visit-tasks', assignment({ act: 'assign' }))
    expect(await VisitTaskModel.findOne().lean()).to.include({ timesDone: 1, lastVisitOn: '2026-11-25' })
  })

  it('are refused with wrong figures', async () => {
    const cases: [Record<string, string>, string][] = [
      [{ timesRequired: '0' }, '应在 1 到 12 之间'], [{ dueOn: '2026-06-01' }, '完成期限早于开始日期'],
      [{ fromOn: '2026-07-01', dueOn: '2026-10-01' }, '完成期限已经过了'], [{ period: '2026H9' }, '请选择时期'],
      [{ department: 'nobody' }, '走访单位请从列表中选择'],
    ]
    for (const [change, message] of cases) {
      const answer = await submit(office, '/visit-tasks/new', '/visit-tasks', assignment({ act: 'assign', ...change }))
      expect(answer.status).to.equal(422)
      expect(answer.text).to.include(message)
    }
  })

  it('are the own ones for an officer, of the department for its lead, and nobody else\'s', async () => {
    const { agent, user } = await city.signInAs('officer')
    const [own, other] = [await aFirm({ name: '青岛浔禾纺织有限公司' }), await aFirm({ name: '青岛舟棠食品有限公司' })]
    await aTask(own, { officer: user._id, officerName: user.name })
    const task = await aTask(other)
    const foreign = await aTask(await aFirm({ name: '外部门的企业' }), { department: 'zjj' })
    expect((await agent.get('/visit-tasks')).text).to.include('浔禾纺织').and.not.include('舟棠食品')
    expect((await agent.get('/visit-tasks?tab=department')).text).to.include('舟棠食品').and.not.include('外部门的企业')
    await agent.get(`/visit-tasks/${String(task._id)}`).expect(200)
    await agent.get(`/visit-tasks/${String(foreign._id)}`).expect(404)
    await agent.get('/visit-tasks/new').expect(403)
    expect((await office.get('/visit-tasks')).text).to.include('外部门的企业')
  })

  it('get their officer from the lead of the department, who must be of it', async () => {
    const lead = (await city.signInAs('lead')).agent
    const [colleague, stranger] = [await aUser({ name: '段清越' }), await aUser({ department: 'zjj' })]
    const task = await aTask(await aFirm())
    const path = `/visit-tasks/${String(task._id)}`
    expect((await submit(lead, path, `${path}/officer`, { officer: String(colleague._id) })).status).to.equal(303)
    expect((await VisitTaskModel.findOne().lean())?.officerName).to.equal('段清越')
    expect((await submit(lead, path, `${path}/officer`, { officer: String(stranger._id) })).status).to.equal(409)
    const officer = (await city.signInAs('officer')).agent
    expect((await submit(officer, '/visits/new', `${path}/officer`, { officer: '' })).status).to.equal(403)
  })

  it('leave the denominator after three days of vain attempts', async () => {
    const officer = (await city.signInAs('officer')).agent
    const task = await aTask(await aFirm(), { failedAttempts: VAIN.slice(0, 2) })
    const path = `/visit-tasks/${String(task._id)}`
    expect((await officer.get(path)).text).to.include('已有 2 天联系不上，再有 1 天')
    const twice = { on: '2026-10-12', note: '同一天再打' }
    await submit(officer, path, `${path}/attempts`, twice)
    expect(standingOf((await VisitTaskModel.findOne().lean()) ?? task)).to.equal('open')
    expect((await submit(officer, path, `${path}/attempts`, { on: '2026-11-25', note: '没人接' })).status).to.equal(303)
    expect((await officer.get(path)).text).to.include('联系不上')
    expect((await office.get('/coverage')).text).to.include('另有 1 个三次联系不上')
  })

  it('are found by the same standing that the rule gives them', async () => {
    const progress = [
      {}, { timesDone: 1 }, { timesDone: 1, timesConfirmed: 1 }, { failedAttempts: VAIN }, { failedAttempts: VAIN.slice(0, 2) },
      { timesDone: 1, failedAttempts: VAIN },
    ]
    for (const values of progress) await aTask(await aFirm(), values)
    const tasks = await coverageRows({})
    for (const standing of Object.keys(STANDINGS) as Standing[]) {
      const found = await VisitTaskModel.countDocuments(STANDING_FILTERS[standing])
      expect(found, standing).to.equal(tasks.filter(task => standingOf(task) === standing).length)
    }
  })
})

describe('coverage', () => {
  useDatabase({ emptied: 'each' })

  it('tells numerator and denominator by department, leader and district, and each figure opens its rows', async () => {
    await aSmallCity()
    const city = anApp()
    const leader = await aUser({ name: '裴青野', title: '副市长', roles: ['leader'], department: 'lxb' })
    const office = (await city.signInAs('coordinator', { department: 'lxb' })).agent
    const subject = (firm: { _id: never, name: string }) => ({ type: 'enterprise' as const, id: firm._id, name: firm.name, district: '370212', linkedLeader: leader._id })
    const firms = await Promise.all(['已走访的', '待确认的', '没走访的', '联系不上的'].map(name => aFirm({ name })))
    const progress = [{ timesDone: 1, timesConfirmed: 1 }, { timesDone: 1 }, {}, { failedAttempts: VAIN }]
    for (const [at, firm] of firms.entries()) await aTask(firm, { subject: subject(firm as never), ...progress[at] })
    await aTask(await aFirm({ name: '另一部门的' }), { department: 'zjj' })
    const deputy = await aDeputy()
    await aTask(deputy, { period: '2026', fromOn: '2026-01-01', subject: { type: 'npc', id: deputy._id, name: deputy.name, district: null, linkedLeader: null } })

    const page = await office.get('/coverage').expect(200)
    expect(page.text).to.include('应走访 5 个，已走访并经确认 1 个').and.include('20.0%（1 / 5）').and.include('25.0%（1 / 4）')
    expect(page.text).to.include('没走访的').and.include('另一部门的')
    const byLeader = await office.get('/coverage?by=leader')
    expect(byLeader.text).to.include('裴青野 副市长').and.include('没有联系市领导').and.include(`leader&#x3D;${String(leader._id)}`)
    expect((await office.get('/coverage?by=district')).text).to.include('崂山区')
    expect((await office.get('/coverage?type=member')).text).to.include('应走访 1 个')

    const rows = await office.get(`/visit-tasks?standing=unreachable&leader=${String(leader._id)}`)
    expect(rows.text).to.include('联系不上的').and.not.include('>没走访的<')
    const lead = (await city.signInAs('lead', { department: 'zjj' })).agent
    expect((await lead.get('/coverage')).text).to.include('另一部门的').and.not.include('没走访的<')
  })
})
