import type { Request, Response } from 'express'
import { readStep, missingIn, strangersIn, type Typed } from '../../models/answer/steps.ts'
import type { Section } from '../../models/questionnaire/items.ts'
import type { Deps } from '../deps.ts'
import type { Body } from '../http/body.ts'
import { BadForm, NotFound } from '../http/errors.ts'
import { linkDoor } from '../http/linkDoor.ts'
import { page, redirect, type PageOptions } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import type { Views } from '../lib/templates.ts'
import { textOf } from '../lib/form.ts'
import { AlreadyAnswered, saveStep, sendAnswer } from './actions.ts'
import { markDevice, openInvitation, type Opened } from './opened.ts'
import { sinceLastRound } from './lastRound.ts'
import { admitDevice, restartDraft, resumptionDoor } from './resumption.ts'
import { digitsPage, reviewPage, startPage, statePage, stepPage, typedLines } from './view.ts'

/** Answering by a link: nobody signs in, every step works as a plain form. @source pages.md §4, DESIGN.md §7 */
export function answerRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get, post } = table
  const door = linkDoor(deps, 'questionnaire')
  const resumption = resumptionDoor()
  const open = async (req: Request) => openInvitation(deps, req, await door.opened(req))
  const markOf = ({ link }: Opened) => door.mark(link.token)

  /** Whether the answer may go on; where not, the page that says why has been sent, with what was typed. */
  async function mayGoOn(req: Request, res: Response, opened: Opened, typed: Typed = {}): Promise<boolean> {
    const { standing } = opened
    if (standing === 'open' || standing === 'grace') return true
    const posted = req.method === 'POST'
    if (standing === 'answered' && posted) {
      redirect(req, res, opened.path)
      return false
    }
    const kept = typedLines(opened.version.sections[Number(req.params['step']) - 1], typed)
    const status = posted ? 409 : 200
    if (standing === 'locked') {
      const model = digitsPage(opened, markOf(opened), await resumption.knows(opened), null, kept)
      await show(req, res, 'answers/digits', model, { title: '接着填写', status })
    } else {
      const model = statePage(opened, standing, kept)
      await show(req, res, 'answers/state', model, { title: STATE_TITLES[standing], status })
    }
    return false
  }

  get('/q/:token', { act: 'link' }, door.enter)

  get('/q/i/:id', { act: 'link' }, async (req, res) => {
    const opened = await open(req)
    if (!(await mayGoOn(req, res, opened))) return
    await show(req, res, 'answers/start', startPage(opened, await sinceLastRound(opened)), { title: opened.questionnaire.title })
  })

  get('/q/i/:id/review', { act: 'link' }, async (req, res) => {
    const opened = await open(req)
    if (!(await mayGoOn(req, res, opened))) return
    await show(req, res, 'answers/review', reviewPage(opened, markOf(opened)), { title: '看一遍再提交' })
  })

  get('/q/i/:id/:step', { act: 'link' }, async (req, res) => {
    const opened = await open(req)
    if (!(await mayGoOn(req, res, opened))) return
    const { step, section } = stepOf(req, opened)
    markDevice(deps, res, opened)
    await show(req, res, 'answers/step', stepPage(opened, step, section, markOf(opened)), { title: section.title })
  })

  post('/q/i/:id/answer', { act: 'link', fields: [] }, async (req, res) => {
    const opened = await open(req)
    if (!(await mayGoOn(req, res, opened))) return
    const outdated = isOutdated(req, opened)
    if (outdated || missingIn(opened.version.sections, opened.values).length > 0) {
      await show(
        req, res, 'answers/review', reviewPage(opened, markOf(opened), outdated ? OUTDATED : null),
        { title: '错误：还有题要填', status: outdated ? 409 : 422 },
      )
      return
    }
    await sendAnswer(deps, opened).catch(unlessAnswered)
    redirect(req, res, opened.path)
  })

  post('/q/i/:id/resumption', { act: 'link', fields: ['digits'] }, async (req, res) => {
    const opened = await open(req)
    if (opened.standing === 'locked') {
      const error = await resumption.check(opened, textOf((req.body as Body)['digits']))
      if (error !== null) {
        await show(
          req, res, 'answers/digits', digitsPage(opened, markOf(opened), await resumption.knows(opened), error.text),
          { title: '错误：接着填写', status: error.status },
        )
        return
      }
      await admitDevice(opened, markDevice(deps, res, opened))
    }
    redirect(req, res, opened.path)
  })

  post('/q/i/:id/restart', { act: 'link', fields: [] }, async (req, res) => {
    const opened = await open(req)
    if (opened.standing === 'locked' && !(await resumption.knows(opened))) {
      await restartDraft(opened, markDevice(deps, res, opened))
    }
    redirect(req, res, opened.path)
  })

  post('/q/i/:id/:step', { act: 'link', fields: ['a-*', 'go'] }, async (req, res) => {
    const opened = await open(req)
    const typed = typedOf(req.body as Body)
    if (!(await mayGoOn(req, res, opened, typed))) return
    if (isOutdated(req, opened)) return showOutdated(req, res, opened, typed, markOf(opened))
    const { step, section } = stepOf(req, opened)
    if (strangersIn(section, typed).length > 0) throw new BadForm('表单里有这一部分没有的题，没有收下。请刷新页面后重新填写。')
    const back = textOf((req.body as Body)['go']) === 'back'
    const read = readStep(section, typed, back ? 'back' : 'on')
    if (!read.ok) {
      await show(
        req, res, 'answers/step', stepPage(opened, step, section, markOf(opened), { typed, errors: read.errors }),
        { title: `错误：${section.title}`, status: 422 },
      )
      return
    }
    const saved = await saveStep(
      { ...opened, device: markDevice(deps, res, opened) }, step, section, read.values,
    ).catch(unlessAnswered)
    const next = step < opened.version.sections.length ? `/${step + 1}` : '/review'
    const to = back ? `/${Math.max(1, step - 1)}` : next
    redirect(req, res, `${opened.path}${saved ? to : ''}`)
  })

  return table
}

