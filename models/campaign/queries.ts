import { memoFor } from '../shared/memo.ts'
import { CampaignModel, type Campaign, type CampaignVenue } from './index.ts'

export type StoredCampaign = Campaign & { __v: number }

/** The campaign of a year, or null. */
export const campaignOf = (year: number): Promise<StoredCampaign | null> => CampaignModel.findOne({ year }).lean<StoredCampaign>().exec()

/** All campaigns, the newest first. */
export const allCampaigns = (): Promise<StoredCampaign[]> =>
  CampaignModel.find({}).sort({ year: -1 }).limit(50).lean<StoredCampaign[]>().exec()

/**
 * The campaign that pages without a year mean: the latest one that has begun, else the earliest that is being planned; null when
 * there is none.
 */
export async function currentCampaign(now: Date): Promise<StoredCampaign | null> {
  const campaigns = await allCampaigns()
  return campaigns.find(({ startedAt }) => startedAt !== null && startedAt <= now) ?? campaigns.at(-1) ?? null
}

/** The same, kept some seconds: each page's top bar names it. */
export const currentCampaignKept = memoFor(
  5_000, (now: Date) => currentCampaign(now), (now) => String(Math.floor(now.getTime() / 60_000)),
)

/** The group that a department is judged in, or null. */
export const groupOf = ({ groups }: Pick<Campaign, 'groups'>, department: string): number | null =>
  groups.find(({ departments }) => departments.includes(department))?.no ?? null

export const venueOf = ({ venues }: Pick<Campaign, 'venues'>, code: string): CampaignVenue | null =>
  venues.find((venue) => venue.code === code) ?? null
