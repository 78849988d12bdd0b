import { randomUUID } from 'node:crypto'
import type { Request, Response } from 'express'
import { currentCampaignKept } from '../../models/campaign/queries.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { departmentName } from '../../models/department/queries.ts'
import { mayEver } from '../../models/user/permissions.ts'
import { unreadCount } from '../../models/notice/queries.ts'
import { campaignLine } from '../campaigns/line.ts'
import { dateTimeText } from '../lib/format.ts'
import type { Flash, Frame } from '../lib/frame.ts'
import { render, type Layout, type Views } from '../lib/templates.ts'
import { readContact } from '../lib/contact.ts'
import { csrfToken } from './csrf.ts'
import { setFlash, takeFlash } from './flash.ts'
import { navOf } from './nav.ts'
import { orWords } from './reach.ts'
import { actorFrom, sessionUser } from './signedIn.ts'

/** What a handler says about its page beside the model. */
export interface PageOptions {
  title: string
  status?: number
  layout?: Layout
  breadcrumb?: { text: string, href: string | null }[]
  updatedText?: string | null
  /** address of the print view; `print: true` draws it */
  printHref?: string | null
  print?: boolean
  bodyClass?: string
  /** a form stands on a page that needs no account; elsewhere nobody without account gets a session */
  form?: boolean
  /** the row of links on pages for citizens; in its place staff see their own */
  nav?: Frame['nav']
  flash?: Flash
}

/** Answers with a page: the model in its template, the template in its frame. */
export async function page<K extends keyof Views & string>(req: Request, res: Response, name: K, model: Views[K], options: PageOptions): Promise<void> {
  const frame = await frameOf(req, res, options)
  res.status(options.status ?? 200).type('html').send(render(name, model, frame, options.layout ?? 'page'))
}

/** Answers a post: the banner, then the page that shows what became of it. */
export function redirect(req: Request, res: Response, to: string, flash?: Flash | string): void {
  const { keys } = req.app.locals.deps
  if (flash !== undefined) setFlash(res, typeof flash === 'string' ? { kind: 'done', text: flash, linkText: null, linkHref: null } : flash, keys.session)
  res.redirect(303, to)
}

/** Whether the print view was asked for (`?print=1`). */
export const wantsPrint = (req: Request): boolean => req.query['print'] === '1'

export async function frameOf(req: Request, res: Response, options: PageOptions): Promise<Frame> {
  const { deps } = req.app.locals
  const now = deps.clock.now()
  const actor = actorFrom(req)
  const [notices, department, campaign] = actor?.id
    ? await Promise.all([unreadCount(actor.id), departmentName(actor.department), currentCampaignKept(now)])
    : [null, '', null]
  const name = actor?.name ?? ''
  return {
    title: options.title,
    product: '走访联系与三民评议',
    campaignLine: actor && campaign ? campaignLine(campaign, now) : null,
    user: actor ? { name, department } : null,
    ...(options.nav ? { nav: options.nav, phoneNav: [] } : actor ? navOf(actor, req.path, campaign?.year) : { nav: [], phoneNav: [] }),
    notices,
    csrf: options.form || sessionUser(req) ? csrfToken(req) : '',
    once: randomUUID(),
    flash: options.flash ?? takeFlash(req, res, deps.keys.session),
    search: actor !== null && mayEver(actor, 'search.read'),
    breadcrumb: (options.breadcrumb ?? []).map(({ text, href }) => ({ text, href: orWords(req, href) })),
    contact: await readContact(),
    updatedText: options.updatedText ?? null,
    printHref: options.printHref ?? null,
    print: options.print ?? false,
    printedBy: `${name} ${dateTimeText(now, dayOf(now))} 打印`.trim(),
    bodyClass: options.bodyClass ?? null,
  }
}
