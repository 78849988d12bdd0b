import { expect } from 'chai'
import '../../models/all.ts'
import { escalateIssues } from '../../jobs/escalateIssues.ts'
import { CardModel } from '../../models/card/index.ts'
import { IssueModel } from '../../models/issue/index.ts'
import { anApp, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aPost, aSmallCity, aUser } from '../support/factories.ts'
import { aRunningCase } from '../jobs/cases.ts'

describe('the ladder’s pages', function () {
  this.timeout(60_000)
  useDatabase({ emptied: 'each' })
  let city: TestApp
  beforeEach(async () => {
    city = anApp()
    await aSmallCity()
  })

  it('say each rung, its day, its effect, whom it reaches and who decides it', async () => {
    const { agent } = await city.signInAs('lead')
    const { text } = await agent.get('/ladder').expect(200)
    for (const words of [
      '到期前 1 个工作日',
      '超期第 3 个工作日',
      '督办单，3 个工作日内回复',
      '督查室签发',
      '09:00–12:00、13:30–17:30',
    ])
      expect(text).to.include(words)
    expect(text).not.to.include('/ladder/rehearsal')
  })

  it('rehearse a day for the office and the supervisors only', async () => {
    await (await city.signInAs('lead')).agent.get('/ladder/rehearsal').expect(403)
    await (await city.signInAs('coordinator', { department: 'lxb' })).agent.get('/ladder/rehearsal').expect(200)
  })

  it('rehearse what really goes out on that day: same cards, same people, nothing stored', async () => {
    const head = await aUser({ name: '吴敬山' })
    await aPost({ department: 'zrzy', kind: 'head', title: '局长', user: head._id })
    await aRunningCase({ startOn: '2026-11-02', dueOn: '2026-11-26' })
    await aRunningCase({ startOn: '2026-11-02', dueOn: '2026-11-25' })
    const { agent } = await city.signInAs('supervisor', { department: 'dcs', name: '江砚北' })
    const before = await IssueModel.find().lean()
    const { text } = await agent.get('/ladder/rehearsal?at=2026-11-26').expect(200)
    expect(text).to.include('红牌 1').and.to.include('SQ2026').and.to.include('吴敬山（局长）').and.not.to.include('黄牌 1')
    expect(await IssueModel.find().lean()).to.deep.equal(before)

    await escalateIssues.run(city.deps)
    const today = await CardModel.countDocuments()
    city.deps.clock.set('2026-11-26T09:10+08:00')
    await escalateIssues.run(city.deps)
    const raised = await CardModel.find({ raisedOn: '2026-11-26' }).lean()
    expect(today).to.equal(2)
    expect(raised.map(({ rung, told }) => `${rung} ${told.map(({ name }) => name).join('、')}`)).to.deep.equal([
      'L2 吴敬山、江砚北',
    ])
  })

  it('rehearse the 通报 that red cards of coming days make together, on the very day on which the sweep drafts it', async () => {
    for (const dueOn of ['2026-11-24', '2026-11-25', '2026-11-26'])
      await aRunningCase({ startOn: '2026-11-02', dueOn })
    const { agent } = await city.signInAs('supervisor', { department: 'dcs', name: '江砚北' })
    const textOn = async (day: string): Promise<string> =>
      (await agent.get(`/ladder/rehearsal?at=${day}`).expect(200)).text
    const days = ['2026-11-25', '2026-11-26', '2026-11-27', '2026-11-30', '2026-12-01']
    const rehearsed = []
    for (const day of days) if ((await textOn(day)).includes('由 3 张红牌合成')) rehearsed.push(day)
    const drafted = []
    for (const day of days) {
      city.deps.clock.set(`${day}T09:10+08:00`)
      await escalateIssues.run(city.deps)
      if (await CardModel.exists({ rung: 'L4', raisedOn: day })) drafted.push(day)
    }
    expect(rehearsed).to.have.length(1).and.to.deep.equal(drafted)
  })

  it('refuse a day that is over and keep the form', async () => {
    const { agent } = await city.signInAs('supervisor', { department: 'dcs' })
    const { text } = await agent.get('/ladder/rehearsal?at=2026-11-02').expect(422)
    expect(text).to.include('请选今天或以后的一天')
  })

  it('say that a day off has nothing to send', async () => {
    await aRunningCase({ startOn: '2026-11-02', dueOn: '2026-11-26' })
    const { agent } = await city.signInAs('supervisor', { department: 'dcs' })
    const { text } = await agent.get('/ladder/rehearsal?at=2026-11-28').expect(200)
    expect(text).to.include('没有要发出的提醒和牌')
  })
})
