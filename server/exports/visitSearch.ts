import type { Actor } from '../../models/user/actor.ts'
import { mayEver } from '../../models/user/permissions.ts'
import { listFilter, tabOf, tabsOf } from '../visits/listQuery.ts'

/** The address of the list of visits as a stored condition and order: the very filter of the list on the screen. */
export async function readVisitSearch(
  actor: Actor, query: Readonly<Record<string, string>>,
): Promise<{ filter: Record<string, unknown>, sort: Record<string, 1 | -1> }> {
  const tab = tabOf(query, tabsOf(actor, mayEver(actor, 'visit.create')))
  const direction = query['sort'] === 'onDay' ? 1 : -1
  return { filter: await listFilter(query, tab, actor), sort: { onDay: direction, _id: direction } }
}
