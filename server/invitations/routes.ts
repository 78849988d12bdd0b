import type { Deps } from '../deps.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { addListRoutes } from './listRoutes.ts'
import { addRecordRoutes } from './recordRoutes.ts'
import { addSendingRoutes } from './sendingRoutes.ts'

/** Inviting firms to questionnaires and reminding them: the office's lists, one invitation, and the steward's own page. */
export function invitationRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  addListRoutes(table, deps)
  addSendingRoutes(table, deps)
  addRecordRoutes(table, deps)
  return table
}
