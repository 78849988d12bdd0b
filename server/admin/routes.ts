import type { Deps } from '../deps.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { auditPages } from './audit.ts'
import { calendarPages } from './calendar.ts'
import { categoryPages } from './categories.ts'
import { departmentPages } from './departments.ts'
import { districtPages } from './districts.ts'
import { jobPages } from './jobs.ts'
import { ladderPages } from './ladder.ts'
import { outboxPages } from './outbox.ts'
import { postPages } from './posts.ts'
import { rightPages } from './rights.ts'

/** Administration: reference data, calendar, jobs, outbox, audit, rights. Accounts are in server/users, the register in server/exports. */
export function adminRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  departmentPages(table, deps)
  districtPages(table, deps)
  categoryPages(table, deps)
  postPages(table, deps)
  ladderPages(table, deps)
  calendarPages(table, deps)
  jobPages(table, deps)
  outboxPages(table, deps)
  auditPages(table, deps)
  rightPages(table)
  return table
}
