import { scopeFilter } from '../user/permissions.ts'
import type { Actor } from '../user/actor.ts'
import { ContactRequestModel, type ContactRequest, type RequestKind } from './index.ts'

export const PAGE_SIZE = 50
/** Pagers count no further. @source DESIGN.md §7 Counts */
export const COUNT_LIMIT = 1000

export interface RequestFilter { state: 'waiting' | 'settled', kind: Exclude<RequestKind, 'answer'> | null }

/** Requests under 请联系我 are decided in the triage inbox and do not stand here. */
const filterOf = (actor: Actor, { state, kind }: RequestFilter): Record<string, unknown> =>
  ({ $and: [{ state, kind: kind ?? { $ne: 'answer' } }, scopeFilter(actor, 'contactRequest.read')] })

/** One page of the list of calls, the oldest that waits first, the latest settled first. */
export async function requestPage(
  actor: Actor, asked: RequestFilter, page: number,
): Promise<{ rows: ContactRequest[], total: number, waiting: number }> {
  const filter = filterOf(actor, asked)
  const direction = asked.state === 'waiting' ? 1 : -1
  const [rows, total, waiting] = await Promise.all([
    ContactRequestModel.find(filter).sort({ receivedOn: direction, _id: 1 }).skip((page - 1) * PAGE_SIZE).limit(PAGE_SIZE).lean<ContactRequest[]>(),
    ContactRequestModel.countDocuments(filter, { limit: COUNT_LIMIT + 1 }),
    ContactRequestModel.countDocuments(filterOf(actor, { ...asked, state: 'waiting' }), { limit: COUNT_LIMIT + 1 }),
  ])
  return { rows, total, waiting }
}

/** The request of this id within what the user may see; null when there is none for them. */
export const findRequest = (actor: Actor, id: string): Promise<ContactRequest | null> =>
  ContactRequestModel.findOne({ $and: [{ _id: id, kind: { $ne: 'answer' } }, scopeFilter(actor, 'contactRequest.read')] }).lean<ContactRequest | null>()

/** How many calls the office owes, and the one that waits longest; null when none does. */
export async function callsOwed(): Promise<{ count: number, first: Pick<ContactRequest, '_id' | 'enterpriseName' | 'receivedOn' | 'kind'> | null }> {
  const filter = { state: 'waiting', kind: { $ne: 'answer' } } as const
  const [count, first] = await Promise.all([
    ContactRequestModel.countDocuments(filter, { limit: COUNT_LIMIT + 1 }),
    ContactRequestModel.findOne(filter, { enterpriseName: 1, receivedOn: 1, kind: 1 }).sort({ receivedOn: 1, _id: 1 }).lean<ContactRequest | null>(),
  ])
  return { count, first }
}
