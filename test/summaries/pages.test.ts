import { expect } from 'chai'
import '../../models/all.ts'
import { IssueModel } from '../../models/issue/index.ts'
import type { IssueState } from '../../models/issue/words.ts'
import { forgetAll } from '../../models/shared/memo.ts'
import { anApp, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'
import { reopen } from '../exports/reopened.ts'

describe('the summary of departments', function () {
  this.timeout(60_000)
  useDatabase()
  let app: TestApp
  before(async () => {
    await aSmallCity()
    app = anApp()
    await IssueModel.insertMany([
      issue('SQ2026-000001', [['2026-10-08', 'submitted', 'assigned'], ['2026-10-09', 'assigned', 'handling']]),
      issue('SQ2026-000002', [['2026-11-03', 'submitted', 'assigned'], ['2026-11-12', 'callBack', 'closed']]),
    ] as never[])
    forgetAll()
  })

  function issue(no: string, steps: [day: string, from: IssueState, to: IssueState][]) {
    const at = (day: string) => new Date(`${day}T10:00:00+08:00`)
    const state = steps.at(-1)?.[2] ?? 'submitted'
    const closed = state === 'closed'
    return {
      no, title: '规划道路多年未建', source: 'visit', createdAt: at('2026-10-08'), category: 'ydgh', state, open: !closed, stock: closed ? null : 'handling', leadDepartment: 'zrzy',
      raiser: { kind: 'enterprise', id: null, name: '浔禾纺织', person: '', personTitle: '', phone: '' }, assignedAt: at(steps[0]?.[0] ?? ''), resultClass: closed ? 'A' : null,
      closedAt: closed ? at('2026-11-12') : null, satisfaction: closed ? '满意' : null,
      history: steps.map(([day, from, to]) => ({ at: at(day), by: null, byName: '', byDepartment: '', act: 'accept', from, to, text: '', dueVersion: 1, happenedOn: null })),
    }
  }

  it('shows the figures of a period with the check, and the rows behind what is in hand', async () => {
    const { agent } = await app.signInAs('coordinator')
    const shown = await agent.get('/dashboard/summary?from=2026-11-01&to=2026-11-25').expect(200)
    expect(shown.text).to.contain('核对：上期结转 1 ＋本期交办 1 ＋转回 0 －本期办结 1 －撤并 0 ＝期末在办 1，平衡')
    expect(shown.text).to.contain('href="/issues?tab&#x3D;open&amp;department&#x3D;zrzy"')
    const time = await agent.get('/dashboard/summary?from=2026-11-01&to=2026-11-25&part=time').expect(200)
    expect(time.text).to.contain('样本少')
  })

  it('leads nobody to a page that is not shown to them', async () => {
    const [office, lead] = [await app.signInAs('coordinator'), await app.signInAs('lead', { department: 'zrzy' })]
    const hrefs = async ({ agent }: typeof lead) =>
      [...(await agent.get('/dashboard/summary')).text.matchAll(/href="(\/dashboard\/departments\/[^"]+)"/g)].map(([, href]) => href ?? '')
    const [all, own] = [await hrefs(office), await hrefs(lead)]
    expect(own).to.deep.equal(['/dashboard/departments/zrzy'])
    expect(all).to.include.members(own).and.have.length.above(1)
    for (const href of own) await lead.agent.get(href).expect(200)
  })

  it('has the same figures in a workbook, computed by the sheet', async () => {
    const { agent } = await app.signInAs('lead')
    const answer = await agent.get('/dashboard/summary.xlsx?from=2026-11-01&to=2026-11-25').buffer(true).parse((res, done) => {
      const chunks: Buffer[] = []
      res.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => done(null, Buffer.concat(chunks)))
    })
    expect(answer.status).to.equal(200)
    const book = await reopen(answer.body as Buffer)
    expect(book.worksheets.map(({ name }) => name)).to.deep.equal(['汇总表', '按组内排名'])
    const [page] = book.worksheets
    const row = Array.from({ length: 10 }, (_, n) => n + 5).find((each) => page?.getCell(each, 2).text === '自然资源和规划局') ?? 0
    expect(page?.getCell(row, 11).value).to.deep.equal({ formula: `C${row}+D${row}+E${row}+F${row}-G${row}-H${row}-I${row}-J${row}`, result: 1 })
    expect(page?.pageSetup.paperSize).to.equal(8)
  })

  it('is not for an officer', async () => {
    await (await app.signInAs('officer')).agent.get('/dashboard/summary').expect(403)
  })
})
