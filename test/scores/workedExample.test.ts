import { expect } from 'chai'
import '../../models/all.ts'
import { BallotKeyModel } from '../../models/ballot/index.ts'
import { CampaignModel } from '../../models/campaign/index.ts'
import { CardModel } from '../../models/card/index.ts'
import { DisciplineCaseModel } from '../../models/disciplineCase/index.ts'
import { provincialNode } from '../../models/score/evaluation.ts'
import type { Score } from '../../models/score/index.ts'
import { valueOf } from '../../models/score/node.ts'
import { rowsOfScore, scoreOf } from '../../models/score/queries.ts'
import { scoreComplaints } from '../../models/score/soundness.ts'
import { ScoringPlanModel } from '../../models/scoringPlan/index.ts'
import { publicationOf, recountedHash } from '../../models/publication/queries.ts'
import { DEFAULT_WEIGHTS } from '../../models/scoringPlan/weights.ts'
import { planValues, readPlan } from '../../server/scores/planForm.ts'
import { planOfYear } from '../../models/scoringPlan/queries.ts'
import { SCALES } from '../../models/scoringPlan/scales.ts'
import { displayText, parseRational } from '../../models/shared/rational.ts'
import { TallyModel } from '../../models/tally/index.ts'
import { ballotsByDepartment, tallyOf } from '../../models/tally/queries.ts'
import { aCampaign, YEAR } from '../ballots/voters.ts'
import request from 'supertest'
import { anApp, submit, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'
import { MARKS, worked } from './worked.ts'

const PATH = `/campaigns/${YEAR}/scores`
const OBJECTIONS = `/campaigns/${YEAR}/objections`
const PUBLICATION = `/campaigns/${YEAR}/publication`
const PUBLICATION_FREEZING = `${PUBLICATION}/freezing`
const at = (text: string) => new Date(`${text}+08:00`)

const marksOf = (counts: readonly number[]) => Object.fromEntries(SCALES.B4.options.map((option, place) => [option, counts[place] ?? 0]))

const tallied = (department: string, of: (counts: readonly number[]) => readonly number[] = (counts) => counts) =>
  TallyModel.insertMany(MARKS.map(([venue, category, counts]) => ({
    campaign: YEAR, group: 2, venue, category, department, source: 'online', marks: marksOf(of(counts)), abstained: 0, void: 0,
  })))

const unsealed = () => BallotKeyModel.collection.insertOne({ _id: YEAR as never, holders: [], unsealed: { at: at('2026-11-28T09:00') } })

const shown = (exact: string | null | undefined, decimals: number): string => (exact === null || exact === undefined ? '—' : displayText(parseRational(exact), decimals))

describe('the worked example of a campaign', function () {
  this.timeout(60_000)
  useDatabase()
  let city: TestApp
  let office: Agent
  const latest = async (): Promise<Score> => {
    const score = await scoreOf(YEAR, 'zrzy', null)
    if (score === null) throw new Error('There is no score')
    return score
  }
  const compute = () => submit(office, PATH, PATH, {})
  before(async () => {
    await aSmallCity()
    await aCampaign()
    await worked()
    city = anApp()
    office = (await city.signInAs('evaluation', { department: 'lxb' })).agent
    await compute()
    await tallied('zrzy')
    // the same in all options, so gaj and zrzy share the vote but not the daily work
    await tallied('gaj')
    await tallied('sthj', () => [0, 0, 0, 0, 0])
  })

  it('has no vote in it before the unsealing', async () => {
    const score = await latest()
    expect(score).to.include({ n: 1, B: null, E: null })
    expect(shown(score.R, 4)).to.equal('90.4889')
    expect((await office.get(`${PATH}/zrzy`)).text).to.include('90.49').and.not.include('评议得分的推导')
  })

  it('comes out of stored marks and real cases to the last digit', async () => {
    await unsealed()
    await compute()
    const score = await latest()
    expect([shown(score.B, 4), shown(score.R, 4), shown(score.E, 2)]).to.deep.equal(['84.1322', '90.4889', '85.40'])
    expect(scoreComplaints(score, await planOfYear(YEAR), await rowsOfScore(score._id), ballotsByDepartment(await tallyOf(YEAR), SCALES.B4).get('zrzy')))
      .to.deep.equal([])
  })

  it('shows points, rates, plan and the way down to the rows of the tally', async () => {
    const { text } = await office.get(`${PATH}/zrzy`).expect(200)
    for (const words of ['85.40', '29.89 分', '95.75%', '49.98%', '4.04%', '84.4345', '85.9847', '79.0476', '86.3291', '第 1 版']) {
      expect(text).to.include(words)
    }
    expect(text).to.include('启封计票，评议得分 B 首次计入')
    const rows = await office.get(`${PATH}/zrzy/ballots?venue=${encodeURIComponent('分会场')}`).expect(200)
    expect(rows.text).to.include('社区居民').and.include('420').and.not.include('专家·媒体')
  })

  it('shows the adjustment between groups where the plan asks for it, beside E and without another place', async () => {
    expect((await office.get(PATH)).text).to.not.include('组间调整后')
    const plan = await planOfYear(YEAR)
    await ScoringPlanModel.updateOne({ year: YEAR }, { 'weights.groupAdjustment': true })
    const { text } = await office.get(PATH).expect(200)
    expect(text).to.include('组间调整后').and.include('85.40')
    const shownPlan = await office.get(`/admin/scoring-plans/${String(plan?._id)}`).expect(200)
    expect(shownPlan.text).to.include('另列调整后的 E')
    await ScoringPlanModel.updateOne({ year: YEAR }, { $unset: { 'weights.groupAdjustment': 1 } })
    const fields = planValues({ weights: DEFAULT_WEIGHTS, period: { fromOn: '2026-01-01', toOn: '2026-07-31' }, reason: '' })
    const [off, asked] = [readPlan(fields, false), readPlan({ ...fields, groupAdjustment: 'on' }, false)]
    expect(off.ok && off.value.weights).to.deep.equal(DEFAULT_WEIGHTS)
    expect(asked.ok && asked.value.weights.groupAdjustment).to.equal(true)
  })

  it('ranks inside the group only, and gives no place to a department without votes', async () => {
    const { text } = await office.get(`${PATH}/zrzy`)
    expect(text).to.match(/管理执法组第 [12] 名（共 3 个部门）/)
    expect((await office.get(`${PATH}/sthj`)).text).to.include('没有一个会场的票达到计分下限')
  })

  it('shows the vote to the department from the day on which scores are opened to it', async () => {
    const { agent } = await city.signInAs('lead', { department: 'zrzy' })
    expect((await agent.get(`${PATH}/zrzy`)).text).to.not.include('85.40')
    await agent.get(`${PATH}/zrzy/ballots`).expect(404)
    expect((await agent.get(PATH)).text).to.not.include('84.13')
    await CampaignModel.updateOne({ year: YEAR }, { objectionUntilOn: '2026-12-05' })
    expect((await agent.get(`${PATH}/zrzy`)).text).to.include('85.40')
    await agent.get(`${PATH}/gaj`).expect(404)
  })

  it('loses the award by a confirmed breach, and no points', async () => {
    await DisciplineCaseModel.collection.insertOne({ no: 'JL2026-001', campaign: YEAR, department: 'zrzy', state: 'confirmed' })
    await compute()
    const score = await latest()
    expect(score.lostAwardBy).to.equal('JL2026-001')
    expect(shown(score.E, 2)).to.equal('85.40')
    expect((await office.get(`${PATH}/zrzy`)).text).to.include('JL2026-001 已查实')
  })

  it('cannot be frozen while objections are open, and says what is missing', async () => {
    const lead = (await city.signInAs('lead', { department: 'zrzy' })).agent
    const raised = await submit(lead, OBJECTIONS, OBJECTIONS, { about: '红牌、通报、约谈', text: 'SQ2026-000001 的红牌应当撤销。' })
    expect(raised.status).to.equal(303)
    const page = await office.get(PUBLICATION).expect(200)
    expect(page.text).to.include('还有 1 件异议没有处理').and.include('异议受理还没有结束')
    expect((await submit(office, PUBLICATION_FREEZING, PUBLICATION_FREEZING, {})).status).to.equal(409)
  })

  it('shows the effect of an upheld objection in the figure', async () => {
    await CardModel.updateOne({ key: 'test:0' }, { $set: { state: 'revoked' } })
    await submit(office, OBJECTIONS, `${OBJECTIONS}/YY2026-001/decision`, { upheld: 'yes', text: '红牌已撤销。' })
    expect((await office.get(OBJECTIONS)).text).to.include('由 85.40 变为 85.50')
    expect((await office.get(`${PATH}/zrzy`)).text).to.include('和上一次计算比，多 0.10 分').and.include('异议 YY2026-001 成立')
  })

  it('is frozen with a hash that a recount proves, and is computed no more', async () => {
    await tallied('jyj')
    await compute()
    await TallyModel.deleteMany({ department: 'sthj' })
    await tallied('sthj', (counts) => counts.toReversed())
    await compute()
    city.deps.clock.set('2026-12-06T10:00:00+08:00')
    office = (await city.signInAs('evaluation', { department: 'lxb' })).agent
    await ScoringPlanModel.updateOne({ year: YEAR }, { frozenAt: at('2026-03-20T09:00') })
    expect((await submit(office, PUBLICATION_FREEZING, PUBLICATION_FREEZING, {})).status).to.equal(303)
    const frozen = await publicationOf(YEAR)
    if (frozen === null) throw new Error('Nothing was frozen')
    expect(await recountedHash(frozen)).to.equal(frozen.hash)
    expect((await office.get(PUBLICATION)).text).to.include(frozen.hash).and.include('一致').and.not.include('不一致')
    expect((await compute()).status).to.equal(409)
    await TallyModel.updateOne({ department: 'gaj', category: '公众' }, { $inc: { 'marks.满意': 1 } })
    expect(await recountedHash(frozen), 'one mark more').not.to.equal(frozen.hash)
    await TallyModel.updateOne({ department: 'gaj', category: '公众' }, { $inc: { 'marks.满意': -1 } })
  })

  it('is public only when published, and then only in the tables that are switched on', async () => {
    const citizen = request.agent(city.app)
    await citizen.get(`/public/results/${YEAR}`).expect(404)
    expect((await submit(office, PUBLICATION, PUBLICATION, {})).status).to.equal(303)
    const shown = await citizen.get(`/public/results/${YEAR}`).expect(200)
    expect(shown.text).to.include('各组平均').and.include('各会场、各类代表的满意率').and.include('不满意率').and.not.include('自然资源和规划局').and.not.include('85.50')
    await submit(office, PUBLICATION, `${PUBLICATION}/tables`, { tables: 'ranking' })
    const ranked = await citizen.get(`/public/results/${YEAR}`).expect(200)
    expect(ranked.text).to.include('自然资源和规划局').and.include('85.50').and.not.include('各组平均').and.not.include('各会场、各类代表')
    await citizen.get('/public').expect(200).expect(/2026年评议结果/)
  })

  it('has the province beside it: 88.00 by telephone, 89.40 with the paper survey', () => {
    const of = (phone: readonly number[], paper: readonly number[]) => {
      const value = valueOf(provincialNode(phone, paper))
      return value === null ? null : displayText(value)
    }
    expect(of([60, 30, 10, 20], [])).to.equal('88.00')
    expect(of([60, 30, 10, 20], [70, 25, 5, 0])).to.equal('89.40')
  })
})
