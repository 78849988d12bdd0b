import { expect } from 'chai'
import '../../models/all.ts'
import { CampaignModel } from '../../models/campaign/index.ts'
import { phasesOfNewYear } from '../../models/campaign/phases.ts'
import { campaignOf } from '../../models/campaign/queries.ts'
import { IssueModel } from '../../models/issue/index.ts'
import { newOpinion, OpinionModel } from '../../models/opinion/index.ts'
import { PublicationModel } from '../../models/publication/index.ts'
import { ReportModel } from '../../models/report/index.ts'
import { CONDITION_CHECKS } from '../../server/campaigns/conditions.ts'
import { anApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'
import { aCampaign } from './campaign.ts'

const NOW = new Date('2026-11-25T10:20:00+08:00')

describe('what ends a phase', () => {
  useDatabase()
  before(async () => {
    await aSmallCity()
    await CampaignModel.create(aCampaign())
  })

  const look = async (key: string) => {
    const campaign = await campaignOf(2026)
    if (!campaign) throw new Error('no campaign')
    return CONDITION_CHECKS[key]?.(campaign, NOW)
  }

  it('is looked up by the product itself, for every condition of a new year', () => {
    const keys = phasesOfNewYear(2026).flatMap(({ exit }) => exit.map(({ key }) => key))
    expect(Object.keys(CONDITION_CHECKS)).to.have.members(keys)
  })

  it('needs the report of each department of a group, ten days before the vote', async () => {
    expect(await look('reports-published')).to.include({ met: false, href: '/campaigns/2026/reports' })
    const report = (department: string, on: string) => ({
      campaign: 2026, department, state: 'published' as const, updatedAt: NOW, publishedAt: new Date(`${on}T17:00+08:00`),
    })
    await ReportModel.insertMany([report('zrzy', '2026-11-14'), report('zjj', '2026-11-14'), report('jt', '2026-11-01')])
    expect(await look('reports-published')).to.deep.include({ met: false, text: '已公布 66.7%（2 / 3）' })
    await ReportModel.create(report('xzsp', '2026-11-15'))
    expect(await look('reports-published')).to.deep.include({ met: false, text: '已公布 100.0%（3 / 3），其中 1 份公示不足十天' })
    await ReportModel.updateOne({ department: 'xzsp' }, { publishedAt: new Date('2026-11-14T23:59+08:00') })
    expect(await look('reports-published')).to.include({ met: true })
  })

  it('is no reconciliation while there is no roll', async () => {
    expect(await look('reconciled')).to.include({ met: false, text: '还没有名册' })
  })

  it('needs every opinion answered, or its case promised for a day', async () => {
    expect(await look('opinions-settled')).to.include({ met: false })
    const opinion = (n: number, more: object) => ({
      ...newOpinion({ campaign: 2026, no: `YJ2026-000${n}`, source: 'hall', text: `第 ${n} 条意见，路灯不亮`, department: 'zjj' } as never, NOW), ...more,
    })
    await OpinionModel.collection.insertMany([
      opinion(1, { state: 'answered' }), opinion(2, { state: 'dispatched', issueNo: 'SQ2026-000009' }), opinion(3, { state: 'merged' }), opinion(4, { state: 'received' }),
    ] as never[])
    expect(await look('opinions-settled')).to.include({ met: false, text: '已答复 50.0%（1 / 2），待审和待分办 1 条' })
    await OpinionModel.updateOne({ no: 'YJ2026-0004' }, { state: 'invalid' })
    expect(await look('opinions-settled')).to.include({ met: false })
    await IssueModel.collection.insertOne({ no: 'SQ2026-000009', stock: 'pledged' } as never)
    expect(await look('opinions-settled')).to.include({ met: true, text: '已答复 50.0%（1 / 2），已挂账 1 条，待审和待分办 0 条' })
  })

  it('is the publication itself, and leads those who may not see it nowhere', async () => {
    expect(await look('results-published')).to.include({ met: false, text: '还没有冻结' })
    await PublicationModel.collection.insertOne({ _id: 2026, hash: 'a'.repeat(64), publishedAt: null } as never)
    expect(await look('results-published')).to.include({ met: false, text: '已冻结，还没有公布' })
    await PublicationModel.collection.updateOne({ _id: 2026 } as never, { $set: { publishedAt: NOW } })
    expect(await look('results-published')).to.include({ met: true })
    const { agent } = await anApp().signInAs('officer')
    const { text } = await agent.get('/campaigns/2026').expect(200)
    expect(text).to.include('已公布 100.0%').and.to.not.include('href="/campaigns/2026/plan"')
  })
})
