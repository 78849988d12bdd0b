import { MEMBER_FIELD_NAMES, MEMBER_FIELDS } from '../../models/member/fields.ts'
import { MemberModel } from '../../models/member/index.ts'
import { findMembers, memberById } from '../../models/member/queries.ts'
import type { MergeRoster } from '../rosters/mergeRoutes.ts'
import type { StoredMember } from './find.ts'
import { MEMBERS } from './roster.ts'

/** Two records of one deputy or member, from two lists. */
export const MEMBER_MERGE: MergeRoster<StoredMember> = {
  roster: MEMBERS,
  merging: {
    noun: 'member',
    model: MemberModel as never,
    words: Object.fromEntries(MEMBER_FIELD_NAMES.map((field) => [field, MEMBER_FIELDS[field].word])),
    personal: ['phones'],
    numberOf: () => '',
  },
  byId: async (id) => (await memberById(id)) as StoredMember | null,
  search: (typed) => findMembers(typed, 10),
}
