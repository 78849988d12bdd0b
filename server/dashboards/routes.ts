import { departmentsByCode } from '../../models/department/queries.ts'
import { can, mayEver } from '../../models/user/permissions.ts'
import type { Deps } from '../deps.ts'
import { NotFound } from '../http/errors.ts'
import { page } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { departmentFigures } from './figures.ts'
import { frameOf, showDashboard, surroundingsOf } from './show.ts'
import { dashboardPage } from './view.ts'

/** The leader's page and the same page for one department. */
export function dashboardRoutes(deps: Deps): RouteTable {
  const table = routeTable()

  table.get('/dashboard', { act: 'dashboard.read' }, (req, res) => showDashboard(deps, req, res))

  table.get('/dashboard/departments/:id', { act: 'dashboard.department' }, async (req, res) => {
    const actor = requireActor(req)
    const department = (await departmentsByCode()).get(String(req.params['id']))
    if (!department || !can(actor, 'dashboard.department', department)) throw new NotFound()
    const figures = await departmentFigures(department._id, deps.clock.now())
    const model = dashboardPage(figures, await surroundingsOf(actor, figures, { only: department._id, whole: true }))
    await page(req, res, 'dashboards/show', model, {
      ...frameOf(req, figures), title: department.name,
      breadcrumb: [
        ...(mayEver(actor, 'dashboard.read') ? [{ text: '领导页', href: '/dashboard' }] : []),
        { text: department.name, href: null },
      ],
    })
  })

  return table
}
