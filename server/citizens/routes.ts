import { routeTable, type RouteTable } from '../http/routes.ts'
import { publicPage } from './page.ts'
import { ACCESSIBILITY, PRIVACY } from './statements.ts'

/** What every page for citizens links to at its foot. */
export function citizenRoutes(): RouteTable {
  const table = routeTable()
  const { get } = table
  get('/public/accessibility', { act: 'public' }, (req, res) =>
    publicPage(req, res, 'citizens/statement', ACCESSIBILITY, { title: ACCESSIBILITY.heading }))
  get('/public/privacy', { act: 'public' }, (req, res) =>
    publicPage(req, res, 'citizens/statement', PRIVACY, { title: PRIVACY.heading }))
  return table
}
