import { MEMBER_KINDS, type MemberKind, type Term } from '../../models/member/index.ts'
import type { MemberFacts } from '../../models/member/fields.ts'
import { chineseNumeral, readTerms } from '../../models/import/numbers.ts'
import { choice, optionalChoice, readForm, text, textOf, type Body, type Field, type FormResult } from '../lib/form.ts'
import { phones } from '../rosters/phoneField.ts'

export const MEMBER_FORM_FIELDS = [
  'kind', 'name', 'gender', 'ethnicity', 'birth', 'terms', 'delegation', 'sector', 'unitAndTitle', 'phones', 'district', 'liaisonDepartment', 'remark',
] as const

/** What of the city and the record the form is read against. */
export interface MemberFormFacts {
  districts: readonly string[]
  departments: readonly string[]
  /** the number is not shown, so an empty box keeps these */
  phones: readonly string[]
  /** terms on record, whose days stay */
  terms: readonly Term[]
}

/** Reads the form of a deputy or member; every message says what to do. */
export function readMember(body: Body, facts: MemberFormFacts): FormResult<MemberFacts> {
  const read = readForm(body, {
    kind: choice('身份', Object.keys(MEMBER_KINDS) as MemberKind[]), name: text('姓名', 60, { required: true }), gender: optionalChoice('性别', ['男', '女']),
    ethnicity: text('民族', 20), birth, terms: terms(facts.terms), delegation: text('代表团', 40), sector: text('界别', 40),
    unitAndTitle: text('单位和职务', 200), phones, district: optionalChoice('所在区市', facts.districts),
    liaisonDepartment: optionalChoice('联系部门', facts.departments), remark: text('备注', 500),
  })
  if (!read.ok) return read
  const { gender, phones: numbers, ...rest } = read.value
  return { ok: true, value: { ...rest, gender: gender ?? '', phones: numbers.length > 0 ? numbers : [...facts.phones] } }
}

const birth: Field<string> = (raw) => {
  const given = textOf(raw).normalize('NFKC').trim()
  if (given === '') return { value: '' }
  const [, year = '', month = ''] = /^(\d{4})[-./年]?(\d{1,2})月?$/.exec(given) ?? []
  const isMonth = Number(year) >= 1900 && Number(month) >= 1 && Number(month) <= 12
  return isMonth ? { value: `${year}-${month.padStart(2, '0')}` } : { error: `出生年月应写成 1975-03，现在是“${given.slice(0, 20)}”` }
}

/** `第十七届`, `十六、十七届`, `17`: several divided by 、. Terms on record keep their days. */
const terms = (known: readonly Term[]): Field<Term[]> => (raw) => {
  const given = textOf(raw).trim()
  if (given === '') return { value: [] }
  const numbers = readTerms(given)
  if (numbers === null) return { error: `届次应写成“第十七届”，多届用顿号隔开，现在是“${given.slice(0, 20)}”` }
  return {
    value: numbers.map((number) => {
      const term = `第${chineseNumeral(number)}届`
      const before = known.find((one) => one.term === term)
      return { term, fromOn: before?.fromOn ?? null, toOn: before?.toOn ?? null }
    }),
  }
}
