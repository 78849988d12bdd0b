import { expect } from 'chai'
import '../../models/all.ts'
import { CampaignModel } from '../../models/campaign/index.ts'
import { ScoringPlanModel } from '../../models/scoringPlan/index.ts'
import { DEFAULT_WEIGHTS } from '../../models/scoringPlan/weights.ts'
import { Types } from 'mongoose'
import { forgetAll } from '../../models/shared/memo.ts'
import { anApp, submit, tokenIn, type Agent, type TestApp } from '../support/app.ts'
import { emptyDatabase, useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'
import { aCampaign } from './campaign.ts'

const YEAR = '/campaigns/2026'
const holders = ['甲', '乙', '丙'].map((name) => ({ user: new Types.ObjectId(), name }))
const seats = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`seats-${at}`, '10']))
const pools = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`pool-${at}`, '社区居民']))

describe('setting up a year', () => {
  useDatabase()
  let house: TestApp
  let office: Agent

  beforeEach(async () => {
    await emptyDatabase()
    forgetAll()
    await aSmallCity()
    house = anApp()
    office = (await house.signInAs('evaluation', { department: 'lxb' })).agent
  })

  const planned = () => CampaignModel.create(aCampaign({ startedAt: null, window: null, holders }))
  const stored = () => CampaignModel.findOne({ year: 2026 }).lean()
  const save = async (from: string, to: string, fields: Record<string, string | string[]>) => {
    const form = await office.get(from)
    const version = /name="version" value="(\d+)"/.exec(form.text)?.[1] ?? ''
    return office.post(to).type('form').send({ _csrf: tokenIn(form.text), version, ...fields })
  }
  const aDraft = () => ScoringPlanModel.create({
    year: 2026, version: 1, weights: DEFAULT_WEIGHTS, period: { fromOn: '2026-01-01', toOn: '2026-07-31' }, createdAt: new Date(), createdByName: '徐希川',
  })

  it('takes over last year with its days shifted, and asks to look each step through', async () => {
    await CampaignModel.create(aCampaign({ year: 2025, title: '2025年三民活动', holders, phases: aCampaign().phases.map((phase) => ({
      ...phase, fromOn: phase.fromOn.replace('2026', '2025'), toOn: phase.toOn.replace('2026', '2025'), exit: phase.exit.map((each) => ({ ...each, metAt: new Date() })),
    })) }))
    expect((await submit(office, '/campaigns/new', '/campaigns', { year: '2026' })).headers['location']).to.equal(YEAR)
    const made = await stored()
    expect(made?.phases[0]).to.include({ fromOn: '2026-03-01', toOn: '2026-03-31' })
    expect(made?.phases.flatMap(({ exit }) => exit).every(({ metAt }) => metAt === null)).to.equal(true)
    expect(made?.groups.map(({ departments }) => departments)).to.deep.equal([['zrzy', 'zjj'], ['xzsp']])
    const page = await office.get(YEAR)
    expect(page.text).to.include('沿用2025年，2 组 3 个部门').and.include('甲、乙、丙').and.include('还没有看')
    await submit(office, YEAR, `${YEAR}/setup`, { step: 'groups' })
    expect((await stored())?.setup.checked.map(({ step }) => step)).to.deep.equal(['groups'])
    expect((await submit(office, '/campaigns/new', '/campaigns', { year: '2026' })).status).to.equal(409)
  })

  it('offers the first year that is not set up yet', async () => {
    const offered = async () => /name="year" value="(\d+)"/.exec((await office.get('/campaigns/new')).text)?.[1]
    expect(await offered()).to.equal('2026')
    await CampaignModel.create(aCampaign())
    expect(await offered()).to.equal('2027')
    expect((await submit(office, '/campaigns/new', '/campaigns', { year: '2027' })).headers['location']).to.equal('/campaigns/2027')
    const full = await office.get('/campaigns/new').expect(409)
    expect(full.text).to.include('今年和明年的活动都已经有了')
    expect((await submit(office, '/sessions', '/campaigns', { year: '2028' })).status).to.equal(404)
  })

  it('starts from the template where there is no year before', async () => {
    await submit(office, '/campaigns/new', '/campaigns', { year: '2026' })
    const made = await stored()
    expect(made?.phases.map(({ key }) => key)).to.deep.equal(['P1', 'P2', 'P3', 'P4', 'P5', 'P6'])
    expect(made?.venues.map(({ code }) => code)).to.deep.equal(['main', 'branch-370212', 'online'])
    expect(await ScoringPlanModel.countDocuments({ year: 2026, frozenAt: null })).to.equal(1)
  })

  it('changes days, and refuses phases that run backwards', async () => {
    await planned()
    const days = Object.fromEntries(aCampaign().phases.flatMap(({ key, fromOn, toOn }) => [[`from-${key}`, fromOn], [`to-${key}`, toOn]]))
    await save(`${YEAR}/dates`, `${YEAR}/dates`, { ...days, opensOn: '2026-08-03', closesOn: '2026-08-05', opensAt: '09:00', closesAt: '' })
    expect((await stored())?.window).to.deep.equal({ opensAt: new Date('2026-08-03T09:00+08:00'), closesAt: new Date('2026-08-05T17:30+08:00') })
    const wrong = await save(`${YEAR}/dates`, `${YEAR}/dates`, { ...days, 'to-P4': '2026-06-01' })
    expect(wrong.status).to.equal(409)
    expect(wrong.text).to.include('“述职公示”的止日早于起日')
    const unreadable = await save(`${YEAR}/dates`, `${YEAR}/dates`, { ...days, 'to-P4': '2026-02-30' })
    expect(unreadable.status).to.equal(422)
    expect(unreadable.text).to.include('述职公示的止日应为日期')
  })

  it('puts a department into exactly one group, and not once the campaign has started', async () => {
    await planned()
    const groups = { 'name-1': '城建组', 'name-2': '政务组', 'group-zrzy': '1', 'group-zjj': '2', 'group-xzsp': '2' }
    await save(`${YEAR}/groups/edit`, `${YEAR}/groups`, groups)
    expect((await stored())?.groups.map(({ name, departments }) => [name, ...departments])).to.deep.equal([['城建组', 'zrzy'], ['政务组', 'zjj', 'xzsp']])
    await CampaignModel.updateOne({ year: 2026 }, { $set: { startedAt: new Date() } })
    expect((await save(`${YEAR}/groups/edit`, `${YEAR}/groups`, groups)).status).to.equal(409)
  })

  it('adds a group with its departments, and takes one away that has none left', async () => {
    await planned()
    const names = { 'name-1': '城建组', 'name-2': '政务组' }
    const nameless = await save(`${YEAR}/groups/edit`, `${YEAR}/groups`, { ...names, 'group-zrzy': '1', 'group-zjj': '2', 'group-xzsp': 'new' })
    expect(nameless.status).to.equal(422)
    expect(nameless.text).to.include('有 1 个部门选了新的一组，请写组名').and.include('value="城建组"')
    const full = await save(`${YEAR}/groups/edit`, `${YEAR}/groups`, { 'name-1': '城建组', 'name-2': '', 'group-zrzy': '1', 'group-zjj': '2' })
    expect(full.text).to.include('第2组还有 1 个部门，先改到别的组才能去掉这一组')
    const moved = { 'name-1': '城建组', 'name-2': '', 'name-new': '社会组', 'group-zrzy': '1', 'group-zjj': '1', 'group-xzsp': 'new' }
    expect((await save(`${YEAR}/groups/edit`, `${YEAR}/groups`, moved)).status).to.equal(303)
    expect((await stored())?.groups.map(({ no, name, departments }) => [no, name, ...departments])).to.deep.equal([[1, '城建组', 'zrzy', 'zjj'], [3, '社会组', 'xzsp']])
  })

  it('adds and removes venues until the start, places after it, and never two of a kind', async () => {
    await planned()
    const edit = (fields: Record<string, string>) => save(`${YEAR}/venues/edit`, `${YEAR}/venues`, fields)
    const codes = async () => (await stored())?.venues.map(({ code }) => code)
    expect((await edit({ newKind: 'branch' })).text).to.include('分会场设在哪个区市')
    expect((await edit({ newKind: 'online' })).text).to.include('已经有网上了')
    expect((await edit({ newKind: 'branch', newDistrict: '370212' })).text).to.include('已经有崂山区分会场了')
    await edit({ 'drop-branch-370212': 'on', 'place-main': '报告厅' })
    expect(await codes()).to.deep.equal(['main', 'online'])
    await edit({ newKind: 'branch', newDistrict: '370212', newPlace: '会议中心' })
    expect(await codes()).to.deep.equal(['main', 'online', 'branch-370212'])
    await CampaignModel.updateOne({ year: 2026 }, { $set: { startedAt: new Date() } })
    const late = await edit({ 'drop-online': 'on' })
    expect(late.status).to.equal(409)
    expect(late.text).to.include('会场不能再改')
    expect((await edit({ 'place-main': '礼堂' })).status).to.equal(303)
    expect((await stored())?.venues[0]?.place).to.equal('礼堂')
  })

  it('seats the joint conference, which somebody convenes', async () => {
    await planned()
    const headless = await save(`${YEAR}/members/edit`, `${YEAR}/members`, { 'part-zrzy': 'member' })
    expect(headless.status).to.equal(422)
    expect(headless.text).to.include('要有一个召集单位')
    await save(`${YEAR}/members/edit`, `${YEAR}/members`, { 'part-lxb': 'convenor', 'part-zrzy': 'member' })
    expect((await stored())?.members.map(({ department, part }) => `${department} ${part}`)).to.have.members(['lxb convenor', 'zrzy member'])
  })

  it('does not move the opening of a vote that has begun, nor the close of one that is over', async () => {
    await CampaignModel.create(aCampaign())
    const phases = (await stored())?.phases ?? []
    const days = Object.fromEntries(phases.flatMap(({ key, fromOn, toOn }) => [[`from-${key}`, fromOn], [`to-${key}`, toOn]]))
    const set = (opensOn: string, closesOn: string) =>
      save(`${YEAR}/dates`, `${YEAR}/dates`, { ...days, opensOn, closesOn, opensAt: '09:00', closesAt: '17:30' })
    house.deps.clock.set('2026-11-25T09:00:00+08:00')
    expect((await set('2026-11-26', '2026-11-27')).text).to.include('投票已经开始，开始的时间不能再改')
    expect((await set('2026-11-24', '2026-11-28')).status).to.equal(303)
    house.deps.clock.set('2026-11-29T09:00:00+08:00')
    office = (await house.signInAs('evaluation', { department: 'lxb' })).agent
    expect((await set('2026-11-24', '2026-11-30')).text).to.include('投票已经截止，截止的时间不能再改')
  })

  it('does not overwrite what another person saved meanwhile', async () => {
    await planned()
    const form = await office.get(`${YEAR}/venues/edit`)
    await save(`${YEAR}/venues/edit`, `${YEAR}/venues`, { 'place-main': '报告厅' })
    const late = await office.post(`${YEAR}/venues`).type('form').send({ _csrf: tokenIn(form.text), version: '0', 'place-main': '礼堂' })
    expect(late.status).to.equal(409)
    expect((await stored())?.venues[0]?.place).to.equal('报告厅')
  })

  it('refuses a stratum under ten and weights that do not make 1, and freezes plan and composition at the start', async () => {
    await planned()
    const plan = await aDraft()
    await save(`${YEAR}/plan/edit`, `${YEAR}/plan`, { ...seats, ...pools, 'seats-6': '6' })
    expect((await office.get(`${YEAR}/plan`)).text).to.include('分会场的“村居”每组只有 6 人，少于 10 人')
    const small = await submit(office, `${YEAR}/start`, `${YEAR}/start`, {})
    expect(small.status).to.equal(409)
    expect(small.text).to.include('每组只有 6 人')
    await save(`${YEAR}/plan/edit`, `${YEAR}/plan`, { ...seats, ...pools })
    await ScoringPlanModel.updateOne({ _id: plan._id }, { $set: { 'weights.evaluation.daily': '0.3' } })
    const heavy = await submit(office, `${YEAR}/start`, `${YEAR}/start`, {})
    expect(heavy.text).to.include('评议得分和日常得分的权重之和应为 1，现在是 11/10')
    await ScoringPlanModel.updateOne({ _id: plan._id }, { $set: { 'weights.evaluation.daily': '0.2' } })
    expect((await submit(office, `${YEAR}/start`, `${YEAR}/start`, {})).status).to.equal(303)
    const frozen = await ScoringPlanModel.findById(plan._id).lean()
    expect((await stored())?.scoringPlan).to.deep.equal({ version: 1, hash: frozen?.hash })
    expect(frozen?.hash).to.match(/^[0-9a-f]{12}$/)
    await office.get(`${YEAR}/plan/edit`).expect(404)
    expect((await office.get(`${YEAR}/plan`)).text).to.include('启动时是第 1 版').and.include('市民代表构成表')
  })

  it('says before the start what two lost passphrases mean, and wants three holders', async () => {
    await CampaignModel.create(aCampaign({ startedAt: null, holders: holders.slice(0, 2) }))
    const page = await office.get(`${YEAR}/start`)
    expect(page.text).to.include('丢了两位，选票就永远打不开').and.include('票箱密钥要有三位持有人，现在是 2 位')
    expect((await submit(office, `${YEAR}/start`, `${YEAR}/start`, {})).status).to.equal(409)
  })

  it('publishes training material and lets conditions be ticked that nothing can look up', async () => {
    await planned()
    await save(`${YEAR}/materials/new`, `${YEAR}/materials`, { title: '市民代表须知', text: '本人参加。\n不得代替。', link: '' })
    expect((await office.get(`${YEAR}/materials/1`)).text).to.include('不得代替。')
    await CampaignModel.updateOne({ year: 2026 }, { $push: { 'phases.0.exit': { key: 'meeting-held', text: '已开部署会', metAt: null, metByName: '' } } })
    await submit(office, YEAR, `${YEAR}/conditions`, { key: 'meeting-held' })
    expect((await stored())?.phases[0]?.exit.at(-1)?.metAt).to.be.instanceOf(Date)
    expect((await submit(office, YEAR, `${YEAR}/conditions`, { key: 'plan-frozen' })).status).to.equal(404)
  })

  it('is the evaluation office’s alone; others read', async () => {
    await planned()
    const { agent } = await house.signInAs('lead')
    for (const tab of ['groups', 'venues', 'plan']) await agent.get(`${YEAR}/${tab}`).expect(200)
    for (const path of ['/campaigns/new', `${YEAR}/dates`, `${YEAR}/start`, `${YEAR}/plan/edit`]) await agent.get(path).expect(403)
  })
})
