import type { Deps } from '../deps.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { commentRoutes } from './commentRoutes.ts'
import { officeRoutes } from './officeRoutes.ts'
import { votingRoutes } from './votingRoutes.ts'

/** The secret vote: its key, its letters, the ballot itself, 启封. */
export function ballotRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  votingRoutes(deps, table)
  officeRoutes(deps, table)
  commentRoutes(deps, table)
  return table
}
