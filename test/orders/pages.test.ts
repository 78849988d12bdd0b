import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import '../../models/all.ts'
import { escalateIssues } from '../../jobs/escalateIssues.ts'
import { AuditEntryModel } from '../../models/audit/index.ts'
import { CardModel, type Card } from '../../models/card/index.ts'
import { IssueModel } from '../../models/issue/index.ts'
import { OutboxModel } from '../../models/outbox/index.ts'
import { anApp, submit, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aPost, aSmallCity, aUser } from '../support/factories.ts'
import { aRunningCase } from '../jobs/cases.ts'

describe('an order (督办单)', function () {
  this.timeout(60_000)
  useDatabase({ emptied: 'each' })
  let city: TestApp
  let supervisor: Agent
  beforeEach(async () => {
    city = anApp()
    await aSmallCity()
    supervisor = (await city.signInAs('supervisor', { department: 'dcs', name: '江砚北' })).agent
  })

  /** A case three working days late, swept: its order waits for a signature. */
  async function aDraft(): Promise<Card> {
    await aRunningCase({ startOn: '2026-11-02', dueOn: '2026-11-20', raised: ['L0', 'L1', 'L2'] })
    await escalateIssues.run(city.deps)
    const draft = await CardModel.findOne({ rung: 'L3', state: 'draft' }).lean<Card>()
    if (!draft) throw new Error('The sweep drafted nothing')
    return draft
  }
  const hrefOf = ({ _id }: Card) => `/orders/${String(_id)}`
  const now = async (card: Card): Promise<Card> => (await CardModel.findById(card._id).lean<Card>()) as Card
  const sign = (card: Card, agent = supervisor) =>
    submit(agent, `${hrefOf(card)}/signature`, `${hrefOf(card)}/signature`, {})

  it('waits in the supervisors’ queue with its limit of one working day', async () => {
    await aDraft()
    const { text } = await supervisor.get('/orders').expect(200)
    expect(text).to.include('待签发').and.to.include('厂区门口道路积水').and.to.include('还剩 1 个工作日')
  })

  it('gets number, day and reply limit when it is signed, and its head is told', async () => {
    const head = await aUser({ name: '吴敬山' })
    await aPost({ department: 'zrzy', kind: 'head', title: '局长', user: head._id })
    const draft = await aDraft()
    const confirm = await supervisor.get(`${hrefOf(draft)}/signature`).expect(200)
    expect(confirm.text).to.include('吴敬山（局长）')
    await sign(draft).then((answer) => expect(answer.status).to.equal(303))
    expect(await now(draft)).to.include({
      state: 'issued',
      no: '联督〔2026〕1号',
      issuedOn: '2026-11-25',
      replyDueOn: '2026-11-30',
      signedByName: '江砚北',
    })
    expect(await OutboxModel.countDocuments({ template: 'order.issued', to: head._id })).to.equal(1)
    expect(await AuditEntryModel.countDocuments({ act: 'order.sign', 'record.no': '联督〔2026〕1号' })).to.equal(1)
  })

  it('is numbered without a gap, and signed once although two people press at the same moment', async () => {
    const draft = await aDraft()
    const other = (await city.signInAs('supervisor', { department: 'dcs' })).agent
    const answers = await Promise.all([sign(draft), sign(draft, other)])
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([303, 409])
    const second = await aDraft()
    await sign(second)
    expect((await now(second)).no).to.equal('联督〔2026〕2号')
  })

  it('is signed by nobody but a supervisor, and a draft is unknown to the department', async () => {
    const draft = await aDraft()
    const lead = (await city.signInAs('lead', { department: 'zrzy' })).agent
    await lead.get(hrefOf(draft)).expect(404)
    await lead.get(`${hrefOf(draft)}/signature`).expect(403)
    const coordinator = (await city.signInAs('coordinator', { department: 'lxb' })).agent
    await coordinator.get(hrefOf(draft)).expect(200)
    await coordinator.get(`${hrefOf(draft)}/signature`).expect(403)
  })

  it('may be dropped with a reason, and is not drafted again', async () => {
    const draft = await aDraft()
    const without = await submit(supervisor, `${hrefOf(draft)}/rejection`, `${hrefOf(draft)}/rejection`, { text: ' ' })
    expect(without.status).to.equal(422)
    await submit(supervisor, `${hrefOf(draft)}/rejection`, `${hrefOf(draft)}/rejection`, { text: '部门昨天已答复' })
    await escalateIssues.run(city.deps)
    expect(await CardModel.find({ rung: 'L3' }).lean()).to.have.length(1)
    expect((await now(draft)).state).to.equal('void')
  })

  it('is answered by its own department alone; the answer stands in the case’s history', async () => {
    const draft = await aDraft()
    await sign(draft)
    const stranger = (await city.signInAs('lead', { department: 'zjj' })).agent
    await stranger.get(hrefOf(draft)).expect(404)
    const { agent: lead } = await city.signInAs('lead', { department: 'zrzy', name: '温书仪' })
    await submit(lead, `${hrefOf(draft)}/reply`, `${hrefOf(draft)}/reply`, {
      text: '已进场施工，11月28日完工。',
      once: randomUUID(),
    })
    expect((await now(draft)).reply).to.include({ text: '已进场施工，11月28日完工。', byName: '温书仪' })
    const issue = await IssueModel.findById(draft.issue).lean()
    expect(issue?.history.at(-1)).to.include({ act: 'orderReply', byName: '温书仪' })
    const again = await submit(lead, `${hrefOf(draft)}/reply`, `${hrefOf(draft)}/reply`, {
      text: '再说一遍',
      once: randomUUID(),
    })
    expect(again.status).to.equal(409)
  })

  it('is revoked by two different people and a reason; until then it counts', async () => {
    const draft = await aDraft()
    await sign(draft)
    await submit(supervisor, `${hrefOf(draft)}/revocation`, `${hrefOf(draft)}/revocation`, { text: '交办部门有误，已改派' })
    const own = await submit(supervisor, `${hrefOf(draft)}/revocation`, `${hrefOf(draft)}/revocation-decision`, {
      decision: 'confirm',
    })
    expect(own.status).to.equal(409)
    expect((await now(draft)).state).to.equal('issued')
    const other = (await city.signInAs('supervisor', { department: 'dcs', name: '颜雪樵' })).agent
    await submit(other, hrefOf(draft), `${hrefOf(draft)}/revocation-decision`, { decision: 'confirm' })
    const revoked = await now(draft)
    expect(revoked.state).to.equal('revoked')
    expect(revoked.revocation).to.include({ askedByName: '江砚北', confirmedByName: '颜雪樵', reason: '交办部门有误，已改派' })
    const { text } = await other.get(hrefOf(draft))
    expect(text).to.include('已撤销').and.to.include('交办部门有误，已改派')
  })

  it('stays when the second person does not agree', async () => {
    const draft = await aDraft()
    await sign(draft)
    await submit(supervisor, `${hrefOf(draft)}/revocation`, `${hrefOf(draft)}/revocation`, { text: '交办部门有误' })
    const other = (await city.signInAs('supervisor', { department: 'dcs' })).agent
    await submit(other, hrefOf(draft), `${hrefOf(draft)}/revocation-decision`, { decision: 'decline' })
    expect(await now(draft)).to.include({ state: 'issued', revocation: null })
  })

  it('reads as nothing to do when there are none', async () => {
    const { text } = await supervisor.get('/orders').expect(200)
    expect(text).to.include('没有待签发的文书')
  })
})
