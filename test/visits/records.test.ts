import { expect } from 'chai'
import { AttachmentModel } from '../../models/attachment/index.ts'
import { IssueModel } from '../../models/issue/index.ts'
import { VisitModel } from '../../models/visit/index.ts'
import { VisitTaskModel } from '../../models/visitTask/index.ts'
import { anApp, submit, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'
import { aFirm, aTask, filled, numberIn, photo, send, type Fields } from './city.ts'

describe('the record of a visit', () => {
  useDatabase({ emptied: 'each' })
  let city: TestApp
  let agent: Agent
  let colleague: Agent

  beforeEach(async () => {
    await aSmallCity()
    city = anApp()
    agent = (await city.signInAs('officer', { name: '秦若川' })).agent
    colleague = (await city.signInAs('officer', { name: '温书仪' })).agent
  })

  async function aVisit(more: Fields = {}) {
    const firm = await aFirm({ name: '青岛澄屿精密机械有限公司' })
    await aTask(firm)
    const saved = await send(agent, '/visits', filled([firm], more))
    return { firm, no: numberIn(saved.headers['location']) }
  }

  it('shows what happened, who was there and what became of the issues', async () => {
    const { no } = await aVisit({ companions: '登记中心 纪听雨', 'issue-1-what': '没有车', 'issue-1-category': 'ydgh' })
    const page = await agent.get(`/visits/${no}`).expect(200)
    for (const words of ['走访青岛澄屿精密机械有限公司', '复测做完了', '贺临洲，总经理', '登记中心 纪听雨', 'SQ2026-000001', '待受理', '待确认']) {
      expect(page.text).to.include(words)
    }
  })

  it('is not there for other departments and strangers', async () => {
    const { no } = await aVisit()
    const neighbour = (await city.signInAs('officer', { department: 'zjj' })).agent
    for (const path of [`/visits/${no}`, `/visits/${no}/edit`, `/visits/${no}/filed`, '/visits/ZF202601010001', '/visits/x']) {
      await neighbour.get(path).expect(404)
    }
    expect((await send(neighbour, `/visits/${no}/edit`, filled([]))).status).to.equal(404)
    expect((await submit(neighbour, '/visits/new', `/visits/${no}/confirmation`, { how: 'call', note: '是的' })).status).to.equal(404)
    expect((await neighbour.get('/visits?tab=department')).text).not.to.include(no)
  })

  describe('confirmed', () => {
    it('by the signed sheet counts for the task', async () => {
      const { no } = await aVisit()
      expect(await VisitTaskModel.findOne().lean()).to.include({ timesDone: 1, timesConfirmed: 0, lastVisitOn: '2026-11-25' })
      const sheet = [{ field: 'sheet', bytes: photo(), name: '登记表.jpg' }]
      expect((await send(agent, `/visits/${no}/confirmation`, { how: 'signedSheet' }, sheet)).status).to.equal(303)
      expect(await VisitTaskModel.findOne().lean()).to.include({ timesDone: 1, timesConfirmed: 1 })
      expect(await AttachmentModel.countDocuments({ 'owner.type': 'confirmation', pending: false })).to.equal(1)
      expect((await agent.get(`/visits/${no}`)).text).to.include('已确认：对方签字的登记表')
    })

    it('by a call of somebody who was not there, not by the visitor', async () => {
      const { no } = await aVisit()
      const own = await submit(agent, `/visits/${no}`, `/visits/${no}/confirmation`, { how: 'call', note: '贺总说来过' })
      expect(own.status).to.equal(409)
      expect(own.text).to.include('没有去走访的人')
      const other = await submit(colleague, `/visits/${no}`, `/visits/${no}/confirmation`, { how: 'call', note: '贺总说来过' })
      expect(other.status).to.equal(303)
      expect((await VisitModel.findOne().lean())?.confirmation).to.include({ how: 'call', byName: '温书仪', note: '贺总说来过' })
      const twice = await submit(colleague, '/visits/new', `/visits/${no}/confirmation`, { how: 'call', note: '再来' })
      expect(twice.text).to.include('已经确认过')
    })

    it('needs the photo or the words of the call; making a link for the visited party confirms nothing yet', async () => {
      const { no } = await aVisit()
      expect((await send(agent, `/visits/${no}/confirmation`, { how: 'signedSheet' })).text).to.include('请附上对方签字的登记表照片')
      expect((await send(colleague, `/visits/${no}/confirmation`, { how: 'call' })).text).to.include('请写接电话的人')
      const link = await send(agent, `/visits/${no}/confirmation`, { how: 'link' })
      expect(link.headers['location']).to.equal(`/visits/${no}/confirmation`)
      expect((await VisitModel.findOne().lean())?.confirmation).to.equal(null)
    })

    it('cannot be edited any more', async () => {
      const { no } = await aVisit()
      await submit(colleague, `/visits/${no}`, `/visits/${no}/confirmation`, { how: 'call', note: '来过' })
      await agent.get(`/visits/${no}/edit`).expect(409)
    })

    it('draws only the ways that would be accepted', async () => {
      const { no } = await aVisit()
      expect((await agent.get(`/visits/${no}`)).text).to.include('交登记表照片，确认').and.not.include('电话核实过，确认')
      expect((await colleague.get(`/visits/${no}`)).text).to.include('电话核实过，确认')
    })
  })

  describe('edited', () => {
    const version = (html: string) => /name="version" value="(\d+)"/.exec(html)?.[1] ?? ''

    it('keeps what it says and files what is added', async () => {
      const { firm, no } = await aVisit()
      const page = await agent.get(`/visits/${no}/edit`)
      expect(page.text).to.include('复测做完了').and.include('青岛澄屿精密机械有限公司')
      const change = filled([firm], { heard: '改过的话', version: version(page.text), 'issue-1-what': '后来想起的事', 'issue-1-category': 'ydgh' })
      expect((await send(agent, `/visits/${no}/edit`, change)).status).to.equal(303)
      expect(await VisitModel.findOne().lean()).to.include({ heard: '改过的话', no })
      expect(await IssueModel.countDocuments({ visitNo: no })).to.equal(1)
    })

    it('shows the loser of two editors both versions and keeps the own text', async () => {
      const { firm, no } = await aVisit({ companions: '温书仪' })
      const opened = version((await agent.get(`/visits/${no}/edit`)).text)
      const first = filled([firm], { heard: '温书仪写的', companions: '温书仪', version: opened })
      expect((await send(colleague, `/visits/${no}/edit`, first)).status).to.equal(303)
      const second = await send(agent, `/visits/${no}/edit`, filled([firm], { heard: '秦若川写的', companions: '温书仪', version: opened }))
      expect(second.status).to.equal(409)
      expect(second.text).to.include('温书仪写的').and.include('秦若川写的').and.include('温书仪已经改过')
      expect(await VisitModel.findOne().lean()).to.include({ heard: '温书仪写的' })

      const again = await send(agent, `/visits/${no}/edit`, filled([firm], { heard: '秦若川写的', companions: '温书仪', version: version(second.text), act: 'review' }))
      expect(again.status).to.equal(200)
      expect(again.text).to.include('秦若川写的')
      const saved = await send(agent, `/visits/${no}/edit`, filled([firm], { heard: '合起来写的', companions: '温书仪', version: version(again.text) }))
      expect(saved.status).to.equal(303)
    })

    it('loses no update of eight editors at once', async () => {
      const { firm, no } = await aVisit()
      const opened = version((await agent.get(`/visits/${no}/edit`)).text)
      const answers = await Promise.all(Array.from({ length: 8 }, (_, at) =>
        send(agent, `/visits/${no}/edit`, filled([firm], { heard: `第 ${at} 份`, version: opened }))))
      expect(answers.filter(({ status }) => status === 303)).to.have.length(1)
      expect(answers.filter(({ status }) => status === 409)).to.have.length(7)
    })

    it('counts anew for the subject it was moved to', async () => {
      const { no } = await aVisit()
      const other = await aFirm()
      await aTask(other)
      const page = await agent.get(`/visits/${no}/edit`)
      await send(agent, `/visits/${no}/edit`, filled([other], { version: version(page.text) }))
      const tasks = await VisitTaskModel.find().sort({ _id: 1 }).lean()
      expect(tasks.map(({ timesDone, lastVisitOn }) => [timesDone, lastVisitOn])).to.deep.equal([[0, null], [1, '2026-11-25']])
    })
  })

  describe('planned', () => {
    const plan = (id: unknown, more: Fields = {}) =>
      ({ 'subject-1': String(id), onDay: '2026-12-02', fromTime: '09:30', mode: '实地', agenda: '看新厂房', once: crypto.randomUUID(), ...more })

    it('is seen by others who want to go there, and proposed as a joint visit', async () => {
      const firm = await aFirm()
      const made = await submit(agent, '/visits/plan', '/visits/plan', plan(firm._id))
      expect(made.status).to.equal(303)
      const neighbour = (await city.signInAs('officer', { department: 'zjj' })).agent
      const form = await neighbour.get(`/visits/new?subject=${String(firm._id)}`)
      expect(form.text).to.include('自然资源和规划局计划 12月2日去').and.include('建议与他们一起去')
      expect((await neighbour.get(`/visits/plan?subject=${String(firm._id)}`)).text).to.include('谁去过、谁要去').and.include('自然资源和规划局')
    })

    it('becomes the record when it was carried out', async () => {
      const firm = await aFirm()
      const no = numberIn((await submit(agent, '/visits/plan', '/visits/plan', plan(firm._id))).headers['location'])
      const form = await agent.get(`/visits/new?plan=${no}`)
      expect(form.text).to.include('看新厂房').and.include(`name="plan" value="${no}"`)
      const saved = await send(agent, '/visits', filled([firm], { plan: no }))
      expect(numberIn(saved.headers['location'])).to.equal(no)
      expect(await VisitModel.find().lean()).to.have.length(1)
      expect(await VisitModel.findOne().lean()).to.include({ state: 'done', onDay: '2026-11-25' })
      const again = await send(agent, '/visits', filled([firm], { plan: no }))
      expect(again.status).to.equal(422)
      expect(again.text).to.include('已经记过或取消')
    })

    it('can be taken back with a reason, and lies in the future', async () => {
      const firm = await aFirm()
      const no = numberIn((await submit(agent, '/visits/plan', '/visits/plan', plan(firm._id))).headers['location'])
      expect((await submit(agent, `/visits/${no}`, `/visits/${no}/cancellation`, { reason: '' })).status).to.equal(422)
      expect((await submit(agent, `/visits/${no}`, `/visits/${no}/cancellation`, { reason: '企业搬迁' })).status).to.equal(303)
      expect(await VisitModel.findOne().lean()).to.include({ state: 'void' })
      const past = await submit(agent, '/visits/plan', '/visits/plan', plan(firm._id, { onDay: '2026-11-24' }))
      expect(past.text).to.include('日期已经过了')
    })
  })
})

describe('the list of visits', () => {
  useDatabase({ emptied: 'each' })

  it('opens on the own ones, filters, finds by name and number, and says why it is empty', async () => {
    await aSmallCity()
    const city = anApp()
    const { agent } = await city.signInAs('officer')
    expect((await agent.get('/visits').expect(200)).text).to.include('您还没有记过走访。')
    const [one, two] = [await aFirm({ name: '青岛浔禾纺织有限公司' }), await aFirm({ name: '青岛舟棠食品有限公司' })]
    await send(agent, '/visits', filled([one]))
    await send(agent, '/visits', filled([two], { mode: '座谈' }))
    const all = await agent.get('/visits')
    expect(all.text).to.include('浔禾纺织').and.include('舟棠食品').and.include('2 次')
    expect((await agent.get('/visits').query({ mode: '座谈' })).text).to.include('舟棠食品').and.not.include('浔禾纺织')
    expect((await agent.get('/visits').query({ q: 'xhfz' })).text).to.include('浔禾纺织').and.not.include('舟棠食品')
    expect((await agent.get('/visits').query({ q: 'ZF202611250002' })).text).to.include('舟棠食品').and.not.include('浔禾纺织')
    expect((await agent.get('/visits').query({ q: '没有的' })).text).to.include('没有符合条件的走访')
    expect((await agent.get('/visits?q[$ne]=1&type=__proto__&page=-3&sort=x')).status).to.equal(200)
    const leader = (await city.signInAs('leader')).agent
    expect((await leader.get('/visits')).text).to.include('浔禾纺织').and.include('全部')
  })
})
