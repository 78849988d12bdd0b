import type { Request, Response } from 'express'
import type { Enterprise } from '../../models/enterprise/index.ts'
import type { Issue } from '../../models/issue/index.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import type { Visit } from '../../models/visit/index.ts'
import { act } from '../act.ts'
import { markOwnAnswer, sayOfClosing, sayOfVisit } from '../confirmations/actions.ts'
import { codeDoor, OUTSIDER } from '../confirmations/codes.ts'
import { runCoded, type Coded } from '../confirmations/coded.ts'
import { CLOSING_FIELDS, CODE_FIELDS, readClosing, readVisit, VISIT_FIELDS, type ClosingSaid, type VisitSaid } from '../confirmations/form.ts'
import { askingOf, departmentNames } from '../confirmations/subjects.ts'
import {
  answerView, closingFields, closingLines, closingSummary, endedPage, errorsOf, visitFields, visitLines, visitSummary, type SayPage,
} from '../confirmations/view.ts'
import { askOffice } from '../contactRequests/actions.ts'
import type { Deps } from '../deps.ts'
import { putContactFirst } from '../enterprises/contactChange.ts'
import { linkDoor, type OpenLink } from '../http/linkDoor.ts'
import { page, redirect } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { fieldsOf, type FieldView } from '../lib/fields.ts'
import type { Body } from '../lib/form.ts'
import { maskPhone } from '../lib/format.ts'
import { linkAddress } from '../links/actions.ts'
import { firmFacts, firmOf, ownIssue, ownVisit } from './find.ts'
import { CALL_FIELDS, CONTACT_FIELDS, DISPUTE_FIELDS, readCall, readContact, readDispute } from './form.ts'
import { firmPage, LINE, mayConfirm } from './view.ts'

interface Again { values: Body, errors: Record<string, string> }
const NOTHING: Again = { values: {}, errors: {} }

/** An opened link with its firm. */
interface AtFirm { open: OpenLink, firm: Enterprise, base: string }

/**
 * The enterprise's own page by one link. It only reads; what the firm says needs a code to the contact on record, or the
 * office rings. @source DESIGN.md §7 Links, pages.md §4
 */
