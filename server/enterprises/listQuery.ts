import { ENTERPRISE_SORTS, enterpriseFilter, type EnterpriseSort } from '../../models/enterprise/queries.ts'
import type { ListQuery } from '../lib/listAddress.ts'

/** The address of the list as a stored condition and order: for the page and for its file. */
export function enterpriseListOf(query: ListQuery): { filter: Record<string, unknown>, sort: EnterpriseSort } {
  const filter = enterpriseFilter({
    q: query['q'] ?? '', district: query['district'] ?? '', industry: query['industry'] ?? '', size: query['size'] ?? '', leader: query['leader'] ?? '',
    steward: query['steward'] ?? '', department: query['department'] ?? '', archived: query['archived'] !== undefined,
  })
  return { filter, sort: Object.keys(ENTERPRISE_SORTS).find((each): each is EnterpriseSort => each === query['sort']) ?? 'name' }
}
