import { expect } from 'chai'
import { CampaignModel } from '../../models/campaign/index.ts'
import { anApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'
import { aCampaign } from './campaign.ts'

describe('the pages of a campaign', () => {
  useDatabase()
  before(aSmallCity)
  beforeEach(() => CampaignModel.deleteMany({}))

  it('list the years and say what is to be done when there is none', async () => {
    const { agent } = await anApp().signInAs('evaluation')
    expect((await agent.get('/campaigns').expect(200)).text).to.include('还没有三民活动。')
    await CampaignModel.create(aCampaign())
    const list = await agent.get('/campaigns').expect(200)
    expect(list.text).to.include('2026年三民活动').and.to.include('投票中')
  })

  it('show a year with its phases and what each still lacks', async () => {
    await CampaignModel.create(aCampaign())
    const { agent } = await anApp().signInAs('lead')
    const page = await agent.get('/campaigns/2026').expect(200)
    expect(page.text).to.include('述职公示').and.to.include('还没有计分方案').and.to.include('走访任务 0 项')
    await agent.get('/campaigns/2025').expect(404)
    await agent.get('/campaigns/latest').expect(404)
  })
})
