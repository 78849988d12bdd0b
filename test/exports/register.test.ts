import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { expect } from 'chai'
import { Types } from 'mongoose'
import type { Response } from 'supertest'
import '../../models/all.ts'
import { AuditEntryModel } from '../../models/audit/index.ts'
import { EnterpriseModel } from '../../models/enterprise/index.ts'
import { ExportRecordModel } from '../../models/exportRecord/index.ts'
import { IssueModel, type Issue } from '../../models/issue/index.ts'
import { VisitModel } from '../../models/visit/index.ts'
import { deleteOldExports } from '../../server/exports/actions.ts'
import { exportFile } from '../../server/exports/store.ts'
import { anApp, NOW, submit, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'
import { reopen, rowTexts } from './reopened.ts'

const AT = new Date('2026-11-02T09:00:00+08:00')

function anIssue(no: string, more: Partial<Issue> = {}): Partial<Issue> {
  return {
    no, title: '规划道路多年未建', text: '厂区东侧道路', source: 'visit', createdAt: AT, category: 'ydgh', state: 'handling', open: true, stock: 'handling',
    leadDepartment: 'zrzy', handlerName: '何闻溪', assignedAt: AT, assignNo: '联交〔2026〕1号', dueVersion: 1, dueOn: '2026-11-23', dueAt: new Date('2026-11-23T17:30:00+08:00'),
    raiser: { kind: 'enterprise', id: null, name: '浔禾纺织', person: '', personTitle: '', phone: '' },
    dueVersions: [{ n: 1, kind: 'assign', startOn: '2026-11-02', workingDays: 15, dueOn: '2026-11-23', dueAt: new Date('2026-11-23T17:30:00+08:00'), provisional: false, reason: '', setAt: AT, raised: [] }],
    ...more,
  } as Partial<Issue>
}

const binary = (agent: Agent, address: string): Promise<Response> =>
  agent.get(address).buffer(true).parse((res, done) => {
    const chunks: Buffer[] = []
    res.on('data', (chunk: Buffer) => chunks.push(chunk))
    res.on('end', () => done(null, Buffer.concat(chunks)))
  }) as unknown as Promise<Response>

async function sheetOf(agent: Agent, address: string) {
  const answer = await binary(agent, address)
  expect(answer.status, answer.headers['location'] as string).to.equal(200)
  const [page] = (await reopen(answer.body as Buffer)).worksheets
  if (!page) throw new Error('no sheet')
  return { page, answer }
}

describe('a list as a workbook', function () {
  this.timeout(60_000)
  useDatabase()
  let app: TestApp
  before(async () => {
    await aSmallCity()
    app = anApp()
    await IssueModel.insertMany([
      anIssue('SQ2026-000001', { rung: 'L2' }),
      anIssue('SQ2026-000002', { leadDepartment: 'zjj', title: '=1+1' }),
      anIssue('SQ2026-000003', { state: 'closed', open: false, stock: null, closedAt: AT, raiser: { kind: 'citizen', id: null, name: '欧阳明云', person: '', personTitle: '', phone: '' } }),
    ])
    const firm = { uscc: '91370200163562681G', name: '青岛浔禾纺织有限公司', sortKey: 'xun', district: '370212', createdAt: AT, updatedAt: AT }
    await EnterpriseModel.create({ ...firm, contacts: [{ name: '贺临洲', title: '总经理', phones: ['13812345678'], email: '' }] })
    await VisitModel.create({
      no: 'ZF2026-000001', department: 'zrzy', createdBy: new Types.ObjectId(), onDay: '2026-11-03', mode: '实地', lead: '程远', heard: '谈了道路', state: 'done', createdAt: AT, updatedAt: AT,
      subjects: [{ type: 'enterprise', id: null, name: '浔禾纺织', district: '370212' }, { type: 'npc', id: null, name: '代表甲', district: '370212' }],
      issues: [{ issue: new Types.ObjectId(), no: 'SQ2026-000001', raiser: 0, again: false }],
    })
  })

  it('holds the rows of the list, in its scope and with its filter, under an export number', async () => {
    const { agent } = await app.signInAs('officer', { department: 'zrzy', name: '温书仪' })
    const { page, answer } = await sheetOf(agent, '/issues.xlsx?tab=all')
    expect(rowTexts(page, 3).slice(0, 4)).to.deep.equal(['序号', '问题编号', '诉求企业/提出人', '诉求摘要'])
    expect(page.columnCount).to.equal(30)
    expect([4, 5].map((row) => page.getCell(row, 2).text)).to.have.members(['SQ2026-000001', 'SQ2026-000003'])
    const record = await ExportRecordModel.findOne().sort({ requestedAt: -1, _id: -1 }).lean()
    expect(record).to.include({ kind: 'issues', rows: 2, state: 'done', filterText: '页签：全部', requestedByName: '温书仪' })
    expect(record?.sha256).to.equal(createHash('sha256').update(answer.body as Buffer).digest('hex'))
    expect(page.headerFooter.oddFooter).to.contain(record?.no)
    expect(answer.headers['content-disposition']).to.contain(encodeURIComponent('诉求和意见台账'))
    expect(await AuditEntryModel.countDocuments({ 'record.no': record?.no ?? '' })).to.equal(2)
  })

  it('says in words how late a case is, and masks a citizen', async () => {
    const { agent } = await app.signInAs('coordinator')
    const { page } = await sheetOf(agent, '/issues.xlsx?tab=all&sort=created')
    const heads = rowTexts(page, 3)
    const at = (no: string, header: string) => {
      const row = [4, 5, 6].find((each) => page.getCell(each, 2).text === no) ?? 0
      return page.getCell(row, heads.indexOf(header) + 1)
    }
    expect(at('SQ2026-000001', '剩余/超期(工作日)').text).to.equal('超2')
    expect(at('SQ2026-000001', '预警').text).to.equal('红牌')
    expect(at('SQ2026-000001', '预警').fill).to.deep.include({ fgColor: { argb: 'FFF8CBAD' } })
    expect(at('SQ2026-000002', '诉求摘要').value).to.equal('=1+1')
    expect(at('SQ2026-000003', '诉求企业/提出人').text).to.equal('欧**云')
  })

  it('has a preset for meetings on A4', async () => {
    const { agent } = await app.signInAs('coordinator')
    const { page } = await sheetOf(agent, '/issues.xlsx?tab=all&preset=meeting')
    expect(page.columnCount).to.equal(10)
    expect(page.pageSetup.paperSize).to.equal(9)
  })

  it('prints a visit once for each subject', async () => {
    const { agent } = await app.signInAs('coordinator')
    const { page } = await sheetOf(agent, '/visits.xlsx')
    const heads = rowTexts(page, 3)
    const column = (header: string) => heads.indexOf(header) + 1
    expect([4, 5].map((row) => page.getCell(row, column('走访对象')).text)).to.deep.equal(['浔禾纺织', '代表甲'])
    expect([4, 5].map((row) => page.getCell(row, column('反映问题(件)')).value)).to.deep.equal([1, 0])
  })

  it('masks phones, and writes them out only for a reason and after a second factor', async () => {
    const { agent } = await app.signInAs('coordinator')
    const { page } = await sheetOf(agent, '/enterprises.xlsx')
    expect(rowTexts(page, 4)).to.include('138****5678')
    const refused = await submit(agent, '/sessions', '/exports', { kind: 'enterprises', reason: '' })
    expect(refused.status).to.equal(422)
    expect(refused.text).to.contain('请填写用途')
    const withoutFactor = await submit(agent, '/sessions', '/exports', { kind: 'enterprises', reason: '节前慰问' })
    expect(withoutFactor.status).to.equal(403)
  })

  it('comes as csv too', async () => {
    const { agent } = await app.signInAs('coordinator')
    const answer = await agent.get('/issues.csv?tab=all').expect(200)
    expect(answer.text).to.contain("'=1+1")
    expect(answer.text.trim().split('\r\n')).to.have.length(4)
  })

  it('is not for those who may not see the list', async () => {
    const { agent } = await app.signInAs('systemAdmin')
    await agent.get('/issues.xlsx').expect(403)
  })

  it('shows everybody the own exports and the security administrator all, and hands the file to its maker alone', async () => {
    const { agent } = await app.signInAs('officer', { department: 'zrzy' })
    await sheetOf(agent, '/issues.xlsx')
    const own = await agent.get('/exports').expect(200)
    const [no] = /DC2026-\d{6}/.exec(own.text) ?? ['']
    expect(own.text.match(/href="\/exports\/DC/g)).to.have.length(1)
    await binary(agent, `/exports/${no}/file`).then(({ status }) => expect(status).to.equal(200))
    const other = await app.signInAs('officer', { department: 'zjj' })
    await other.agent.get(`/exports/${no}`).expect(404)
    const security = await app.signInAs('securityAdmin')
    expect((await security.agent.get('/exports').expect(200)).text.match(/href="\/exports\/DC/g)?.length).to.be.greaterThan(4)
    await security.agent.get(`/exports/${no}/file`).expect(404)
  })

  it('keeps the line and deletes the file after a day', async () => {
    const { agent } = await app.signInAs('coordinator')
    await sheetOf(agent, '/members.xlsx')
    const record = await ExportRecordModel.findOne({ kind: 'members' }).lean()
    if (!record) throw new Error('not registered')
    app.deps.clock.forward(23 * 3_600_000)
    expect((await deleteOldExports(app.deps)).deleted).to.equal(0)
    app.deps.clock.forward(2 * 3_600_000)
    expect((await deleteOldExports(app.deps)).deleted).to.be.greaterThan(0)
    expect(existsSync(exportFile(app.deps, record))).to.equal(false)
    expect((await deleteOldExports(app.deps)).deleted).to.equal(0)
    app.deps.clock.set(NOW)
  })

  it('refuses a fourth export while three are being made', async () => {
    const { agent } = await app.signInAs('coordinator')
    const answers = await Promise.all([1, 2, 3, 4].map(() => binary(agent, '/issues.xlsx')))
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 200, 200, 429])
    expect(String(answers.find(({ status }) => status === 429)?.body)).to.contain('已有 3 份表正在生成')
  })
})
