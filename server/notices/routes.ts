import { Types } from 'mongoose'
import { markRead, noticePage } from '../../models/notice/list.ts'
import { unreadCount } from '../../models/notice/queries.ts'
import type { Deps } from '../deps.ts'
import { NotFound } from '../http/errors.ts'
import { page, redirect } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { textOf, type Body } from '../lib/form.ts'
import { noticesPage } from './view.ts'

/**
 * 通知: what the product has told this user. Marking as read changes a trace of the reader alone, so it is no audited
 * act.
 */
export function noticeRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get, post } = table

  get('/notices', { act: 'notice.read' }, async (req, res) => {
    const user = requireActor(req).id
    if (user === null) throw new NotFound()
    const tab = req.query['tab'] === 'all' ? 'all' : 'unread'
    const pageNumber = Math.max(1, Math.trunc(Number(req.query['page'] ?? 1)) || 1)
    const [found, unread] = await Promise.all([noticePage(user, tab === 'unread', pageNumber), unreadCount(user)])
    await page(
      req,
      res,
      'notices/index',
      noticesPage({ ...found, tab, unread, page: pageNumber, now: deps.clock.now() }),
      { title: '通知' },
    )
  })

  post('/notices/reading', { act: 'notice.read', fields: [] }, async (req, res) => {
    const user = requireActor(req).id
    if (user === null) throw new NotFound()
    const count = await markRead(user, null, deps.clock.now())
    redirect(req, res, '/notices', `${count} 条通知已标为已读。`)
  })

  post('/notices/:id/reading', { act: 'notice.read', fields: ['tab'] }, async (req, res) => {
    const user = requireActor(req).id
    const id = String(req.params['id'])
    if (user === null || !/^[0-9a-f]{24}$/.test(id)) throw new NotFound()
    await markRead(user, new Types.ObjectId(id), deps.clock.now())
    redirect(req, res, textOf((req.body as Body)['tab']) === 'all' ? '/notices?tab=all' : '/notices')
  })

  return table
}
