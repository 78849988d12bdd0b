import { MEMBER_SORTS, memberFilter, type MemberSort } from '../../models/member/queries.ts'
import type { ListQuery } from '../lib/listAddress.ts'

/** The address of the list as a stored condition and order: for the page and for its file. */
export function memberListOf(query: ListQuery): { filter: Record<string, unknown>, sort: MemberSort } {
  const filter = memberFilter({
    q: query['q'] ?? '', kind: query['kind'] ?? '', term: query['term'] ?? '', district: query['district'] ?? '', department: query['department'] ?? '',
    archived: query['archived'] !== undefined,
  })
  return { filter, sort: Object.keys(MEMBER_SORTS).find((each): each is MemberSort => each === query['sort']) ?? 'name' }
}
