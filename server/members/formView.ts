import { MEMBER_KINDS, type Member } from '../../models/member/index.ts'
import { MEMBER_FIELDS, type MemberField } from '../../models/member/fields.ts'
import { errorSummaryOf, fieldsOf, type Choice, type FieldView } from '../lib/fields.ts'
import { textsOf, type Body } from '../lib/form.ts'
import { maskPhone } from '../lib/format.ts'
import type { ErrorSummary, Fact, PageTitle } from '../lib/parts.ts'

export interface MemberFormPage {
  title: PageTitle
  summary: ErrorSummary | null
  /** after somebody else saved first: what stands there now */
  conflict: Fact[]
  action: string
  version: string
  sections: { head: string, hint: string | null, fields: FieldView[] }[]
  contacts: { head: string, fields: FieldView[] }[]
  button: string
  cancel: string
}

declare module '../lib/templates.ts' {
  interface Views { 'members/form': MemberFormPage }
}

/** The values of the form for a member as stored. Numbers are never put into it. */
export function memberValues(member: Member | null): Record<string, string> {
  if (member === null) return {}
  return {
    kind: member.kind, name: member.name, gender: member.gender, ethnicity: member.ethnicity, birth: member.birth,
    terms: member.terms.map(({ term }) => term).join('、'), delegation: member.delegation, sector: member.sector, unitAndTitle: member.unitAndTitle,
    district: member.district ?? '', liaisonDepartment: member.liaisonDepartment ?? '', remark: member.remark,
  }
}

export function memberFormPage(
  member: Member | null, form: { action: string, cancel: string, version: string, button: string },
  around: { districts: readonly Choice[], departments: readonly Choice[], may(field: MemberField): boolean },
  errors: Record<string, string> = {}, values: Body = {}, conflict: Fact[] = [],
): MemberFormPage {
  const sent = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, textsOf(value)]))
  const field = fieldsOf({ ...memberValues(member), ...sent }, errors)
  const word = (name: MemberField) => MEMBER_FIELDS[name].word
  const closed = (name: MemberField) => (around.may(name) ? {} : { disabled: true, hint: '由联席会议办公室维护' })
  const line = (name: MemberField, maxLength: number, more: object = {}) => field.text(name, word(name), { maxLength, optional: true, ...more, ...closed(name) })
  const select = (name: MemberField, choices: readonly Choice[], more: object = {}) => field.select(name, word(name), choices, { ...more, ...closed(name) })
  const kept = member?.phones.length ? `现在是 ${member.phones.map(maskPhone).join('、')}，不改就空着` : '手机或带区号的座机，多个用逗号隔开'
  return {
    title: { clauses: [member === null ? '登记代表委员' : `修改${member.name}`], note: null, actions: [] },
    summary: errorSummaryOf(errors), conflict, ...form, contacts: [],
    sections: [
      {
        head: '身份', hint: null,
        fields: [
          select('kind', Object.entries(MEMBER_KINDS).map(([value, text]) => ({ value, text }))), line('name', 60, { optional: false }),
          select('gender', ['男', '女'].map((each) => ({ value: each, text: each })), { optional: true }), line('ethnicity', 20),
          line('birth', 10, { hint: '写成 1975-03', narrow: true }), line('terms', 60, { hint: '如“第十七届”，多届用顿号隔开' }),
          line('delegation', 40, { hint: '人大代表填' }), line('sector', 40, { hint: '政协委员填' }),
        ],
      },
      {
        head: '联系', hint: null,
        fields: [
          line('unitAndTitle', 200), field.text('phones', word('phones'), { optional: true, maxLength: 200, inputMode: 'tel', hint: kept }),
          select('district', around.districts, { optional: true }), select('liaisonDepartment', around.departments, { optional: true }),
          field.textarea('remark', word('remark'), { optional: true, maxLength: 500, rows: 3 }),
        ],
      },
    ],
  }
}
