import { searchText } from '../shared/names.ts'
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
  return rows.map(drawnOf)
}

/** One who votes, as the roll needs it. */
export const drawnOf = ({ _id, code, group, venue, planCategory, district }: DrawnRow): DrawnRepresentative => ({
  id: String(_id), code: code ?? '', group: group ?? 0, venue: venue ?? '', category: planCategory ?? '', district,
})

export const PAGE_SIZE = 50
export const COUNT_LIMIT = 1000

/** Saved filters of the list: those who vote, those to be vetted, and so on. */
export const REPRESENTATIVE_TABS = { drawn: '抽中', pending: '待审核', passed: '候选', refused: '审核不通过', left: '退出和递补', all: '全部' } as const
export type RepresentativeTab = keyof typeof REPRESENTATIVE_TABS

const TAB_FILTERS: Readonly<Record<RepresentativeTab, Record<string, unknown>>> = {
  drawn: { state: 'drawn' }, pending: { state: 'candidate', 'vetting.state': 'pending' }, passed: { state: 'candidate', 'vetting.state': 'passed' },
  refused: { 'vetting.state': 'refused' }, left: { state: { $in: ['replaced', 'withdrawn'] } }, all: {},
}

/** What the address of the list asks for; '' asks for nothing. */
export interface RepresentativeAsked {
  tab: RepresentativeTab
  q: string
  category: string
  district: string
  group: string
  venue: string
  /** receipts: 'yes' = pressed 已读 for material and reports, 'no' = not yet for one of them */
  read: string
}

const BOTH_READ = { trainingReadAt: { $ne: null }, reportsReadAt: { $ne: null } }
const READ_FILTERS: Readonly<Record<string, object>> = { yes: BOTH_READ, no: { $nor: [BOTH_READ] } }

/** The list of a year as a stored condition, within what the reader may see. */
export function representativeFilter(year: number, asked: RepresentativeAsked, scope: Record<string, unknown>): Record<string, unknown> {
  const { tab, q, category, district, group, venue, read } = asked
  const word = searchText(q)
  const named = word === '' ? [] : [{ $or: [{ searchKeys: { $elemMatch: { $gte: word, $lt: `${word}\uffff` } } }, { code: word.toUpperCase() }] }]
  return {
    $and: [
      { campaign: year }, TAB_FILTERS[tab], scope, ...named, category === '' ? {} : { category }, district === '' ? {} : { district },
      group === '' ? {} : { group: Number(group) || -1 }, venue === '' ? {} : { venue },
      READ_FILTERS[read] ?? {},
    ],
  }
}

export type RepresentativeRow = Pick<Representative,
  | '_id' | 'code' | 'name' | 'phones' | 'category' | 'district' | 'vetting' | 'state' | 'group' | 'venue' | 'planCategory' | 'origin' | 'trainingReadAt'
  | 'reportsReadAt'
>

/** One page of the list, by name. */
export const representativeRows = (filter: Record<string, unknown>, page: number): Promise<RepresentativeRow[]> =>
  RepresentativeModel.find(filter, {
    code: 1, name: 1, phones: 1, category: 1, district: 1, vetting: 1, state: 1, group: 1, venue: 1, planCategory: 1, origin: 1, trainingReadAt: 1, reportsReadAt: 1,
  }).sort({ sortKey: 1, _id: 1 }).skip((page - 1) * PAGE_SIZE).limit(PAGE_SIZE).lean<RepresentativeRow[]>()

export const countRepresentatives = (filter: Record<string, unknown>): Promise<number> =>
  RepresentativeModel.countDocuments(filter).limit(COUNT_LIMIT + 1)

/** How many stand in each tab within a scope. */
export async function representativeCounts(year: number, scope: Record<string, unknown>): Promise<Record<RepresentativeTab, number>> {
  const tabs = Object.keys(REPRESENTATIVE_TABS) as RepresentativeTab[]
  const counts = await Promise.all(tabs.map((tab) => RepresentativeModel.countDocuments({ $and: [{ campaign: year }, TAB_FILTERS[tab], scope] }).limit(10_000)))
  return Object.fromEntries(tabs.map((tab, at) => [tab, counts[at] ?? 0])) as Record<RepresentativeTab, number>
}

/** Of those who vote within a scope, how many have pressed 已读 for the material and for the reports. */
export async function receiptCounts(year: number, scope: Record<string, unknown>): Promise<{ drawn: number, training: number, reports: number }> {
  const [row] = await RepresentativeModel.aggregate<{ drawn: number, training: number, reports: number }>([
    { $match: { $and: [{ campaign: year, state: 'drawn' }, scope] } },
    { $group: { _id: null, drawn: { $sum: 1 }, training: one({ $gt: ['$trainingReadAt', null] }), reports: one({ $gt: ['$reportsReadAt', null] }) } },
  ])
  return row ?? { drawn: 0, training: 0, reports: 0 }
}

/** The figures of a year's representatives for its overview. */
export interface RepresentativeFigures {
  pool: number
  pending: number
  passed: number
  drawn: number
  replaced: number
  trained: number
  /** drawn ones who pressed 已读 for the reports */
  informed: number
}

export async function representativeFigures(year: number): Promise<RepresentativeFigures> {
  const [row] = await RepresentativeModel.aggregate<RepresentativeFigures>([
    { $match: { campaign: year } },
    { $group: {
      _id: null, pool: { $sum: 1 }, pending: one({ $eq: ['$vetting.state', 'pending'] }), passed: one({ $eq: ['$vetting.state', 'passed'] }),
      drawn: one({ $eq: ['$state', 'drawn'] }), replaced: one({ $eq: ['$state', 'replaced'] }),
      trained: one({ $and: [{ $eq: ['$state', 'drawn'] }, { $gt: ['$trainingReadAt', null] }] }),
      informed: one({ $and: [{ $eq: ['$state', 'drawn'] }, { $gt: ['$reportsReadAt', null] }] }),
    } },
  ])
  return row ?? { pool: 0, pending: 0, passed: 0, drawn: 0, replaced: 0, trained: 0, informed: 0 }
}

const one = (condition: object) => ({ $sum: { $cond: [condition, 1, 0] } })

/** Drawn representatives by group, venue and category: what stands against the composition. */
export async function drawnByCell(year: number): Promise<{ group: number, venue: string, category: string, count: number }[]> {
  const rows = await RepresentativeModel.aggregate<{ _id: { group: number, venue: string, category: string }, count: number }>([
    { $match: { campaign: year, state: 'drawn' } },
    { $group: { _id: { group: '$group', venue: '$venue', category: '$planCategory' }, count: { $sum: 1 } } },
  ])
  return rows.map(({ _id, count }) => ({ ..._id, count }))
}

/** Whom the id names among those that may be seen; null for an id that is none. */
export const representativeById = (
  year: number, id: string, scope: Record<string, unknown>,
): Promise<(Representative & { __v: number }) | null> => (/^[0-9a-f]{24}$/.test(id)
  ? RepresentativeModel.findOne({ $and: [{ _id: id, campaign: year }, scope] }).lean<Representative & { __v: number }>()
  : Promise.resolve(null))
