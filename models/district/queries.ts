import { memoFor } from '../shared/memo.ts'
import { DistrictModel, type District } from './index.ts'

/** All 区市 in the office's order, kept some seconds. */
export const allDistricts = memoFor(5_000, () => DistrictModel.find({}).sort({ order: 1 }).lean<District[]>())

/** Name by code. */
export async function districtNames(): Promise<ReadonlyMap<string, string>> {
  return new Map((await allDistricts()).map((each) => [each._id, each.name]))
}
