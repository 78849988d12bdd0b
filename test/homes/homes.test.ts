import { expect } from 'chai'
import { instantOf } from '../../models/shared/calendarDay.ts'
import { VisitModel } from '../../models/visit/index.ts'
import { aCard, aBusyCity, anIssue, tasksFor } from '../dashboards/aBusyCity.ts'
import { complaintsAbout } from '../parts/validate.ts'
import { anApp, NOW, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aUser } from '../support/factories.ts'
import type { Role } from '../../models/user/roles.ts'

const wordsOf = (html: string) => html.replaceAll(/<[^>]+>/g, '').replaceAll(/\s+/g, ' ')
const linksOf = (html: string, pattern: RegExp) => [...html.matchAll(pattern)].map(
  found => found.slice(1).map(each => each.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='))
)

describe('the home', () => {
  useDatabase()
  let test: TestApp

  before(async () => {
    await aBusyCity()
    test = anApp({ now: NOW })
    await anIssue({
      state: 'answered', title: '地块勘测定界报告重复收费', turnSinceAt: instantOf('2026-11-16', '10:00'),
      turnDueAt: instantOf('2026-11-23', '17:30'),
    })
    await anIssue({
      state: 'assigned', signedAt: null, signatureDueAt: instantOf('2026-11-25', '17:30'), title: '装配车间加层',
    })
    await aCard({ rung: 'L1', issueNo: 'SQ2026-001803', issueTitle: '扩建仓库', department: 'zrzy' })
    await aCard({
      rung: 'L3', issueTitle: '工业用地分割登记', state: 'draft', issuedOn: null, issuedAt: null,
      signDueAt: instantOf('2026-11-25', '17:30'),
    })
  })

  for (
    const role of [
      'officer', 'lead', 'coordinator', 'supervisor', 'leader', 'secretary', 'evaluation', 'statistics', 'discipline',
      'districtOfficer', 'systemAdmin', 'securityAdmin', 'auditAdmin',
    ] satisfies Role[]
  ) {
    it(`of role ${role} is valid HTML with at most one primary button`, async () => {
      const { agent } = await test.signInAs(role)
      const html = (await agent.get('/').expect(200)).text
      expect(await complaintsAbout(html)).to.deep.equal([])
      expect((html.match(/class="[^"]*button-primary/g) ?? []).length).to.be.at.most(1)
      expect(html.match(/<h1[ >]/g)).to.have.length(1)
    })
  }

  it('of an officer begins with logging a visit, then what is late, today’s, this week’s', async () => {
    const officer = await aUser({ name: '秦若川', roles: ['officer'], department: 'zrzy' })
    const mine = { handler: officer._id, handlerName: officer.name }
    await anIssue({ ...mine, title: '二期厂房用地边界', dueOn: '2026-11-23', rung: 'L2' })
    await anIssue({ ...mine, title: '海域使用论证', contactedAt: null, contactDueAt: instantOf('2026-11-25', '15:20') })
    await anIssue({ ...mine, title: '扩建仓库的容积率', dueOn: '2026-11-26', rung: 'L1' })
    await anIssue({ ...mine, title: '下个月才到期', dueOn: '2026-12-20' })
    await VisitModel.create({
      no: 'ZF20261127001', department: 'zrzy', createdBy: officer._id,
      subjects: [{ type: 'npc', id: null, name: '祁月汀', district: '370212' }], onDay: '2026-11-27',
      fromTime: '15:00', mode: '实地', visitors: [{ user: officer._id, name: officer.name }], state: 'planned',
      createdAt: new Date(), updatedAt: new Date(),
    })
    await tasksFor(null, 8, 6, officer._id)
    const agent = await test.signIn(officer.account)
    const html = (await agent.get('/').expect(200)).text
    const words = wordsOf(html)
    expect(words.indexOf('记一次走访')).to.be.below(words.indexOf('超期 1'))
    expect(words).to.match(/超期 1 .*二期厂房用地边界.*已超期 2 个工作日.*今天 2 .*海域使用论证.*首次联系 15:20 前.*本周 2 .*还剩 1 个工作日.*周五 15:00 走访祁月汀/)
    expect(words).not.to.include('下个月才到期')
    expect(words).to.include('我的全部诉求 4 件').and.include('6 / 8 家').and.include('没走的 2 家')
    const [[href = ''] = []] = linksOf(html, /<a class="lone" href="([^"]+)">我的全部诉求/g)
    expect(wordsOf((await agent.get(href).expect(200)).text)).to.include('共 4 件')
    expect(await complaintsAbout(html)).to.deep.equal([])
  })

  it('of the office counts its queues, and each count equals the list that it opens', async () => {
    const { agent } = await test.signInAs('coordinator', { department: 'lxb' })
    const html = (await agent.get('/').expect(200)).text
    expect(wordsOf(html)).to.include('核验已超期 2 个工作日').and.include('从最急的一件开始').and.include('其中 1 件已经超过我们自己的时限')
    const links = linksOf(html, /<a class="big" href="([^"]+)">([\d,]+)<\/a>/g)
    expect(links).to.have.length(7)
    for (const [href = '', count] of links) {
      expect(
        wordsOf((await agent.get(href).expect(200)).text), href,
      ).to.match(new RegExp(count === '0' ? '没有' : `共 ${count} 件`))
    }
  })

  it('of the office leads each queue and its primary button to a case that is there', async () => {
    const { agent } = await test.signInAs('coordinator', { department: 'lxb' })
    const links = linksOf((await agent.get('/')).text, /href="(\/issues\/SQ[^"]+)"/g)
    expect(links.length).to.be.above(3)
    for (
      const [href = ''] of links.filter(([each]) => each !== '/issues/SQ2026-001803')
    ) await agent.get(href).expect(200)
  })

  it('of a lead shows what waits for the own signature, and today’s cards of the own department only', async () => {
    const { agent } = await test.signInAs('lead', { department: 'zrzy' })
    const words = wordsOf((await agent.get('/').expect(200)).text)
    expect(words).to.include('装配车间加层').and.include('今天 17:30 前签收').and.match(/今天亮的牌 1 张 ?黄牌 1/)
    const other = wordsOf((await (await test.signInAs('lead', { department: 'xzsp' })).agent.get('/')).text)
    expect(other).to.include('没有等您办的事').and.include('今天没有亮牌。')
  })

  it('of the supervisors shows drafts to sign and orders without a reply', async () => {
    const { agent } = await test.signInAs('supervisor', { department: 'dcs' })
    const html = (await agent.get('/').expect(200)).text
    expect(wordsOf(html)).to.include('等您签发的 1 份').and.include('督办单：工业用地分割登记').and.include('回复已超期 6 个工作日')
    for (const [href = ''] of linksOf(html, /href="(\/orders\/[^"]+)"/g)) await agent.get(href).expect(200)
  })

  it('of the system administrator asks for the calendar of next year from 15 November on', async () => {
    const { agent } = await test.signInAs('systemAdmin')
    expect(wordsOf((await agent.get('/')).text)).to.include('2027 年的节假日还没有载入')
    const early = anApp({ now: '2026-11-14T10:00:00+08:00' })
    const before = await early.signInAs('systemAdmin')
    expect(wordsOf((await before.agent.get('/')).text)).not.to.include('还没有载入')
  })
})
