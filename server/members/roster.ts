import type { Roster } from '../rosters/roster.ts'
import { archiveMember } from './actions.ts'
import { memberIn, type StoredMember } from './find.ts'
import { PATH } from './listView.ts'

/** Deputies and members, for the pages that both rosters share. */
export const MEMBERS: Roster<StoredMember> = {
  noun: 'member', list: { text: '代表委员', href: PATH }, word: '这位代表委员', find: memberIn, archive: archiveMember,
  owners: ({ name, phones }) => [{ who: name, phones }],
  whoMaySeePhones: '联系部门和办公室的人',
}