const OUTDATED = '问卷在您打开之后换了新版本，这一步还没有存。您填的内容已放进新版的对应题目，请看一眼再继续。'
const STATE_TITLES = { answered: '已提交', notYet: '问卷还没有开始', closed: '问卷已截止', revoked: '链接已撤销' } as const

const show = <K extends keyof Views & string>(
  req: Request, res: Response, name: K, model: Views[K], options: PageOptions,
) =>
  page(req, res, name, model, { layout: 'plain', bodyClass: 'answer', ...options })

const typedOf = (body: Body): Typed =>
  Object.fromEntries(Object.entries(body).flatMap(([name, value]) =>
    (name.startsWith('a-') ? [[name.slice(2), value]] : [])))

const isOutdated = (req: Request, { version }: Opened) => textOf((req.body as Body)['version']) !== String(version.n)

function stepOf(req: Request, { version }: Opened): { step: number, section: Section } {
  const word = String(req.params['step'])
  const section = /^[1-9]\d?$/.test(word) ? version.sections[Number(word) - 1] : undefined
  if (!section) throw new NotFound()
  return { step: Number(word), section }
}

/** The page was made from questions no longer asked: the present ones with what fits, the rest as lines to copy. */
async function showOutdated(req: Request, res: Response, opened: Opened, typed: Typed, mark: string): Promise<void> {
  const { version, questionnaire } = opened
  const step = Math.min(Math.max(1, Math.trunc(Number(req.params['step'])) || 1), version.sections.length)
  const section = version.sections[step - 1]
  if (!section) throw new NotFound()
  const strange = new Set(strangersIn(section, typed))
  const former = questionnaire.versions.find(({ n }) => String(n) === textOf((req.body as Body)['version']))
  const strangeTyped = Object.fromEntries(Object.entries(typed).filter(([key]) => strange.has(key)))
  const leftOver = typedLines(former?.sections[step - 1], strangeTyped)
  const again = { typed: { ...opened.values, ...typed }, errors: {}, notice: OUTDATED, leftOver }
  const model = stepPage(opened, step, section, mark, again)
  await show(req, res, 'answers/step', model, { title: `错误：${section.title}`, status: 409 })
}

function unlessAnswered(error: unknown): null {
  if (error instanceof AlreadyAnswered) return null
  throw error
}
