import { allDepartments } from '../../models/department/queries.ts'
import { allDistricts } from '../../models/district/queries.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { mayEver } from '../../models/user/permissions.ts'
import { countVisits, visitRows } from '../../models/visit/queries.ts'
import type { Deps } from '../deps.ts'
import { page, wantsPrint } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { listFilter, listQuery, pageOf, seesAll, tabOf, tabsOf } from './listQuery.ts'
import { visitList } from './listView.ts'

export function addListRoutes({ get }: RouteTable, deps: Deps): void {
  get('/visits', { act: 'visit.read' }, async (req, res) => {
    const actor = requireActor(req)
    const query = listQuery(req)
    const mayCreate = mayEver(actor, 'visit.create')
    const tabs = tabsOf(actor, mayCreate)
    const tab = tabOf(query, tabs)
    const filter = await listFilter(query, tab, actor)
    const isOldestFirst = query['sort'] === 'onDay'
    const [rows, total, departments, districts] = await Promise.all([
      visitRows(filter, pageOf(query), isOldestFirst), countVisits(filter), allDepartments(), allDistricts(),
    ])
    const named = (list: readonly { _id: string, name: string }[]) => list.map(({ _id, name }) => ({ code: _id, name }))
    const model = visitList(rows, {
      query, tab, tabs, total, mayCreate, page: pageOf(query), today: dayOf(deps.clock.now()),
      departments: named(departments), districts: named(districts), seesAll: seesAll(actor),
    })
    await page(req, res, 'visits/index', model, { title: '走访', print: wantsPrint(req) })
  })
}
