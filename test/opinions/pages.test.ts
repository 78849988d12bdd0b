import { expect } from 'chai'
import { Types } from 'mongoose'
import request from 'supertest'
import { AuditEntryModel } from '../../models/audit/index.ts'
import { CampaignModel } from '../../models/campaign/index.ts'
import { IssueModel } from '../../models/issue/index.ts'
import { LimitModel } from '../../models/limit/index.ts'
import { OpinionModel } from '../../models/opinion/index.ts'
import { anApp, submit, tokenIn, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'
import { aCampaign } from '../campaigns/campaign.ts'

const LAMP = { title: '路灯三个月不亮', text: '香港东路小区门口的路灯三个月不亮，晚上老人出门不安全。', proposal: '', department: 'zjj' }
const NAMED = { named: 'named', name: '邱若川', unit: '香港东路社区', phone: '13812345678', mayCall: 'on', consent: 'on' }
const UUID = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

describe('opinions of citizens', () => {
  useDatabase()
  let house: TestApp
  let office: Agent
  before(async () => {
    await aSmallCity()
    house = anApp()
    office = (await house.signInAs('coordinator', { department: 'lxb' })).agent
  })
  beforeEach(async () => {
    await CampaignModel.deleteMany({})
    await OpinionModel.deleteMany({})
    await LimitModel.deleteMany({})
    await CampaignModel.create(aCampaign())
  })

  const citizen = () => request.agent(house.app)
  const send = (agent: Agent, fields: Record<string, string>) => submit(agent, '/public/opinions/new', '/public/opinions/new', { ...LAMP, ...NAMED, once: UUID(1), ...fields })
  const codeIn = (html: string) => /<dd>([2-9A-Z]{5}-[2-9A-Z]{5})<\/dd>/.exec(html)?.[1] ?? ''
  const path = (rest: string) => `/campaigns/2026/opinions${rest}`

  /** Sends one and returns its number and code. */
  async function sent(fields: Record<string, string> = {}): Promise<{ no: string, code: string, agent: Agent }> {
    const agent = citizen()
    const answer = await send(agent, fields)
    expect(answer.status, answer.text).to.equal(303)
    const thanks = await agent.get(String(answer.headers['location']))
    return { no: /YJ\d{4}-\d{6}/.exec(thanks.text)?.[0] ?? '', code: codeIn(thanks.text), agent }
  }

  it('are opened from a department\'s page with that department chosen; one that is not judged is not', async () => {
    const judged = aCampaign().groups[0]?.departments[0] ?? ''
    const chosen = async (code: string) => /<option value="([^"]*)" selected/.exec((await citizen().get(`/public/opinions/new?department=${code}`).expect(200)).text)?.[1] ?? ''
    expect(await chosen(judged)).to.equal(judged)
    for (const code of ['none', 'lxb', '%3Cb%3E', `${judged}&department=none`]) expect(await chosen(code), code).to.equal('')
  })

  it('are taken in once, however often the form is sent, with a code that opens them elsewhere', async () => {
    const { no, code, agent } = await sent()
    expect((await send(agent, {})).headers['location']).to.equal(`/public/opinions/${no}/sent`)
    expect(await OpinionModel.countDocuments()).to.equal(1)
    const other = citizen()
    expect((await other.get(`/public/opinions/${no}`)).status).to.equal(404)
    expect((await submit(other, '/public/opinions', '/public/opinions', { no, code: 'AAAAABBBBB' })).status).to.equal(422)
    const opened = await submit(other, '/public/opinions', '/public/opinions', { no, code: code.toLowerCase() })
    expect(opened.status).to.equal(303)
    expect((await other.get(`/public/opinions/${no}`)).text).to.include('已收到').and.include('香港东路小区')
    expect((await OpinionModel.findOne({ no }).lean())).not.to.have.property('code')
  })

  it('keep what was typed when something is missing, too long or impossible', async () => {
    const agent = citizen()
    const without = await send(agent, { name: '', title: '' })
    expect(without.status).to.equal(422)
    expect(without.text).to.include('请填写题目').and.include('香港东路小区门口')
    const long = await send(agent, { text: 'a'.repeat(100_000) })
    expect(long.status).to.equal(422)
    expect(long.text).to.include('最多 2000 个字')
    expect((await send(agent, { text: 'a\0b' })).status).to.be.oneOf([400, 422])
    expect((await send(agent, { department: 'nowhere' })).status).to.equal(422)
    expect((await send(agent, { consent: '' })).text).to.include('同意后再提交')
    expect(await OpinionModel.countDocuments()).to.equal(0)
  })

  it('drop the name of who chose to be anonymous', async () => {
    const { no } = await sent({ named: 'anonymous', once: UUID(2) })
    expect((await OpinionModel.findOne({ no }).lean())?.author).to.deep.include({ named: false, name: '', phone: '' })
  })

  it('are limited for one browser and for one text, and not for a hall of many people behind one address', async () => {
    for (let n = 0; n < 25; n += 1) await sent({ text: `第${n}位代表反映的事：${n * 7919}号公交站没有座椅`, once: UUID(100 + n) })
    const flooder = citizen()
    const statuses: number[] = []
    for (let n = 0; n < 12; n += 1) statuses.push((await send(flooder, { text: `灌水内容${n * 104729}`, once: UUID(200 + n) })).status)
    expect(statuses.at(-1)).to.equal(429)
    expect(statuses.filter((status) => status === 303)).to.have.length(10)
    for (let n = 0; n < 4; n += 1) statuses.push((await send(citizen(), { text: '一模一样的话再说一遍', once: UUID(300 + n) })).status)
    expect(statuses.at(-1)).to.equal(429)
  })

  it('are refused when no campaign takes them in', async () => {
    await CampaignModel.updateMany({}, { $set: { publishedAt: new Date('2026-11-20T09:00+08:00') } })
    expect((await citizen().get('/public/opinions/new')).text).to.include('暂不收意见')
  })

  it('go from in to answered, each author reading the one answer under the own code', async () => {
    const [first, second] = [await sent({ once: UUID(11) }), await sent({ once: UUID(12), text: `${LAMP.text}请尽快修。` })]
    for (const { no } of [first, second]) {
      expect((await submit(office, path(`/${no}`), path(`/${no}/validity`), { valid: 'yes', why: '', reason: '' })).status).to.equal(303)
    }
    const asked = path(`/dispatch?no=${first.no}&no=${second.no}`)
    const dispatched = await submit(office, asked, path('/dispatch'), {
      no: [first.no, second.no], manner: 'collective', title: '路灯不亮', department: 'zjj', verifyingDepartment: 'lxb', category: 'ydgh', grade: '一般', issueNo: '', once: UUID(13),
    })
    expect(dispatched.status, dispatched.text).to.equal(303)
    const issue = await IssueModel.findOne({ source: 'opinion' }).lean()
    expect(issue).to.include({ state: 'assigned', leadDepartment: 'zjj' })
    expect(JSON.stringify(issue)).not.to.include('邱若川').and.not.to.include('13812345678')
    expect((await office.get(path(`/answer?issue=${issue?.no ?? ''}`))).status).to.equal(409)
    const upheld = { n: 1, class: 'A', text: '路灯已修好', toldHow: '', toldOn: null, evidence: [], promise: null, draftedBy: new Types.ObjectId(), draftedAt: new Date(),
      releasedBy: new Types.ObjectId(), releasedAt: new Date(), verification: { upheld: true, by: new Types.ObjectId(), byName: '办公室', at: new Date(), reason: '' } }
    await IssueModel.updateOne({ no: issue?.no ?? '' }, { $set: { answers: [upheld] } as never })
    const answered = await submit(office, path(`/answer?issue=${issue?.no ?? ''}`), path('/answer'), {
      issue: issue?.no ?? '', no: [first.no, second.no], text: '路灯已于 11 月 20 日修好。', adoption: '采纳',
    })
    expect(answered.status, answered.text).to.equal(303)
    for (const { no, agent } of [first, second]) expect((await agent.get(`/public/opinions/${no}`)).text).to.include('路灯已于 11 月 20 日修好')
    expect((await submit(first.agent, `/public/opinions/${first.no}`, `/public/opinions/${first.no}/rating`, { word: '满意', text: '' })).status).to.equal(303)
    expect((await office.get(path(''))).text).to.include('收到 2').and.include('已答复 2')
    await submit(office, path(`/${first.no}`), path(`/${first.no}/publication`), { text: '市民反映某路段路灯不亮。', answer: '已修好。' })
    const shown = await citizen().get(`/public/opinions/${first.no}`)
    expect(shown.text).to.include('市民反映某路段').and.not.include('老人出门不安全')
    expect((await citizen().get('/public/opinions')).text).to.include(first.no)
  })

  it('are merged and split with every original kept; the author of a merged one reads where it stands', async () => {
    const [head, other] = [await sent({ once: UUID(21) }), await sent({ once: UUID(22), text: `${LAMP.text}请尽快修好它。` })]
    expect((await office.get(path('/duplicates'))).text).to.include(head.no).and.include(other.no)
    const own = await submit(office, path('/duplicates'), path('/mergers'), { head: head.no, no: head.no })
    expect(own.status).to.equal(422)
    expect((await submit(office, path(`/${head.no}`), path(`/${head.no}/merger`), { head: head.no })).status).to.equal(409)
    await submit(office, path('/duplicates'), path('/mergers'), { head: head.no, no: [other.no] })
    expect(await OpinionModel.findOne({ no: other.no }).lean()).to.include({ state: 'merged', mergedInto: head.no })
    expect((await other.agent.get(`/public/opinions/${other.no}`)).text).to.include('同类意见合在一起')
    const put = await submit(office, path(`/${head.no}`), path(`/${head.no}/validity`), { valid: 'no', why: '其他', reason: '' })
    expect(put.status).to.equal(409)
    await submit(office, path(`/${other.no}`), path(`/${other.no}/split`), {})
    expect(await OpinionModel.findOne({ no: other.no }).lean()).to.include({ state: 'received', mergedInto: null })
    expect((await submit(office, path(`/${head.no}`), path(`/${other.no}/split`), {})).status).to.equal(409)
  })

  it('are entered by hand one after the other, the sheet’s head staying filled', async () => {
    const answer = await submit(office, path('/new'), path('/new'), {
      ...LAMP, source: 'hall', session: '第一场', sheetNo: '007', category: '', named: 'anonymous', name: '', unit: '', phone: '', once: UUID(31),
    })
    expect(answer.status).to.equal(303)
    expect((await office.get(String(answer.headers['location']))).text).to.include('value="第一场"').and.include('查询码')
  })

  it('show departments nothing of who wrote them, and only what was given to them', async () => {
    const { no } = await sent({ once: UUID(41) })
    const lead = (await house.signInAs('lead', { department: 'zjj' })).agent
    expect((await lead.get(path(`/${no}`))).status).to.equal(404)
    await OpinionModel.updateOne({ no }, { $set: { state: 'dispatched', leadDepartment: 'zjj', issueNo: 'SQ2026-000999' } })
    const shown = await lead.get(path(`/${no}`))
    expect(shown.status).to.equal(200)
    expect(shown.text).not.to.include('邱若川').and.not.to.include('13812345678')
    expect((await lead.get(path(`/${no}/code`))).status).to.be.oneOf([403, 404])
    const trail = JSON.stringify(await AuditEntryModel.find({}).lean())
    expect(trail).not.to.include('邱若川').and.not.to.include('13812345678')
  })

  it('have their statements on accessibility and privacy', async () => {
    for (const each of ['/public/accessibility', '/public/privacy']) expect((await citizen().get(each)).status).to.equal(200)
    expect(tokenIn((await citizen().get('/public/opinions/new')).text)).to.have.length.greaterThan(10)
  })
})
