import type { Request, Response } from 'express'
import { CardModel, type Card } from '../../models/card/index.ts'
import { isPaper } from '../../models/card/numbering.ts'
import { orderCounts, orderPage } from '../../models/card/orderList.ts'
import { departmentsByCode } from '../../models/department/queries.ts'
import { loadedCalendar } from '../../models/holiday/queries.ts'
import { IssueModel, type Issue } from '../../models/issue/index.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import type { Actor } from '../../models/user/actor.ts'
import { can, mayEver } from '../../models/user/permissions.ts'
import type { Deps } from '../deps.ts'
import { Forbidden, NotFound } from '../http/errors.ts'
import { answerOnce } from '../http/once.ts'
import { page, redirect, wantsPrint } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { choice, readForm, text, type Body } from '../lib/form.ts'
import {
  addresseesToday,
  answerOrder,
  askToRevoke,
  decideRevocation,
  departmentToday,
  dropOrder,
  signOrder,
} from './actions.ts'
import { askedTab, cardScope, findCard, rightsOn, seenOf, tabsFor } from './find.ts'
import { orderFormPage, ORDER_FORMS, signConfirmPage } from './formView.ts'
import { orderListPage } from './listView.ts'
import { sheetFacts } from './sheet.ts'
import { orderSheetPage } from './sheetView.ts'
import { hrefOf, nameOf, orderShowPage, type StoredCard } from './showView.ts'

