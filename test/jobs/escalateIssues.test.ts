import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import '../../models/all.ts'
import { escalateIssues } from '../../jobs/escalateIssues.ts'
import { AuditEntryModel } from '../../models/audit/index.ts'
import { CardModel, type Card } from '../../models/card/index.ts'
import { IssueModel } from '../../models/issue/index.ts'
import type { Step } from '../../models/issue/ladder.ts'
import { OutboxModel } from '../../models/outbox/index.ts'
import { forgetAll } from '../../models/shared/memo.ts'
import type { Deps } from '../../server/deps.ts'
import { testDeps } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aPost, aSmallCity, aUser } from '../support/factories.ts'
import { aRunningCase } from './cases.ts'

interface SweepCase {
  name: string
  kind: string
  given: {
    class: string
    start: string
    due: string
    version: number
    today: string
    issued: { version: number; level: Step }[]
  }
  expect: { raise: Step[] }
}

const vectors = JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures/vectors/ladder.json'), 'utf8')) as {
  cases: SweepCase[]
}
const cards = (): Promise<Card[]> => CardModel.find().sort({ rung: 1, department: 1 }).lean<Card[]>()
const at = (day: string, time = '10:00'): Deps => testDeps({ now: `${day}T${time}+08:00` })

describe('the sweep of the ladder', function () {
  this.timeout(30_000)
  useDatabase({ emptied: 'each' })
  beforeEach(async () => {
    forgetAll()
    await aSmallCity()
  })

  for (const { name, given, expect: wanted } of vectors.cases.filter(({ kind }) => kind === 'sweep')) {
    it(`raises as the table says: ${name}`, async () => {
      const raised = given.issued.filter(({ version }) => version === given.version).map(({ level }) => level)
      await aRunningCase({ startOn: given.start, dueOn: given.due, version: given.version, raised })
      await escalateIssues.run(at(given.today))
      expect((await cards()).map(({ rung }) => rung)).to.deep.equal(wanted.raise)
      await escalateIssues.run(at(given.today, '10:10'))
      expect(await CardModel.countDocuments(), 'after a second run').to.equal(wanted.raise.length)
    })
  }

  it('changes nothing when it runs twice', async () => {
    await aUser({ roles: ['supervisor'] })
    for (const dueOn of ['2026-11-26', '2026-11-24', '2026-11-20']) await aRunningCase({ startOn: '2026-11-02', dueOn })
    await escalateIssues.run(at('2026-11-25'))
    const before = await everything()
    const counts = await escalateIssues.run(at('2026-11-25', '10:10'))
    expect(counts).to.include({ looked: 0, cards: 0, drafts: 0, failed: 0 })
    expect(await everything()).to.deep.equal(before)
  })

  it('gives cards at once and only drafts what a person must sign, with a working day for it', async () => {
    await aRunningCase({ startOn: '2026-11-02', dueOn: '2026-11-20' })
    await escalateIssues.run(at('2026-11-25'))
    const [red, order] = await cards()
    expect(red).to.include({ rung: 'L2', state: 'issued', issuedOn: '2026-11-25', basis: 'overdue' })
    expect(order).to.include({ rung: 'L3', state: 'draft', issuedOn: null, no: null })
    expect(order?.signDueAt?.toISOString()).to.equal('2026-11-26T09:30:00.000Z')
  })

  it('tells posts by number, category and day: a yellow card the handler and the deputy head, a red one the head and the supervisors', async () => {
    const handler = await aUser({ name: '秦若川' })
    const deputy = await aUser({ name: '温书仪' })
    const head = await aUser({ name: '吴敬山' })
    const supervisor = await aUser({ name: '江砚北', department: 'dcs', roles: ['supervisor'] })
    await aPost({ department: 'zrzy', kind: 'deputy', title: '副局长', user: deputy._id })
    await aPost({ department: 'zrzy', kind: 'head', title: '局长', user: head._id })
    await aRunningCase({ startOn: '2026-11-02', dueOn: '2026-11-26', handler })
    await aRunningCase({ startOn: '2026-11-02', dueOn: '2026-11-24', handler })
    await escalateIssues.run(at('2026-11-25'))
    const told = (await cards()).map((card) => [
      card.rung,
      card.told.map(({ name, post }) => `${name} ${post}`).join('、'),
    ])
    expect(told).to.deep.equal([
      ['L1', '秦若川 承办人、温书仪 副局长'],
      ['L2', '吴敬山 局长、江砚北 督查室'],
    ])
    const rows = await OutboxModel.find({ to: { $in: [head._id, supervisor._id] } }).lean()
    expect(rows).to.have.length(2)
    expect(Object.keys(rows[0]?.facts ?? {}).sort()).to.deep.equal(['act', 'category', 'day', 'no'])
  })

  it('passes a vacant post upward and says so', async () => {
    const mayor = await aUser({ name: '裴青野' })
    await aPost({ department: 'zf', kind: 'viceMayor', title: '副市长', departments: ['zrzy'], user: mayor._id })
    await aPost({ department: 'zrzy', kind: 'head', title: '局长' })
    await aRunningCase({ startOn: '2026-11-02', dueOn: '2026-11-24' })
    await escalateIssues.run(at('2026-11-25'))
    expect((await cards())[0]?.told.map(({ name, post }) => `${name} ${post}`)).to.deep.equal(['裴青野 副市长（部门主要负责人空缺）'])
  })

  it('waits for the office to open, but not for 重大', async () => {
    await aRunningCase({ startOn: '2026-11-02', dueOn: '2026-11-24' })
    await aRunningCase({ startOn: '2026-11-10', dueOn: '2026-11-24', grade: '重大' })
    await escalateIssues.run(at('2026-11-25', '07:50'))
    expect(await CardModel.countDocuments()).to.equal(1)
    expect(await OutboxModel.countDocuments({ urgent: false })).to.equal(0)
    await escalateIssues.run(at('2026-11-25', '09:00'))
    expect(await CardModel.countDocuments()).to.equal(2)
  })

  it('reminds of an unsigned case: the head after one working day, the office after two, no card', async () => {
    const head = await aUser({ name: '吴敬山' })
    const office = await aUser({ name: '沈砚秋', roles: ['coordinator'] })
    await aPost({ department: 'zrzy', kind: 'head', title: '局长', user: head._id })
    await aRunningCase({ startOn: '2026-11-23', signed: false })
    const told = async (): Promise<string[]> =>
      (await OutboxModel.find({ template: 'ladder.unsigned' }).sort({ _id: 1 }).lean()).map(({ to }) => String(to))
    await escalateIssues.run(at('2026-11-24', '17:20'))
    expect(await told()).to.deep.equal([])
    await escalateIssues.run(at('2026-11-25', '09:00'))
    expect(await told()).to.deep.equal([String(head._id)])
    await escalateIssues.run(at('2026-11-26', '09:00'))
    await escalateIssues.run(at('2026-11-27', '09:00'))
    expect(await told()).to.deep.equal([String(head._id), String(office._id)])
    expect(await CardModel.countDocuments()).to.equal(0)
  })

  it('makes one draft 通报 of three red cards within 30 days and uses each card once', async () => {
    for (const dueOn of ['2026-11-20', '2026-11-23', '2026-11-24'])
      await aRunningCase({ startOn: '2026-11-02', dueOn, raised: ['L0', 'L1'] })
    await aRunningCase({ startOn: '2026-11-02', dueOn: '2026-11-24', department: 'zjj' })
    await escalateIssues.run(at('2026-11-25'))
    await escalateIssues.run(at('2026-11-25', '10:10'))
    const circulars = await CardModel.find({ rung: 'L4' }).lean<Card[]>()
    expect(circulars).to.have.length(1)
    expect(circulars[0]).to.include({ department: 'zrzy', basis: 'threeRedCards', state: 'draft', issue: null })
    expect(circulars[0]?.madeFrom).to.have.length(3)
    expect(await CardModel.countDocuments({ rung: 'L2', usedIn: circulars[0]?._id ?? null })).to.equal(3)
  })

  it('drafts a 约谈 when two orders of a department stay without reply', async () => {
    for (const n of [1, 2]) await anOrder(n, '2026-11-24')
    await anOrder(3, '2026-11-25')
    await escalateIssues.run(at('2026-11-25'))
    await escalateIssues.run(at('2026-11-25', '10:10'))
    const talks = await CardModel.find({ rung: 'L5' }).lean<Card[]>()
    expect(talks.map(({ basis, state, madeFrom }) => [basis, state, madeFrom.length])).to.deep.equal([
      ['ordersIgnored', 'draft', 2],
    ])
  })

  it('holds red cards and above while the due day is provisional, and alarms the administrators once a day', async () => {
    const admin = await aUser({ roles: ['systemAdmin'] })
    await aRunningCase({ startOn: '2026-12-11', dueOn: '2027-01-04' })
    const counts = await escalateIssues.run(at('2027-01-06'))
    await escalateIssues.run(at('2027-01-06', '10:10'))
    expect(counts).to.include({ waitingForCalendar: 1, cards: 0, drafts: 0 })
    expect(await OutboxModel.countDocuments({ to: admin._id, template: 'calendar.provisional' })).to.equal(1)
  })

  it('goes on when one case is bad, and leaves that one for the next time', async () => {
    const bad = await aRunningCase({ startOn: '2026-11-02', dueOn: '2026-11-24' })
    await IssueModel.collection.updateOne({ _id: bad._id }, { $set: { 'dueVersions.0.dueOn': 'never' } })
    await aRunningCase({ startOn: '2026-11-02', dueOn: '2026-11-24' })
    const counts = await escalateIssues.run(at('2026-11-25'))
    expect(counts).to.include({ failed: 1, cards: 1 })
  })

  it('leaves an entry in the audit trail for every case it raised', async () => {
    const issue = await aRunningCase({ startOn: '2026-11-02', dueOn: '2026-11-24' })
    await escalateIssues.run(at('2026-11-25'))
    const entries = await AuditEntryModel.find({ act: 'job.escalateIssues' }).lean()
    expect(entries.map(({ record, changes, actorName }) => [record.no, changes['raised'], actorName])).to.deep.equal([
      [issue.no, '红牌', '系统'],
    ])
  })

  it('run dry says what it would do and does nothing', async () => {
    await aRunningCase({ startOn: '2026-11-02', dueOn: '2026-11-20' })
    const before = await everything()
    expect(await escalateIssues.dryRun?.(at('2026-11-25'))).to.include({ cards: 1, drafts: 1 })
    expect(await everything()).to.deep.equal(before)
  })

  const anOrder = (n: number, replyDueOn: string) =>
    CardModel.create({
      key: `issue:${n}:L3:1`,
      rung: 'L3',
      department: 'zrzy',
      basis: 'overdue',
      state: 'issued',
      raisedAt: new Date('2026-11-19T02:00:00Z'),
      raisedOn: '2026-11-19',
      issuedAt: new Date('2026-11-19T02:00:00Z'),
      issuedOn: '2026-11-19',
      no: `联督〔2026〕${n}号`,
      replyDueOn,
    })
  const everything = async () => ({
    cards: await CardModel.find().lean(),
    issues: await IssueModel.find().lean(),
    outbox: await OutboxModel.find().lean(),
  })
})
