import { headsOn } from '../../models/dashboard/heads.ts'
import { departmentsByCode } from '../../models/department/queries.ts'
import { dayOf, yearOf } from '../../models/shared/calendarDay.ts'
import { can } from '../../models/user/permissions.ts'
import { campaignOf, halfYearOf } from '../../models/visitTask/period.ts'
import { coverageRows } from '../../models/visitTask/queries.ts'
import { departmentFigures } from '../dashboards/figures.ts'
import type { Deps } from '../deps.ts'
import { NotFound } from '../http/errors.ts'
import { page } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { dateTimeText } from '../lib/format.ts'
import { provincialFacts } from '../provincialResults/beside.ts'
import { indexFacts } from '../results/indexFacts.ts'
import { departmentPage } from './view.ts'

/** One department's page for the staff. */
export function departmentRoutes(deps: Deps): RouteTable {
  const table = routeTable()

  table.get('/departments/:id', { act: 'department.read' }, async (req, res) => {
    const actor = requireActor(req)
    const department = (await departmentsByCode()).get(String(req.params['id']))
    if (!department || !can(actor, 'department.read', department)) throw new NotFound()
    const now = deps.clock.now()
    const today = dayOf(now)
    const [figures, tasks, heads] = await Promise.all([
      departmentFigures(department._id, now),
      coverageRows({ period: { $in: [halfYearOf(today), campaignOf(today)] }, department: department._id }),
      headsOn(today),
    ])
    const evaluated = department.group !== null && can(actor, 'score.read', { department: department._id })
    const model = departmentPage(department, figures, tasks, {
      dashboard: can(actor, 'dashboard.department', department), head: heads.get(department._id) ?? null,
      scoreHref: evaluated ? `/campaigns/${yearOf(today)}/scores/${department._id}` : null,
    })
    const facts = [...model.facts, ...(evaluated ? await provincialFacts(actor, yearOf(today)) : []), ...await indexFacts(actor, department.district)]
    await page(req, res, 'departments/show', { ...model, facts }, {
      title: department.name, breadcrumb: [{ text: '首页', href: '/' }, { text: department.name, href: null }],
      updatedText: `数字截至 ${dateTimeText(figures.at, today)}`,
    })
  })

  return table
}
