import type { Request, Response } from 'express'
import { ConfirmationModel, type ConfirmationAsked } from '../../models/confirmation/index.ts'
import { IssueModel, type Issue } from '../../models/issue/index.ts'
import { wordForRaised } from '../../models/issue/words.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { VisitModel, type Visit } from '../../models/visit/index.ts'
import { askOffice } from '../contactRequests/actions.ts'
import type { Deps } from '../deps.ts'
import { NotFound } from '../http/errors.ts'
import { linkDoor, type OpenLink } from '../http/linkDoor.ts'
import { page } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import type { Body } from '../lib/form.ts'
import { markSaid, sayOfClosing, sayOfVisit } from './actions.ts'
import { addAskingRoutes } from './askingRoutes.ts'
import { codeDoor, OUTSIDER } from './codes.ts'
import { runCoded, type Coded } from './coded.ts'
import { CLOSING_FIELDS, CODE_FIELDS, readClosing, readVisit, VISIT_FIELDS, type ClosingSaid, type VisitSaid } from './form.ts'
import { departmentNames, raiserOf, visitedOf, type Party } from './subjects.ts'
import {
  answerView, closingFields, closingLines, closingSummary, endedPage, errorsOf, saidNotes, visitFields, visitLines, visitSummary,
  type SayPage,
} from './view.ts'

const LINE = '政府走访联系'
const NOTHING = { values: {}, errors: {} }
interface Again { values: Body, errors: Record<string, string> }

