import type { Request, Response } from 'express'
import { departmentsByCode } from '../../models/department/queries.ts'
import { districtNames } from '../../models/district/queries.ts'
import { isPoolFrozen } from '../../models/draw/queries.ts'
import { maskedForAudit } from '../../models/audit/entry.ts'
import {
  countRepresentatives, receiptCounts, representativeCounts, representativeFilter, representativeRows, REPRESENTATIVE_TABS, type RepresentativeTab,
} from '../../models/representative/queries.ts'
import { can } from '../../models/user/permissions.ts'
import { act, trace } from '../act.ts'
import { campaignIn } from '../campaigns/find.ts'
import { campaignCrumbs } from '../campaigns/tabs.ts'
import type { Deps } from '../deps.ts'
import type { Body } from '../http/body.ts'
import { page, redirect } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { mustTick, readForm, text, textOf, textsOf } from '../lib/form.ts'
import { cityChoices, listQuery, pageOf } from '../rosters/query.ts'
import { phonesPage, revealedPage } from '../rosters/phonesView.ts'
import { replaceDropout, vetAll, withdraw } from './actions.ts'
import { representativeIn, representativesFor } from './find.ts'
import { readDecision, readLeaving } from './form.ts'
import { listPath, representativeListPage, representativePath } from './listView.ts'
import { signUpRoutes } from './signUpRoutes.ts'
import { representativePage } from './view.ts'

const FILTERS = ['tab', 'q', 'category', 'district', 'group', 'venue', 'read', 'page']

