import type { CampaignGroup } from '../campaign/index.ts'
import type { Representative } from '../representative/index.ts'
import type { PoolEntry } from './pool.ts'

type Candidate = Pick<Representative, 'category' | 'district' | 'tags' | 'recusals'>

/** A candidate as the pool will show it: departments become the numbers of the groups that judge them. */
export function poolEntry({ category, district, tags, recusals }: Candidate, code: string, groups: readonly CampaignGroup[]): PoolEntry {
  const groupsOf = (departments: readonly (string | null)[]) =>
    groups.filter((group) => departments.some((each) => each !== null && group.departments.includes(each))).map(({ no }) => no).sort((a, b) => a - b)
  return { code, category, district: district ?? '', related: groupsOf(tags.map(({ department }) => department)), recused: groupsOf(recusals) }
}
