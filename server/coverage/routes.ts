import { allDepartments, departmentsByCode } from '../../models/department/queries.ts'
import { allDistricts } from '../../models/district/queries.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { UserModel } from '../../models/user/index.ts'
import { scopeFilter } from '../../models/user/permissions.ts'
import { campaignOf, halfYearOf, isPeriod } from '../../models/visitTask/period.ts'
import {
  coverageRows, periodsWithTasks, STANDING_FILTERS, taskRows, type CoverageRow, type VisitTaskFilter,
} from '../../models/visitTask/queries.ts'
import type { Actor } from '../../models/user/actor.ts'
import type { Deps } from '../deps.ts'
import { page, wantsPrint } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import type { ListQuery } from '../lib/listAddress.ts'
import { coveragePage, GROUPINGS, type Grouping } from './view.ts'

const SHOWN = 20

/** `/coverage`: who is not yet visited. */
export function coverageRoutes(deps: Deps): RouteTable {
  const table = routeTable()

  table.get('/coverage', { act: 'coverage.read' }, async (req, res) => {
    const actor = requireActor(req)
    const today = dayOf(deps.clock.now())
    const query = coverageQuery(req.query)
    const filter = coverageFilter(query, actor, today)
    const grouping = (Object.keys(GROUPINGS) as Grouping[]).find(each => each === query['by']) ?? 'department'
    const rows = await coverageRows(filter)
    const [names, periods, notVisited, departments] = await Promise.all([
      namesOf(grouping, rows), periodsWithTasks(), taskRows({ $and: [filter, STANDING_FILTERS.open] }, 1),
      departmentsByCode(),
    ])
    const model = coveragePage(rows, {
      query, grouping, periods, names, today, departments, groupings: Object.keys(GROUPINGS) as Grouping[],
      notVisited: notVisited.slice(0, SHOWN),
    })
    await page(req, res, 'coverage/index', model, { title: '走访覆盖', print: wantsPrint(req) })
  })

  return table
}

const NAMES = ['by', 'period', 'type'] as const

function coverageQuery(given: Record<string, unknown>): ListQuery {
  const pairs = NAMES.flatMap(name => {
    const value = given[name]
    return typeof value === 'string' && value !== '' ? [[name, value.slice(0, 20)] as const] : []
  })
  return Object.fromEntries(pairs)
}

function coverageFilter({ period, type }: ListQuery, actor: Actor, today: string): VisitTaskFilter {
  const types: Record<string, VisitTaskFilter> = {
    enterprise: { 'subject.type': 'enterprise' }, member: { 'subject.type': { $in: ['npc', 'cppcc'] } },
  }
  const present = { $in: [halfYearOf(today), campaignOf(today)] }
  const parts = [
    scopeFilter(actor, 'coverage.read'), { period: period && isPeriod(period) ? period : present },
    types[type ?? ''] ?? {},
  ]
  return { $and: parts.filter(part => Object.keys(part).length > 0) }
}

/** Names of the groups in the office's order; leaders in that of their names. */
async function namesOf(grouping: Grouping, rows: readonly CoverageRow[]): Promise<ReadonlyMap<string, string>> {
  if (grouping === 'department') return new Map((await allDepartments()).map(({ _id, name }) => [_id, name]))
  if (grouping === 'district') return new Map((await allDistricts()).map(({ _id, name }) => [_id, name]))
  const ids = [...new Set(rows.flatMap(({ subject }) => (subject.linkedLeader ? [String(subject.linkedLeader)] : [])))]
  const leaders = await UserModel.find({ _id: { $in: ids } }, { name: 1, title: 1 }).sort({ sortKey: 1 }).lean()
  return new Map(leaders.map(({ _id, name, title }) => [String(_id), [name, title].filter(Boolean).join(' ')]))
}
