import { expect } from 'chai'
import mongoose from 'mongoose'
import request from 'supertest'
import { BoxModel } from '../../models/box/index.ts'
import { LinkModel } from '../../models/link/index.ts'
import { ReportModel } from '../../models/report/index.ts'
import { RepresentativeModel, type Representative } from '../../models/representative/index.ts'
import { RollModel, type RollEntry } from '../../models/roll/index.ts'
import { aQuestionnaire, invite } from '../answers/asked.ts'
import { anApp, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aCampaign, aKey, all, hiddenIn, phoneOf, voters, type Voter } from './voters.ts'

describe('voting by a link', function () {
  this.timeout(20_000)
  useDatabase({ emptied: 'each' })
  let city: TestApp
  beforeEach(async () => {
    city = anApp()
    await aCampaign()
    await aKey()
  })

  const one = async (entry: Partial<RollEntry> = {}, person: Partial<Representative> = {}): Promise<Voter> => {
    const [first] = await voters(1, entry, person)
    if (!first) throw new Error('nobody')
    return first
  }
  const inBox = () => BoxModel.countDocuments({ filled: true })
  const marked = () => RollModel.countDocuments({ votedOn: { $ne: null } })
  const equal = async (many: number) => expect([await marked(), await inBox()]).to.deep.equal([many, many])

  it('leads from the letter over a clean address to the group’s departments, five options each', async () => {
    const { path, token } = await one()
    const { agent, base } = await phoneOf(city, path)
    const { text } = await agent.get(base).expect(200)
    expect(base).to.match(/^\/b\/i\/[\w-]{12}$/).and.not.include(token)
    for (const name of ['公安局', '自然资源和规划局', '生态环境局']) expect(text).to.include(name)
    expect(text).not.to.include('教育局')
    expect(text.match(/type="radio"/g)).to.have.length(15)
    expect(text).not.to.include(token)
  })

  it('is reviewed, cast once, and afterwards says 已投票 and nothing of what was chosen', async () => {
    const phone = await phoneOf(city, (await one()).path)
    const choices = { ...all(1), 'c-gaj': '夜里巡逻再勤些' }
    const review = await phone.send('review', choices).expect(200)
    expect(review.text).to.include('核对选票').and.include('比较满意').and.include('夜里巡逻再勤些')
    await equal(0)
    await phone.send('ballot', { ...choices, told: '' }).expect(303).expect('location', phone.base)
    const after = await phone.agent.get(phone.base).expect(200)
    expect(after.text).to.include('已投票').and.not.include('比较满意')
    await equal(1)
    expect(await RollModel.distinct('votedOn')).to.deep.equal(['2026-11-25'])
  })

  it('is told on the review how many departments have no mark; cast so, they are 弃权', async () => {
    const phone = await phoneOf(city, (await one()).path)
    const review = await phone.send('review', { 'm-zrzy': '0' }).expect(200)
    expect(review.text).to.include('还有 2 个部门没有选').and.include('name="told" value="gaj sthj"')
    await phone.send('ballot', { 'm-zrzy': '0', told: 'gaj sthj' }).expect(303)
    await equal(1)
  })

  it('does not cast half a ballot whose gaps were not told: the review says it first', async () => {
    const phone = await phoneOf(city, (await one()).path)
    const answer = await phone.send('ballot', { 'm-zrzy': '0', told: '' }).expect(422)
    expect(answer.text).to.include('还有 2 个部门没有选')
    await equal(0)
  })

  it('refuses two options for one department on its line, and keeps the others', async () => {
    const phone = await phoneOf(city, (await one()).path)
    for (const to of ['review', 'ballot']) {
      const answer = await phone.send(to, { ...all(0), 'm-gaj': ['0', '3'] }).expect(422)
      expect(answer.text).to.include('公安局选了 2 项，只能选一项')
      expect(answer.text).to.include('id="m-zrzy" name="m-zrzy" value="0" checked')
      expect(answer.text).not.to.match(/name="m-gaj" value="\d" checked/)
    }
    await equal(0)
  })

  it('refuses a department of another group, and an option that is not on the paper', async () => {
    const phone = await phoneOf(city, (await one()).path)
    const foreign = await phone.send('ballot', { ...all(0), 'm-jyj': '0', told: '' }).expect(422)
    expect(foreign.text).to.include('不属于本组')
    const odd = await phone.send('ballot', { ...all(0), 'm-gaj': '7', told: '' }).expect(422)
    expect(odd.text).to.include('不在票面上')
    await equal(0)
  })

  it('keeps a comment that is too long and says how long it is', async () => {
    const phone = await phoneOf(city, (await one()).path)
    const long = '路'.repeat(201)
    const answer = await phone.send('review', { ...all(0), 'c-gaj': long }).expect(422)
    expect(answer.text).to.include('现在是 201 个字').and.include(long)
  })

  it('carries the choices through a report and back', async () => {
    const phone = await phoneOf(city, (await one()).path)
    const report = await phone.send('review', { ...all(2), 'c-gaj': '好', go: 'report-zrzy' }).expect(200)
    expect(report.text).to.include('自然资源和规划局述职报告').and.include('/public/departments/zrzy')
    expect(report.text).to.include('name="m-gaj" value="2"').and.include('name="c-gaj" value="好"')
    const back = await phone.send('review', { ...all(2), 'c-gaj': '好', go: 'change' }).expect(200)
    expect(back.text.match(/value="2" checked/g)).to.have.length(3)
  })

  it('shows the published report itself, one tap from the ballot', async () => {
    const phone = await phoneOf(city, (await one()).path)
    const waiting = await phone.send('review', { ...all(2), go: 'report-gaj' }).expect(200)
    expect(waiting.text).to.include('还没有公布')
    const sections = { targets: '破案率\n上升', service: '窗口不打烊', lastYear: '', problems: '', plans: '' }
    await ReportModel.create({ campaign: 2026, department: 'gaj', sections, state: 'published', publishedAt: new Date(), updatedAt: new Date() })
    const report = await phone.send('review', { ...all(2), go: 'report-gaj' }).expect(200)
    expect(report.text).to.include('年度目标完成得怎样').and.include('破案率').and.include('窗口不打烊').and.include('name="m-gaj" value="2"')
    const papers = await phone.agent.get(`${phone.base}/papers`).expect(200)
    expect(papers.text).to.include('/public/departments/gaj/report').and.include('自然资源和规划局职责和目标（述职报告未公布）')
  })

  it('may be read for before the vote opens: 已读 is kept with the representative, and the vote waits for its hour', async () => {
    city.deps.clock.set('2026-11-24T09:00:00+08:00')
    const voter = await one({}, { trainingReadAt: null, reportsReadAt: null })
    const phone = await phoneOf(city, voter.path)
    const papers = await phone.agent.get(phone.base).expect(200)
    expect(papers.text).to.include('投票前请先阅读').and.include('开始投票，到时再打开这个链接')
    await phone.agent.post(`${phone.base}/receipt`).type('form').send(hiddenIn(papers.text)).expect(303)
    const waiting = await phone.agent.get(phone.base)
    expect(waiting.text).to.include('投票还没有开始').and.include(`href="${phone.base}/papers"`)
    expect((await phone.agent.get(`${phone.base}/papers`)).text).to.include('看完了')
    const { agent } = await city.signInAs('evaluation', { department: 'lxb' })
    const list = await agent.get('/campaigns/2026/representatives?tab=drawn&read=no')
    expect(list.text).to.include('述职报告已读 100.0%（1 / 1）')
  })

  it('counts a ballot that is posted many times at once exactly once', async () => {
    const phone = await phoneOf(city, (await one()).path)
    const answers = await Promise.all(Array.from({ length: 8 }, () => phone.send('ballot', { ...all(0), told: '' })))
    expect(answers.map(({ status }) => status)).to.deep.equal(Array.from({ length: 8 }, () => 303))
    await equal(1)
  })

  it('counts one ballot for one letter on two phones', async () => {
    const { path } = await one()
    const [first, second] = [await phoneOf(city, path), await phoneOf(city, path)]
    await first.send('ballot', { ...all(0), told: '' }).expect(303)
    await second.send('ballot', { ...all(3), told: '' }).expect(303)
    expect((await second.agent.get(second.base)).text).to.include('已投票')
    await equal(1)
  })

  it('takes a form that was opened before, after going back, and casts it once', async () => {
    const phone = await phoneOf(city, (await one()).path)
    await phone.send('review', all(0)).expect(200)
    await phone.send('review', all(1)).expect(200)
    await phone.send('ballot', { ...all(1), told: '' }).expect(303)
    await phone.send('review', all(2)).expect(303)
    await phone.send('ballot', { ...all(2), told: '' }).expect(303)
    await equal(1)
  })

  it('leaves nothing on the server between review and cast: a lost connection loses nothing that the form does not hold', async () => {
    const phone = await phoneOf(city, (await one()).path)
    const rows = async () => {
      const models = Object.values(mongoose.models)
      return Promise.all(models.map(async (each) => [each.modelName, await each.countDocuments()]))
    }
    const before = await rows()
    await phone.send('review', { ...all(1), 'c-gaj': '好' }).expect(200)
    await phone.send('review', { ...all(1), go: 'report-gaj' }).expect(200)
    expect(await rows()).to.deep.equal(before)
    await phone.send('ballot', { ...all(1), told: '' }).expect(303)
    await equal(1)
  })

  it('opens and closes at its minute, and says so', async () => {
    const { path } = await one()
    city.deps.clock.set('2026-11-25T08:59:59+08:00')
    const phone = await phoneOf(city, path)
    expect((await phone.agent.get(phone.base)).text).to.include('投票还没有开始').and.include('9:00')
    city.deps.clock.set('2026-11-25T09:00:00+08:00')
    const open = await phone.agent.get(phone.base)
    const hidden = hiddenIn(open.text)
    city.deps.clock.set('2026-11-27T17:30:00+08:00')
    const late = await phone.agent.post(`${phone.base}/ballot`).type('form').send({ ...hidden, ...all(0), told: '' }).expect(409)
    expect(late.text).to.include('投票已截止').and.include('这张票没有收下')
    await equal(0)
  })

  it('says 已投票 after the close, too', async () => {
    const phone = await phoneOf(city, (await one()).path)
    await phone.send('ballot', { ...all(0), told: '' }).expect(303)
    city.deps.clock.set('2026-11-28T09:00:00+08:00')
    expect((await phone.agent.get(phone.base)).text).to.include('已投票')
  })

  it('votes nothing before the letter is handed out, and nothing when paper was taken', async () => {
    const waiting = await phoneOf(city, (await one({ handed: null, handedOn: null })).path)
    expect((await waiting.agent.get(waiting.base)).text).to.include('选票还没有发放')
    const paper = await phoneOf(city, (await one({ handed: 'paper' })).path)
    expect((await paper.agent.get(paper.base)).text).to.include('纸质选票')
    await equal(0)
  })

  it('shows what is to be read first, and the ballot after 已读', async () => {
    const voter = await one({}, { trainingReadAt: null, reportsReadAt: null })
    const phone = await phoneOf(city, voter.path)
    const papers = await phone.agent.get(phone.base).expect(200)
    expect(papers.text).to.include('投票前请先阅读').and.include('公安局职责和目标')
    await phone.agent.post(`${phone.base}/ballot`).type('form').send({ ...hiddenIn(papers.text), ...all(0), told: '' }).expect(409)
    await phone.agent.post(`${phone.base}/receipt`).type('form').send(hiddenIn(papers.text)).expect(303)
    expect((await phone.agent.get(phone.base)).text).to.include('评议票')
    expect((await RepresentativeModel.findById(voter.representative).lean())?.reportsReadAt).to.be.instanceOf(Date)
    await equal(0)
  })

  it('leaves out a department that the voter must stay away from, whatever is posted', async () => {
    const phone = await phoneOf(city, (await one({}, { recusals: ['gaj'] })).path)
    expect((await phone.agent.get(phone.base)).text).to.include('这个部门不用评')
    const review = await phone.send('review', all(0)).expect(200)
    expect(review.text).to.include('回避，不用评').and.not.include('name="m-gaj"')
    await phone.send('ballot', { ...all(0), told: '' }).expect(303)
    await equal(1)
  })

  it('tells of a replaced letter, and shows one page to unknown letters and to those of another purpose', async () => {
    const voter = await one()
    await LinkModel.updateOne({ subject: String(voter.entry._id) }, [{ $set: { formerHashes: ['$hash'], hash: 'new' } }], { updatePipeline: true })
    expect((await request(city.app).get(voter.path).expect(409)).text).to.include('换发')
    const [firm] = await invite(city.deps, await aQuestionnaire(), 1)
    const foreign = await request(city.app).get(firm?.path.replace('/q/', '/b/') ?? '').expect(404)
    const unknown = await request(city.app).get(`/b/${'x'.repeat(43)}`).expect(404)
    const plain = (html: string) => html.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '')
    expect(plain(foreign.text)).to.equal(plain(unknown.text))
  })

  it('puts nobody on the roll of two groups: the second line is refused by the database', async () => {
    const { entry } = await one()
    const { _id, ...line } = entry
    const twice = await RollModel.create({ ...line, group: 4, code: 'R9999' }).then(() => null, (error: unknown) => error as { code?: number })
    expect(twice?.code).to.equal(11000)
    expect(await RollModel.countDocuments({ representative: entry.representative, _id })).to.equal(1)
  })

  it('refuses the form of one ballot with the cookie of another', async () => {
    const [first, second] = await Promise.all((await voters(2)).map(({ path }) => phoneOf(city, path)))
    if (!first || !second) throw new Error('nobody')
    await first.agent.post(`${first.base}/ballot`).type('form').send({ ...second.hidden, ...all(0), told: '' }).expect(403)
    await equal(0)
  })

  it('does not punish a hall behind one address: many letters open, whatever misses came before', async () => {
    for (let n = 0; n < 31; n++) await request(city.app).get(`/b/${'y'.repeat(43)}`)
    for (const voter of await voters(5)) {
      const phone = await phoneOf(city, voter.path)
      await phone.send('ballot', { ...all(0), told: '' }).expect(303)
    }
    await equal(5)
  })
})