/** Confirming a result or a visit by a link, and making such links. @source DESIGN.md §7 Links, Visit */
export function confirmationRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get, post } = table
  const door = linkDoor(deps, 'confirmation')
  const codes = codeDoor(deps)
  const today = () => dayOf(deps.clock.now())

  get('/c/:token', { act: 'link' }, door.enter)

  get('/c/i/:id', { act: 'link' }, async (req, res) => {
    const open = await door.opened(req)
    const asked = await askedBy(open)
    if (await hasEnded(req, res, open, asked)) return
    if (asked.kind === 'closing') await showClosing(req, res, open, asked, NOTHING)
    else await showVisit(req, res, open, asked, NOTHING)
  })

  post('/c/i/:id', { act: 'link', fields: [...CLOSING_FIELDS, ...VISIT_FIELDS, ...CODE_FIELDS] }, async (req, res) => {
    const open = await door.opened(req)
    const asked = await askedBy(open)
    if (await hasEnded(req, res, open, asked)) return
    if (asked.saidAt) return res.redirect(303, `/c/i/${open.link._id}`)
    const form = { link: open.link, mark: door.mark(open.token) }
    if (asked.kind === 'closing') await runCoded(deps, codes, req, res, form, await closing(req, res, open, asked))
    else await runCoded(deps, codes, req, res, form, await visiting(req, res, open, asked))
  })

  addAskingRoutes(table, deps)
  return table

  /** Links that ended say so to their holder; what was said before stays to be read. */
  async function hasEnded(req: Request, res: Response, { state }: OpenLink, asked: ConfirmationAsked): Promise<boolean> {
    if (state === 'open' || (state === 'expired' && asked.saidAt)) return false
    const status = req.method === 'POST' ? 409 : 200
    const model = endedPage(state, LINE)
    await page(req, res, 'confirmations/state', model, { title: model.heading, status, layout: 'plain', bodyClass: 'firm' })
    return true
  }

  async function closing(req: Request, res: Response, open: OpenLink, asked: ConfirmationAsked): Promise<Coded<ClosingSaid>> {
    const issue = await issueOf(asked)
    const { owner, asking } = await raiserOf(issue)
    const said = (value: ClosingSaid) => ({ solved: value.solved, satisfaction: value.satisfaction })
    return {
      ...common(open), act: 'issue.callBack', actor: { ...OUTSIDER, name: '提出人' }, heading: issue.title,
      fields: CLOSING_FIELDS, read: readClosing, summary: closingSummary,
      wanted: { purpose: 'closing', link: open.link._id, subject: issue.no, owner },
      again: (values, errors) => showClosing(req, res, open, asked, { values, errors }),
      apply: async (tx, value) => {
        await markSaid(tx, asked, 'code', { ...said(value), text: value.text })
        await sayOfClosing(tx, issue.no, asked.round, value)
      },
      ask: async (tx, value) => {
        await markSaid(tx, asked, 'request', { ...said(value), text: value.text })
        await askOffice(tx, asking, {
          kind: 'closing', about: issue.no, text: value.text, said: { ...said(value), happened: null },
        })
      },
    }
  }

  async function visiting(req: Request, res: Response, open: OpenLink, asked: ConfirmationAsked): Promise<Coded<VisitSaid>> {
    const visit = await visitBy(asked)
    const { owner, asking } = await visitedOf(visit)
    const toOffice = ({ happened, text }: VisitSaid, verified: boolean) =>
      ({ kind: 'visit' as const, about: visit.no, text, verified, said: { solved: null, satisfaction: null, happened } })
    return {
      ...common(open), act: 'visit.confirm', actor: OUTSIDER, heading: '走访确认',
      fields: VISIT_FIELDS, read: readVisit, summary: visitSummary,
      wanted: { purpose: 'visit', link: open.link._id, subject: visit.no, owner },
      again: (values, errors) => showVisit(req, res, open, asked, { values, errors }),
      apply: async (tx, value) => {
        await markSaid(tx, asked, 'code', value)
        if (value.happened) await sayOfVisit(tx, visit.no, value.text)
        else await askOffice(tx, asking, toOffice(value, true))
      },
      ask: async (tx, value) => {
        await markSaid(tx, asked, 'request', value)
        await askOffice(tx, asking, toOffice(value, false))
      },
    }
  }

  function common({ link }: OpenLink): Pick<Coded<never>, 'line' | 'action' | 'done'> {
    const at = `/c/i/${link._id}`
    return { line: LINE, action: at, done: () => ({ to: at, text: '已收下，谢谢。' }) }
  }

  async function showClosing(
    req: Request, res: Response, open: OpenLink, asked: ConfirmationAsked, again: Again,
  ): Promise<void> {
    const issue = await issueOf(asked)
    const waits = asked.saidAt === null && issue.state === 'callBack' && issue.answers.length === asked.round
    const nameOf = await departmentNames()
    const notes = asked.saidAt ? saidNotes(asked, today()) : waits ? [] : ['这件事的办理情况已有变化，这个链接不用再填。有疑问请打页面下方的电话。']
    await show(req, res, {
      line: LINE, heading: issue.title, lines: closingLines(issue, nameOf(issue.leadDepartment), today()), text: issue.text,
      answer: answerView(issue, today()), notes, back: null,
      form: waits ? await formOf(open, await raiserOf(issue), closingFields(again.values, again.errors), again, '发验证码，确认') : null,
    }, `${wordForRaised(issue.raiser.kind)}办理结果确认`, again)
  }

  async function showVisit(
    req: Request, res: Response, open: OpenLink, asked: ConfirmationAsked, again: Again,
  ): Promise<void> {
    const visit = await visitBy(asked)
    const waits = asked.saidAt === null && visit.state === 'done' && visit.confirmation === null
    const nameOf = await departmentNames()
    const notes = asked.saidAt ? saidNotes(asked, today()) : waits ? [] : ['这次走访已经确认过，这个链接不用再填。']
    await show(req, res, {
      line: LINE, heading: '走访确认', lines: visitLines(visit, nameOf, today()), text: '', answer: null, notes, back: null,
      form: waits ? await formOf(open, await visitedOf(visit), visitFields(again.values, again.errors), again, '发验证码，确认') : null,
    }, '走访确认', again)
  }

  async function formOf(
    { link, token }: OpenLink, { owner }: Party, fields: NonNullable<SayPage['form']>['fields'], { errors }: Again, button: string,
  ): Promise<SayPage['form']> {
    const action = `/c/i/${link._id}`
    return { errors: errorsOf(errors), action, mark: door.mark(token), id: link._id, fields, sentTo: await codes.wayTo(owner), button }
  }
}

async function show(req: Request, res: Response, model: SayPage, title: string, { errors }: Again): Promise<void> {
  const refused = Object.keys(errors).length > 0
  await page(req, res, 'confirmations/say', model, {
    title: refused ? `错误：${title}` : title, status: refused ? 422 : 200, layout: 'plain', bodyClass: 'firm',
  })
}

async function askedBy({ link }: OpenLink): Promise<ConfirmationAsked> {
  const asked = await ConfirmationModel.findById(link.subject).lean<ConfirmationAsked | null>()
  if (!asked) throw new NotFound()
  return asked
}

async function issueOf({ no }: ConfirmationAsked): Promise<Issue> {
  const issue = await IssueModel.findOne({ no }).lean<Issue | null>()
  if (!issue) throw new NotFound()
  return issue
}

async function visitBy({ no }: ConfirmationAsked): Promise<Visit> {
  const visit = await VisitModel.findOne({ no }).lean<Visit | null>()
  if (!visit) throw new NotFound()
  return visit
}
