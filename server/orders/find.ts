import type { Request } from 'express'
import { Types } from 'mongoose'
import { CardModel, type Card } from '../../models/card/index.ts'
import { ORDER_TAB_NAMES, type OrderTab } from '../../models/card/orderList.ts'
import type { Actor } from '../../models/user/actor.ts'
import { can, mayEver, relationsFor, scopeFilter } from '../../models/user/permissions.ts'
import { NotFound } from '../http/errors.ts'
import { textOf, type Body } from '../lib/form.ts'
import type { Seen } from './actions.ts'
import type { OrderRights, StoredCard } from './showView.ts'

/** Offices and leaders see every card. */
export const seesAll = (actor: Actor): boolean => relationsFor(actor, 'card.read').includes('any')

/** Departments see their own cards, and of papers only what took effect. */
export const cardScope = (actor: Actor): Record<string, unknown> =>
  seesAll(actor) ? {} : { $and: [scopeFilter(actor, 'card.read'), { state: { $in: ['issued', 'revoked'] } }] }

const DEPARTMENT_TABS: readonly OrderTab[] = ['open', 'replied', 'issued', 'off']

/** The tabs that somebody has: departments see neither drafts nor requests. */
export const tabsFor = (actor: Actor): readonly OrderTab[] => (seesAll(actor) ? ORDER_TAB_NAMES : DEPARTMENT_TABS)

/** The tab of the address, the first of those that the actor has when it names none of them. */
export function askedTab(actor: Actor, asked: unknown): OrderTab {
  const tabs = tabsFor(actor)
  return tabs.find((each) => each === asked) ?? tabs[0] ?? 'open'
}

/** The card of the address. @throws NotFound also for one that is out of scope */
export async function findCard(actor: Actor, req: Request): Promise<StoredCard> {
  const id = String(req.params['id'])
  const card = /^[0-9a-f]{24}$/.test(id)
    ? await CardModel.findOne({ $and: [{ _id: new Types.ObjectId(id) }, cardScope(actor)] }).lean<StoredCard>()
    : null
  if (!card) throw new NotFound()
  return card
}

/** The version that the form carried; a post without one acts on the present version. */
export function seenOf(card: StoredCard, req: Request): Seen {
  const sent = textOf((req.body as Body)['version'])
  return { id: card._id, version: /^\d{1,9}$/.test(sent) ? Number(sent) : card.__v }
}

/** What this user may do on the card now. */
export function rightsOn(actor: Actor, card: Card): OrderRights {
  const isOwnRequest = card.revocation !== null && String(card.revocation.askedBy) === String(actor.id)
  return {
    sign: mayEver(actor, 'order.sign'),
    reply: can(actor, 'order.reply', card),
    askRevocation: mayEver(actor, 'card.askRevocation'),
    confirmRevocation: mayEver(actor, 'card.confirmRevocation') && !isOwnRequest,
  }
}
