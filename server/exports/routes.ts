import type { Request, Response } from 'express'
import { EXPORT_KINDS, type ExportRecord } from '../../models/exportRecord/index.ts'
import { countExports, exportByNo, exportRows } from '../../models/exportRecord/queries.ts'
import { can, mayEver, relationsFor, scopeFilter, type Act } from '../../models/user/permissions.ts'
import { trace } from '../act.ts'
import type { Deps } from '../deps.ts'
import { Forbidden, NotFound } from '../http/errors.ts'
import { page, redirect } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { choice, readForm, text, type Body } from '../lib/form.ts'
import { startExport, type ExportOrder } from './actions.ts'
import { filterWords } from './filterWords.ts'
import { readWords } from './names.ts'
import { answerWithFile, sendFile } from './sending.ts'
import { exportListPage, exportPage, isKept } from './view.ts'

/** Files of one questionnaire each; its pages hand them out. */
type OfQuestionnaire = 'results' | 'answers' | 'invitations'
/** Ledgers of one campaign each, handed out below its year. */
type OfCampaign = 'opinions' | 'rectifications' | 'tallies' | 'ranking' | 'composition'
type FileKind = Exclude<ExportOrder['kind'], OfQuestionnaire | OfCampaign>

/** The lists that can be had as a file, at the list's own address with the type before the question mark. */
const LISTS: Record<FileKind, { path: string, act: Act }> = {
  issues: { path: '/issues', act: 'issue.read' },
  visits: { path: '/visits', act: 'visit.read' },
  members: { path: '/members', act: 'member.read' },
  enterprises: { path: '/enterprises', act: 'enterprise.read' },
  summary: { path: '/dashboard/summary', act: 'summary.read' },
  orders: { path: '/orders', act: 'card.read' },
}
const PERSONAL_KINDS = ['members', 'enterprises'] as const
const NO_SECOND_FACTOR = '完整号码只有用动态码登录以后才能导出。请先在“我的账号”里用动态码验证。'

/** Lists as files, the register of exports and its files. */
export function exportRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get, post } = table

  for (const kind of Object.keys(LISTS) as FileKind[]) {
    for (const format of ['xlsx', 'csv'] as const) {
      get(`${LISTS[kind].path}.${format}`, { act: 'export.create' }, async (req, res) => {
        const actor = requireActor(req)
        if (!mayEver(actor, LISTS[kind].act)) throw new Forbidden()
        const query = readQuery(req)
        const order = { kind, format, query, filterText: filterWords(kind, query, await readWords()), personal: false, reason: '' }
        await answerWithFile(deps, req, res, order)
      })
    }
  }

  get('/exports', { act: 'export.read' }, (req, res) => showList(req, res, '/exports'))
  get('/admin/exports', { act: 'export.read' }, (req, res) => showList(req, res, '/admin/exports'))

  post('/exports', { act: 'export.personal', fields: ['kind', 'reason'] }, async (req, res) => {
    const body = req.body as Body
    const form = readForm(body, { kind: choice('名册', PERSONAL_KINDS), reason: text('用途', 200, { required: true }) })
    if (!form.ok) return showList(req, res, '/exports', form)
    if (!hasSecondFactor(req)) throw new Forbidden(NO_SECOND_FACTOR)
    const { kind, reason } = form.value
    const { no } = await startExport(deps, requireActor(req), { kind, format: 'xlsx', query: {}, filterText: '全部', personal: true, reason })
    redirect(req, res, `/exports/${no}`, `已登记 ${no}。`)
  })

  get('/exports/:no', { act: 'export.read' }, async (req, res) => {
    const actor = requireActor(req)
    const record = await found(req)
    const own = String(record.requestedBy) === String(actor.id)
    const model = exportPage(record, { now: deps.clock.now(), own, listPath: pathOf(record) })
    if (model.waiting) res.setHeader('Refresh', '2')
    await page(req, res, 'exports/show', model, { title: `${EXPORT_KINDS[record.kind]} ${record.no}`, breadcrumb: [{ text: '导出登记', href: '/exports' }, { text: record.no, href: null }] })
  })

  get('/exports/:no/file', { act: 'export.read' }, async (req, res) => {
    const actor = requireActor(req)
    const record = await found(req)
    if (String(record.requestedBy) !== String(actor.id) || !isKept(record, deps.clock.now())) throw new NotFound()
    await trace(deps, actor, 'export.fetch', { record: { type: 'export', id: record._id, no: record.no } })
    await sendFile(deps, res, record)
  })

  return table

  async function found(req: Request): Promise<ExportRecord> {
    const record = await exportByNo(String(req.params['no']), scopeFilter(requireActor(req), 'export.read'))
    if (!record) throw new NotFound()
    return record
  }

  async function showList(req: Request, res: Response, path: string, refused?: { errors: Record<string, string>, values: Body }): Promise<void> {
    const actor = requireActor(req)
    const number = Math.max(1, Math.trunc(Number(req.query['page'] ?? 1)) || 1)
    const scope = scopeFilter(actor, 'export.read')
    const [rows, total] = await Promise.all([exportRows(scope, number), countExports(scope)])
    const personal = can(actor, 'export.personal', {}) ? { errors: refused?.errors ?? {}, values: refused?.values ?? {}, secondFactor: hasSecondFactor(req) } : null
    const model = exportListPage(rows, {
      path, query: number > 1 ? { page: String(number) } : {}, page: number, total, now: deps.clock.now(), everyone: relationsFor(actor, 'export.read').includes('any'), personal,
    })
    await page(req, res, 'exports/index', model, { title: refused ? '错误：导出登记' : '导出登记', status: refused ? 422 : 200 })
  }
}

/** Where the rows of a file stand as a page. */
function pathOf({ kind, filter }: ExportRecord): string {
  if (kind === 'results' || kind === 'answers' || kind === 'invitations') {
    return `/questionnaires/${new URLSearchParams(filter).get('questionnaire') ?? ''}/${kind}`
  }
  if (kind === 'ranking' || kind === 'composition') {
    return `/campaigns/${new URLSearchParams(filter).get('year') ?? ''}/${kind === 'ranking' ? 'publication' : 'plan'}`
  }
  if (kind === 'opinions' || kind === 'rectifications' || kind === 'tallies') return `/campaigns/${new URLSearchParams(filter).get('year') ?? ''}/${kind}`
  return `${LISTS[kind].path}${filter ? `?${filter}` : ''}`
}

const hasSecondFactor = (req: Request): boolean => req.session.secondFactorAt !== undefined

const LONGEST_VALUE = 120

/** The list's parameters as they stand in the address; each list reads its own. What is no plain short text is left out. */
function readQuery(req: Request): Record<string, string> {
  const isPlain = (pair: [string, unknown]): pair is [string, string] =>
    typeof pair[1] === 'string' && pair[1] !== '' && pair[1].length <= LONGEST_VALUE && /^\w{1,20}$/.test(pair[0])
  const pairs = Object.entries(req.query).filter(isPlain)
  return Object.fromEntries(pairs.filter(([name]) => name !== 'page' && name !== 'print').slice(0, 20))
}
