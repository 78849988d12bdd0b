import { expect } from 'chai'
import { InstructionModel } from '../../models/instruction/index.ts'
import { IssueModel } from '../../models/issue/index.ts'
import { forgetAll } from '../../models/shared/memo.ts'
import { complaintsAbout } from '../parts/validate.ts'
import { anApp, NOW, submit, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity, aUser } from '../support/factories.ts'
import { aBusyCity, anIssue } from './aBusyCity.ts'

/** The whole text of a page, without tags and needless spaces. */
const wordsOf = (html: string) => html.replaceAll(/<[^>]+>/g, '').replaceAll(/\s+/g, ' ')

describe('the leader’s page', () => {
  useDatabase()
  let city: Awaited<ReturnType<typeof aBusyCity>>
  let test: TestApp
  let agent: Agent

  before(async () => {
    city = await aBusyCity()
    test = anApp({ now: NOW })
    agent = await test.signIn(city.leader.account)
  })
  const home = async () => (await agent.get('/').expect(200)).text

  it('is the leader’s home and begins with one plain sentence made from the figures', async () => {
    const html = await home()
    expect(wordsOf(html)).to.include('在办诉求 51 件，4 件超期，分布在 4 个部门，各 1 件。')
    expect(wordsOf(html)).to.include('超期里有 1 件是挂账的承诺。')
  })

  it('ranks what needs a leader, each with where it lies, since when and why', async () => {
    const words = wordsOf(await home())
    expect(words).to.match(/园区蒸汽管网改造后三次停供，产线停工岚砾新材料，崂山区，大型，您联系的企业/)
    expect(words).to.include('江砚北 局长，自 11月9日').and.include('督办单要求 11月17日前回复，没有回复')
    expect(words).to.include('没有部门认领').and.include('2 次退办，等办公室裁定')
    expect(words.indexOf('园区蒸汽')).to.be.below(words.indexOf('港区集卡'))
  })

  it('is valid HTML for leaders, secretaries and supervisors', async () => {
    expect(await complaintsAbout(await home())).to.deep.equal([])
    const secretary = await test.signInAs('secretary', { actsFor: city.leader._id })
    const supervisor = await test.signInAs('supervisor')
    expect(await complaintsAbout((await secretary.agent.get('/').expect(200)).text)).to.deep.equal([])
    expect(await complaintsAbout((await supervisor.agent.get('/dashboard').expect(200)).text)).to.deep.equal([])
  })

  it('shows counts that each equal the cases of the list they open', async () => {
    const html = await home()
    const table = /<table class="matrix">([\s\S]*?)<\/table>/.exec(html)?.[1] ?? ''
    const cells = [...table.matchAll(/<a href="(\/issues\?[^"]+)">([\d,]+)<\/a>/g)]
    expect(cells.length).to.be.above(30)
    const seen = new Map(cells.map(([, href = '', count = '']) => [
      href.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='), Number(count),
    ]))
    for (const [href, count] of seen) {
      const list = await agent.get(href)
      expect(list.status, href).to.equal(200)
      expect(wordsOf(list.text), href).to.match(new RegExp(`共 ${count} 件`))
    }
  })

  it('adds up: every column of the matrix is the sum of its departments', async () => {
    const table = /<table class="matrix">([\s\S]*?)<\/table>/.exec(await home())?.[1] ?? ''
    const rows = table.split('<tr>').slice(2).map(
      row => [...row.matchAll(/>([\d,]+)<\/(?:a|span)>/g)].map(([, count]) => Number(count))
    )
    const total = rows.at(-1) ?? []
    const parts = rows.slice(0, -1)
    expect(total).to.have.length(7)
    for (const [column, sum] of total.entries()) expect(parts.reduce(
      (all, row) => all + (row[column] ?? 0), 0,
    )).to.equal(sum)
  })

  it('says how many key enterprises each linked leader has left, and marks the reader', async () => {
    expect(wordsOf(await home())).to.include('20 家重点企业里，下半年还有 3 家没有走访，您联系的占 3 家。').and.include('裴青野（您）')
  })

  it('opens exactly the firms that a leader has left', async () => {
    const links = [...(await home()).matchAll(/<a href="(\/visit-tasks[^"]+)">([\d,]+)(?: 家)?<\/a>/g)]
    expect(links.length).to.be.at.least(3)
    for (const [, href = '', count] of links) {
      const list = await agent.get(href.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=')).expect(200)
      expect(wordsOf(list.text), href).to.match(count === '0' ? /没有/ : new RegExp(`共 ${count} `))
    }
  })

  it('draws twelve weeks from frozen days, with the same figures as a table', async () => {
    const html = await home()
    expect(html).to.include('<svg viewBox="0 0 444 220" role="img"')
    expect(wordsOf(html)).to.include('看数据表').and.include('8月31日')
  })

  it('keeps its figures for some seconds and says the moment they are of', async () => {
    forgetAll()
    const before = await home()
    await anIssue({ dueOn: '2026-11-02' })
    expect(wordsOf(await home())).to.include('4 件超期')
    expect(wordsOf(before)).to.include('数字截至 11月25日 10:20')
    forgetAll()
    expect(wordsOf(await home())).to.include('5 件超期')
  })

  it('reads no case for its matrix: the index holds every field', async () => {
    const { openWork } = await import('../../models/dashboard/queries.ts')
    const plan = await (
      openWork(
        {}, [{ title: '0–5', fromOn: '2026-11-18', toOn: null }], new Date(NOW),
      ) as unknown as ReturnType<typeof IssueModel.aggregate>
    ).explain('executionStats')
    expect(JSON.stringify(plan)).to.include('"totalDocsExamined":0')
  })

  describe('an instruction', () => {
    it('written by the leader becomes work of the department, with a day and a notice', async () => {
      const answer = await submit(
        agent, '/', `/issues/${city.worst.no}/instruction`,
        { text: '请本周内到现场。', dueOn: '2026-12-02', once: '11111111-1111-4111-8111-111111111111' },
      )
      expect(answer.status).to.equal(303)
      const stored = await InstructionModel.findOne({ issueNo: city.worst.no }).lean()
      expect(stored).to.include({
        department: 'zjj', state: 'open', dueOn: '2026-12-02', leaderName: '裴青野', enteredBy: null,
      })
      forgetAll()
      expect(wordsOf(await home())).to.include('裴青野 已批示，12月2日前回报')
    })

    it('is shown to the department, which reports, and is finished by the leader', async () => {
      const stored = await InstructionModel.findOne({ issueNo: city.worst.no }).lean()
      const address = `/instructions/${stored?.no ?? ''}`
      const lead = await test.signIn(city.head.account)
      const shown = await lead.get(address).expect(200)
      expect(wordsOf(shown.text)).to.include('还剩 5 个工作日')
      expect(await complaintsAbout(shown.text)).to.deep.equal([])
      await submit(lead, address, `${address}/reply`, { text: '已恢复供汽。', once: '21111111-1111-4111-8111-111111111111' })
      expect(wordsOf((await agent.get(address)).text)).to.include('已恢复供汽。').and.include('看回报，办结或再要求回报')
      await submit(agent, address, `${address}/completion`, {})
      expect(await InstructionModel.findOne({ issueNo: city.worst.no }).lean()).to.include({ state: 'done' })
    })

    it('is not found by another department', async () => {
      const stored = await InstructionModel.findOne({ issueNo: city.worst.no }).lean()
      const other = await test.signInAs('lead', { department: 'xzsp' })
      await other.agent.get(`/instructions/${stored?.no ?? ''}`).expect(404)
    })

    it('without words comes back with what is missing', async () => {
      const answer = await submit(
        agent, '/', `/issues/${city.worst.no}/instruction`,
        { text: ' ', dueOn: '2026-12-02', once: '31111111-1111-4111-8111-111111111111' },
      )
      expect(answer.status).to.equal(422)
      expect(wordsOf(answer.text)).to.include('请填写批示内容')
      expect(await complaintsAbout(answer.text)).to.deep.equal([])
    })

    it('entered by a secretary needs the scan', async () => {
      const secretary = await test.signInAs('secretary', { actsFor: city.leader._id })
      const form = `/instructions/new?issue=${city.worst.no}`
      const answer = await submit(
        secretary.agent, form, `/issues/${city.worst.no}/instruction`,
        { text: '请办。', dueOn: '2026-12-02', once: '41111111-1111-4111-8111-111111111111' },
      )
      expect(answer.status).to.equal(422)
      expect(wordsOf(answer.text)).to.include('代录批示要附原件')
    })

    it('is not offered to, nor accepted from, those who only read', async () => {
      const { agent: reader } = await test.signInAs('supervisor')
      expect((await reader.get('/dashboard')).text).not.to.include('写批示')
      const answer = await submit(
        reader, '/sessions', `/issues/${city.worst.no}/instruction`, { text: '请办。', dueOn: '2026-12-02' },
      )
      expect(answer.status).to.equal(403)
    })

    it('stands in the list with its day, valid as a page in every tab', async () => {
      for (const tab of ['open', 'overdue', 'replied', 'done', 'all']) {
        expect(await complaintsAbout((await agent.get(`/instructions?tab=${tab}`).expect(200)).text)).to.deep.equal([])
      }
    })
  })

  describe('one department', () => {
    it('is the same page for its own cases', async () => {
      const html = (await agent.get('/dashboard/departments/zjj').expect(200)).text
      expect(wordsOf(html)).to.include('在办诉求 14 件，1 件超期')
      expect(await complaintsAbout(html)).to.deep.equal([])
    })

    it('is open to its lead and hidden from another’s', async () => {
      const lead = await test.signIn(city.head.account)
      await lead.get('/dashboard/departments/zjj').expect(200)
      await lead.get('/dashboard/departments/zrzy').expect(404)
    })
  })
})

describe('the leader’s page of a quiet city', () => {
  useDatabase()
  it('says that nothing is in hand and why each part is empty', async () => {
    await aSmallCity()
    const test = anApp({ now: NOW })
    const user = await aUser({ roles: ['leader'] })
    const html = (await (await test.signIn(user.account)).get('/').expect(200)).text
    for (const words of ['没有在办的诉求。', '没有需要过问的诉求。', '还画不出走势。', '30 天内没有到期的承诺。']) expect(wordsOf(html)).to.include(words)
    expect(await complaintsAbout(html)).to.deep.equal([])
  })
})
