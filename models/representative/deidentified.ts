import type { Representative } from './index.ts'

type Personal = Pick<Representative,
  | 'name' | 'sortKey' | 'searchKeys' | 'phone' | 'phones' | 'gender' | 'birth' | 'recommendedBy' | 'tags' | 'recusals' | 'recusalNote' | 'remark'
>

/** What stands in the place of a name afterwards. */
export const NAMELESS = '（已去标识）'

/**
 * What remains of a representative's person six months after the results: nothing. Code, category, district and place in the draw stay, so
 * that the published draw can still be recomputed. @source domain.md §6
 */
export const deidentified = ({ _id }: Pick<Representative, '_id'>): Personal => ({
  name: NAMELESS, sortKey: '~', searchKeys: [], phone: String(_id), phones: [], gender: '', birth: '', recommendedBy: '', tags: [], recusals: [],
  recusalNote: '', remark: '',
})
