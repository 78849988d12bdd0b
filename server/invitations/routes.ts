import type { Deps } from '../deps.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { addCallRoutes } from './callRoutes.ts'
import { addLetterRoutes } from './letterRoutes.ts'
import { addListRoutes } from './listRoutes.ts'
import { addRecordRoutes } from './recordRoutes.ts'
import { addReminderRoutes } from './reminderRoutes.ts'
import { addSendingRoutes } from './sendingRoutes.ts'
import { addStewardRoutes } from './stewardRoutes.ts'

/** Inviting firms to questionnaires and reminding them: the office's lists, one invitation, and the steward's own page. */
export function invitationRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  addListRoutes(table, deps)
  addSendingRoutes(table, deps)
  addRecordRoutes(table, deps)
  addLetterRoutes(table, deps)
  addReminderRoutes(table, deps)
  addCallRoutes(table, deps)
  addStewardRoutes(table, deps)
  return table
}
