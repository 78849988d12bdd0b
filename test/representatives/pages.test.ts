import { expect } from 'chai'
import request from 'supertest'
import '../../models/all.ts'
import { AuditEntryModel } from '../../models/audit/index.ts'
import { CampaignModel } from '../../models/campaign/index.ts'
import { DrawModel, frozenPool } from '../../models/draw/index.ts'
import { RepresentativeModel } from '../../models/representative/index.ts'
import { forgetAll } from '../../models/shared/memo.ts'
import { aCampaign } from '../campaigns/campaign.ts'
import { anApp, submit, tokenIn, type Agent, type TestApp } from '../support/app.ts'
import { emptyDatabase, useDatabase } from '../support/db.ts'
import { aDepartment, aSmallCity } from '../support/factories.ts'
import { aRepresentative } from './person.ts'

const LIST = '/campaigns/2026/representatives'
const pending = { vetting: { state: 'pending' as const, reason: '', byName: '', at: null }, consentAt: null }
const nameless = { id: '', name: '' }

describe('the representatives of a campaign', () => {
  useDatabase()
  let house: TestApp
  let office: Agent

  beforeEach(async () => {
    await emptyDatabase()
    forgetAll()
    await aSmallCity()
    await aDepartment({ _id: 'laoshan', name: '崂山区政府办', kind: 'district', group: null, district: '370212' })
    await aDepartment({ _id: 'shinan', name: '市南区政府办', kind: 'district', group: null, district: '370202' })
    await CampaignModel.create(aCampaign({ window: null }))
    house = anApp()
    office = (await house.signInAs('evaluation', { department: 'lxb' })).agent
  })

  describe('who may see them', () => {
    for (const role of ['officer', 'lead', 'coordinator', 'leader'] as const) {
      it(`not a ${role}: neither list nor record says that it exists`, async () => {
        const { _id } = await aRepresentative()
        const { agent } = await house.signInAs(role)
        await agent.get(LIST).expect(404)
        await agent.get(`${LIST}/${String(_id)}`).expect(404)
        expect((await agent.get('/campaigns/2026')).text).not.to.include('市民代表</a>')
      })
    }

    it('a district’s officer: the own district alone', async () => {
      const own = await aRepresentative({ name: '于知秋' })
      const other = await aRepresentative({ name: '姜望舒', district: '370202', districtDepartment: 'shinan' })
      const { agent } = await house.signInAs('districtOfficer', { department: 'laoshan' })
      const list = await agent.get(`${LIST}?tab=all`).expect(200)
      expect(list.text).to.include('于知秋').and.not.include('姜望舒')
      await agent.get(`${LIST}/${String(own._id)}`).expect(200)
      await agent.get(`${LIST}/${String(other._id)}`).expect(404)
      const _csrf = tokenIn((await agent.get('/sessions')).text)
      await agent.post(`${LIST}/${String(own._id)}/vetting`).type('form').send({ _csrf, decision: 'passed' }).expect(403)
    })

    it('every look is written down, with nobody’s name in it', async () => {
      const one = await aRepresentative({ name: '于知秋' })
      await office.get(`${LIST}?tab=all&q=于知秋`).expect(200)
      await office.get(`${LIST}/${String(one._id)}`).expect(200)
      const looks = await AuditEntryModel.find({ act: 'representative.read' }).lean()
      expect(looks.map(({ record }) => record.type)).to.have.members(['representativeList', 'representative'])
      expect(JSON.stringify(looks)).not.to.include('于知秋')
    })
  })

  it('are found by name, initials and code, and filtered; phones are masked', async () => {
    await aRepresentative({ name: '于知秋', code: 'R0001', state: 'drawn', group: 1, venue: 'main', planCategory: '社区居民' })
    await aRepresentative({ name: '姜望舒', category: '专家' })
    for (const [query, found, not] of [
      ['tab=all&q=yzq', '于知秋', '姜望舒'], ['tab=all&q=R0001', '于知秋', '姜望舒'], ['tab=all&category=专家', '姜望舒', '于知秋'],
      ['group=1', '于知秋', '姜望舒'], ['tab=passed', '姜望舒', '于知秋'],
    ] as const) {
      const { text } = await office.get(`${LIST}?${query}`).expect(200)
      expect(text, query).to.include(found).and.not.include(not).and.not.match(/1700000\d{4}/)
    }
    expect((await office.get(`${LIST}?tab=all&q=没有这个人`)).text).to.include('没有符合条件的人。')
  })

  describe('vetting', () => {
    it('lets in only with consent, and keeps out only with a reason', async () => {
      const { _id } = await aRepresentative(pending)
      const at = `${LIST}/${String(_id)}`
      const without = await submit(office, at, `${at}/vetting`, { decision: 'passed' })
      expect(without.status).to.equal(409)
      expect(without.text).to.include('没有本人签名的登记表')
      const bare = await submit(office, at, `${at}/vetting`, { decision: 'refused' })
      expect(bare.status).to.equal(422)
      expect(bare.text).to.include('请填写不通过的原因')
      await submit(office, at, `${at}/vetting`, { decision: 'passed', consented: 'on' })
      expect((await RepresentativeModel.findById(_id).lean())?.vetting).to.include({ state: 'passed' })
    })

    it('takes a whole page at once, all or none', async () => {
      await Promise.all([aRepresentative(pending), aRepresentative(pending)])
      const { text } = await office.get(`${LIST}?tab=pending`)
      const ids = [...text.matchAll(/name="ids" value="([0-9a-f]{24})"/g)].map(([, id]) => id ?? '')
      expect(ids).to.have.length(2)
      await submit(office, `${LIST}?tab=pending`, `${LIST}/vetting`, { ids: [...ids, '0'.repeat(24)], consented: 'on' })
      expect(await RepresentativeModel.countDocuments({ 'vetting.state': 'passed' })).to.equal(0)
      await submit(office, `${LIST}?tab=pending`, `${LIST}/vetting`, { ids, consented: 'on' })
      expect(await RepresentativeModel.countDocuments({ 'vetting.state': 'passed' })).to.equal(2)
    })

    it('ends with the freezing of the pool', async () => {
      const { _id } = await aRepresentative({ ...pending, code: 'R0001' })
      const at = `${LIST}/${String(_id)}`
      const late = await submit(office, at, `${at}/vetting`, { decision: 'passed', consented: 'on' })
      expect(late.status).to.equal(409)
      expect(late.text).to.include('推荐库已经冻结')
    })
  })

  it('have their number shown for a reason only, and the reason is kept', async () => {
    const { _id, phone } = await aRepresentative()
    const at = `${LIST}/${String(_id)}/phones`
    expect((await office.get(at)).text).not.to.include(phone)
    expect((await submit(office, at, at, { reason: '' })).status).to.equal(422)
    expect((await submit(office, at, at, { reason: '通知参加培训' })).text).to.include(phone)
    const entry = await AuditEntryModel.findOne({ act: 'representative.revealPhone' }).lean()
    expect(entry?.reason).to.equal('通知参加培训')
    expect(JSON.stringify(entry)).not.to.include(phone)
    const supervisor = (await house.signInAs('supervisor')).agent
    await supervisor.get(at).expect(403)
  })

  it('stand in the pool once: the same name and phone cannot be stored twice', async () => {
    const one = await aRepresentative()
    await aRepresentative({ name: one.name, phone: one.phone }).then(() => expect.fail('stored twice'), (error: { code?: number }) => expect(error.code).to.equal(11000))
  })

  describe('the sign-up of a citizen', () => {
    const given = {
      name: '栾云溪', gender: '女', birth: '1990-03', phone: '13812345678', category: '公众', district: '370212', tags: ['zrzy', 'zjj'], recusal: 'xzsp',
      recusalNote: '配偶在该局工作', resident: 'on', consent: 'on',
    }
    const send = async (fields: Record<string, string | string[]>) => {
      const agent = request.agent(house.app)
      return submit(agent, '/public/representatives/new', '/public/representatives', fields)
    }

    it('goes into the pool to be vetted, with its consent', async () => {
      expect((await send(given)).headers['location']).to.equal('/public/representatives/received')
      const one = await RepresentativeModel.findOne({ name: '栾云溪' }).lean()
      expect(one).to.include({ origin: 'signedUp', category: '公众', districtDepartment: 'laoshan', code: null })
      expect(one?.tags.map(({ department }) => department)).to.deep.equal(['zrzy', 'zjj'])
      expect(one?.recusals).to.deep.equal(['xzsp'])
      expect(one?.consentAt).to.be.instanceOf(Date)
      expect((await request(house.app).get('/public/representatives/received')).text).to.include('等待审核')
    })

    it('answers alike when the person is known, and changes nothing', async () => {
      await send(given)
      const again = await send({ ...given, category: '村居' })
      expect(again.headers['location']).to.equal('/public/representatives/received')
      expect((await RepresentativeModel.find({}).lean()).map(({ category }) => category)).to.deep.equal(['公众'])
    })

    for (const [what, change, message] of [
      ['a phone of ten digits', { phone: '1381234567' }, '手机号应为 11 位数字，现在是 10 位'],
      ['somebody of seventeen', { birth: '2009-03' }, '年满 18 周岁才能报名'],
      ['no consent', { consent: '' }, '同意以上用途和期限才能报名'],
      ['a category that is recommended', { category: '专家' }, '类别请从列表中选择'],
      ['no name', { name: '12' }, '姓名请填身份证上的名字'],
    ] as const) {
      it(`says what is wrong with ${what} and keeps what was typed`, async () => {
        const answer = await send({ ...given, ...change })
        expect(answer.status).to.equal(422)
        expect(answer.text).to.include(message).and.include('配偶在该局工作')
        expect(await RepresentativeModel.countDocuments()).to.equal(0)
      })
    }

    it('is not open to a flood from one address', async () => {
      const answers = []
      for (let n = 0; n < 32; n += 1) answers.push((await send({ ...given, phone: `139000000${String(n).padStart(2, '0')}` })).status)
      expect(answers.filter((status) => status === 303)).to.have.length(30)
      expect(answers.at(-1)).to.equal(429)
    })

    it('is closed with the freezing of the pool', async () => {
      const agent = request.agent(house.app)
      const form = await agent.get('/public/representatives/new')
      await DrawModel.create(frozenPool({ year: 2026, attempt: 1, pool: [], strata: [], plan: { version: 1, hash: 'x' } }, nameless, new Date()))
      const late = await agent.post('/public/representatives').type('form').send({ _csrf: tokenIn(form.text), ...given })
      expect(late.status).to.equal(409)
      expect(late.text).to.include('报名已经结束')
      expect((await agent.get('/public/representatives/new')).text).to.include('现在没有市民代表报名')
    })
  })
})
