import type { Request, Response } from 'express'
import { drawOf, voidedDraws } from '../../models/draw/queries.ts'
import { mayEver } from '../../models/user/permissions.ts'
import { campaignIn, yearIn } from '../campaigns/find.ts'
import { campaignCrumbs } from '../campaigns/tabs.ts'
import type { Deps } from '../deps.ts'
import type { Body } from '../http/body.ts'
import { Conflict, NotFound } from '../http/errors.ts'
import { page, redirect, wantsPrint } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { announce, drawNow, freezePool, poolPreview, voidPool } from './actions.ts'
import { readBeacon, readNumber, readVoiding } from './form.ts'
import { publicDrawPage } from './publicView.ts'
import { publishedDraw } from './published.ts'
import { drawPage, drawPath, freezingPage } from './view.ts'

/** The public draw of representatives: the office's steps, and everything that citizens need to check it. */
export function drawRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get, post } = table
  const now = () => deps.clock.now()

  get('/campaigns/:year/draw', { act: 'campaign.read' }, (req, res) => show(req, res, {}, {}))

  get('/campaigns/:year/draw/freezing', { act: 'draw.run' }, async (req, res) => {
    const campaign = await campaignIn(req)
    if ((await drawOf(campaign.year)) !== null) throw new Conflict(`${campaign.year}年的推荐库已经冻结。`, { text: '看抽取', href: drawPath(campaign.year) })
    const model = freezingPage(campaign, await poolPreview(deps, campaign))
    await page(req, res, 'draws/freezing', model, { title: '冻结推荐库', breadcrumb: campaignCrumbs(campaign.year, 'draw', '冻结推荐库') })
  })

  post('/campaigns/:year/draw/freezing', { act: 'draw.run', fields: [] }, async (req, res) => {
    const { year } = await campaignIn(req)
    const { poolHash } = await freezePool(deps, requireActor(req), year)
    redirect(req, res, drawPath(year), `推荐库已冻结，校验码 ${poolHash.slice(0, 12)}…，已在公示页公布。`)
  })

  post('/campaigns/:year/draw/beacon', { act: 'draw.run', fields: ['source', 'on'] }, async (req, res) => {
    const { year } = await campaignIn(req)
    const read = readBeacon(req.body as Body)
    if (!read.ok) return show(req, res, read.values, read.errors)
    await announce(deps, requireActor(req), year, read.value)
    redirect(req, res, drawPath(year), '已预告，公示页上看得到。')
  })

  post('/campaigns/:year/draw/drawing', { act: 'draw.run', fields: ['publicNumber'] }, async (req, res) => {
    const { year } = await campaignIn(req)
    const read = readNumber(req.body as Body)
    if (!read.ok) return show(req, res, read.values, read.errors)
    const drawn = await drawNow(deps, requireActor(req), year, read.value.publicNumber)
    redirect(req, res, drawPath(year), `抽中 ${drawn} 人，结果已公布。`)
  })

  post('/campaigns/:year/draw/voiding', { act: 'draw.run', fields: ['reason'] }, async (req, res) => {
    const { year } = await campaignIn(req)
    const read = readVoiding(req.body as Body)
    if (!read.ok) return show(req, res, read.values, read.errors)
    await voidPool(deps, requireActor(req), year, read.value.reason)
    redirect(req, res, drawPath(year), '已作废，推荐库重新打开。')
  })

  get('/public/draw/:year.json', { act: 'public' }, async (req, res) => {
    const campaign = await campaignIn(req)
    const draw = await drawOf(campaign.year)
    if (draw === null) throw new NotFound()
    res.json(publishedDraw(draw, campaign))
  })

  get('/public/draw/:year', { act: 'public' }, async (req, res) => {
    const campaign = await campaignIn(req)
    const [draw, voided] = await Promise.all([drawOf(yearIn(req)), voidedDraws(yearIn(req))])
    const code = typeof req.query['code'] === 'string' ? req.query['code'].slice(0, 20).trim() : ''
    const model = publicDrawPage(campaign, draw, voided, code, now())
    await page(req, res, 'draws/public', model, { title: model.title, layout: 'public' })
  })

  return table

  async function show(req: Request, res: Response, values: Body, errors: Record<string, string>): Promise<void> {
    const campaign = await campaignIn(req)
    const actor = requireActor(req)
    const draw = await drawOf(campaign.year)
    const preview = draw === null && mayEver(actor, 'draw.run') ? await poolPreview(deps, campaign) : null
    const refused = Object.keys(errors).length > 0
    const model = drawPage(draw, { campaign, actor, now: now(), preview, values, errors })
    await page(req, res, 'draws/show', model, {
      title: `${refused ? '错误：' : ''}${campaign.year}年抽取市民代表`, status: refused ? 422 : 200, printHref: `${drawPath(campaign.year)}?print=1`, print: wantsPrint(req),
    })
  }
}
