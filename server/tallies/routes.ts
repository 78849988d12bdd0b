import type { Request, Response } from 'express'
import { isUnsealed } from '../../models/ballot/queries.ts'
import { isOver } from '../../models/ballot/standing.ts'
import { VENUE_KIND_WORDS } from '../../models/campaign/index.ts'
import type { StoredCampaign } from '../../models/campaign/queries.ts'
import { departmentsByCode } from '../../models/department/queries.ts'
import { RollModel } from '../../models/roll/index.ts'
import { PaperSheetModel, type PaperSheet } from '../../models/tally/index.ts'
import { reconciliationOf } from '../../models/tally/queries.ts'
import type { Actor } from '../../models/user/actor.ts'
import { ballotsIn, venuesFor } from '../ballots/find.ts'
import { campaignCrumbs } from '../campaigns/tabs.ts'
import type { Deps } from '../deps.ts'
import { answerWithFile } from '../exports/sending.ts'
import { Conflict, NotFound } from '../http/errors.ts'
import { page, redirect, wantsPrint } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { readForm, text, textOf, type Body } from '../lib/form.ts'
import { enterSheet, signDifference } from './actions.ts'
import { countedOf, countingPlan } from './counted.ts'
import {
  isOf, paperBallotPage, paperListPage, paperSheetPage, readSheet, sheetHref, type SheetAsked, type SheetPlace,
} from './paperView.ts'
import { gapKey, reconciliationPage, talliesPage, talliesPath, type Reconciliation } from './view.ts'

/** 计票: what came out of the box and off the paper, and whether everything that was handed out is accounted for. */
export function tallyRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get, post } = table
  const now = () => deps.clock.now()

  get('/campaigns/:year/tallies', { act: 'tally.read' }, async (req, res) => {
    const { campaign, key } = await ballotsIn(req)
    const asked = Number(textOf(req.query['group'] as string))
    const group = campaign.groups.find(({ no }) => no === asked)?.no ?? campaign.groups[0]?.no ?? 0
    const model = talliesPage({ ...(await countedOf(campaign)), campaign, key, group, actor: requireActor(req), now: now() })
    await page(req, res, 'tallies/index', model, {
      title: `${campaign.year}年计票`, printHref: `${talliesPath(campaign.year)}?group=${group}&print=1`, print: wantsPrint(req),
    })
  })

  get('/campaigns/:year/tallies.xlsx', { act: 'tally.read' }, async (req, res) => {
    const { campaign } = await ballotsIn(req)
    if (!(await isUnsealed(campaign.year))) throw new Conflict('选票还没有启封，没有可以导出的结果。', { text: '回到计票', href: talliesPath(campaign.year) })
    await answerWithFile(deps, req, res, {
      kind: 'tallies', format: 'xlsx', query: { year: String(campaign.year) }, filterText: `${campaign.year}年`, personal: false, reason: '',
    })
  })

  get('/campaigns/:year/tallies/reconciliation', { act: 'tally.read' }, async (req, res) => showReconciliation(req, res, null))

  post('/campaigns/:year/tallies/reconciliation', { act: 'tally.sign', fields: ['gap', 'number', 'reason'] }, async (req, res) => {
    const { campaign } = await ballotsIn(req)
    const body = req.body as Body
    const key = textOf(body['gap'])
    const found = (await reconciliationOf(campaign.year)).flatMap((row) => row.gaps.map((gap) => ({ row, gap })))
      .find(({ row, gap }) => gapKey(row, gap) === key && String(gap.number) === textOf(body['number']))
    if (!found || !isOver(campaign.window, now())) {
      throw new Conflict('这处差额已经变了，或者投票还没有截止，没有签字。', { text: '回到核对', href: talliesPath(campaign.year, 'reconciliation') })
    }
    const read = readForm(body, { reason: text('原因', 200, { required: true }) })
    if (!read.ok) return showReconciliation(req, res, { key, error: read.errors['reason'] ?? '', reason: textOf(body['reason']) })
    await signDifference(deps, requireActor(req), found.row, found.gap, read.value.reason)
    redirect(req, res, talliesPath(campaign.year, 'reconciliation'), '差额已签字，会随结果公布。')
  })

  get('/campaigns/:year/tallies/paper', { act: 'tally.enter' }, async (req, res) => {
    const actor = requireActor(req)
    const { campaign } = await ballotsIn(req)
    const sheets = await PaperSheetModel.find({ campaign: campaign.year }).lean<PaperSheet[]>()
    const model = paperListPage(campaign, await sheetPlaces(campaign, actor), sheets, actor)
    await page(req, res, 'tallies/paper', model, { title: '纸票录入' })
  })

  get('/campaigns/:year/tallies/paper/sheet', { act: 'tally.enter' }, async (req, res) => showSheet(req, res, {}, {}))

  post(
    '/campaigns/:year/tallies/paper/sheet', { act: 'tally.enter', fields: ['place', 'group', 'category', 't-*', 'd-*'] },
    async (req, res) => {
      const actor = requireActor(req)
      const { campaign, place, departments, scale } = await sheetIn(req)
      if (await isUnsealed(campaign.year)) throw new Conflict('选票已经启封，纸票不能再录。', { text: '回到计票', href: talliesPath(campaign.year) })
      const read = readSheet(req.body as Body, departments, scale)
      if ('errors' in read) return showSheet(req, res, req.body as Body, read.errors)
      const stratum = { campaign: campaign.year, group: place.group, venue: place.word, category: place.category }
      const entered = await enterSheet(deps, actor, stratum, place.venue.code, read.figures, scale.options)
      if (entered === 'differs') {
        return redirect(req, res, sheetHref(campaign.year, place), {
          kind: 'warn', text: '和另一人录的不一样，这张单还不算数。请按下面列的格子核对原票，由录错的人改。', linkText: null, linkHref: null,
        })
      }
      const words = entered === 'agreed' ? '两人录的一致，这张计票单算数。' : '已存，请另一个人再录一遍。'
      redirect(req, res, talliesPath(campaign.year, 'paper'), words)
    },
  )

  get('/campaigns/:year/tallies/paper/ballot', { act: 'tally.enter' }, async (req, res) => {
    const { campaign } = await ballotsIn(req)
    const group = campaign.groups.find(({ no }) => String(no) === textOf(req.query['group'] as string)) ?? campaign.groups[0]
    if (!group) throw new NotFound()
    const model = paperBallotPage(campaign, group.no, await departmentsOf(campaign, group.no), (await countingPlan(campaign)).scale)
    await page(req, res, 'tallies/ballot', model, { title: '测评票', print: wantsPrint(req), printHref: `${req.path}?group=${group.no}&print=1` })
  })

  async function showReconciliation(req: Request, res: Response, refused: Reconciliation['refused']): Promise<void> {
    const { campaign } = await ballotsIn(req)
    const model = reconciliationPage({
      campaign, rows: await reconciliationOf(campaign.year), closed: isOver(campaign.window, now()), actor: requireActor(req), refused, now: now(),
    })
    await page(req, res, 'tallies/reconciliation', model, {
      title: `${refused === null ? '' : '错误：'}发出和收回核对`, status: refused === null ? 200 : 422,
      breadcrumb: campaignCrumbs(campaign.year, 'tallies', '核对'), print: wantsPrint(req),
      printHref: `${talliesPath(campaign.year, 'reconciliation')}?print=1`,
    })
  }

  async function showSheet(req: Request, res: Response, values: Body, errors: Record<string, string>): Promise<void> {
    const asked = await sheetIn(req)
    const refused = Object.keys(errors).length > 0
    const model = paperSheetPage({ ...asked, values, errors, actor: requireActor(req), now: now() })
    await page(req, res, 'tallies/sheet', model, {
      title: `${refused ? '错误：' : ''}${asked.place.venue.name}计票单`, status: refused ? 422 : 200,
      breadcrumb: campaignCrumbs(asked.campaign.year, 'tallies', '纸票录入'),
    })
  }

  return table
}

