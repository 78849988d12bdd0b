import { expect } from 'chai'
import mongoose from 'mongoose'
import request from 'supertest'
import { computeScores } from '../../jobs/computeScores.ts'
import { eraseOldPersonalData } from '../../jobs/eraseOldPersonalData.ts'
import '../../models/all.ts'
import { CampaignModel } from '../../models/campaign/index.ts'
import { loadedCalendar } from '../../models/holiday/queries.ts'
import { checkInvariants, CHECKS } from '../../models/invariants/checks.ts'
import { IssueModel } from '../../models/issue/index.ts'
import { verify } from '../../models/issue/answering.ts'
import { sign } from '../../models/issue/signature.ts'
import { OpinionModel } from '../../models/opinion/index.ts'
import { RectificationModel } from '../../models/rectification/index.ts'
import { ReportModel } from '../../models/report/index.ts'
import { NAMELESS } from '../../models/representative/deidentified.ts'
import { RepresentativeModel } from '../../models/representative/index.ts'
import { RollModel } from '../../models/roll/index.ts'
import { writeSetting } from '../../models/setting/index.ts'
import { forgetAll } from '../../models/shared/memo.ts'
import { BoxModel } from '../../models/box/index.ts'
import { UserModel } from '../../models/user/index.ts'
import type { Role } from '../../models/user/roles.ts'
import { PHRASES } from '../ballots/voters.ts'
import { runNow } from '../../server/jobs/running.ts'
import { answered, PEOPLE, when } from '../issues/aCase.ts'
import { batchAt, press, upload } from '../imports/upload.ts'
import { aRepresentative } from '../representatives/person.ts'
import { worked } from '../scores/worked.ts'
import { anApp, submit, tokenIn, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aDepartment, aSmallCity } from '../support/factories.ts'
import { aCampaign } from './campaign.ts'
import { ONLINE, ON_PAPER, POOL_SPARE, poolWorkbook, SEATS, voteAll } from './wholeYear/example.ts'

const YEAR = '/campaigns/2026'
const ONCE = () => crypto.randomUUID()

/**
 * A year from its setting up to its publication, by the pages and in the order in which a city goes through it, the clock
 * moving on: real ballots and real cases, the figures of the worked example. @source domain.md §1.4, §7
 */
