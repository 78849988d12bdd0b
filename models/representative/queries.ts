import { RepresentativeModel, type Representative } from './index.ts'

/** Who votes: what ballots, rolls and sheets need of a representative, and no name. */
export interface DrawnRepresentative {
  id: string
  code: string
  group: number
  /** code of the venue */
  venue: string
  /** category of the plan */
  category: string
  /** code of the 区市 */
  district: string | null
}

type DrawnRow = Pick<Representative, '_id' | 'code' | 'group' | 'venue' | 'planCategory' | 'district'>

/** The representatives of a year who vote, or those of one of its groups, by their codes. */
export async function drawnRepresentatives(year: number, group?: number): Promise<DrawnRepresentative[]> {
  const rows = await RepresentativeModel.find(
    { campaign: year, state: 'drawn', ...(group === undefined ? {} : { group }) },
    { code: 1, group: 1, venue: 1, planCategory: 1, district: 1 },
  ).sort({ code: 1 }).lean<DrawnRow[]>()
  return rows.map(({ _id, code, group: no, venue, planCategory, district }) => ({
    id: String(_id), code: code ?? '', group: no ?? 0, venue: venue ?? '', category: planCategory ?? '', district,
  }))
}
