import { expect } from 'chai'
import type { Response } from 'supertest'
import { AnswerModel } from '../../models/answer/index.ts'
import { AuditEntryModel } from '../../models/audit/index.ts'
import { InvitationModel } from '../../models/invitation/index.ts'
import type { Questionnaire } from '../../models/questionnaire/index.ts'
import { TextTagModel } from '../../models/textTag/index.ts'
import { computeResults } from '../../server/results/actions.ts'
import { TriageItemModel } from '../../models/triage/index.ts'
import { collectTexts } from '../../server/triage/actions.ts'
import { anApp, submit, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'
import { reopen } from '../exports/reopened.ts'
import { workedExample } from './worked.ts'

const binary = (agent: Agent, address: string): Promise<Response> =>
  agent.get(address).buffer(true).parse((res, done) => {
    const chunks: Buffer[] = []
    res.on('data', (chunk: Buffer) => chunks.push(chunk))
    res.on('end', () => done(null, Buffer.concat(chunks)))
  }) as unknown as Promise<Response>

const textOf = (html: string) => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')

describe('what came of a questionnaire', function () {
  this.timeout(60_000)
  useDatabase()
  let city: TestApp
  let running: Questionnaire
  let closed: Questionnaire
  let anonymous: Questionnaire
  let statistics: Agent
  let coordinator: Agent
  let leader: Agent

  before(async () => {
    city = anApp()
    await aSmallCity()
    closed = await workedExample()
    anonymous = await workedExample({ confidentiality: 'anonymous' })
    running = await workedExample({ closesAt: new Date('2026-12-04T17:30:00+08:00') })
    await computeResults(city.deps, closed._id)
    await computeResults(city.deps, anonymous._id)
    statistics = (await city.signInAs('statistics', { department: 'lxb', name: '江汐初' })).agent
    coordinator = (await city.signInAs('coordinator', { department: 'lxb' })).agent
    leader = (await city.signInAs('leader', { department: 'lxb' })).agent
  })

  const pathOf = ({ no }: Questionnaire) => `/questionnaires/${no}`

  it('shows the worked example, who answered above every figure', async () => {
    const { text } = await leader.get(`${pathOf(closed)}/results`).expect(200)
    const words = textOf(text)
    for (const figure of ['75.77', '78.38', '76.40', '86.97', '71.89', '100/1,000 × 86.97']) expect(words).to.include(figure)
    expect(words).to.include('推荐 120 / 300 − 不推荐 75 / 300')
    expect(words).to.include('31.6%（316 / 1,000）')
    expect(text.indexOf('谁答了')).to.be.lessThan(text.indexOf('75.77'))
    expect(words).to.include('不计入得分')
    expect(words).to.include('没有往年的问卷结果可比').and.not.include('比往年 ')
  })

  it('shows what is too small as hidden, and says why', async () => {
    const { text } = await leader.get(`${pathOf(closed)}/results`).expect(200)
    const row = /<tr><td class="">莱西市[\s\S]*?<\/tr>/.exec(text)?.[0] ?? ''
    expect(textOf(row)).to.include('隐去')
    expect(textOf(row)).to.not.match(/\b3\b/)
    expect(textOf(text)).to.include('少于 5 份答卷的数不公布')
    expect(textOf(text)).to.include('含不满意')
  })

  it('tells no figure before the close, on no page and in no file', async () => {
    for (const page of ['results', 'answers', 'results/texts']) {
      const { text } = await statistics.get(`${pathOf(running)}/${page}`).expect(200)
      expect(textOf(text)).to.include('12月4日 18:00 以后算定')
      expect(textOf(text)).to.include('31.6%（316 / 1,000）')
      for (const figure of ['75.77', '78.38', '路灯不亮', '很满意']) expect(textOf(text)).to.not.include(figure)
    }
    for (const file of ['results.xlsx', 'answers.xlsx', 'answers.csv']) await statistics.get(`${pathOf(running)}/${file}`).expect(409)
    const [one] = await AnswerModel.find({ questionnaire: running._id, filled: true }).limit(1).lean()
    await statistics.get(`${pathOf(running)}/answers/${one?._id}`).expect(404)
  })

  it('lets the statistics role see names, under the eyes of the audit, and nobody else', async () => {
    const list = await statistics.get(`${pathOf(closed)}/answers`).expect(200)
    expect(list.text).to.match(/青岛甲\d+有限公司/)
    expect(await AuditEntryModel.countDocuments({ act: 'answer.read', 'record.no': closed.no })).to.equal(1)
    const [one] = await AnswerModel.find({ questionnaire: closed._id, filled: true }).limit(1).lean()
    const single = await statistics.get(`${pathOf(closed)}/answers/${one?._id}`).expect(200)
    expect(single.text).to.match(/青岛甲\d+有限公司/)
    // leads to the inbox as soon as its texts are there
    expect(single.text).to.not.include(`${pathOf(closed)}/answers/${one?._id}/issue`)
    await collectTexts(city.deps)
    const collected = await TriageItemModel.findOne({ questionnaire: closed._id }).lean()
    const address = `${pathOf(closed)}/answers/${collected?.answer ?? ''}`
    expect((await statistics.get(address).expect(200)).text).to.include(`${address}/issue`)
    const unnamed = await coordinator.get(`${pathOf(closed)}/answers`).expect(200)
    expect(unnamed.text).to.not.include('青岛甲')
    expect(unnamed.text).to.not.include('提交日</th>')
    const other = await coordinator.get(`${pathOf(closed)}/answers/${one?._id}`).expect(200)
    expect(other.text).to.not.include('青岛甲')
    await leader.get(`${pathOf(closed)}/answers`).expect(403)
    await leader.get(`${pathOf(closed)}/results/texts`).expect(403)
  })

  it('finds the answer of a firm by its name', async () => {
    const { text } = await statistics.get(`${pathOf(closed)}/answers?q=${encodeURIComponent('青岛甲17有')}`).expect(200)
    expect(text).to.include('青岛甲17有限公司').and.not.include('青岛甲18有限公司')
    await statistics.get(`${pathOf(closed)}/answers?q=${encodeURIComponent('(')}`).expect(200)
  })

  it('shows anonymous answers without texts, firms or a way to them', async () => {
    const { text } = await statistics.get(`${pathOf(anonymous)}/answers`).expect(200)
    expect(text).to.not.match(/青岛甲|转为诉求|希望兑现快一点|企业<\/th>/)
    const ids = (await AnswerModel.find({ questionnaire: anonymous._id }).lean()).map(({ _id }) => _id)
    const texts = await statistics.get(`${pathOf(anonymous)}/results/texts`).expect(200)
    expect(texts.text).to.include('希望兑现快一点')
    expect(ids.filter((id) => texts.text.includes(id))).to.deep.equal([])
  })

  it('keeps the tags that a reader gives to texts, and says what is wrong with them', async () => {
    const page = `${pathOf(closed)}/results/texts?item=q19`
    const { text } = await coordinator.get(page).expect(200)
    const names = [...text.matchAll(/name="(tags-[^"]+)"/g)].map(([, name]) => String(name))
    expect(names).to.have.length(40)
    const [first = '', second = ''] = names
    const refused = await submit(coordinator, page, `${pathOf(closed)}/results/texts`, { item: 'q19', [first]: '这个标签实在是太长了写不下', [second]: '融资' })
    expect(refused.status).to.equal(422)
    expect(refused.text).to.include('标签最多 12 个字').and.include('value="融资"')
    const saved = await submit(coordinator, page, `${pathOf(closed)}/results/texts`, { item: 'q19', [first]: '融资，用工', [second]: '融资' })
    expect(saved.status).to.equal(303)
    expect((await TextTagModel.find().sort({ tags: 1 }).lean()).map(({ tags }) => tags)).to.deep.include.members([['融资', '用工'], ['融资']])
    const tagged = await coordinator.get(`${page}&tag=${encodeURIComponent('融资')}`).expect(200)
    expect(textOf(tagged.text)).to.include('融资 2').and.include('没有标签 38')
    const strange = await submit(coordinator, page, `${pathOf(closed)}/results/texts`, { item: 'q19', 'tags-nobody': '融资' })
    expect(strange.status).to.equal(422)
  })

  it('hands out a workbook by right: figures to all, answers and firms to those who may', async () => {
    const sheets = async (agent: Agent) => {
      const answer = await binary(agent, `${pathOf(closed)}/results.xlsx`)
      expect(answer.status).to.equal(200)
      return reopen(answer.body as Buffer)
    }
    const whole = await sheets(statistics)
    expect(whole.worksheets.map(({ name }) => name)).to.deep.equal(['答卷构成', '维度和指数', '各题结果', '分组表', '编码表', '答卷', '回收名单'])
    const answers = whole.getWorksheet('答卷')
    const values = answers?.getSheetValues().flat() ?? []
    expect(values.filter((value) => typeof value === 'string' && value.startsWith('青岛甲'))).to.have.length(316)
    expect(values).to.include('=HYPERLINK("http://a","路灯不亮")')
    expect(whole.getWorksheet('分组表')?.getSheetValues().flat()).to.include('隐去')
    expect(answers?.headerFooter.oddFooter).to.match(/DC2026-\d{6}/)
    expect((await sheets(leader)).worksheets.map(({ name }) => name)).to.deep.equal(['答卷构成', '维度和指数', '各题结果', '分组表', '编码表'])
    expect(JSON.stringify((await sheets(coordinator)).getWorksheet('答卷')?.getSheetValues())).to.not.include('青岛甲')
  })

  it('hands out the answers as csv that no spreadsheet runs', async () => {
    const { text } = await statistics.get(`${pathOf(closed)}/answers.csv`).buffer(true).expect(200)
    expect(text.startsWith('\ufeff')).to.equal(true)
    expect(text).to.include(`"'=HYPERLINK(""http://a"",""路灯不亮"")"`)
    expect(text.trim().split('\r\n')).to.have.length(317)
    const unnamed = await coordinator.get(`${pathOf(closed)}/answers.csv`).buffer(true).expect(200)
    expect(unnamed.text).to.not.include('青岛甲')
    const hidden = await statistics.get(`${pathOf(anonymous)}/answers.csv`).buffer(true).expect(200)
    expect(hidden.text).to.not.match(/青岛甲|希望兑现|区市/)
    await leader.get(`${pathOf(closed)}/answers.csv`).expect(403)
  })

  it('keeps roll and answers of an anonymous questionnaire apart in every file', async () => {
    const answer = await binary(statistics, `${pathOf(anonymous)}/results.xlsx`)
    const book = await reopen(answer.body as Buffer)
    expect(book.worksheets.map(({ name }) => name)).to.include.members(['答卷', '开放题19', '回收名单'])
    expect(JSON.stringify(book.getWorksheet('答卷')?.getSheetValues())).to.not.match(/青岛甲|希望兑现/)
    expect(await InvitationModel.countDocuments({ questionnaire: anonymous._id, state: 'answered' })).to.equal(316)
  })

  it('compares with an earlier year only what was asked alike', async () => {
    const former = await workedExample({ year: 2025, closesAt: new Date('2025-11-20T17:30:00+08:00') })
    await computeResults(city.deps, former._id)
    const { text } = await leader.get(`${pathOf(closed)}/results`).expect(200)
    expect(textOf(text)).to.include('2025年 75.77，0.00')
  })

  it('warns when fewer than thirty answered', async () => {
    const few = await workedExample()
    const kept = (await AnswerModel.find({ questionnaire: few._id }).limit(12).lean()).map(({ _id }) => _id)
    await AnswerModel.deleteMany({ questionnaire: few._id, _id: { $nin: kept } })
    await computeResults(city.deps, few._id)
    const { text } = await leader.get(`${pathOf(few)}/results`).expect(200)
    expect(textOf(text)).to.include('不足 30 份')
  })
})
