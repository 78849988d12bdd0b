import { Types } from 'mongoose'
import { memoFor } from '../shared/memo.ts'
import { searchFilter } from '../shared/prefix.ts'
import { MemberModel, type Member } from './index.ts'

export const PAGE_SIZE = 50
/** Pagers count no further. @source DESIGN.md §7 Counts */
export const COUNT_LIMIT = 1000

/** What the list of deputies and members can be narrowed by, as it stands in the address. */
export interface MemberSearch {
  q: string
  kind: string
  term: string
  district: string
  department: string
  archived: boolean
}

export type MemberRow = Pick<Member,
  | '_id' | 'kind' | 'name' | 'unitAndTitle' | 'delegation' | 'sector' | 'terms' | 'district' | 'liaisonDepartment' | 'archivedAt'>

const ROW = {
  kind: 1, name: 1, unitAndTitle: 1, delegation: 1, sector: 1, terms: 1, district: 1, liaisonDepartment: 1, archivedAt: 1,
} as const

export const MEMBER_SORTS = {
  name: { sortKey: 1 }, '-name': { sortKey: -1 }, district: { district: 1, sortKey: 1 }, '-district': { district: -1, sortKey: 1 },
} as const
export type MemberSort = keyof typeof MEMBER_SORTS

/** The list's filter in the database's words. Parts that are empty do not narrow. */
export function memberFilter(search: MemberSearch): Record<string, unknown> {
  const equal = {
    kind: search.kind, 'terms.term': search.term, district: search.district, liaisonDepartment: search.department,
  }
  return {
    archivedAt: search.archived ? { $ne: null } : null,
    ...Object.fromEntries(Object.entries(equal).filter(([, value]) => value !== '')),
    ...searchFilter(search.q),
  }
}

export const memberRows = (filter: Record<string, unknown>, sort: MemberSort, page: number): Promise<MemberRow[]> =>
  MemberModel.find(filter, ROW).sort(MEMBER_SORTS[sort]).skip((page - 1) * PAGE_SIZE).limit(PAGE_SIZE).lean<MemberRow[]>()

export const countMembers = (filter: Record<string, unknown>): Promise<number> =>
  MemberModel.countDocuments(filter, { limit: COUNT_LIMIT + 1 })

/** The member with this id; null for an id that is none. */
export const memberById = (id: string): Promise<Member | null> =>
  (/^[0-9a-f]{24}$/.test(id) ? MemberModel.findById(new Types.ObjectId(id)).lean<Member>() : Promise.resolve(null))

/** Members found by what was typed, archived ones left out, in the order of the directory. */
export function findMembers(typed: string, limit: number): Promise<MemberRow[]> {
  const found = searchFilter(typed)
  if (found === null) return Promise.resolve([])
  return MemberModel.find({ ...found, archivedAt: null }, ROW).sort({ sortKey: 1 }).limit(limit).lean<MemberRow[]>()
}

/** The terms (届) that stand in the roster, newest first; kept some seconds. */
export const termsInRoster = memoFor(30_000, async () => {
  const terms = await MemberModel.distinct('terms.term', { 'terms.term': { $gt: '' } })
  return terms.filter((term): term is string => typeof term === 'string' && term !== '').toSorted().toReversed()
})