/** The pool and the drawn representatives of a year: list, record, vetting, replacement, sign-up. Every look is written down. */
export function representativeRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get, post } = table

  // the act is that of the campaign, so that departments under evaluation get the same 404 as for a page that does not exist
  get('/campaigns/:year/representatives', { act: 'campaign.read' }, async (req, res) => {
    const { campaign, actor, scope } = await representativesFor(req)
    const { year } = campaign
    const query = listQuery(req, FILTERS)
    const counts = await representativeCounts(year, scope)
    const tab = tabOf(query['tab']) ?? (counts.drawn > 0 ? 'drawn' : counts.pending > 0 ? 'pending' : 'all')
    const asked = {
      tab, q: query['q'] ?? '', category: query['category'] ?? '', district: query['district'] ?? '', group: query['group'] ?? '', venue: query['venue'] ?? '',
      read: query['read'] ?? '',
    }
    const filter = representativeFilter(year, asked, scope)
    const [rows, total, { districts }, isFrozen, receipts] = await Promise.all([
      representativeRows(filter, pageOf(query)), countRepresentatives(filter), cityChoices(), isPoolFrozen(year), receiptCounts(year, scope),
    ])
    const q = asked.q === '' ? {} : { 搜索: maskedForAudit(asked.q, deps.keys.mask) }
    await trace(deps, actor, 'representative.read', {
      record: { type: 'representativeList', id: String(year), no: String(year) }, changes: { 分类: REPRESENTATIVE_TABS[tab], 人数: String(rows.length), ...q },
    })
    const model = representativeListPage(rows, { campaign, actor, query: { ...query, tab }, tab, page: pageOf(query), total, counts, districts, isFrozen, receipts })
    await page(req, res, 'representatives/index', model, { title: `${year}年市民代表`, breadcrumb: [] })
  })

  post('/campaigns/:year/representatives/vetting', { act: 'representative.vet', fields: ['ids', 'consented'] }, async (req, res) => {
    const { year } = await campaignIn(req)
    const body = req.body as Body
    const ids = textsOf(body['ids']).filter((id) => /^[0-9a-f]{24}$/.test(id))
    const read = readForm(body, { consented: mustTick('') })
    const back = `${listPath(year)}?tab=pending`
    if (!read.ok || ids.length === 0) {
      return redirect(req, res, back, { kind: 'refused', text: '没有记下：请先确认这一页的登记表都已本人签名。', linkText: null, linkHref: null })
    }
    await vetAll(deps, requireActor(req), year, ids, { state: 'passed', reason: '', consented: true })
    redirect(req, res, back, `${ids.length} 人审核通过。`)
  })

  signUpRoutes(deps, table)

  get('/campaigns/:year/representatives/:id', { act: 'campaign.read' }, (req, res) => show(req, res, {}, {}))

  post('/campaigns/:year/representatives/:id/vetting', { act: 'representative.vet', fields: ['decision', 'vettingReason', 'consented'] }, async (req, res) => {
    const { campaign, actor, representative } = await representativeIn(req, 'representative.vet')
    const read = readDecision(req.body as Body)
    if (!read.ok) return show(req, res, read.values, read.errors)
    await vetAll(deps, actor, campaign.year, [String(representative._id)], read.value)
    redirect(req, res, `${listPath(campaign.year)}?tab=pending`, `${representative.name}${read.value.state === 'passed' ? '审核通过' : '审核不通过'}。`)
  })

  post('/campaigns/:year/representatives/:id/withdrawal', { act: 'representative.vet', fields: ['leavingReason'] }, async (req, res) => {
    const { campaign, actor, representative } = await representativeIn(req, 'representative.vet')
    const read = readLeaving(req.body as Body)
    if (!read.ok) return show(req, res, read.values, read.errors)
    await withdraw(deps, actor, campaign.year, String(representative._id), read.value.leavingReason)
    redirect(req, res, representativePath(campaign.year, representative._id), `${representative.name}已退出推荐库。`)
  })

  post('/campaigns/:year/representatives/:id/replacement', { act: 'representative.replace', fields: ['leavingReason'] }, async (req, res) => {
    const { campaign, actor, representative } = await representativeIn(req, 'representative.replace')
    const read = readLeaving(req.body as Body)
    if (!read.ok) return show(req, res, read.values, read.errors)
    const replaced = await replaceDropout(deps, actor, campaign, String(representative._id), read.value.leavingReason)
    const to = representativePath(campaign.year, representative._id)
    if (replaced.in !== null) return redirect(req, res, to, `${replaced.out} 退出，由 ${replaced.in} 递补。${replaced.onRoll ? '原来的选票信作废，请给递补的人打印选票信。' : ''}`)
    redirect(req, res, to, { kind: 'warn', text: `${replaced.out} 退出。这一层没有候选人了，名额空缺。`, linkText: null, linkHref: null })
  })

  get('/campaigns/:year/representatives/:id/phones', { act: 'representative.revealPhone' }, async (req, res) => {
    const { campaign, representative } = await representativeIn(req, 'representative.revealPhone')
    const path = representativePath(campaign.year, representative._id)
    const model = phonesPage(representative.name, path, [{ who: representative.name, phones: representative.phones }], {})
    await page(req, res, 'rosters/phones', model, { title: '查看号码', breadcrumb: campaignCrumbs(campaign.year, 'representatives', representative.name) })
  })

  post('/campaigns/:year/representatives/:id/phones', { act: 'representative.revealPhone', fields: ['reason'] }, async (req, res) => {
    const { campaign, actor, representative } = await representativeIn(req, 'representative.revealPhone')
    const path = representativePath(campaign.year, representative._id)
    const owners = [{ who: representative.name, phones: representative.phones }]
    const breadcrumb = campaignCrumbs(campaign.year, 'representatives', representative.name)
    const read = readForm(req.body as Body, { reason: text('为什么要看', 100, { required: true }) })
    if (!read.ok) {
      const model = phonesPage(representative.name, path, owners, read.errors, textOf((req.body as Body)['reason']))
      return page(req, res, 'rosters/phones', model, { title: '错误：查看号码', status: 422, breadcrumb })
    }
    await act(deps, actor, 'representative.revealPhone', (tx) => {
      const seen = representative.phones.map((phone) => maskedForAudit(phone, deps.keys.mask)).join('，')
      tx.audit({ record: { type: 'representative', id: representative._id, no: representative.code ?? '' }, reason: read.value.reason, changes: { 号码: seen } })
      return Promise.resolve()
    })
    await page(req, res, 'rosters/phones', revealedPage(representative.name, path, owners), { title: '联系电话', breadcrumb })
  })

  return table

  async function show(req: Request, res: Response, values: Body, errors: Record<string, string>): Promise<void> {
    const { campaign, actor, representative } = await representativeIn(req)
    const [districts, departments, isFrozen] = await Promise.all([districtNames(), departmentsByCode(), isPoolFrozen(campaign.year)])
    const refused = Object.keys(errors).length > 0
    if (!refused) {
      await trace(deps, actor, 'representative.read', { record: { type: 'representative', id: representative._id, no: representative.code ?? '' } })
    }
    const model = representativePage(representative, {
      campaign, now: deps.clock.now(), isFrozen, values, errors,
      names: { district: districts.get(representative.district ?? '') ?? '', department: (code) => departments.get(code)?.name ?? code },
      rights: {
        vet: can(actor, 'representative.vet', representative), replace: can(actor, 'representative.replace', representative),
        reveal: can(actor, 'representative.revealPhone', representative),
      },
    })
    await page(req, res, 'representatives/show', model, {
      title: refused ? '错误：市民代表' : '市民代表', status: refused ? 422 : 200, breadcrumb: campaignCrumbs(campaign.year, 'representatives', representative.name),
    })
  }
}

const tabOf = (text: string | undefined): RepresentativeTab | null =>
  (Object.keys(REPRESENTATIVE_TABS) as RepresentativeTab[]).find((tab) => tab === text) ?? null
