import type { Request } from 'express'
import { ballotKeyOf, type StoredKey } from '../../models/ballot/queries.ts'
import type { CampaignVenue } from '../../models/campaign/index.ts'
import type { StoredCampaign } from '../../models/campaign/queries.ts'
import { allDepartments } from '../../models/department/queries.ts'
import type { Actor } from '../../models/user/actor.ts'
import { can, type Act } from '../../models/user/permissions.ts'
import { campaignIn } from '../campaigns/find.ts'
import { NotFound } from '../http/errors.ts'

/** The campaign of the address and the key of its ballots, as far as there is one. */
export async function ballotsIn(req: Request): Promise<{ campaign: StoredCampaign, key: StoredKey | null }> {
  const campaign = await campaignIn(req)
  return { campaign, key: await ballotKeyOf(campaign.year) }
}

/** The venues at which the user may do the act: district officers have their own district's alone. */
export async function venuesFor(actor: Actor, act: Act, campaign: StoredCampaign): Promise<CampaignVenue[]> {
  const departments = await allDepartments()
  const office = (district: string | null) =>
    (district === null ? null : departments.find((each) => each.kind === 'district' && each.district === district)?._id)
  return campaign.venues.filter(({ district }) => can(actor, act, { districtDepartment: office(district) ?? null }))
}

/** @throws NotFound for a venue that is none of theirs */
export async function venueFor(actor: Actor, act: Act, campaign: StoredCampaign, code: string): Promise<CampaignVenue> {
  const venue = (await venuesFor(actor, act, campaign)).find((each) => each.code === code)
  if (!venue) throw new NotFound()
  return venue
}
