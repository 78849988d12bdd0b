import { page } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { partsPage } from './samples.ts'

/** The living style sheet. The app mounts it in development only. */
export function partsRoutes(): RouteTable {
  const table = routeTable()
  table.get(
    '/admin/parts', { act: 'account.own' }, (req, res) => page(req, res, 'parts/index', partsPage(), { title: '部件' }),
  )
  return table
}