/** 督办单, 通报, 约谈: drafts to be signed, papers in force, replies, revocations. */
export function orderRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get, post } = table
  const now = () => deps.clock.now()

  get('/orders', { act: 'card.read' }, async (req, res) => {
    const actor = requireActor(req)
    const tabs = tabsFor(actor)
    const tab = askedTab(actor, req.query['tab'])
    const pageNumber = Math.max(1, Math.trunc(Number(req.query['page'] ?? 1)) || 1)
    const scope = cardScope(actor)
    const [counts, found, departments, calendar] = await Promise.all([
      orderCounts(tabs, scope),
      orderPage(tab, scope, pageNumber),
      departmentsByCode(),
      loadedCalendar(),
    ])
    const departmentName = (code: string) => departments.get(code)?.name ?? code
    const model = orderListPage({
      ...found,
      tab,
      tabs,
      counts,
      page: pageNumber,
      mayExport: mayEver(actor, 'export.create'),
      departmentName,
      calendar,
      now: now(),
    })
    await page(req, res, 'orders/index', model, {
      title: '督办单',
      printHref: `/orders?tab=${tab}&print=1`,
      print: wantsPrint(req),
    })
  })

  get('/orders/:id', { act: 'card.read' }, async (req, res) => {
    const actor = requireActor(req)
    const card = await findCard(actor, req)
    const department = card.state === 'draft' ? await departmentToday(card) : card.department
    const [departments, calendar, parts, issue, wouldTell] = await Promise.all([
      departmentsByCode(),
      loadedCalendar(),
      CardModel.find({ _id: { $in: card.madeFrom } })
        .sort({ raisedAt: 1 })
        .lean<Card[]>(),
      card.issue ? IssueModel.findById(card.issue, { state: 1 }).lean<Pick<Issue, 'state'>>() : null,
      card.state === 'draft' ? addresseesToday(card, department, dayOf(now())) : [],
    ])
    const departmentName = (code: string) => departments.get(code)?.name ?? code
    if (wantsPrint(req) && isPaper(card.rung)) {
      const sheet = await sheetFacts({ ...card, department })
      const model = orderSheetPage({ ...sheet, parts, departmentName, calendar, now: now() })
      return page(req, res, 'orders/sheet', model, { title: nameOf(card), print: true })
    }
    const model = orderShowPage({
      card: { ...card, department },
      rights: rightsOn(actor, card),
      issueState: issue?.state ?? null,
      departmentName,
      parts,
      wouldTell,
      calendar,
      now: now(),
    })
    await page(req, res, 'orders/show', model, {
      title: nameOf(card),
      breadcrumb: [
        { text: '督办单', href: '/orders' },
        { text: nameOf(card), href: null },
      ],
      printHref: `${hrefOf(card)}?print=1`,
      print: wantsPrint(req),
    })
  })

  get('/orders/:id/signature', { act: 'order.sign' }, async (req, res) => {
    const card = await findCard(requireActor(req), req)
    if (card.state !== 'draft')
      return redirect(req, res, hrefOf(card), {
        kind: 'warn',
        text: `这份文书${card.no ? `已由${card.signedByName}签发` : '已不待签发'}。`,
        linkText: null,
        linkHref: null,
      })
    const department = await departmentToday(card)
    const [departments, told] = await Promise.all([
      departmentsByCode(),
      addresseesToday(card, department, dayOf(now())),
    ])
    await page(
      req,
      res,
      'orders/confirm',
      signConfirmPage(card, departments.get(department)?.name ?? department, told),
      { title: '签发', breadcrumb: trail(card, '签发') },
    )
  })

  post('/orders/:id/signature', { act: 'order.sign', fields: [] }, async (req, res) => {
    const actor = requireActor(req)
    const card = await findCard(actor, req)
    const no = await signOrder(deps, actor, seenOf(card, req))
    redirect(req, res, hrefOf(card), `已签发 ${no}，并通知有关人员。`)
  })

  for (const [name, act] of [
    ['reply', 'order.reply'],
    ['rejection', 'order.sign'],
    ['revocation', 'card.askRevocation'],
  ] as const) {
    get(`/orders/:id/${name}`, { act }, async (req, res) => showForm(req, res, name, {}, {}))
  }

  post('/orders/:id/rejection', { act: 'order.sign', fields: ['text'] }, async (req, res) => {
    const { actor, card, words } = await readWords(req, res, 'rejection')
    if (words === null) return
    await dropOrder(deps, actor, seenOf(card, req), words)
    redirect(req, res, '/orders?tab=draft', `${nameOf(card)}不予签发，理由已留存。`)
  })

  post('/orders/:id/reply', { act: 'order.reply', fields: ['text'] }, async (req, res) => {
    const { actor, card, words } = await readWords(req, res, 'reply')
    if (words === null) return
    if (!can(actor, 'order.reply', card)) throw new Forbidden()
    const to = await answerOnce(req, 'order.reply', async (claim) => {
      await answerOrder(deps, actor, seenOf(card, req), words, (tx) => claim(hrefOf(card), tx.session))
      return hrefOf(card)
    })
    redirect(req, res, to, `已回复 ${nameOf(card)}，督查室会收到通知。`)
  })

  post('/orders/:id/revocation', { act: 'card.askRevocation', fields: ['text'] }, async (req, res) => {
    const { actor, card, words } = await readWords(req, res, 'revocation')
    if (words === null) return
    await askToRevoke(deps, actor, seenOf(card, req), words)
    redirect(req, res, hrefOf(card), '已申请撤销，等另一人确认。')
  })

  post('/orders/:id/revocation-decision', { act: 'card.confirmRevocation', fields: ['decision'] }, async (req, res) => {
    const actor = requireActor(req)
    const card = await findCard(actor, req)
    const read = readForm(req.body as Body, { decision: choice('决定', ['confirm', 'decline'] as const) })
    if (!read.ok) throw new NotFound()
    await decideRevocation(deps, actor, seenOf(card, req), read.value.decision)
    redirect(req, res, hrefOf(card), read.value.decision === 'confirm' ? `${nameOf(card)}已撤销。` : '没有同意撤销，仍然有效。')
  })

  return table

  async function readWords(
    req: Request,
    res: Response,
    name: keyof typeof ORDER_FORMS,
  ): Promise<{ actor: Actor; card: StoredCard; words: string | null }> {
    const actor = requireActor(req)
    const card = await findCard(actor, req)
    const { label, most } = ORDER_FORMS[name]
    const read = readForm(req.body as Body, { text: text(label, most, { required: true }) })
    if (!read.ok) await showForm(req, res, name, read.values, read.errors)
    return { actor, card, words: read.ok ? read.value.text : null }
  }

  async function showForm(
    req: Request,
    res: Response,
    name: keyof typeof ORDER_FORMS,
    values: Body,
    errors: Record<string, string>,
  ): Promise<void> {
    const card = await findCard(requireActor(req), req)
    const { title } = ORDER_FORMS[name]
    const refused = Object.keys(errors).length > 0
    await page(req, res, 'orders/form', orderFormPage(card, ORDER_FORMS[name], values, errors), {
      title: refused ? `错误：${title}` : title,
      status: refused ? 422 : 200,
      breadcrumb: trail(card, title),
    })
  }
}

const trail = (card: StoredCard, text: string) => [
  { text: '督办单', href: '/orders' },
  { text: nameOf(card), href: hrefOf(card) },
  { text, href: null },
]
