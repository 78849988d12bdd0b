import type { Act } from '../user/permissions.ts'
import type { Member } from './index.ts'

/** What a form may change of a deputy or member, in the form's order. */
export type MemberFacts = Pick<Member,
  | 'kind' | 'name' | 'gender' | 'ethnicity' | 'birth' | 'terms' | 'delegation' | 'sector' | 'unitAndTitle' | 'phones' | 'district'
  | 'liaisonDepartment' | 'remark'>
export type MemberField = keyof MemberFacts

/**
 * Each field's word and the act that may change it: who somebody is and who keeps contact is the office's, the rest also of the
 * department that keeps contact. @source DESIGN.md §7 Rights
 */
export const MEMBER_FIELDS: Record<MemberField, { word: string, act: Act }> = {
  kind: { word: '身份', act: 'member.create' },
  name: { word: '姓名', act: 'member.create' },
  gender: { word: '性别', act: 'member.create' },
  ethnicity: { word: '民族', act: 'member.create' },
  birth: { word: '出生年月', act: 'member.create' },
  terms: { word: '届次', act: 'member.create' },
  delegation: { word: '代表团', act: 'member.create' },
  sector: { word: '界别', act: 'member.create' },
  unitAndTitle: { word: '单位和职务', act: 'member.edit' },
  phones: { word: '联系电话', act: 'member.edit' },
  district: { word: '所在区市', act: 'member.edit' },
  liaisonDepartment: { word: '联系部门', act: 'member.create' },
  remark: { word: '备注', act: 'member.edit' },
}
export const MEMBER_FIELD_NAMES = Object.keys(MEMBER_FIELDS) as MemberField[]
