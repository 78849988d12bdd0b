import type { Request, Response } from 'express'
import { readBallot, unmarked, type ReadBallot, type TypedBallot } from '../../models/ballot/reading.ts'
import { reportOf, reportsOf } from '../../models/report/index.ts'
import type { Deps } from '../deps.ts'
import type { Body } from '../http/body.ts'
import { linkDoor } from '../http/linkDoor.ts'
import { page, redirect, type PageOptions } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { textOf } from '../lib/form.ts'
import type { Views } from '../lib/templates.ts'
import { AlreadyVoted, castBallot, confirmReading } from './actions.ts'
import { openBallot, type OpenBallot } from './opened.ts'
import {
  ballotPage, NOTHING_CHOSEN, readingPage, reportPage, reviewPage, stateTitle, statePage, toldOf, type Chosen,
} from './view.ts'

const CHOICES = ['m-*', 'c-*']

/**
 * Voting by a link: nobody signs in, every step works as a plain form, and the choices are nowhere but in the form until
 * they are cast.
 * @source pages.md §4 Ballot, DESIGN.md §7 Ballot
 */
export function votingRoutes(deps: Deps, { get, post }: RouteTable): void {
  const door = linkDoor(deps, 'ballot')
  const open = async (req: Request) => openBallot(deps, await door.opened(req))
  const markOf = ({ link }: OpenBallot) => door.mark(link.token)

  get('/b/:token', { act: 'link' }, door.enter)

  get('/b/i/:id', { act: 'link' }, async (req, res) => {
    const opened = await open(req)
    if (!(await mayVote(req, res, opened))) return
    // the page holds no choice of anybody; a browser that keeps it brings back what was ticked when one goes back
    res.setHeader('Cache-Control', 'private, no-cache')
    await showBallot(req, res, opened, NOTHING_CHOSEN(opened))
  })

  get('/b/i/:id/papers', { act: 'link' }, async (req, res) => {
    const opened = await open(req)
    await showReading(req, res, opened)
  })

  post('/b/i/:id/receipt', { act: 'link', fields: [] }, async (req, res) => {
    const opened = await open(req)
    if (opened.standing === 'unread') await confirmReading(opened)
    redirect(req, res, `/b/i/${opened.link.link._id}`)
  })

  post('/b/i/:id/review', { act: 'link', fields: [...CHOICES, 'go'] }, async (req, res) => {
    const opened = await open(req)
    if (!(await mayVote(req, res, opened))) return
    const read = readChoices(opened, req.body as Body)
    const go = textOf((req.body as Body)['go'])
    const asked = opened.departments.find(({ code }) => go === `report-${code}`)
    if (asked) return showReport(req, res, opened, read, asked)
    if (hasComplaint(read)) return showBallot(req, res, opened, chosenOf(read), 422)
    if (go === 'change') return showBallot(req, res, opened, chosenOf(read))
    await showReview(req, res, opened, read)
  })

  post('/b/i/:id/ballot', { act: 'link', fields: [...CHOICES, 'told'] }, async (req, res) => {
    const opened = await open(req)
    if (!(await mayVote(req, res, opened))) return
    const read = readChoices(opened, req.body as Body)
    if (hasComplaint(read)) return showBallot(req, res, opened, chosenOf(read), 422)
    if (textOf((req.body as Body)['told']) !== toldOf(missingIn(opened, read))) return showReview(req, res, opened, read, 422)
    await castBallot(deps, opened, read.ballot).catch((error: unknown) => {
      if (!(error instanceof AlreadyVoted)) throw error
    })
    // whatever the phone had kept of the pages before goes; only a secure origin may ask for that
    if (deps.config.cookieSecure) res.setHeader('Clear-Site-Data', '"cache"')
    redirect(req, res, `/b/i/${opened.link.link._id}`)
  })

  /** Whether the ballot may be filled; where not, the page that says why has been sent. */
  async function mayVote(req: Request, res: Response, opened: OpenBallot): Promise<boolean> {
    const { standing } = opened
    if (standing === 'open') return true
    const posted = req.method === 'POST'
    if (standing === 'unread') {
      await showReading(req, res, opened, posted ? 409 : 200)
    } else if (standing === 'voted' && posted) {
      redirect(req, res, `/b/i/${opened.link.link._id}`)
    } else {
      const model = statePage(opened, standing, posted)
      await show(req, res, 'ballots/state', model, { title: stateTitle(opened, standing), status: posted ? 409 : 200 })
    }
    return false
  }

  async function showReading(req: Request, res: Response, opened: OpenBallot, status = 200): Promise<void> {
    const published = (await reportsOf(opened.entry.campaign)).filter(({ state }) => state === 'published')
    const model = readingPage(opened, markOf(opened), new Set(published.map(({ department }) => department)))
    await show(req, res, 'ballots/reading', model, { title: '投票前请先阅读', status })
  }

  async function showBallot(req: Request, res: Response, opened: OpenBallot, chosen: Chosen, status = 200): Promise<void> {
    const title = `${status === 422 ? '错误：' : ''}${opened.campaign.year} 年三民活动评议票`
    await show(req, res, 'ballots/ballot', ballotPage(opened, markOf(opened), chosen), { title, status })
  }

  async function showReview(req: Request, res: Response, opened: OpenBallot, read: ReadBallot, status = 200): Promise<void> {
    const model = reviewPage(opened, markOf(opened), read.ballot, missingIn(opened, read))
    await show(req, res, 'ballots/review', model, { title: '核对选票', status })
  }

  async function showReport(
    req: Request, res: Response, opened: OpenBallot, read: ReadBallot, department: { code: string, name: string },
  ): Promise<void> {
    const model = reportPage(opened, markOf(opened), read.ballot, department, await reportOf(opened.entry.campaign, department.code))
    await show(req, res, 'ballots/report', model, { title: `${department.name}述职报告` })
  }
}

const show = <K extends keyof Views & string>(
  req: Request, res: Response, name: K, model: Views[K], options: PageOptions,
) => page(req, res, name, model, { layout: 'plain', bodyClass: 'ballot', ...options })

/** Reads what was chosen. Who must stay away from a department has no mark there, whatever was posted. */
function readChoices({ departments, scale }: OpenBallot, body: Body): ReadBallot {
  const under = (prefix: string): TypedBallot['marks'] => Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [])),
  )
  const recused = new Set(departments.filter((each) => each.recused).map(({ code }) => code))
  const marks = Object.fromEntries(Object.entries(under('m-')).filter(([code]) => !recused.has(code)))
  return readBallot(departments, scale, { marks, comments: under('c-') })
}

const hasComplaint = ({ complaints, strangers }: ReadBallot) => Object.keys(complaints).length + strangers.length > 0

const missingIn = ({ departments }: OpenBallot, { ballot }: ReadBallot): string[] => {
  const recused = new Set(departments.filter((each) => each.recused).map(({ code }) => code))
  return unmarked(departments, ballot).filter((code) => !recused.has(code))
}

const STRANGERS = '表里有不属于本组的部门，那一项没有收。本组的选择都还在，请核对后再投。'
const chosenOf = ({ ballot, complaints, strangers }: ReadBallot): Chosen =>
  ({ ballot, complaints, notice: strangers.length > 0 ? STRANGERS : null })
