import { choice, mustTick, optionalChoice, readForm, text, textOf, tick, ticks, type Body, type Field, type FormResult } from '../lib/form.ts'
import { SIGN_UP_CATEGORIES } from '../../models/representative/categories.ts'
import { readPhones } from '../../models/import/phones.ts'
import type { Decision } from './actions.ts'

/** A vetting decision; keeping somebody out needs a reason. */
export function readDecision(body: Body): FormResult<Decision> {
  const refused = textOf(body['decision']) === 'refused'
  const read = readForm(body, {
    decision: choice('审核结果', ['passed', 'refused'] as const), vettingReason: text('不通过的原因', 200, { required: refused }), consented: tick(),
  })
  if (!read.ok) return read
  const { decision, vettingReason, consented } = read.value
  return { ok: true, value: { state: decision, reason: vettingReason, consented } }
}

export const readLeaving = (body: Body): FormResult<{ leavingReason: string }> =>
  readForm(body, { leavingReason: text('原因', 200, { required: true }) })

/** What a citizen tells at the sign-up. */
export interface SignUp {
  name: string
  gender: string
  birth: string
  phone: string
  category: string
  district: string
  tags: string[]
  recusal: string | null
  recusalNote: string
}

export const SIGN_UP_FIELDS: readonly string[] = [
  'name', 'gender', 'birth', 'phone', 'category', 'district', 'tags', 'recusal', 'recusalNote', 'resident', 'consent',
]

const ADULT = 18

/** Reads a sign-up. @param today civil day, for the age @param known codes that may be chosen */
export function readSignUp(body: Body, today: string, known: { districts: readonly string[], departments: readonly string[] }): FormResult<SignUp> {
  const read = readForm(body, {
    name: personName, gender: choice('性别', ['男', '女'] as const), birth: birthMonth(today), phone: mobile, category: choice('类别', SIGN_UP_CATEGORIES),
    district: choice('所在区市', known.districts), tags: ticks('有过业务往来的部门', known.departments), recusal: optionalChoice('回避的部门', known.departments),
    recusalNote: text('回避说明', 200), resident: mustTick('在本市居住满一年才能报名'), consent: mustTick('同意以上用途和期限才能报名'),
  })
  if (!read.ok) return read
  const { resident: _resident, consent: _consent, ...value } = read.value
  return { ok: true, value }
}

const personName: Field<string> = (raw) => {
  const read = text('姓名', 40, { required: true })(raw)
  if ('error' in read) return read
  const name = read.value.normalize('NFKC').replace(/[•・‧．.]/g, '·').replace(/\s+/g, '')
  return /^[\p{Script=Han}·a-zA-Z]{2,40}$/u.test(name) ? { value: name } : { error: '姓名请填身份证上的名字' }
}

const mobile: Field<string> = (raw) => {
  const given = textOf(raw).slice(0, 40)
  const digits = given.normalize('NFKC').replaceAll(/\D/g, '')
  if (given.trim() === '') return { error: '请填写手机号' }
  const [phone] = readPhones(given).phones
  return phone !== undefined && /^1\d{10}$/.test(phone) ? { value: phone } : { error: `手机号应为 11 位数字，现在是 ${digits.length} 位` }
}

const birthMonth = (today: string): Field<string> => (raw) => {
  const given = textOf(raw).normalize('NFKC').trim()
  const [, year = '', month = ''] = /^(19\d\d|20\d\d)[-年./]?(0?[1-9]|1[0-2])月?$/.exec(given) ?? []
  if (year === '') return { error: '出生年月请写成 1986-05' }
  const value = `${year}-${month.padStart(2, '0')}`
  const months = (Number(today.slice(0, 4)) - Number(year)) * 12 + Number(today.slice(5, 7)) - Number(month)
  return months < ADULT * 12 ? { error: '年满 18 周岁才能报名' } : { value }
}