/** The sheet that an address or a form names, within the user's venues. @throws NotFound */
async function sheetIn(req: Request): Promise<Pick<SheetAsked, 'campaign' | 'place' | 'departments' | 'scale' | 'sheet'>> {
  const { campaign } = await ballotsIn(req)
  const from = (req.method === 'POST' ? req.body : req.query) as Body
  const places = await sheetPlaces(campaign, requireActor(req))
  const place = places.find(({ venue, group, category }) =>
    venue.code === textOf(from['place']) && String(group) === textOf(from['group']) && category === textOf(from['category']))
  if (!place) throw new NotFound()
  const [sheets, departments, { scale }] = await Promise.all([
    PaperSheetModel.find({ campaign: campaign.year, place: place.venue.code }).lean<PaperSheet[]>(),
    departmentsOf(campaign, place.group), countingPlan(campaign),
  ])
  return { campaign, place, departments, scale, sheet: sheets.find((each) => isOf(each, place)) ?? null }
}

/** Where paper ballots were handed out: one sheet for each place, group and category. */
async function sheetPlaces(campaign: StoredCampaign, actor: Actor): Promise<SheetPlace[]> {
  const venues = new Map((await venuesFor(actor, 'tally.enter', campaign)).map((venue) => [venue.code, venue]))
  const counted = await RollModel.aggregate<{ _id: { place: string, group: number, category: string }, handed: number }>([
    { $match: { campaign: campaign.year, handed: 'paper' } },
    { $group: { _id: { place: '$place', group: '$group', category: '$category' }, handed: { $sum: 1 } } },
    { $sort: { _id: 1 } },
  ])
  return counted.flatMap(({ _id: { place, group, category }, handed }) => {
    const venue = venues.get(place)
    return venue ? [{ venue, word: VENUE_KIND_WORDS[venue.kind], group, category, handed }] : []
  })
}

async function departmentsOf({ groups }: StoredCampaign, group: number): Promise<{ code: string, name: string }[]> {
  const names = await departmentsByCode()
  const codes = groups.find(({ no }) => no === group)?.departments ?? []
  return codes.map((code) => ({ code, name: names.get(code)?.name ?? code }))
}