export function enterprisePageRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get, post } = table
  const door = linkDoor(deps, 'enterprise')
  const codes = codeDoor(deps)
  const today = () => dayOf(deps.clock.now())

  get('/e/:token', { act: 'link' }, door.enter)

  get('/e/i/:id', { act: 'link' }, (req, res) => at(req, res, async ({ firm, base }) => {
    const [facts, nameOf] = await Promise.all([firmFacts(firm, today(), deps.clock.now()), departmentNames()])
    const addressOf = (link: Parameters<typeof linkAddress>[1]) => linkAddress(deps, link)
    await page(req, res, 'enterprisePage/show', firmPage(firm, facts, { base, nameOf, today: today(), addressOf }), {
      title: firm.name, layout: 'plain', bodyClass: 'firm',
    })
  }))

  get('/e/i/:id/issues/:no', { act: 'link' }, (req, res) => at(req, res, async (here) =>
    showIssue(req, res, here, await ownIssue(here.firm, String(req.params['no'])), NOTHING)))

  post('/e/i/:id/issues/:no', { act: 'link', fields: [...CLOSING_FIELDS, ...CODE_FIELDS] }, (req, res) => at(req, res, async (here) => {
    const issue = await ownIssue(here.firm, String(req.params['no']))
    if (issue.state === 'callBack') return run(req, res, here, closing(req, res, here, issue))
    if (issue.state === 'closed') return run(req, res, here, dispute(req, res, here, issue))
    redirect(req, res, `${here.base}/issues/${issue.no}`, '这件事的办理情况已有变化，请看最新的情况。')
  }))

  get('/e/i/:id/visits/:no', { act: 'link' }, (req, res) => at(req, res, async (here) =>
    showVisit(req, res, here, await ownVisit(here.firm, String(req.params['no'])), NOTHING)))

  post('/e/i/:id/visits/:no', { act: 'link', fields: [...VISIT_FIELDS, ...CODE_FIELDS] }, (req, res) => at(req, res, async (here) => {
    const visit = await ownVisit(here.firm, String(req.params['no']))
    if (mayConfirm(visit)) return run(req, res, here, visiting(req, res, here, visit))
    redirect(req, res, `${here.base}/visits/${visit.no}`)
  }))

  get('/e/i/:id/contact', { act: 'link' }, (req, res) => at(req, res, (here) => showContact(req, res, here, NOTHING)))

  post('/e/i/:id/contact', { act: 'link', fields: [...CONTACT_FIELDS, ...CODE_FIELDS] }, (req, res) => at(req, res, (here) =>
    run(req, res, here, {
      ...common(here, '/contact'), act: 'enterprise.contact', heading: '更换联系人', fields: CONTACT_FIELDS, read: readContact,
      wanted: { purpose: 'contact', link: here.open.link._id, subject: String(here.firm._id), owner: ownerOf(here) },
      summary: ({ name, title, phone, email }) => [[name, title].filter(Boolean).join('，'), phone, ...(email ? [email] : [])],
      again: (values, errors) => showContact(req, res, here, { values, errors }),
      apply: (tx, contact) => putContactFirst(tx, deps, String(here.firm._id), contact),
      ask: (tx, contact) => askOffice(tx, askingFor(here), { kind: 'contact', newContact: contact }),
      done: (how) => ({ to: here.base, text: how === 'code' ? '已改好，以后按新的联系人联系。' : '已收下，办公室会打电话核实后更改。' }),
    })))

  get('/e/i/:id/call', { act: 'link' }, (req, res) => at(req, res, (here) => showCall(req, res, here, NOTHING)))

  post('/e/i/:id/call', { act: 'link', fields: CALL_FIELDS }, (req, res) => at(req, res, async (here) => {
    const body = req.body as Body
    const read = readCall(body)
    if (!read.ok) return showCall(req, res, here, { values: body, errors: read.errors })
    await act(deps, OUTSIDER, 'contactRequest.create', (tx) => askOffice(tx, askingFor(here), { kind: 'call', text: read.value.text }))
    redirect(req, res, here.base, '已记下，办公室会给登记的联系人打电话。')
  }))

  return table

  /** Opens the link; one that ended says so to its holder. */
  async function at(req: Request, res: Response, show: (here: AtFirm) => Promise<void> | void): Promise<void> {
    const open = await door.opened(req)
    if (open.state === 'open') return show({ open, firm: await firmOf(open), base: `/e/i/${open.link._id}` })
    const model = endedPage(open.state, LINE)
    const status = req.method === 'POST' ? 409 : 200
    await page(req, res, 'confirmations/state', model, { title: model.heading, status, layout: 'plain', bodyClass: 'firm' })
  }

  function run<T>(req: Request, res: Response, { open }: AtFirm, coded: Coded<T>): Promise<void> {
    return runCoded(deps, codes, req, res, { link: open.link, mark: door.mark(open.token) }, coded)
  }

  function common({ base, firm }: AtFirm, place: string): Pick<Coded<never>, 'line' | 'action' | 'actor' | 'done'> {
    return {
      line: firm.name, action: `${base}${place}`, actor: { ...OUTSIDER, name: '企业联系人' },
      done: (how) => ({ to: `${base}${place}`, text: how === 'code' ? '已收下，谢谢。' : '已收下，办公室会打电话跟您核实。' }),
    }
  }

  function closing(req: Request, res: Response, here: AtFirm, issue: Issue): Coded<ClosingSaid> {
    return {
      ...common(here, `/issues/${issue.no}`), act: 'issue.callBack', heading: issue.title, fields: CLOSING_FIELDS, read: readClosing,
      summary: closingSummary, wanted: { purpose: 'closing', link: here.open.link._id, subject: issue.no, owner: ownerOf(here) },
      again: (values, errors) => showIssue(req, res, here, issue, { values, errors }),
      apply: async (tx, value) => {
        await sayOfClosing(tx, issue.no, issue.answers.length, value)
        await markOwnAnswer(tx, { kind: 'closing', no: issue.no, round: issue.answers.length }, value)
      },
      ask: (tx, { text, ...said }) => askOffice(tx, askingFor(here), {
        kind: 'closing', about: issue.no, text, said: { ...said, happened: null },
      }),
    }
  }

  /** 没有解决, of a case that is struck off: never opens it by itself; the office looks into it. */
  function dispute(req: Request, res: Response, here: AtFirm, issue: Issue): Coded<{ text: string }> {
    const toOffice = (text: string, verified: boolean) => ({ kind: 'dispute' as const, about: issue.no, text, verified })
    return {
      ...common(here, `/issues/${issue.no}`), act: 'contactRequest.create', heading: '没有解决', fields: DISPUTE_FIELDS, read: readDispute,
      summary: ({ text }) => [text], wanted: { purpose: 'dispute', link: here.open.link._id, subject: issue.no, owner: ownerOf(here) },
      again: (values, errors) => showIssue(req, res, here, issue, { values, errors }),
      apply: (tx, { text }) => askOffice(tx, askingFor(here), toOffice(text, true)),
      ask: (tx, { text }) => askOffice(tx, askingFor(here), toOffice(text, false)),
      done: () => ({ to: `${here.base}/issues/${issue.no}`, text: '已收下，办公室会核实，需要时重新办理。' }),
    }
  }

  function visiting(req: Request, res: Response, here: AtFirm, visit: Visit): Coded<VisitSaid> {
    const toOffice = ({ happened, text }: VisitSaid, verified: boolean) =>
      ({ kind: 'visit' as const, about: visit.no, text, verified, said: { solved: null, satisfaction: null, happened } })
    return {
      ...common(here, `/visits/${visit.no}`), act: 'visit.confirm', heading: '走访确认', fields: VISIT_FIELDS, read: readVisit,
      summary: visitSummary, wanted: { purpose: 'visit', link: here.open.link._id, subject: visit.no, owner: ownerOf(here) },
      again: (values, errors) => showVisit(req, res, here, visit, { values, errors }),
      apply: async (tx, value) => {
        await markOwnAnswer(tx, { kind: 'visit', no: visit.no, round: 1 }, value)
        if (value.happened) await sayOfVisit(tx, visit.no, value.text)
        else await askOffice(tx, askingFor(here), toOffice(value, true))
      },
      ask: (tx, value) => askOffice(tx, askingFor(here), toOffice(value, false)),
    }
  }

  async function formOf(
    { open }: AtFirm, action: string, fields: FieldView[], again: Again, button: string, owner: { kind: 'enterprise', id: string },
  ): Promise<NonNullable<SayPage['form']>> {
    return {
      errors: errorsOf(again.errors), action, mark: door.mark(open.token), id: open.link._id, fields, button,
      sentTo: await codes.wayTo(owner),
    }
  }

  async function showIssue(req: Request, res: Response, here: AtFirm, issue: Issue, again: Again): Promise<void> {
    const nameOf = await departmentNames()
    const { state } = issue
    const fields = state === 'callBack' ? closingFields(again.values, again.errors)
      : state === 'closed' ? [fieldsOf(again.values, again.errors).textarea('words', '没有解决的，请写明', { maxLength: 1000, rows: 4 })] : null
    await show(req, res, {
      line: here.firm.name, heading: issue.title, lines: closingLines(issue, nameOf(issue.leadDepartment), today()), text: issue.text,
      answer: answerView(issue, today()), notes: [], back: back(here),
      form: fields && await formOf(
        here, `${here.base}/issues/${issue.no}`, fields, again, state === 'closed' ? '发验证码，提出没有解决' : '发验证码，确认', ownerOf(here),
      ),
    }, issue.title, again)
  }

  async function showVisit(req: Request, res: Response, here: AtFirm, visit: Visit, again: Again): Promise<void> {
    const nameOf = await departmentNames()
    const waits = mayConfirm(visit)
    await show(req, res, {
      line: here.firm.name, heading: '走访确认', lines: visitLines(visit, nameOf, today()), text: '', answer: null,
      notes: waits ? [] : [visit.state === 'planned' ? '这次走访还没有进行。' : '这次走访已经确认过，不用再填。'], back: back(here),
      form: waits ? await formOf(
        here, `${here.base}/visits/${visit.no}`, visitFields(again.values, again.errors), again, '发验证码，确认', ownerOf(here),
      ) : null,
    }, '走访确认', again)
  }

  async function showContact(req: Request, res: Response, here: AtFirm, again: Again): Promise<void> {
    const [first] = here.firm.contacts
    const field = fieldsOf(again.values, again.errors)
    await show(req, res, {
      line: here.firm.name, heading: '联系人有误或者换了人', text: '', answer: null, notes: [], back: back(here),
      lines: [{ label: '现在是', text: first ? [first.name, first.phones.map(maskPhone).join('、')].filter(Boolean).join('，') : '没有登记' }],
      form: await formOf(here, `${here.base}/contact`, [
        field.text('name', '新的联系人', { maxLength: 60, autocomplete: 'name' }),
        field.text('title', '职务', { optional: true, maxLength: 60 }),
        field.text('phone', '手机', { maxLength: 20, type: 'tel', inputMode: 'tel' }),
        field.text('email', '邮箱', { optional: true, maxLength: 120, type: 'email' }),
      ], again, '发验证码，更换', ownerOf(here)),
    }, '更换联系人', again)
  }

  async function showCall(req: Request, res: Response, here: AtFirm, again: Again): Promise<void> {
    const refused = Object.keys(again.errors).length > 0
    await page(req, res, 'enterprisePage/call', {
      line: here.firm.name, action: `${here.base}/call`, mark: door.mark(here.open.token), id: here.open.link._id,
      errors: errorsOf(again.errors), back: back(here),
      field: fieldsOf(again.values, again.errors).textarea('words', '什么事、什么时候方便', { optional: true, maxLength: 400, rows: 3 }),
    }, { title: `${refused ? '错误：' : ''}请改为电话联系`, status: refused ? 422 : 200, layout: 'plain', bodyClass: 'firm' })
  }
}

const back = ({ base }: AtFirm) => ({ text: '回到企业专页', href: base })
const ownerOf = ({ firm }: AtFirm) => ({ kind: 'enterprise' as const, id: String(firm._id) })
const askingFor = ({ firm }: AtFirm) => askingOf(firm._id, firm.name, firm)

async function show(req: Request, res: Response, model: SayPage, title: string, { errors }: Again): Promise<void> {
  const refused = Object.keys(errors).length > 0
  await page(req, res, 'confirmations/say', model, {
    title: refused ? `错误：${title}` : title, status: refused ? 422 : 200, layout: 'plain', bodyClass: 'firm',
  })
}
