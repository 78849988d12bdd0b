import type { Request } from 'express'
import { CardModel } from '../../models/card/index.ts'
import { findIssue } from '../../models/issue/queries.ts'
import { scopeFilter, type Act } from '../../models/user/permissions.ts'
import { NotFound } from '../http/errors.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'

interface Linked {
  slug: string
  act: Act
  /** the cards of the case that the act can be about, newest first */
  filter: Record<string, unknown>
  place: string
}

/**
 * Acts on a case's papers have their address under the case; the papers' own pages do them. @source DESIGN.md §7 Issue
 */
const LINKED: readonly Linked[] = [
  { slug: 'order-reply', act: 'order.reply', filter: { rung: 'L3', state: 'issued', reply: null }, place: 'reply' },
  {
    slug: 'card-revocation',
    act: 'card.askRevocation',
    filter: { state: 'issued', revocation: null },
    place: 'revocation',
  },
]

/** A GET leads to the paper's form; a POST is passed on with its body (307). */
export function addLinkedRoutes({ get, post }: RouteTable): void {
  for (const linked of LINKED) {
    get(`/issues/:no/${linked.slug}`, { act: linked.act }, async (req, res) =>
      res.redirect(303, await placeOf(req, linked)),
    )
    post(`/issues/:no/${linked.slug}`, { act: linked.act, fields: ['text'] }, async (req, res) =>
      res.redirect(307, await placeOf(req, linked)),
    )
  }
}

async function placeOf(req: Request, { act, filter, place }: Linked): Promise<string> {
  const actor = requireActor(req)
  const issue = await findIssue(actor, String(req.params['no']))
  const card =
    issue
    && (await CardModel.findOne({ $and: [{ issue: issue._id, ...filter }, scopeFilter(actor, act)] }, { _id: 1 })
      .sort({ issuedAt: -1 })
      .lean())
  if (!card) throw new NotFound()
  return `/orders/${String(card._id)}/${place}`
}
