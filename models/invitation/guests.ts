import type { Types } from 'mongoose'
import { EnterpriseModel, type Enterprise } from '../enterprise/index.ts'
import { enterpriseFilter, type EnterpriseSearch } from '../enterprise/queries.ts'
import { InvitationModel } from './index.ts'
import { contactFor, lacksOf, type Lacks } from './reach.ts'

/** One firm of the roster that would be invited, with what stands in the way of reaching it. */
export interface Guest extends Pick<Enterprise, '_id' | 'name' | 'district' | 'industry' | 'size' | 'steward'> {
  lacks: Lacks
}

/** What an invitation of the firms found would come to. */
export interface Preview {
  guests: Guest[]
  /** found, and invited before */
  already: number
}

type Found = Omit<Guest, 'lacks'> & Pick<Enterprise, 'contacts'>
const FOUND = {
  name: 1, district: 1, industry: 1, size: 1, steward: 1, 'contacts.name': 1, 'contacts.phones': 1, 'contacts.email': 1,
} as const

/** The firms that a search of the roster finds and that were not invited to this questionnaire yet. */
export async function guestsOf(questionnaire: Types.ObjectId, search: EnterpriseSearch): Promise<Preview> {
  const [found, invited] = await Promise.all([
    EnterpriseModel.find(enterpriseFilter(search), FOUND).sort({ sortKey: 1 }).lean<Found[]>(),
    InvitationModel.distinct('enterprise', { questionnaire }),
  ])
  const known = new Set(invited.map(String))
  const guests = found.filter(({ _id }) => !known.has(String(_id))).map(({ contacts, ...firm }) =>
    ({ ...firm, lacks: lacksOf(contactFor(null, contacts), firm.steward.user !== null) }))
  return { guests, already: found.length - guests.length }
}
