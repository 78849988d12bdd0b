import type { Request, Response } from 'express'
import { provincialResultOf, provincialResultsOf } from '../../models/provincialResult/index.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { campaignIn } from '../campaigns/find.ts'
import { campaignCrumbs } from '../campaigns/tabs.ts'
import type { Deps } from '../deps.ts'
import type { Body } from '../http/body.ts'
import { answerOnce } from '../http/once.ts'
import { page, redirect, wantsPrint } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { enterResult } from './actions.ts'
import { PROVINCIAL_FIELDS, readEntry } from './form.ts'
import { provincialPage, provincialPath } from './view.ts'

const BASE = '/campaigns/:year/provincial'

/** The province's satisfaction survey of a year: entered from its paper, shown beside the scores. */
export function provincialResultRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get, post } = table
  const now = () => deps.clock.now()

  get(BASE, { act: 'provincialResult.read' }, (req, res) => show(req, res, {}, {}))

  post(BASE, { act: 'provincialResult.enter', fields: PROVINCIAL_FIELDS }, async (req, res) => {
    const { year } = await campaignIn(req)
    const body = req.body as Body
    const to = provincialPath(year)
    const read = readEntry(body, await provincialResultOf(year), dayOf(now()))
    if (!read.ok) return show(req, res, body, read.errors)
    await answerOnce(req, 'provincialResult', async (claim) => {
      await enterResult(deps, requireActor(req), year, read.value, (session) => claim(to, session))
      return to
    })
    redirect(req, res, to, '已录入，和得分并列显示，不计入得分。')
  })

  return table

  async function show(req: Request, res: Response, values: Body, errors: Record<string, string>): Promise<void> {
    const campaign = await campaignIn(req)
    const refused = Object.keys(errors).length > 0
    const model = provincialPage(campaign, await provincialResultsOf(campaign.year), { actor: requireActor(req), now: now(), values, errors })
    await page(req, res, 'provincialResults/show', model, {
      title: `${refused ? '错误：' : ''}${campaign.year}年省满意度`, status: refused ? 422 : 200, breadcrumb: campaignCrumbs(campaign.year, 'provincial'),
      printHref: `${req.path}?print=1`, print: wantsPrint(req),
    })
  }
}
