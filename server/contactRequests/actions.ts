import type { Types } from 'mongoose'
import { idsWithRole } from '../../models/card/people.ts'
import {
  ContactRequestModel, REQUEST_KINDS, type ContactRequest, type NewContact, type RequestKind,
} from '../../models/contactRequest/index.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import type { Actor } from '../../models/user/actor.ts'
import { scopeFilter } from '../../models/user/permissions.ts'
import { act, type Tx } from '../act.ts'
import type { Deps } from '../deps.ts'
import { putContactFirst } from '../enterprises/contactChange.ts'

/** Who wants to be rung, as the roster or the case knows them. */
export interface Asking {
  enterprise: Types.ObjectId | null
  name: string
  steward: Types.ObjectId | null
  contact: { name: string, phone: string }
}

/** What is wanted or was said; everything but the kind may be left out. */
export type Wanted = { kind: Exclude<RequestKind, 'answer'> }
  & Partial<Pick<ContactRequest, 'about' | 'text' | 'said' | 'newContact' | 'verified'>>

/**
 * Puts a request on the office's list of calls and tells the office and the firm's 服务专员. A second one of the same kind
 * about the same thing, while the first still waits, takes its place.
 */
export async function askOffice(tx: Tx, asking: Asking, wanted: Wanted): Promise<void> {
  const { kind, about = '', text = '', said = null, newContact = null, verified = false } = wanted
  const openKey = `${kind} ${String(asking.enterprise ?? '')} ${about}`
  const content = { text, said, newContact, verified, contact: asking.contact }
  const found = await ContactRequestModel.findOneAndUpdate(
    { openKey }, { $set: content, $inc: { __v: 1 } }, { session: tx.session },
  ).lean<ContactRequest | null>()
  if (found) return void tx.audit({ record: { type: 'contactRequest', id: found._id, no: about }, changes: { kind, again: 'yes' } })
  const [made] = await ContactRequestModel.create([{
    ...content, kind, about, openKey, enterprise: asking.enterprise, enterpriseName: asking.name, steward: asking.steward,
    receivedOn: dayOf(tx.now),
  }], { session: tx.session })
  if (!made) throw new Error('The request was not stored')
  tx.audit({ record: { type: 'contactRequest', id: made._id, no: about }, changes: { kind } })
  tx.tell({
    to: [...(await idsWithRole('coordinator')), asking.steward],
    template: 'contactRequest.received', link: `/contact-requests/${made._id}`, key: `contactRequest:${made._id}`,
    facts: { act: REQUEST_KINDS[kind], no: about, category: '', day: '' },
  })
}

/** Somebody else noted it first, or it is outside one's range. */
export class AlreadySettled extends Error {}

/**
 * 记核实结果: who rang says what came of it, once.
 * @param contact taken into the roster with it; null = the roster stays
 * @throws AlreadySettled
 */
export const settleRequest = (
  deps: Deps, actor: Actor, { _id: id, enterprise }: Pick<ContactRequest, '_id' | 'enterprise'>, note: string,
  contact: NewContact | null,
): Promise<void> =>
  act(deps, actor, 'contactRequest.settle', async (tx) => {
    const settled = await ContactRequestModel.findOneAndUpdate(
      { $and: [{ _id: id, state: 'waiting', kind: { $ne: 'answer' } }, scopeFilter(actor, 'contactRequest.settle')] },
      {
        $set: {
          // whom to ring is of no more use; the roster has it if it was right
          'contact.phone': '', newContact: null, state: 'settled', openKey: null, note, decidedBy: actor.id, decidedByName: actor.name, decidedAt: tx.now,
        },
        $inc: { __v: 1 },
      },
      { session: tx.session },
    ).lean<ContactRequest | null>()
    if (!settled) throw new AlreadySettled()
    if (contact && enterprise) await putContactFirst(tx, deps, String(enterprise), contact)
    tx.audit({ record: { type: 'contactRequest', id, no: settled.about }, changes: { state: 'settled' }, reason: note })
  })
