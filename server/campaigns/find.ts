import type { Request } from 'express'
import { campaignOf, type StoredCampaign } from '../../models/campaign/queries.ts'
import { NotFound } from '../http/errors.ts'

/** The year that an address names. @throws NotFound for what is no year */
export function yearIn(req: Request): number {
  const found = /^(20\d\d|21\d\d)$/.exec(String(req.params['year']))
  if (!found) throw new NotFound()
  return Number(found[1])
}

/** The campaign that an address names. @throws NotFound when the year has none */
export async function campaignIn(req: Request): Promise<StoredCampaign> {
  const campaign = await campaignOf(yearIn(req))
  if (campaign === null) throw new NotFound()
  return campaign
}
