import { expect } from 'chai'
import { Types } from 'mongoose'
import '../../models/all.ts'
import { AuditEntryModel } from '../../models/audit/index.ts'
import { CardModel } from '../../models/card/index.ts'
import { IssueModel, type Issue } from '../../models/issue/index.ts'
import { countRows } from '../../models/score/countRows.ts'
import { ScoreModel } from '../../models/score/index.ts'
import { rowsOfScore, scoreOf } from '../../models/score/queries.ts'
import { scoreComplaints } from '../../models/score/soundness.ts'
import { ScoringPlanModel } from '../../models/scoringPlan/index.ts'
import { planOfYear } from '../../models/scoringPlan/queries.ts'
import { DEFAULT_WEIGHTS } from '../../models/scoringPlan/weights.ts'
import { VisitModel } from '../../models/visit/index.ts'
import { VisitTaskModel } from '../../models/visitTask/index.ts'
import { computeScores } from '../../jobs/computeScores.ts'
import { anApp, submit, testDeps, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'
import { toCallBack, when } from '../issues/aCase.ts'

const at = (text: string) => new Date(`${text}+08:00`)
let count = 0

async function aCalledBack(facts: Partial<Issue> = {}, satisfaction: '满意' | '不满意' = '满意'): Promise<Issue> {
  const solved = satisfaction === '满意' ? '已解决' : '未解决'
  const call = { n: 1, at: at('2026-03-16T10:00'), by: new Types.ObjectId(), byName: '沈砚秋', how: '电话', reached: true, solved, satisfaction, text: '' } as const
  const issue: Issue = {
    ...toCallBack(when('2026-03-12'), when('2026-03-02')), no: `SQ2026-${String(++count).padStart(6, '0')}`, leadDepartment: 'zrzy',
    state: 'closed', contactedAt: at('2026-03-02T10:30'), callBacks: [call], ...facts,
  }
  await IssueModel.create(issue)
  return issue
}

const aRedCard = (issueNo: string) => CardModel.create({
  key: `test:${issueNo}`, rung: 'L2', issue: new Types.ObjectId(), issueNo, issueTitle: '厂房用地', dueVersion: 1, dueOn: '2026-03-23',
  department: 'zrzy', basis: 'overdue', state: 'issued', raisedAt: at('2026-03-24T09:00'), raisedOn: '2026-03-24', issuedAt: at('2026-03-24T09:00'),
  issuedOn: '2026-03-24',
})

async function aTask(name: string, confirmed: boolean): Promise<void> {
  const subject = { type: 'enterprise', id: new Types.ObjectId(), name, district: '370212' } as const
  const common = { createdAt: at('2026-01-05T09:00') }
  await VisitTaskModel.create({ period: '2026H1', fromOn: '2026-01-01', dueOn: '2026-06-30', department: 'zrzy', subject: { ...subject, linkedLeader: null }, timesDone: 1, ...common })
  await VisitModel.create({
    no: `ZF20260401${String(++count).padStart(4, '0')}`, department: 'zrzy', createdBy: new Types.ObjectId(), createdByName: '秦若川', subjects: [subject],
    onDay: '2026-04-01', mode: '实地', state: 'done', updatedAt: at('2026-04-01T09:00'), ...common,
    confirmation: confirmed ? { how: 'call', at: at('2026-04-02T09:00'), by: null, byName: '沈砚秋', note: '' } : null,
  })
}

describe('the scores of a campaign', () => {
  useDatabase()
  let city: TestApp
  let evaluation: Agent
  before(async () => {
    await aSmallCity()
    await ScoringPlanModel.create({
      year: 2026, version: 1, weights: DEFAULT_WEIGHTS, period: { fromOn: '2026-01-01', toOn: '2026-10-31' }, createdAt: at('2026-03-01T09:00'), createdByName: '顾行止',
    })
    await aCalledBack()
    await aCalledBack({}, '不满意')
    await aCalledBack({ raiser: { kind: 'citizen', id: null, name: '市民', person: '', personTitle: '', phone: '' }, source: 'opinion' })
    await aRedCard('SQ2026-000002')
    await aTask('栎川冷链', true)
    await aTask('海川机械', false)
    city = anApp()
    evaluation = (await city.signInAs('evaluation', { department: 'lxb' })).agent
  })

  it('are computed by a press and open down to their rows', async () => {
    const answer = await submit(evaluation, '/campaigns/2026/scores', '/campaigns/2026/scores', {})
    expect(answer.status).to.equal(303)
    const page = await evaluation.get('/campaigns/2026/scores/zrzy').expect(200)
    expect(page.text).to.contain('2 / 2 件').and.contain('1 / 2 件').and.contain('1 / 2 个').and.contain('红牌 1 张')
    const rows = await evaluation.get('/campaigns/2026/scores/zrzy/rows?leaf=resolved&part=misses').expect(200)
    expect(rows.text).to.contain('SQ2026-000002').and.not.contain('SQ2026-000001')
    await evaluation.get('/campaigns/2026/scores/zrzy/rows?leaf=visited').expect(200).expect(/栎川冷链[^]*海川机械|海川机械[^]*栎川冷链/)
    await evaluation.get('/campaigns/2026/scores/zrzy/rows?leaf=red').expect(200).expect(/SQ2026-000002/)
  })
  it('come out exactly', async () => {
    const score = await scoreOf(2026, 'zrzy', null)
    // T = .2·100 + .4·50 + .4·50, G = 100, V = 50; R = .4·60 + .3·100 + .3·50 − 0.5
    expect(score?.R).to.equal('137/2')
    expect(score?.counts).to.deep.include({ responded: [2, 2], resolved: [1, 2], onTime: [1, 1], visited: [1, 2], red: 1 })
  })
  it('are not computed again while nothing has moved', async () => {
    const deps = testDeps()
    expect(await computeScores.run(deps)).to.deep.equal({ computed: 0, unchanged: 3 })
    expect(await ScoreModel.countDocuments({ department: 'zrzy' })).to.equal(1)
  })
  it('say what moved and why after a change', async () => {
    await CardModel.updateOne({ key: 'test:SQ2026-000002' }, { $set: { state: 'revoked' } })
    expect(await computeScores.run(testDeps())).to.deep.equal({ computed: 1, unchanged: 2 })
    const page = await evaluation.get('/campaigns/2026/scores/zrzy').expect(200)
    expect(page.text).to.contain('和上一次计算比，多 0.50 分').and.contain('红牌由 1 变为 0：不再计入').and.contain('SQ2026-000002')
    await evaluation.get('/campaigns/2026/scores/zrzy?n=1').expect(200).expect(/不是最新的一次/)
  })
  it('add up, and a count made afresh finds the same rows', async () => {
    const score = await scoreOf(2026, 'zrzy', null)
    if (!score) throw new Error('no score')
    const rows = await rowsOfScore(score._id)
    expect(scoreComplaints(score, await planOfYear(2026), rows)).to.deep.equal([])
    const afresh = await countRows('zrzy', score.period)
    expect(rows.map(({ leaf, hits, misses }) => ({ leaf, hits, misses }))).to.have.deep.members(afresh)
  })
  it('are counted and listed from indexes', async () => {
    const during = { $gte: at('2026-01-01T00:00'), $lt: at('2026-11-01T00:00') }
    const days = { $gte: '2026-01-01', $lte: '2026-10-31' }
    const plans = await Promise.all([
      IssueModel.find({ leadDepartment: 'zrzy', $or: [{ assignedAt: during }, { dueOn: days }, { 'callBacks.at': during }] }).explain('queryPlanner'),
      VisitModel.find({ $or: [{ department: 'zrzy', onDay: days }, { alsoDepartments: 'zrzy', onDay: days }], state: 'done' }).explain('queryPlanner'),
      VisitTaskModel.find({ period: { $in: ['2026', '2026H1', '2026H2'] }, department: 'zrzy', fromOn: { $lte: '2026-10-31' }, dueOn: { $gte: '2026-01-01' } }).explain('queryPlanner'),
      CardModel.find({ department: 'zrzy', rung: { $in: ['L2', 'L4'] }, state: 'issued', issuedOn: days }).explain('queryPlanner'),
      ScoreModel.find({ year: 2026, department: 'zrzy' }).sort({ n: -1 }).explain('queryPlanner'),
    ])
    for (const [place, plan] of plans.entries()) expect(JSON.stringify(plan), `query ${place}`).not.to.contain('COLLSCAN')
  })
  it('leave a trace of who computed', async () => {
    const entries = await AuditEntryModel.find({ act: 'score.compute', 'record.no': /^2026\/zrzy\// }).lean()
    expect(entries.map(({ actorName }) => actorName)).to.include('系统')
  })
  it('are for the own department only, elsewhere nothing is said', async () => {
    const { agent } = await city.signInAs('lead', { department: 'zjj' })
    await agent.get('/campaigns/2026/scores/zjj').expect(200)
    await agent.get('/campaigns/2026/scores/zrzy').expect(404)
    await agent.get('/campaigns/2026/scores/zrzy/rows?leaf=red').expect(404)
    await agent.get('/campaigns/2026/scores').expect(200).expect(/住房城乡建设局/)
    expect((await submit(agent, '/password', '/campaigns/2026/scores', {})).status).to.equal(403)
  })
  for (const address of ['/campaigns/abcd/scores', '/campaigns/2026/scores/none', '/campaigns/2026/scores/zrzy/rows?leaf=none', '/campaigns/2026/scores/zrzy?n=99']) {
    it(`answer ${address} with nothing there`, async () => {
      await evaluation.get(address).expect(404)
    })
  }
})

describe('scoring plans', () => {
  useDatabase()
  let agent: Agent
  const form = (more: Record<string, string> = {}) => ({
    ballot: '0.8', daily: '0.2', annualShare: '0.35', T: '0.4', G: '0.3', V: '0.3', responded: '0.2', resolved: '0.4', satisfied: '0.4',
    onTime: '0.6', raiserSatisfied: '0.4', red: '0.5', circular: '1', interview: '2', cap: '5', scale: 'B4', minValid: '5', fromOn: '2026-01-01',
    toOn: '2026-07-31', venues: '主会场 0.3\n- 专家·媒体 1\n网上 0.7\n- 公众 1', reason: '', ...more,
  })
  const latest = async () => `/admin/scoring-plans/${String((await planOfYear(2026))?._id)}`
  before(async () => {
    await aSmallCity()
    agent = (await anApp().signInAs('evaluation', { department: 'lxb' })).agent
  })

  it('start from the defaults', async () => {
    await agent.get('/admin/scoring-plans').expect(200).expect(/还没有计分方案/)
    await agent.get('/admin/scoring-plans/new').expect(200).expect(/分会场 0.50/)
  })
  it('keep what was typed when something cannot be read', async () => {
    const answer = await submit(agent, '/admin/scoring-plans/new', '/admin/scoring-plans', form({ T: '四成', venues: '- 公众 1' }))
    expect(answer.status).to.equal(422)
    expect(answer.text).to.contain('现在是“四成”').and.contain('读不懂这一行').and.contain('value="四成"')
  })
  it('that do not add up may be drafted but not frozen', async () => {
    expect((await submit(agent, '/admin/scoring-plans/new', '/admin/scoring-plans', form({ T: '0.5' }))).status).to.equal(303)
    await agent.get(await latest()).expect(200).expect(/T、G、V 的权重之和应为 1，现在是 11\/10/)
    const answer = await submit(agent, `${await latest()}/freezing`, `${await latest()}/freezing`, { version: '0' })
    expect(answer.status).to.equal(409)
  })
  it('are frozen once and then stay as they are', async () => {
    expect((await submit(agent, `${await latest()}/edit`, await latest(), form({ version: '0' }))).status).to.equal(303)
    expect((await submit(agent, `${await latest()}/edit`, await latest(), form({ version: '0' }))).status, 'from a page that is out of date').to.equal(409)
    expect((await submit(agent, `${await latest()}/freezing`, `${await latest()}/freezing`, { version: '1' })).status).to.equal(303)
    await agent.get(await latest()).expect(200).expect(/校验码/)
    await agent.get(`${await latest()}/edit`).expect(409)
    expect((await submit(agent, '/password', await latest(), form({ version: '2' }))).status).to.equal(409)
  })
  it('get a new version only with a reason', async () => {
    expect((await submit(agent, '/admin/scoring-plans/new', '/admin/scoring-plans', form())).status).to.equal(422)
    expect((await submit(agent, '/admin/scoring-plans/new', '/admin/scoring-plans', form({ reason: '联席会议调整权重' }))).status).to.equal(303)
    expect((await planOfYear(2026))?.version, 'the frozen version stays in force').to.equal(1)
  })
})
