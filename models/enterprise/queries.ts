import { Types } from 'mongoose'
import { memoFor } from '../shared/memo.ts'
import { searchFilter } from '../shared/prefix.ts'
import { EnterpriseModel, type Enterprise } from './index.ts'

export const PAGE_SIZE = 50
/** Pagers count no further. @source DESIGN.md §7 Counts */
export const COUNT_LIMIT = 1000

/** What a list of firms can be narrowed by, as it stands in the address. */
export interface EnterpriseSearch {
  q: string
  district: string
  industry: string
  size: string
  leader: string
  steward: string
  department: string
  archived: boolean
}

export type EnterpriseRow = Pick<Enterprise,
  | '_id' | 'uscc' | 'name' | 'shortName' | 'district' | 'industry' | 'industryText' | 'size' | 'linkedLeader' | 'steward'
  | 'visitDepartment' | 'archivedAt'>

const ROW = {
  uscc: 1, name: 1, shortName: 1, district: 1, industry: 1, industryText: 1, size: 1, linkedLeader: 1, steward: 1,
  visitDepartment: 1, archivedAt: 1,
} as const

export const ENTERPRISE_SORTS = {
  name: { sortKey: 1 }, '-name': { sortKey: -1 }, district: { district: 1, sortKey: 1 }, '-district': { district: -1, sortKey: 1 },
} as const
export type EnterpriseSort = keyof typeof ENTERPRISE_SORTS

/** The list's filter in the database's words. Parts that are empty do not narrow. */
export function enterpriseFilter(search: EnterpriseSearch): Record<string, unknown> {
  const equal = {
    district: search.district, industry: search.industry, size: search.size, 'linkedLeader.name': search.leader,
    'steward.name': search.steward, visitDepartment: search.department,
  }
  return {
    archivedAt: search.archived ? { $ne: null } : null,
    ...Object.fromEntries(Object.entries(equal).filter(([, value]) => value !== '')),
    ...searchFilter(search.q, { codes: true }),
  }
}

export const enterpriseRows = (filter: Record<string, unknown>, sort: EnterpriseSort, page: number): Promise<EnterpriseRow[]> =>
  EnterpriseModel.find(filter, ROW).sort(ENTERPRISE_SORTS[sort]).skip((page - 1) * PAGE_SIZE).limit(PAGE_SIZE)
    .lean<EnterpriseRow[]>()

export const countEnterprises = (filter: Record<string, unknown>): Promise<number> =>
  EnterpriseModel.countDocuments(filter, { limit: COUNT_LIMIT + 1 })

/** The firm with this id; null for an id that is none. */
export const enterpriseById = (id: string): Promise<Enterprise | null> =>
  (/^[0-9a-f]{24}$/.test(id) ? EnterpriseModel.findById(new Types.ObjectId(id)).lean<Enterprise>() : Promise.resolve(null))

/** Firms found by what was typed, archived ones left out, in the order of the directory. */
export function findEnterprises(typed: string, limit: number): Promise<EnterpriseRow[]> {
  const found = searchFilter(typed, { codes: true })
  if (found === null) return Promise.resolve([])
  return EnterpriseModel.find({ ...found, archivedAt: null }, ROW).sort({ sortKey: 1 }).limit(limit).lean<EnterpriseRow[]>()
}

/** Names that stand as 联系市领导 and 服务专员 in the roster, for the filters; kept some seconds. */
export const namesInRoster = memoFor(30_000, async () => {
  const [leaders, stewards] = await Promise.all(['linkedLeader.name', 'steward.name'].map((path) => EnterpriseModel.distinct(path)))
  const present = (names: unknown) => (names as string[]).filter((name) => name !== '')
  return { leaders: present(leaders), stewards: present(stewards) }
})
