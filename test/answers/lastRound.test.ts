import { expect } from 'chai'
import { aCallBackOf } from '../confirmations/outside.ts'
import { EnterpriseModel } from '../../models/enterprise/index.ts'
import { InvitationModel } from '../../models/invitation/index.ts'
import { anApp, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aQuestionnaire, hidden, invite, openBy } from './asked.ts'

describe('the next round of a questionnaire', () => {
  useDatabase({ emptied: 'each' })
  let city: TestApp
  beforeEach(() => { city = anApp() })

  async function invited(confidentiality: 'confidential' | 'anonymous') {
    const [first] = await invite(city.deps, await aQuestionnaire({ confidentiality }), 1)
    const firm = await EnterpriseModel.findById(first?.invitation.enterprise).lean()
    if (!first || !firm) throw new Error('nobody')
    return { first, firm }
  }

  it('opens with what the firm raised since the last one and what became of it', async () => {
    const { first, firm } = await invited('confidential')
    await aCallBackOf(firm, { createdAt: new Date('2026-11-02T10:00:00+08:00') })
    const { agent, base } = await openBy(city, first.path)
    expect((await agent.get(base)).text).to.include('这一年里，您提过的事').and.include('待确认').and.include('边界已按登记成果统一')
    await InvitationModel.create({
      questionnaire: first.invitation._id, enterprise: firm._id, enterpriseName: firm.name, state: 'answered',
      createdAt: new Date('2026-11-10T09:00:00+08:00'),
    })
    expect((await agent.get(base)).text).not.to.include('您提过的事')
  })

  it('says nothing of it when anonymous, and nothing before the digits on another device', async () => {
    const { first, firm } = await invited('anonymous')
    await aCallBackOf(firm, { createdAt: new Date('2026-11-02T10:00:00+08:00') })
    const { agent, base } = await openBy(city, first.path)
    expect((await agent.get(base)).text).not.to.include('您提过的事')
    const named = await invited('confidential')
    await aCallBackOf(named.firm, { createdAt: new Date('2026-11-02T10:00:00+08:00') })
    const begun = await openBy(city, named.first.path)
    await hidden(begun)
    await begun.send('1', { 'a-q2': '3' })
    const other = await openBy(city, named.first.path)
    expect((await other.agent.get(other.base)).text).to.include('后四位').and.not.include('厂房用地')
  })
})
