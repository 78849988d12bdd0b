import { expect } from 'chai'
import { IssueModel } from '../../models/issue/index.ts'
import { aBusyCity } from '../dashboards/aBusyCity.ts'
import { complaintsAbout } from '../parts/validate.ts'
import { anApp, NOW, submit, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'

const wordsOf = (html: string) => html.replaceAll(/<[^>]+>/g, '').replaceAll(/\s+/g, ' ')

describe('the ledger of promises', () => {
  useDatabase()
  let test: TestApp
  before(async () => {
    await aBusyCity()
    test = anApp({ now: NOW })
  })

  it('lists what was promised, the earliest day first, with what is left', async () => {
    const { agent } = await test.signInAs('coordinator')
    const html = (await agent.get('/promises').expect(200)).text
    expect(wordsOf(html)).to.match(/公布危险废物处置收费标准.*已超期 3 个工作日.*还剩 2 个工作日/)
    expect(await complaintsAbout(html)).to.deep.equal([])
  })

  for (const tab of ['pledged', 'past', 'near', 'kept', 'all']) {
    it(`counts in tab ${tab} what the tab lists`, async () => {
      const { agent } = await test.signInAs('supervisor')
      const html = (await agent.get(`/promises?tab=${tab}`).expect(200)).text
      const count = /aria-current="page">[^<]+<span class="[^"]*">(\d+)<\/span>/.exec(
        html.slice(html.indexOf('class="tabs"'))
      )?.[1]
      expect(wordsOf(html)).to.match(new RegExp(count === '0' ? '没有' : `共 ${count ?? '?'} 件`))
      expect(await complaintsAbout(html)).to.deep.equal([])
    })
  }

  it('shows a department its own promises only', async () => {
    const { agent } = await test.signInAs('officer', { department: 'sthj' })
    const words = wordsOf((await agent.get('/promises')).text)
    expect(words).to.include('共 1 件').and.include('公布危险废物处置收费标准')
  })

  it('makes nothing public before the lead has approved the words', async () => {
    const promise = await IssueModel.findOne({ state: 'pledged', leadDepartment: 'sthj' }).lean()
    const address = `/promises/${promise?.no ?? ''}`
    const { agent: officer } = await test.signInAs('officer', { department: 'sthj' })
    expect(wordsOf((await officer.get(address).expect(200)).text)).to.include('没有公开').and.not.include('审定措辞 ')
    const { agent: lead } = await test.signInAs('lead', { department: 'sthj' })
    const empty = await submit(lead, address, `${address}/wording`, { publicText: '' })
    expect(empty.status).to.equal(422)
    await submit(lead, address, `${address}/wording`, { publicText: '公布危险废物处置的收费标准' })
    const html = (await lead.get(address)).text
    expect(wordsOf(html)).to.include('公布危险废物处置的收费标准')
    expect(await complaintsAbout(html)).to.deep.equal([])
    const stored = await IssueModel.findOne({ no: promise?.no ?? '' }).lean()
    expect(stored?.promise?.publicText).to.equal('公布危险废物处置的收费标准')
  })

  it('does not let another department approve', async () => {
    const promise = await IssueModel.findOne({ state: 'pledged', leadDepartment: 'sthj' }).lean()
    const { agent } = await test.signInAs('lead', { department: 'xzsp' })
    const answer = await submit(agent, '/sessions', `/promises/${promise?.no ?? ''}/wording`, { publicText: '改' })
    expect(answer.status).to.equal(404)
  })
})

describe('a department’s page', () => {
  useDatabase()
  let test: TestApp
  before(async () => {
    await aBusyCity()
    test = anApp({ now: NOW })
  })

  it('shows open work, promises and visits, each number leading to as many rows', async () => {
    const { agent } = await test.signInAs('coordinator')
    const html = (await agent.get('/departments/zrzy').expect(200)).text
    expect(await complaintsAbout(html)).to.deep.equal([])
    const links = [...html.matchAll(/<td class="number[^"]*"><a href="([^"]+)">([\d,]+)<\/a>/g)]
    expect(links.length).to.be.above(2)
    for (const [, href = '', count] of links) {
      const list = await agent.get(href.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=')).expect(200)
      expect(wordsOf(list.text), href).to.match(new RegExp(`共 ${count ?? '?'} `))
    }
  })

  it('is the own department’s to its officers, and hidden otherwise', async () => {
    const { agent } = await test.signInAs('officer', { department: 'zrzy' })
    await agent.get('/departments/zrzy').expect(200)
    await agent.get('/departments/zjj').expect(404)
    await agent.get('/departments/nowhere').expect(404)
  })
})
