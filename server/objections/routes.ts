import type { Request, Response } from 'express'
import { CampaignModel } from '../../models/campaign/index.ts'
import { departmentsByCode } from '../../models/department/queries.ts'
import { ObjectionModel, objectionsOf } from '../../models/objection/index.ts'
import { isUnsealed } from '../../models/ballot/queries.ts'
import { scoreOf } from '../../models/score/queries.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import { scopeFilter } from '../../models/user/permissions.ts'
import { act } from '../act.ts'
import { campaignIn } from '../campaigns/find.ts'
import { campaignCrumbs } from '../campaigns/tabs.ts'
import type { Deps } from '../deps.ts'
import type { Body } from '../http/body.ts'
import { Conflict, NotFound } from '../http/errors.ts'
import { page, redirect, wantsPrint } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import type { Refused } from '../lib/actForm.ts'
import { choice, readForm, requiredDay, text, textOf } from '../lib/form.ts'
import { raiseObjection, settleObjection } from './actions.ts'
import { ABOUT, objectionsPage, objectionsPath } from './view.ts'

const BASE = '/campaigns/:year/objections'

/** 异议: scores are opened to the departments, who may object until a day; each decision shows in the figure. */
export function objectionRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get, post } = table
  const now = () => deps.clock.now()

  get(BASE, { act: 'objection.read' }, (req, res) => show(req, res, null))

  post(`${BASE}/window`, { act: 'objection.decide', fields: ['untilOn'] }, async (req, res) => {
    const campaign = await campaignIn(req)
    const read = readForm(req.body as Body, { untilOn: requiredDay('受理到') })
    if (!read.ok) return show(req, res, { act: 'window', values: req.body as Body, errors: read.errors })
    if (read.value.untilOn < dayOf(now())) return show(req, res, { act: 'window', values: req.body as Body, errors: { untilOn: '不能早于今天' } })
    const back = { text: '回到异议', href: objectionsPath(campaign.year) }
    if (!(await isUnsealed(campaign.year))) throw new Conflict('选票还没有启封，没有可以开放的得分。', back)
    await act(deps, requireActor(req), 'objection.decide', async (tx) => {
      const one = await CampaignModel.findOne({ year: campaign.year }).session(tx.session)
      if (!one) throw new NotFound()
      if (one.publishedAt !== null) throw new RuleBroken('published', '结果已经公布，不再受理异议。')
      one.set({ objectionUntilOn: read.value.untilOn })
      await one.save({ session: tx.session })
      tx.audit({ record: { type: 'campaign', id: one._id, no: String(one.year) }, changes: { objectionUntilOn: read.value.untilOn } })
    })
    redirect(req, res, objectionsPath(campaign.year), '已开放，各部门能看到自己的得分。')
  })

  post(BASE, { act: 'objection.raise', fields: ['about', 'text'] }, async (req, res) => {
    const actor = requireActor(req)
    const campaign = await campaignIn(req)
    const { year, objectionUntilOn } = campaign
    const back = { text: '回到异议', href: objectionsPath(year) }
    if (objectionUntilOn === null || dayOf(now()) > objectionUntilOn) throw new Conflict('现在不在异议受理期内，没有提出。', back)
    const read = readForm(req.body as Body, { about: choice('哪一项', ABOUT), text: text('哪里不对', 2000, { required: true }) })
    if (!read.ok) return show(req, res, { act: 'raise', values: req.body as Body, errors: read.errors })
    const score = actor.department === null ? null : await scoreOf(year, actor.department, null)
    if (score === null) throw new Conflict('本部门今年没有得分，没有可以提出异议的。', back)
    await raiseObjection(deps, actor, campaign, score, read.value)
    redirect(req, res, objectionsPath(year), '异议已提出，评议组处理后在这里看决定。')
  })

  post(`${BASE}/:no/decision`, { act: 'objection.decide', fields: ['upheld', 'text'] }, async (req, res) => {
    const actor = requireActor(req)
    const { year } = await campaignIn(req)
    const no = String(req.params['no'])
    const body = req.body as Body
    const stored = await ObjectionModel.findOne({ campaign: year, no }).lean()
    if (!stored) throw new NotFound()
    const read = readForm(body, { upheld: choice('决定', ['yes', 'no'] as const), text: text('理由', 2000, { required: true }) })
    if (!read.ok) return show(req, res, { act: no, values: body, errors: read.errors })
    const version = textOf(body['version'])
    if (version !== '' && version !== String(stored.__v)) throw new Conflict(`${no} 在您打开以后有人改过，请看过最新情况再办。`, { text: '回到异议', href: objectionsPath(year) })
    await settleObjection(deps, actor, year, no, { upheld: read.value.upheld === 'yes', text: read.value.text })
    redirect(req, res, objectionsPath(year), `${no} 已处理，得分已重新计算。`)
  })

  return table

  async function show(req: Request, res: Response, refused: Refused | null): Promise<void> {
    const actor = requireActor(req)
    const campaign = await campaignIn(req)
    const [objections, departments] = await Promise.all([objectionsOf(campaign.year, scopeFilter(actor, 'objection.read')), departmentsByCode()])
    const model = objectionsPage({ campaign, objections, departments, actor, now: now(), refused })
    await page(req, res, 'objections/index', model, {
      title: `${refused ? '错误：' : ''}${campaign.year}年得分异议`, status: refused ? 422 : 200, breadcrumb: campaignCrumbs(campaign.year, 'objections'),
      printHref: `${objectionsPath(campaign.year)}?print=1`, print: wantsPrint(req),
    })
  }
}
