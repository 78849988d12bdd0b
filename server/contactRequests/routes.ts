import type { Request, Response } from 'express'
import { REQUEST_KINDS, type ContactRequest } from '../../models/contactRequest/index.ts'
import { findRequest, requestPage, type RequestFilter } from '../../models/contactRequest/queries.ts'
import { EnterpriseModel } from '../../models/enterprise/index.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import type { Actor } from '../../models/user/actor.ts'
import { can } from '../../models/user/permissions.ts'
import type { Deps } from '../deps.ts'
import { Conflict, Forbidden, NotFound } from '../http/errors.ts'
import { page, redirect } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { readForm, text, tick, type Body } from '../lib/form.ts'
import { dateTimeText } from '../lib/format.ts'
import { AlreadySettled, settleRequest } from './actions.ts'
import { PATH, requestListPage, requestShowPage } from './view.ts'

/** 待电话核实: what was said by links without a code, and who wants to be rung. @source DESIGN.md §7 Links */
export function contactRequestRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get, post } = table
  const today = () => dayOf(deps.clock.now())

  get(PATH, { act: 'contactRequest.read' }, async (req, res) => {
    const kinds = Object.keys(REQUEST_KINDS).filter((kind) => kind !== 'answer') as NonNullable<RequestFilter['kind']>[]
    const kind = kinds.find((each) => each === req.query['kind']) ?? null
    const state = req.query['state'] === 'settled' ? 'settled' : 'waiting'
    const number = Math.max(1, Math.trunc(Number(req.query['page'] ?? 1)) || 1)
    const found = await requestPage(requireActor(req), { state, kind }, number)
    const query = { state: state === 'waiting' ? undefined : state, kind: kind ?? undefined }
    await page(req, res, 'contactRequests/index', requestListPage(found, {
      asked: { state, kind }, query, page: number, today: today(),
    }), { title: '待电话核实' })
  })

  get(`${PATH}/:id`, { act: 'contactRequest.read' }, async (req, res) => show(req, res, await find(req), null))

  post(`${PATH}/:id/settlement`, { act: 'contactRequest.settle', fields: ['note', 'adopt'] }, async (req, res) => {
    const actor = requireActor(req)
    const row = await find(req)
    if (!can(actor, 'contactRequest.settle', row)) throw new Forbidden('由联席会议办公室或企业的服务专员核实。')
    const body = req.body as Body
    const read = readForm(body, { note: text('核实的结果', 1000, { required: true }), adopt: tick() })
    if (!read.ok) return show(req, res, row, { values: body, errors: read.errors })
    const { note, adopt } = read.value
    const contact = adopt && row.kind === 'contact' && (await mayEditFirm(actor, row)) ? row.newContact : null
    await settleRequest(deps, actor, row, note, contact).catch(async (error: unknown) => {
      if (!(error instanceof AlreadySettled)) throw error
      const now = await find(req)
      const when = now.decidedAt ? `在 ${dateTimeText(now.decidedAt, today())} ` : ''
      throw new Conflict(`这一件已由${now.decidedByName}${when}记下结果，不用再记。`, { text: '看这一件', href: `${PATH}/${row._id}` })
    })
    redirect(req, res, PATH, contact ? '已记下，名录里的联系人已更换。' : '已记下。')
  })

  return table

  async function show(
    req: Request, res: Response, row: ContactRequest, refused: { values: Body, errors: Record<string, string> } | null,
  ): Promise<void> {
    const actor = requireActor(req)
    const model = requestShowPage(row, {
      today: today(), maySettle: can(actor, 'contactRequest.settle', row), mayEditFirm: await mayEditFirm(actor, row), refused,
    })
    await page(req, res, 'contactRequests/show', model, {
      title: `${refused ? '错误：' : ''}${REQUEST_KINDS[row.kind]}`, status: refused ? 422 : 200,
      breadcrumb: [{ text: '待电话核实', href: PATH }, { text: row.enterpriseName, href: null }],
    })
  }
}

async function mayEditFirm(actor: Actor, { enterprise }: ContactRequest): Promise<boolean> {
  const firm = enterprise && (await EnterpriseModel.findById(enterprise, { visitDepartment: 1, steward: 1, archivedAt: 1 }).lean())
  return firm !== null && firm.archivedAt === null && can(actor, 'enterprise.edit', firm)
}

async function find(req: Request): Promise<ContactRequest> {
  const row = await findRequest(requireActor(req), String(req.params['id']))
  if (row === null) throw new NotFound()
  return row
}