describe('a whole year of 三民', function () {
  this.timeout(120_000)
  this.bail(true)
  useDatabase()
  let house: TestApp
  const accounts = new Map<string, string>()
  const desks = new Map<string, Agent>()

  /** Somebody at a desk, signed in at the present hour. */
  const as = async (who: string): Promise<Agent> => {
    const key = `${who} ${house.deps.clock.now().toISOString()}`
    // limits count by the wall clock, and a whole year of sign-ins takes it half a minute
    if (!desks.has(key)) await mongoose.connection.collection('limits').deleteMany({})
    const agent = desks.get(key) ?? (await house.signIn(accounts.get(who) ?? who))
    desks.set(key, agent)
    return agent
  }
  const on = (moment: string) => {
    house.deps.clock.set(`${moment}+08:00`)
    forgetAll()
  }
  const wordsOf = (html: string) => html.replace(/<[^>]+>/g, ' ').replaceAll('&#x3D;', '=').replace(/\s+/g, ' ')
  const send = async (agent: Agent, from: string, to: string, fields: Record<string, string | string[]> = {}) => {
    const answer = await submit(agent, from, to, fields)
    expect(answer.status, `${to}: ${wordsOf(answer.text).slice(0, 300)}`).to.equal(303)
    return answer
  }
  const sendVersion = async (agent: Agent, from: string, to: string, fields: Record<string, string | string[]>) => {
    const form = await agent.get(from)
    const answer = await agent.post(to).type('form').send({ _csrf: tokenIn(form.text), version: /name="version" value="(\d+)"/.exec(form.text)?.[1] ?? '', ...fields })
    expect(answer.status, wordsOf(answer.text).slice(0, 300)).to.equal(303)
  }

  before(async () => {
    house = anApp({ now: '2026-03-02T09:00:00+08:00' })
    await aSmallCity()
    await aDepartment({ _id: 'laoshan', name: '崂山区政府', kind: 'district', group: null, district: '370212' })
    // passphrases without a second factor, as in a sample city
    await writeSetting('sampleCity', { profile: 'demo' }, house.deps.clock.now())
    const people: [string, Role, string][] = [
      ['office', 'evaluation', 'lxb'], ['second', 'evaluation', 'lxb'], ['discipline', 'discipline', 'dcs'], ['statistics', 'statistics', 'lxb'],
      ['coordinator', 'coordinator', 'lxb'], ['lead', 'lead', 'zrzy'], ['builders', 'lead', 'zjj'], ['permits', 'lead', 'xzsp'],
    ]
    for (const [who, role, department] of people) accounts.set(who, (await house.signInAs(role, { department })).user.account)
    const holders = await holdersOfKey()
    await CampaignModel.create(aCampaign({
      year: 2025, title: '2025年三民活动', holders, startedAt: new Date('2025-03-20T10:00+08:00'), publishedAt: new Date('2025-09-01T10:00+08:00'),
      groups: [{ no: 1, name: '规划建设组', departments: ['zrzy', 'zjj'] }],
      phases: aCampaign().phases.map((phase) => ({ ...phase, fromOn: phase.fromOn.replace('2026', '2025'), toOn: phase.toOn.replace('2026', '2025') })),
    }))
    await worked()
  })

  /** Those three who keep the key, as the campaign names them. */
  async function holdersOfKey() {
    const users = await Promise.all(['office', 'discipline', 'statistics'].map((who) => UserModel.findOne({ account: accounts.get(who) ?? '' }).lean()))
    return users.map((user) => {
      if (!user) throw new Error('nobody')
      return { user: user._id, name: user.name }
    })
  }

  /** The department works a case off by the verbs that its pages use: signed for, answered, released, verified. */
  async function settle(no: string) {
    const issue = await IssueModel.findOne({ no })
    if (!issue) throw new Error(`no case ${no}`)
    const moment = when('2026-07-17')
    sign(issue, PEOPLE.officer, { moreDepartments: [], text: '' }, moment)
    answered(issue, moment)
    verify(issue, PEOPLE.verifier, { upheld: true, reason: '' }, moment)
    await issue.save()
  }

  it('is set up from the year before, step by step, and starts with its plan frozen', async () => {
    const office = await as('office')
    await send(office, '/campaigns/new', '/campaigns', { year: '2026' })
    for (const step of ['dates', 'groups', 'venues', 'holders']) await send(office, YEAR, `${YEAR}/setup`, { step })
    const days = Object.fromEntries(aCampaign().phases.flatMap(({ key, fromOn, toOn }) => [[`from-${key}`, fromOn], [`to-${key}`, toOn]]))
    await sendVersion(office, `${YEAR}/dates`, `${YEAR}/dates`, { ...days, opensOn: '2026-08-03', closesOn: '2026-08-05', opensAt: '09:00', closesAt: '17:30' })
    await sendVersion(office, `${YEAR}/plan/edit`, `${YEAR}/plan`, Object.fromEntries(SEATS.flatMap(({ seats, pool, related }, at) => [
      [`seats-${at}`, String(seats)], [`pool-${at}`, pool], ...(related ? [[`related-${at}`, 'on']] : []),
    ])))
    await send(office, YEAR, `${YEAR}/setup`, { step: 'plan' })
    on('2026-03-20T10:00:00')
    await send(await as('office'), `${YEAR}/start`, `${YEAR}/start`)
    const shown = await (await as('lead')).get(YEAR).expect(200)
    expect(wordsOf(shown.text)).to.match(/第 1 版，校验码 [0-9a-f]{12}/)
    await sendVersion(await as('office'), `${YEAR}/materials/new`, `${YEAR}/materials`, { title: '市民代表须知', text: '本人参加，独立评议。', link: '' })
  })

  it('gathers its pool from a workbook and from sign-ups, vetted one page after another', async () => {
    on('2026-04-20T09:00:00')
    const office = await as('office')
    const { at } = await upload(office, 'representatives', 'pool.xlsx', await poolWorkbook())
    await press(office, at, 'confirmation')
    const invited = SEATS.filter(({ venue }) => venue !== '网上').reduce((sum, { seats }) => sum + seats + POOL_SPARE, 0)
    expect((await batchAt(at)).counts).to.include({ created: invited, refused: 0 })
    for (let n = 0; n < ONLINE + POOL_SPARE; n += 1) await aRepresentative({ category: '公众', origin: 'signedUp', vetting: { state: 'pending', reason: '', byName: '', at: null } })
    for (;;) {
      const page = await office.get(`${YEAR}/representatives?tab=pending`)
      const ids = [...page.text.matchAll(/name="ids" value="([0-9a-f]{24})"/g)].map(([, id]) => id ?? '')
      if (ids.length === 0) break
      await send(office, `${YEAR}/representatives?tab=pending`, `${YEAR}/representatives/vetting`, { ids, consented: 'on' })
    }
    expect(await RepresentativeModel.countDocuments({ 'vetting.state': 'passed' })).to.equal(invited + ONLINE + POOL_SPARE)
  })

  it('draws in public: pool and commitment first, a number of a later day, everybody can check', async () => {
    on('2026-04-28T09:00:00')
    await send(await as('office'), `${YEAR}/draw/freezing`, `${YEAR}/draw/freezing`)
    await send(await as('office'), `${YEAR}/draw`, `${YEAR}/draw/beacon`, { source: '福彩双色球当日开奖号码', on: '2026-05-06' })
    on('2026-05-07T09:00:00')
    await send(await as('office'), `${YEAR}/draw`, `${YEAR}/draw/drawing`, { publicNumber: '双色球2026050期 03 09 14 21 27 32+06' })
    const one = await RepresentativeModel.findOne({ state: 'drawn' }).lean()
    const check = await request(house.app).get(`/public/draw/2026?code=${one?.code ?? ''}`).expect(200)
    expect(check.text).to.include('抽中')
    const seats = SEATS.reduce((sum, { seats: each }) => sum + each, 0)
    expect(wordsOf((await (await as('office')).get(YEAR)).text)).to.include(`抽中 100.0%（${seats} / ${seats}）`)
  })

  it('publishes the reports of all departments in time', async () => {
    const words = { targets: '目标完成。', service: '一窗办理。', lastYear: '去年意见已办。', problems: '登记还慢。', plans: '明年再减两份材料。' }
    for (const [who, department] of [['lead', 'zrzy'], ['builders', 'zjj']] as const) {
      on('2026-07-10T09:00:00')
      const path = `${YEAR}/reports/${department}`
      const version = async () => String((await ReportModel.findOne({ department }).lean())?.__v)
      await send(await as(who), path, path, words)
      await send(await as(who), path, `${path}/review-request`, { version: await version() })
      on('2026-07-15T09:00:00')
      await send(await as('office'), path, `${path}/review`, { publish: 'yes', why: '', version: await version() })
      await request(house.app).get(`/public/departments/${department}/report`).expect(200)
    }
    expect(wordsOf((await (await as('office')).get(YEAR)).text)).to.include('已公布 100.0%（2 / 2）')
  })

  it('hears citizens: an opinion is judged, becomes a case, is answered to its author and leads to a rectification', async () => {
    const citizen = request.agent(house.app)
    const sent = await submit(citizen, '/public/opinions/new', '/public/opinions/new', {
      named: 'anonymous', department: 'zjj', title: '路灯不亮', text: '北门外大街的路灯坏了一个月，晚上看不清路。', proposal: '尽快修', consent: 'on', once: ONCE(),
    })
    expect(sent.status).to.equal(303)
    const opinion = await OpinionModel.findOne({}).lean()
    const no = opinion?.no ?? ''
    const path = `${YEAR}/opinions/${no}`
    await send(await as('office'), path, `${path}/validity`, { valid: 'yes', why: '', reason: '' })
    await send(await as('office'), `${YEAR}/opinions/dispatch?no=${no}`, `${YEAR}/opinions/dispatch`, {
      no, manner: 'single', title: '北门外大街路灯不亮', department: 'zjj', verifyingDepartment: 'xzsp', category: 'ydgh', grade: '一般', issueNo: '', once: ONCE(),
    })
    const filed = await OpinionModel.findOne({ no }).lean()
    expect(await IssueModel.countDocuments({ no: filed?.issueNo ?? '', source: 'opinion', leadDepartment: 'zjj' })).to.equal(1)
    const issueNo = filed?.issueNo ?? ''
    await settle(issueNo)
    await send(await as('builders'), `${YEAR}/opinions/answer?issue=${issueNo}`, `${YEAR}/opinions/answer`, { issue: issueNo, no, text: '路灯已全部修好。', adoption: '采纳' })
    await send(await as('office'), `${YEAR}/rectifications/new?kind=opinion&sourceNo=${no}`, `${YEAR}/rectifications/new`, {
      kind: 'opinion', sourceNo: no, level: '一般', problem: '路灯报修不及时', extent: '', department: 'zjj', dueOn: '2026-08-31', remark: '', once: ONCE(),
    })
    expect(await RectificationModel.countDocuments({ department: 'zjj' })).to.equal(1)
    expect(wordsOf((await (await as('office')).get(YEAR)).text)).to.include('已答复 100.0%（1 / 1），待审和待分办 0 条')
  })

  it('makes the key of three, the roll and the letters', async () => {
    on('2026-08-01T09:00:00')
    const ballots = `${YEAR}/ballots`
    for (const [at, who] of ['office', 'discipline', 'statistics'].entries()) {
      if (at === 0) {
        const ids = (await holdersOfKey()).map(({ user }) => String(user))
        await send(await as('office'), `${ballots}/holders`, `${ballots}/holders`, { 'holder-1': ids[0] ?? '', 'holder-2': ids[1] ?? '', 'holder-3': ids[2] ?? '' })
      }
      const phrase = PHRASES[at] ?? ''
      await send(await as(who), `${ballots}/passphrase`, `${ballots}/passphrase`, { passphrase: phrase, repeated: phrase, understood: 'on' })
    }
    await send(await as('office'), ballots, `${ballots}/roll`)
    const seats = SEATS.reduce((sum, { seats: each }) => sum + each, 0)
    expect(await RollModel.countDocuments()).to.equal(seats)
    expect(await BoxModel.countDocuments({ filled: false })).to.be.at.least(seats)
  })

  it('hands letters and papers out, and takes every vote once', async () => {
    const office = await as('office')
    const tokens = new Map<string, string>()
    for (const place of ['main', 'branch-370212', 'online']) {
      const printed = await submit(office, `${YEAR}/ballots/letters`, `${YEAR}/ballots/letters`, { place })
      for (const [, code, token] of printed.text.matchAll(/<span>(R\d+)<\/span>[\s\S]*?\/b\/([\w-]{43})/g)) tokens.set(code ?? '', token ?? '')
    }
    on('2026-08-03T09:00:00')
    const roll = await RollModel.find({}).sort({ code: 1 }).lean()
    const paper = roll.filter(({ category }) => category === ON_PAPER.category).slice(0, ON_PAPER.handed)
    const hand = async (place: string, medium: string, entry: string[]) =>
      send(await as('office'), `${YEAR}/ballots/handing?place=${place}`, `${YEAR}/ballots/handing`, { entry, medium, place, group: '' })
    await hand('main', 'paper', paper.map(({ _id }) => String(_id)))
    const voters = roll.filter((entry) => !paper.includes(entry))
    for (const place of ['main', 'branch-370212', 'online']) {
      const here = voters.filter((entry) => entry.place === place).map(({ _id }) => String(_id))
      for (let from = 0; from < here.length; from += 100) await hand(place, 'token', here.slice(from, from + 100))
    }
    on('2026-08-04T10:00:00')
    await voteAll(house, voters.map((entry) => ({ ...entry, token: tokens.get(entry.code) ?? '' })))
    expect(await RollModel.countDocuments({ votedOn: '2026-08-04' })).to.equal(voters.length)
    expect(await BoxModel.countDocuments({ filled: true })).to.equal(voters.length)
  })

  it('is read off the paper by two people, opened by two of three, and reconciled with a signed difference', async () => {
    on('2026-08-05T18:00:00')
    const sheet = `${YEAR}/tallies/paper/sheet?place=main&group=1&category=${encodeURIComponent(ON_PAPER.category)}`
    for (const who of ['office', 'second']) await send(await as(who), sheet, `${YEAR}/tallies/paper/sheet`, ON_PAPER.sheet)
    const unsealing = `${YEAR}/ballots/unsealing`
    const wrong = await submit(await as('office'), unsealing, unsealing, { 'holder-1': '0', 'passphrase-1': PHRASES[1], 'holder-2': '1', 'passphrase-2': PHRASES[1] })
    expect(wrong.status).to.equal(422)
    await send(await as('office'), unsealing, unsealing, { 'holder-1': '0', 'passphrase-1': PHRASES[0], 'holder-2': '2', 'passphrase-2': PHRASES[2] })
    const reconciliation = `${YEAR}/tallies/reconciliation`
    const shown = await (await as('office')).get(reconciliation).expect(200)
    const [, gap, number] = /name="gap" value="([^"]+)"[\s\S]*?name="number" value="([^"]+)"/.exec(shown.text) ?? []
    expect(wordsOf((await (await as('office')).get(YEAR)).text)).to.include('差额 1 处，已签字说明 0 处')
    await send(await as('office'), reconciliation, reconciliation, { gap: (gap ?? '').replaceAll('&quot;', '"'), number: number ?? '', reason: '多带一张空白票，未发出' })
    expect(wordsOf((await (await as('office')).get(YEAR)).text)).to.include('差额 1 处，已签字说明 1 处')
  })

  it('scores as the worked example says, down to ballots and cases', async () => {
    on('2026-08-10T01:30:00')
    expect(await runNow(house.deps, computeScores, 'hand')).to.deep.include({ computed: 2, unchanged: 0 })
    on('2026-08-10T09:00:00')
    await send(await as('office'), `${YEAR}/scores`, `${YEAR}/scores`, { reason: '' })
    const score = wordsOf((await (await as('office')).get(`${YEAR}/scores/zrzy`).expect(200)).text)
    for (const figure of ['85.40', '29.89 分', '84.13', '90.49', '84.4345', '85.9847', '79.0476', '有差额']) expect(score, figure).to.include(figure)
    const rows = wordsOf((await (await as('office')).get(`${YEAR}/scores/zrzy/ballots?venue=${encodeURIComponent('网上')}`).expect(200)).text)
    expect(rows).to.include('公众')
    expect(wordsOf((await (await as('lead')).get(`${YEAR}/scores/zrzy`)).text)).to.not.include('85.40')
  })

  it('is opened to the departments, objected to, decided, frozen and published, and a recount proves it', async () => {
    on('2026-08-11T09:00:00')
    const objections = `${YEAR}/objections`
    await send(await as('office'), objections, `${objections}/window`, { untilOn: '2026-08-20' })
    expect(wordsOf((await (await as('lead')).get(`${YEAR}/scores/zrzy`)).text)).to.include('85.40')
    await send(await as('lead'), objections, objections, { about: '响应、解决、满意', text: '一件诉求的首次响应时间记错了。', once: ONCE() })
    const [no] = /YY2026-\d+/.exec((await (await as('office')).get(objections)).text) ?? ['']
    await send(await as('office'), objections, `${objections}/${no}/decision`, { upheld: 'no', text: '核对录音，记录无误。' })
    on('2026-09-01T09:00:00')
    await send(await as('office'), `${YEAR}/publication/freezing`, `${YEAR}/publication/freezing`)
    await send(await as('office'), `${YEAR}/publication`, `${YEAR}/publication`)
    const results = async () => wordsOf((await request(house.app).get('/public/results/2026').expect(200)).text)
    expect(await results()).to.include('发出 = 收回').and.include('差 -1 张：多带一张空白票，未发出').and.not.include('85.40')
    await send(await as('office'), `${YEAR}/publication`, `${YEAR}/publication/tables`, { tables: ['groupMeans', 'reconciliation', 'ranking'] })
    expect(await results()).to.include('自然资源和规划局').and.include('85.40')
    expect(wordsOf((await (await as('office')).get(`${YEAR}/publication`)).text)).to.include('由计票和计数重算，一致')
    expect(wordsOf((await (await as('office')).get(YEAR)).text)).to.include('已公布')
  })

  it('forgets the people six months after', async () => {
    const named = () => RepresentativeModel.countDocuments({ name: { $ne: NAMELESS } })
    on('2027-02-28T03:40:00')
    await runNow(house.deps, eraseOldPersonalData, 'hand')
    expect(await named()).to.be.greaterThan(0)
    on('2027-03-02T03:40:00')
    await runNow(house.deps, eraseOldPersonalData, 'hand')
    expect(await named()).to.equal(0)
  })

  it('adds up: roll, box, tallies, scores, opinions, draw, publication and trail', async () => {
    const frame = { now: house.deps.clock.now(), calendar: await loadedCalendar(), auditKey: house.deps.keys.audit }
    // the hundred cases were laid down at their last step, without the people, cards and numbers of the way there
    const names = CHECKS.map(({ name }) => name).filter((name) => !OF_CASES.includes(name))
    const wrong = (await checkInvariants(frame, names)).filter(({ findings }) => findings.length > 0)
    expect(wrong.map(({ name, findings }) => `${name}: ${findings[0]?.text}`)).to.deep.equal([])
  })
})

const OF_CASES = ['history', 'due', 'flags', 'rungKnown', 'numbers', 'references', 'dashboard', 'coverage']
