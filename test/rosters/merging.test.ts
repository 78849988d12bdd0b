import { expect } from 'chai'
import { Types } from 'mongoose'
import '../../models/all.ts'
import { AuditEntryModel } from '../../models/audit/index.ts'
import { EnterpriseModel } from '../../models/enterprise/index.ts'
import { IssueModel } from '../../models/issue/index.ts'
import { MemberModel } from '../../models/member/index.ts'
import { VisitModel } from '../../models/visit/index.ts'
import { VisitTaskModel } from '../../models/visitTask/index.ts'
import { aRunningCase } from '../jobs/cases.ts'
import { anApp, submit, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'

const AT = new Date('2026-11-02T09:00:00+08:00')
const plain = (html: string): string => html.replaceAll(/<[^>]+>/g, '')

describe('two records of one firm or person', function () {
  this.timeout(60_000)
  useDatabase({ emptied: 'each' })
  let city: TestApp
  let office: Agent
  beforeEach(async () => {
    city = anApp()
    await aSmallCity()
    office = (await city.signInAs('coordinator', { department: 'lxb' })).agent
  })

  const aFirm = async (uscc: string, name: string, more = {}) =>
    EnterpriseModel.create({ uscc, name, sortKey: name, district: '370212', createdAt: AT, updatedAt: AT, ...more })

  async function twoFirms() {
    const kept = await aFirm('91370200163562681G', '青岛浔禾纺织有限公司', { contacts: [{ name: '贺临洲', title: '总经理', phones: ['13812345678'], email: '' }] })
    const other = await aFirm('91370200264627772K', '浔禾纺织', { address: '石砚路 5 号', contacts: [{ name: '陆其安', title: '', phones: ['13987654321'], email: '' }] })
    const task = (subject: Types.ObjectId, department: string) => VisitTaskModel.create({
      period: '2026H2', fromOn: '2026-07-01', dueOn: '2026-12-31', department, createdAt: AT,
      subject: { type: 'enterprise', id: subject, name: '浔禾', district: '370212', linkedLeader: null },
    })
    await task(kept._id, 'zrzy')
    const lost = await task(other._id, 'zrzy')
    await task(other._id, 'zjj')
    await VisitModel.create({
      no: 'ZF202611030001', department: 'zrzy', createdBy: new Types.ObjectId(), onDay: '2026-11-03', mode: '实地', lead: '程远', heard: '谈了道路', state: 'done', createdAt: AT, updatedAt: AT,
      task: lost._id, subjects: [{ type: 'enterprise', id: other._id, name: '浔禾纺织', district: '370212' }], issues: [],
    })
    const { no } = await aRunningCase({ startOn: '2026-11-02' })
    await IssueModel.updateOne({ no }, { $set: { 'raiser.id': other._id } })
    return { kept, other, no }
  }

  it('are found, compared side by side with what moves, and become one in one act', async () => {
    const { kept, other, no } = await twoFirms()
    const at = `/enterprises/${String(kept._id)}`
    expect((await office.get(at)).text).to.include(`${at}/merge`)
    expect((await office.get(`${at}/merge?q=浔禾`)).text).to.include(`other&#x3D;${String(other._id)}`)
    const page = plain((await office.get(`${at}/merge?other=${String(other._id)}`).expect(200)).text)
    expect(page).to.include('1 次走访、1 件诉求、2 个走访任务').and.include('石砚路 5 号').and.not.include('13987654321')
    const answer = await submit(office, `${at}/merge?other=${String(other._id)}`, `${at}/merge`, {
      other: String(other._id), version: '0', otherVersion: '0',
    })
    expect(answer.status, plain(answer.text)).to.equal(303)

    const now = await EnterpriseModel.findById(kept._id).lean()
    expect(now).to.include({ name: '青岛浔禾纺织有限公司', address: '石砚路 5 号' })
    expect(now?.contacts.map(({ name }) => name)).to.deep.equal(['贺临洲', '陆其安'])
    expect((await IssueModel.findOne({ no }).lean())?.raiser.id?.toString()).to.equal(String(kept._id))
    const tasks = await VisitTaskModel.find({ 'subject.id': kept._id }).sort({ department: -1 }).lean()
    expect(tasks.map(({ department, timesDone }) => [department, timesDone])).to.deep.equal([['zrzy', 1], ['zjj', 0]])
    expect(await VisitTaskModel.countDocuments({ 'subject.id': other._id })).to.equal(0)
    const visit = await VisitModel.findOne().lean()
    expect([String(visit?.subjects[0]?.id), String(visit?.task)]).to.deep.equal([String(kept._id), String(tasks[0]?._id)])
    const gone = await office.get(`/enterprises/${String(other._id)}`).expect(303)
    expect(gone.headers['location']).to.equal(at)
    await office.get(`/enterprises/${String(other._id)}/restoration`).expect(409)
    const trail = await AuditEntryModel.find({ act: 'enterprise.merge' }).lean()
    expect(trail).to.have.length(2)
    expect(JSON.stringify(trail)).not.to.include('13987654321')
  })

  it('stay two when somebody has changed one of them meanwhile, whoever was first', async () => {
    const { kept, other } = await twoFirms()
    const at = `/enterprises/${String(kept._id)}`
    await EnterpriseModel.updateOne({ _id: other._id }, { $inc: { __v: 1 } })
    const answer = await submit(office, `${at}/merge?other=${String(other._id)}`, `${at}/merge`, {
      other: String(other._id), version: '0', otherVersion: '0',
    })
    expect(answer.status).to.equal(409)
    expect(await EnterpriseModel.countDocuments({ archivedAt: null, address: '' })).to.equal(1)
    expect(await IssueModel.countDocuments({ 'raiser.id': other._id })).to.equal(1)
  })

  it('are merged by the office alone, and never with themselves, an archived or an unknown one', async () => {
    const { kept, other } = await twoFirms()
    const at = `/enterprises/${String(kept._id)}/merge`
    const lead = (await city.signInAs('lead', { department: 'zrzy' })).agent
    await lead.get(at).expect(403)
    await office.get(`${at}?other=${String(kept._id)}`).expect(404)
    await office.get(`${at}?other=${String(new Types.ObjectId())}`).expect(404)
    await EnterpriseModel.updateOne({ _id: other._id }, { $set: { archivedAt: AT } })
    await office.get(`${at}?other=${String(other._id)}`).expect(409)
  })

  it('of a deputy join their terms and numbers', async () => {
    const member = (more: object) =>
      MemberModel.create({ kind: 'npc', name: '代表甲', sortKey: 'dai', createdAt: AT, updatedAt: AT, ...more })
    const kept = await member({ terms: [{ term: '第十七届' }], phones: ['13812345678'] })
    const other = await member({ terms: [{ term: '第十六届' }, { term: '第十七届' }], phones: ['13812345678', '13987654321'] })
    const at = `/members/${String(kept._id)}/merge`
    await submit(office, `${at}?other=${String(other._id)}`, at, { other: String(other._id), version: '0', otherVersion: '0' })
    const now = await MemberModel.findById(kept._id).lean()
    expect(now?.terms.map(({ term }) => term)).to.deep.equal(['第十七届', '第十六届'])
    expect(now?.phones).to.deep.equal(['13812345678', '13987654321'])
  })
})
