import type { ClientSession, Types } from 'mongoose'
import { EnterpriseModel, type Enterprise } from '../enterprise/index.ts'
import type { Invitation } from './index.ts'
import { contactFor, lacksOf, wayFor, type Contact, type Lacks, type Way } from './reach.ts'

type Invited = Pick<Invitation, 'enterprise' | 'forwardedTo'>

/** Whom the roster names just now for an invited firm. */
export interface Reached<Row> {
  invitation: Row
  contact: Contact
  /** the present steward, who may be another than when the firm was invited */
  steward: Types.ObjectId | null
  stewardName: string
  /** what rights on the firm's numbers go by */
  firm: Pick<Enterprise, 'steward' | 'visitDepartment'> | null
  lacks: Lacks
}

/** The contacts of invited firms as the roster has them now, in the given order; a firm that is gone reaches nobody. */
export async function contactsOf<Row extends Invited>(rows: readonly Row[], session?: ClientSession): Promise<Reached<Row>[]> {
  const firms = await EnterpriseModel.find(
    { _id: { $in: rows.map(({ enterprise }) => enterprise) } }, { contacts: 1, steward: 1, visitDepartment: 1 },
  ).session(session ?? null).lean<Pick<Enterprise, '_id' | 'contacts' | 'steward' | 'visitDepartment'>[]>()
  const byId = new Map(firms.map((firm) => [String(firm._id), firm]))
  return rows.map((invitation) => {
    const firm = byId.get(String(invitation.enterprise))
    const contact = contactFor(invitation.forwardedTo, firm?.contacts ?? [])
    const steward = firm?.steward.user ?? null
    const stewardName = firm?.steward.name ?? ''
    return { invitation, contact, steward, stewardName, firm: firm ?? null, lacks: lacksOf(contact, steward !== null) }
  })
}

/** The same rows by the way that reaches each; who is reached by none stands under `none`. */
export function byWay<Row>(reached: readonly Reached<Row>[], ways: readonly Way[]): Record<Way | 'none', Reached<Row>[]> {
  const sorted: Record<Way | 'none', Reached<Row>[]> = { mail: [], http: [], steward: [], none: [] }
  for (const each of reached) sorted[wayFor(each.lacks, ways) ?? 'none'].push(each)
  return sorted
}
