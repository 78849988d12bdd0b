import { yearOf, type CivilDay } from '../shared/calendarDay.ts'
import { memoFor } from '../shared/memo.ts'
import { CampaignModel, type Campaign, type CampaignVenue } from './index.ts'

export type StoredCampaign = Campaign & { __v: number }

/** The campaign of a year, or null. */
export const campaignOf = (year: number): Promise<StoredCampaign | null> => CampaignModel.findOne({ year }).lean<StoredCampaign>().exec()

/** All campaigns, the newest first. */
export const allCampaigns = (): Promise<StoredCampaign[]> =>
  CampaignModel.find({}).sort({ year: -1 }).limit(50).lean<StoredCampaign[]>().exec()

/**
 * The campaign that pages without a year mean: of those without results the latest that has begun, else the earliest in planning;
 * when all have results the latest. Null when there is none.
 */
export async function currentCampaign(now: Date): Promise<StoredCampaign | null> {
  const campaigns = await allCampaigns()
  const open = campaigns.filter(({ publishedAt }) => publishedAt === null || publishedAt > now)
  return open.find(({ startedAt }) => startedAt !== null && startedAt <= now) ?? open.at(-1) ?? campaigns[0] ?? null
}

/** The same, kept some seconds: each page's top bar names it. */
export const currentCampaignKept = memoFor(
  5_000, (now: Date) => currentCampaign(now), (now) => String(Math.floor(now.getTime() / 60_000)),
)

/** The year whose pool is being filled on a day: that of the latest campaign without results, else the day's own. */
export async function yearOfPool(today: CivilDay): Promise<number> {
  const open = await CampaignModel.findOne({ publishedAt: null }, { year: 1 }).sort({ year: -1 }).lean<Pick<Campaign, 'year'>>()
  return open?.year ?? yearOf(today)
}

/** The group that a department is judged in, or null. */
export const groupOf = ({ groups }: Pick<Campaign, 'groups'>, department: string): number | null =>
  groups.find(({ departments }) => departments.includes(department))?.no ?? null

export const venueOf = ({ venues }: Pick<Campaign, 'venues'>, code: string): CampaignVenue | null =>
  venues.find((venue) => venue.code === code) ?? null
