import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import request from 'supertest'
import '../../models/all.ts'
import { CampaignModel } from '../../models/campaign/index.ts'
import { DrawModel } from '../../models/draw/index.ts'
import { RepresentativeModel } from '../../models/representative/index.ts'
import { drawnRepresentatives } from '../../models/representative/queries.ts'
import { ScoringPlanModel } from '../../models/scoringPlan/index.ts'
import { DEFAULT_WEIGHTS } from '../../models/scoringPlan/weights.ts'
import { emptyComposition } from '../../models/scoringPlan/composition.ts'
import { forgetAll } from '../../models/shared/memo.ts'
import type { PublishedDraw } from '../../server/draws/published.ts'
import { aCampaign } from '../campaigns/campaign.ts'
import { aRepresentative } from '../representatives/person.ts'
import { anApp, submit, tokenIn, type Agent, type TestApp } from '../support/app.ts'
import { emptyDatabase, useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'

const DRAW = '/campaigns/2026/draw'
const LIST = '/campaigns/2026/representatives'
const BEACON = { source: '福彩双色球当日开奖号码', on: '2026-11-27' }
const NUMBER = '双色球2026031期  03 09 14 21 27 32+06'
const REPRODUCE = fileURLToPath(new URL('reproduce.mjs', import.meta.url))

const reproduce = (published: object) => spawnSync('node', [REPRODUCE], { input: JSON.stringify(published), encoding: 'utf8' })

/** Two seats at the 主会场 for those who dealt with the group's departments, one at the 分会场 of 崂山, one online. */
async function aPlan(experts = 0): Promise<void> {
  const seats: Record<string, [string, number]> = { 行政审批办事群众: ['main', 2], 社区居民: ['branch-370212', 1], 公众: ['online', 1], '专家·媒体': ['main', experts] }
  const composition = emptyComposition(DEFAULT_WEIGHTS).map((line) => {
    const [venue, count] = seats[line.category] ?? ['main', 0]
    return { ...line, quotas: [{ venue, count }] }
  })
  await ScoringPlanModel.create({
    year: 2026, version: 1, weights: DEFAULT_WEIGHTS, composition, period: { fromOn: '2026-01-01', toOn: '2026-07-31' }, frozenAt: new Date('2026-03-20T10:00+08:00'),
    frozenByName: '徐希川', hash: 'abcdef012345', createdAt: new Date('2026-03-01T10:00+08:00'),
  })
}

async function aPool(): Promise<void> {
  const tag = (department: string) => [{ name: department, department }]
  for (let n = 0; n < 5; n += 1) {
    await aRepresentative({ category: '行政审批办事群众', tags: tag('zrzy') })
    await aRepresentative({ category: '行政审批办事群众', tags: tag('xzsp') })
    await aRepresentative({ category: '社区居民' })
    await aRepresentative({ category: '公众', origin: 'signedUp' })
  }
  await aRepresentative({ category: '行政审批办事群众', tags: tag('zrzy'), recusals: ['zjj'] })
  await aRepresentative({ category: '社区居民', vetting: { state: 'pending', reason: '', byName: '', at: null } })
}

describe('the public draw of representatives', () => {
  useDatabase()
  let house: TestApp
  let office: Agent

  const published = async () => (await request(house.app).get('/public/draw/2026.json').expect(200)).body as PublishedDraw
  const freeze = () => submit(office, `${DRAW}/freezing`, `${DRAW}/freezing`, {})
  const announce = (beacon = BEACON) => submit(office, DRAW, `${DRAW}/beacon`, beacon)
  const draw = () => submit(office, DRAW, `${DRAW}/drawing`, { publicNumber: NUMBER })
  /** Time goes on, and the session of the days before with it. */
  const on = async (moment: string) => {
    house.deps.clock.set(moment)
    office = (await house.signInAs('evaluation', { department: 'lxb' })).agent
  }
  const drawn = async () => {
    await freeze()
    await announce()
    await on('2026-11-28T10:00:00+08:00')
    return draw()
  }

  beforeEach(async () => {
    await emptyDatabase()
    forgetAll()
    await aSmallCity()
    await CampaignModel.create(aCampaign({ window: null }))
    house = anApp()
    office = (await house.signInAs('evaluation', { department: 'lxb' })).agent
  })

  describe('with enough candidates', () => {
    beforeEach(async () => {
      await aPlan()
      await aPool()
    })

    it('publishes pool and commitment first, the number of a later day next, the secret last', async () => {
      await request(house.app).get('/public/draw/2026.json').expect(404)
      await freeze()
      const first = await published()
      expect(first.pool.lines).to.have.length(21)
      expect(first.commitment).to.match(/^[0-9a-f]{64}$/)
      expect([first.secret, first.seed, first.beacon.on, first.results.length]).to.deep.equal([null, null, null, 0])
      await announce()
      const second = await published()
      expect(second.beacon).to.deep.equal({ source: BEACON.source, on: BEACON.on, number: null })
      expect(second.secret).to.equal(null)
      await on('2026-11-28T10:00:00+08:00')
      expect((await draw()).status).to.equal(303)
      const third = await published()
      expect(third.beacon.number).to.equal('双色球2026031期 03 09 14 21 27 32+06')
      expect(third.secret).to.match(/^[0-9a-f]{64}$/)
      expect(JSON.stringify(third)).not.to.match(/钱若|1700000/)
    })

    it('is reproduced by a script that knows nothing of ours, and found out when it was tampered with', async () => {
      await drawn()
      const whole = await published()
      const agreed = reproduce(whole)
      expect(agreed.stdout).to.equal('agrees: 8 drawn of 21\n')
      const [first] = whole.results
      const swapped = { ...whole, results: [{ ...first, representatives: first?.representatives.toReversed() }, ...whole.results.slice(1)] }
      expect(reproduce(swapped).status).to.equal(1)
      expect(reproduce({ ...whole, beacon: { ...whole.beacon, number: '07' } }).stdout).to.include('seed')
      expect(reproduce({ ...whole, pool: { ...whole.pool, lines: whole.pool.lines.slice(1) } }).stdout).to.include('pool')
    })

    it('draws everybody into one group only, the related alone where it must be, and nobody who is recused', async () => {
      await drawn()
      const people = await RepresentativeModel.find({ state: 'drawn' }).lean()
      expect(people).to.have.length(8)
      for (const group of [1, 2]) expect(await drawnRepresentatives(2026, group)).to.have.length(4)
      const related = people.filter(({ planCategory }) => planCategory === '行政审批办事群众')
      expect(related.every(({ group, tags }) => tags[0]?.department === (group === 1 ? 'zrzy' : 'xzsp'))).to.equal(true)
      expect(people.some(({ group, recusals }) => group === 1 && recusals.includes('zjj'))).to.equal(false)
      expect(await drawnRepresentatives(2026)).to.have.length(8)
    })

    it('gives codes by a keyed order that says nothing of the list', async () => {
      await freeze()
      const inOrderOfEntry = (await RepresentativeModel.find({ code: { $ne: null } }).sort({ _id: 1 }).lean()).map(({ code }) => code)
      expect(inOrderOfEntry).to.have.length(21)
      expect(inOrderOfEntry).not.to.deep.equal(inOrderOfEntry.toSorted())
      expect(await RepresentativeModel.countDocuments({ 'vetting.state': 'pending', code: null })).to.equal(1)
    })

    it('answers everybody who asks for a code', async () => {
      await drawn()
      const { results } = await published()
      const ask = async (code: string) => (await request(house.app).get(`/public/draw/2026?code=${encodeURIComponent(code)}`).expect(200)).text
      const stratum = results.find(({ name }) => name.startsWith('网上/'))
      expect(await ask(stratum?.representatives[0]?.toLowerCase() ?? '')).to.include('抽中，第1组').and.include('第 1 位')
      const outside = results.at(-1)?.reserves.at(-1) ?? ''
      expect(await ask(outside)).to.include(`编号 ${outside} 没有抽中`).and.include('候补第')
      expect(await ask('R9999')).to.include('推荐库里没有编号 R9999')
      expect(await ask('<script>')).not.to.include('<script>')
    })

    for (const [what, beacon, moment, message] of [
      ['a number of today, which somebody may know', { ...BEACON, on: '2026-11-25' }, null, '公开号码的日子要在今天以后'],
      ['to draw before the day', BEACON, '2026-11-26T10:00:00+08:00', '那天以前不能抽取'],
    ] as const) {
      it(`refuses ${what}`, async () => {
        await freeze()
        const announced = await announce(beacon)
        if (moment !== null) await on(moment)
        const answer = moment === null ? announced : await draw()
        expect(answer.status).to.equal(409)
        expect(answer.text).to.include(message)
        expect(await RepresentativeModel.countDocuments({ state: 'drawn' })).to.equal(0)
      })
    }

    it('cannot be frozen, announced, drawn or voided twice', async () => {
      await drawn()
      const _csrf = tokenIn((await office.get('/sessions')).text)
      const send = (path: string, fields: object) => office.post(`${DRAW}/${path}`).type('form').send({ _csrf, ...fields })
      expect((await send('freezing', {})).status).to.equal(409)
      expect((await send('beacon', { ...BEACON, on: '2026-12-24' })).status).to.equal(409)
      expect((await send('drawing', { publicNumber: '07' })).status).to.equal(409)
      expect((await send('voiding', { reason: '结果不好' })).status).to.equal(409)
    })

    it('is replaced by the next in order, with the reason published', async () => {
      await drawn()
      const { results } = await published()
      const stratum = results.find(({ name, round }) => name.startsWith('主会场/行政审批') && round === 1)
      const gone = await RepresentativeModel.findOne({ code: stratum?.representatives[0] ?? '' }).lean()
      const at = `${LIST}/${String(gone?._id)}`
      await submit(office, at, `${at}/replacement`, { leavingReason: '本人生病' })
      const next = await RepresentativeModel.findOne({ code: stratum?.reserves[0] ?? '' }).lean()
      expect(next).to.include({ state: 'drawn', group: 1, replaces: gone?.code, order: 3 })
      expect((await RepresentativeModel.findById(gone?._id).lean())?.state).to.equal('replaced')
      const after = await published()
      expect(after.replacements).to.have.length(1)
      expect(after.replacements[0]).to.include({ out: gone?.code, in: next?.code, reason: '本人生病' })
      expect(reproduce(after).status).to.equal(0)
      expect((await request(house.app).get(`/public/draw/2026?code=${gone?.code ?? ''}`)).text).to.include('已退出')
      expect((await submit(office, '/sessions', `${at}/withdrawal`, { leavingReason: '再来' })).status).to.equal(409)
    })

    it('leaves a place empty when nobody is left, and says so', async () => {
      await drawn()
      const leave = async () => {
        const one = await RepresentativeModel.findOne({ state: 'drawn', planCategory: '公众', group: 1 }).lean()
        const at = `${LIST}/${String(one?._id)}`
        return submit(office, at, `${at}/replacement`, { leavingReason: '联系不上' })
      }
      for (let n = 0; n < 4; n += 1) await leave()
      expect(await RepresentativeModel.countDocuments({ state: 'drawn', planCategory: '公众', group: 1 })).to.equal(0)
      expect((await published()).replacements.at(-1)?.in).to.equal(null)
    })

    it('keeps a voided attempt in sight and opens the pool again', async () => {
      await freeze()
      await submit(office, DRAW, `${DRAW}/voiding`, { reason: '补充推荐' })
      expect(await RepresentativeModel.countDocuments({ code: { $ne: null } })).to.equal(0)
      await freeze()
      expect((await published()).attempt).to.equal(2)
      expect((await request(house.app).get('/public/draw/2026')).text).to.include('已作废：补充推荐')
      expect(await DrawModel.countDocuments()).to.equal(2)
    })
  })

  it('says which stratum lacks how many, before the freezing and at the draw, and draws nobody', async () => {
    await aPlan(4)
    await aPool()
    await aRepresentative({ category: '专家' })
    const ahead = await office.get(DRAW)
    expect(ahead.text).to.include('第1组 主会场/专家·媒体/全市 缺 3 人').and.include('第2组 主会场/专家·媒体/全市 缺 4 人')
    const answer = await drawn()
    expect(answer.status).to.equal(409)
    expect(answer.text).to.include('第1组 主会场/专家·媒体/全市 缺 3 人')
    expect(await RepresentativeModel.countDocuments({ state: 'drawn' })).to.equal(0)
  })

  it('is run by the evaluation office alone, and seen by all', async () => {
    await aPlan()
    const lead = (await house.signInAs('lead')).agent
    expect((await lead.get(DRAW).expect(200)).text).not.to.include('冻结推荐库</a>')
    await lead.get(`${DRAW}/freezing`).expect(403)
    await request(house.app).get('/public/draw/2026').expect(200)
    await request(house.app).get('/public/draw/1999').expect(404)
  })

  it('waits for a plan that is frozen', async () => {
    const answer = await freeze()
    expect(answer.status).to.equal(409)
    expect(answer.text).to.include('计分方案和构成表冻结以后')
  })
})
