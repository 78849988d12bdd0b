import { allCampaigns } from '../../models/campaign/queries.ts'
import type { Deps } from '../deps.ts'
import { page, wantsPrint } from '../http/page.ts'
import { orWords } from '../http/reach.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { editRoutes } from './editRoutes.ts'
import { campaignIn } from './find.ts'
import { overviewOf } from './overview.ts'
import { campaignListPage, campaignPage } from './view.ts'

/** 三民 by year: the course of a campaign, its plan, groups, venues and what is to be done now. */
export function campaignRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get } = table
  const now = () => deps.clock.now()

  get('/campaigns', { act: 'campaign.read' }, async (req, res) => {
    await page(req, res, 'campaigns/index', campaignListPage(await allCampaigns(), requireActor(req), now()), { title: '三民活动' })
  })

  editRoutes(deps, table)

  get('/campaigns/:year', { act: 'campaign.read' }, async (req, res) => {
    const campaign = await campaignIn(req)
    const model = campaignPage(campaign, await overviewOf(campaign, requireActor(req), now(), (href) => orWords(req, href)))
    await page(req, res, 'campaigns/show', model, { title: campaign.title, printHref: `${req.path}?print=1`, print: wantsPrint(req) })
  })

  return table
}
