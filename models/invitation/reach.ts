import type { EnterpriseContact } from '../enterprise/index.ts'
import type { Invitation, InvitationChannel } from './index.ts'

/** Who is written to, and how; parts that are not on record are ''. */
export interface Contact {
  name: string
  phone: string
  email: string
}

/** What stands in the way of reaching a firm. */
export interface Lacks {
  mail: boolean
  phone: boolean
  steward: boolean
}

/** Ways to hand on an invitation without printing it, in the order in which they are tried. */
export const WAYS = ['mail', 'http', 'steward'] as const satisfies readonly InvitationChannel[]
export type Way = (typeof WAYS)[number]

/** The person named after "wrong person" if there is one, else the roster's first contact. A phone is a mobile number. */
export function contactFor(
  forwardedTo: Invitation['forwardedTo'], contacts: readonly Pick<EnterpriseContact, 'name' | 'phones' | 'email'>[],
): Contact {
  if (forwardedTo) {
    return { ...forwardedTo, phone: isMobile(forwardedTo.phone) ? forwardedTo.phone : '' }
  }
  const [first] = contacts
  return { name: first?.name ?? '', phone: first?.phones.find(isMobile) ?? '', email: first?.email ?? '' }
}

export const lacksOf = (contact: Contact, hasSteward: boolean): Lacks =>
  ({ mail: contact.email === '', phone: contact.phone === '', steward: !hasSteward })

/** The first of the ways that reaches the firm, or null. */
export function wayFor(lacks: Lacks, ways: readonly Way[]): Way | null {
  const reaches: Record<Way, boolean> = { mail: !lacks.mail, http: !lacks.phone, steward: !lacks.steward }
  return WAYS.find((way) => ways.includes(way) && reaches[way]) ?? null
}

/** A text message needs a mobile number; `138 0000 5678` and `+86` are read. */
const isMobile = (phone: string): boolean => /^(\+?86)?1\d{10}$/.test(phone.replaceAll(/[\s-]/g, ''))
