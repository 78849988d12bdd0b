import type { Deps } from '../deps.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { addFormRoutes } from './formRoutes.ts'
import { addListRoutes } from './listRoutes.ts'
import { addPlanRoutes } from './planRoutes.ts'
import { addRecordRoutes } from './recordRoutes.ts'

/** Visits: the list, recording and correcting, plans, the record and its confirmation. Fixed addresses before `:no`. */
export function visitRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  addListRoutes(table, deps)
  addFormRoutes(table, deps)
  addPlanRoutes(table, deps)
  addRecordRoutes(table, deps)
  return table
}
