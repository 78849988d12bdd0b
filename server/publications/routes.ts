import { departmentsByCode } from '../../models/department/queries.ts'
import { PUBLIC_TABLE_NAMES } from '../../models/publication/index.ts'
import { areasOf, publicationOf, recountedHash, rowsToFreeze } from '../../models/publication/queries.ts'
import { campaignIn } from '../campaigns/find.ts'
import { campaignCrumbs } from '../campaigns/tabs.ts'
import type { Deps } from '../deps.ts'
import { answerWithFile } from '../exports/sending.ts'
import type { Body } from '../http/body.ts'
import { Conflict, NotFound } from '../http/errors.ts'
import { page, redirect, wantsPrint } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { postButton } from '../lib/buttons.ts'
import { readForm, ticks } from '../lib/form.ts'
import { freezeScores, missingForFreeze, publishResults, switchTables } from './actions.ts'
import { areasTable } from './areasView.ts'
import { addPublicRoutes } from './publicRoutes.ts'
import { publicationPage, publicationPath } from './view.ts'

const BASE = '/campaigns/:year/publication'
const READ = { act: 'publication.read' } as const

/** Freezing and publishing the results of a year, and what citizens see of it. */
export function publicationRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get, post } = table
  const now = () => deps.clock.now()

  addPublicRoutes(table, deps)

  get(BASE, READ, async (req, res) => {
    const campaign = await campaignIn(req)
    const [publication, departments] = await Promise.all([publicationOf(campaign.year), departmentsByCode()])
    const [missing, recount, rows, areas] = await Promise.all([
      publication === null ? missingForFreeze(campaign, now()) : [], publication === null ? null : recountedHash(publication),
      publication?.rows ?? rowsToFreeze(campaign.year).then((found) => (found?.rows ?? []).filter(({ E }) => E !== null)),
      publication === null ? null : areasOf(publication),
    ])
    const model = publicationPage({ campaign, publication, rows, recount, areas: areas && areasTable(areas), missing, departments, actor: requireActor(req), now: now() })
    await page(req, res, 'publications/show', model, {
      title: `${campaign.year}年结果公布`, breadcrumb: campaignCrumbs(campaign.year, 'publication'), printHref: `${req.path}?print=1`, print: wantsPrint(req),
    })
  })

  get(`${BASE}.xlsx`, READ, async (req, res) => {
    const { year } = await campaignIn(req)
    const back = { text: '回到公布', href: publicationPath(year) }
    if ((await publicationOf(year)) === null) throw new Conflict('得分还没有冻结，没有可以上会的排名表。', back)
    await answerWithFile(deps, req, res, { kind: 'ranking', format: 'xlsx', query: { year: String(year) }, filterText: `${year}年`, personal: false, reason: '' })
  })

  get(`${BASE}/freezing`, { act: 'publication.freeze' }, async (req, res) => {
    const campaign = await campaignIn(req)
    const confirm = {
      title: `冻结${campaign.year}年的得分`,
      paragraphs: ['冻结以后不再计算，得分、名次和评优资格都固定下来，不能撤回。', '同时记下校验码。它随结果公布，任何人都能由排名表重算核对。'],
      button: postButton('冻结得分', publicationPath(campaign.year, 'freezing'), {}, 'primary'), cancel: { text: '先不冻结', href: publicationPath(campaign.year) },
    }
    await page(req, res, 'campaigns/confirm', { confirm, missing: await missingForFreeze(campaign, now()) }, {
      title: '冻结得分', breadcrumb: campaignCrumbs(campaign.year, 'publication', '冻结'),
    })
  })

  post(`${BASE}/freezing`, { act: 'publication.freeze', fields: [] }, async (req, res) => {
    const campaign = await campaignIn(req)
    const hash = await freezeScores(deps, requireActor(req), campaign)
    redirect(req, res, publicationPath(campaign.year), `得分已冻结，校验码 ${hash.slice(0, 12)}。`)
  })

  post(`${BASE}/tables`, { act: 'publication.publish', fields: ['tables'] }, async (req, res) => {
    const campaign = await campaignIn(req)
    const read = readForm(req.body as Body, { tables: ticks('公开的表', PUBLIC_TABLE_NAMES) })
    if (!read.ok) throw new NotFound()
    await switchTables(deps, requireActor(req), campaign, read.value.tables)
    redirect(req, res, publicationPath(campaign.year), '公开范围已保存。')
  })

  post(BASE, { act: 'publication.publish', fields: [] }, async (req, res) => {
    const campaign = await campaignIn(req)
    await publishResults(deps, requireActor(req), campaign)
    redirect(req, res, publicationPath(campaign.year), `已公布，市民在 /public/results/${campaign.year} 看得到。`)
  })

  return table
}
