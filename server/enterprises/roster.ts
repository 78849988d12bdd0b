import type { Roster } from '../rosters/roster.ts'
import { archiveEnterprise } from './actions.ts'
import { firmIn, type StoredEnterprise } from './find.ts'
import { PATH } from './listView.ts'

/** Firms, for the pages that both rosters share. */
export const ENTERPRISES: Roster<StoredEnterprise> = {
  noun: 'enterprise', list: { text: '重点企业', href: PATH }, word: '这家企业', find: firmIn, archive: archiveEnterprise,
  owners: ({ contacts }) => contacts.map(({ name, title, phones }) => ({ who: [name, title].filter(Boolean).join('，') || '联系人', phones })),
  whoMaySeePhones: '走访部门、服务专员和办公室的人',
}
