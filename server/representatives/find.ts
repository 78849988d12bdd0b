import type { Request } from 'express'
import type { StoredCampaign } from '../../models/campaign/queries.ts'
import type { Representative } from '../../models/representative/index.ts'
import { representativeById } from '../../models/representative/queries.ts'
import type { Actor } from '../../models/user/actor.ts'
import { mayEver, scopeFilter, type Act } from '../../models/user/permissions.ts'
import { campaignIn } from '../campaigns/find.ts'
import { NotFound } from '../http/errors.ts'
import { requireActor } from '../http/signedIn.ts'

export type StoredRepresentative = Representative & { __v: number }

/**
 * The campaign and who looks, for those who may see its representatives at all. Assessed departments do not learn that there is a list.
 * @throws NotFound for everybody else
 * @source DESIGN.md §7 Roles, domain.md §1.3
 */
export async function representativesFor(req: Request): Promise<{ campaign: StoredCampaign, actor: Actor, scope: Record<string, unknown> }> {
  const actor = requireActor(req)
  if (!mayEver(actor, 'representative.read')) throw new NotFound()
  return { campaign: await campaignIn(req), actor, scope: scopeFilter(actor, 'representative.read') }
}

/** One of them. @throws NotFound outside the user's range */
export async function representativeIn(
  req: Request, act: Act = 'representative.read',
): Promise<{ campaign: StoredCampaign, actor: Actor, representative: StoredRepresentative }> {
  const { campaign, actor } = await representativesFor(req)
  const representative = await representativeById(campaign.year, String(req.params['id']), scopeFilter(actor, act))
  if (representative === null) throw new NotFound()
  return { campaign, actor, representative }
}
