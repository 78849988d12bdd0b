import type { Category } from '../../models/category/index.ts'
import type { Department } from '../../models/department/index.ts'
import { GRADES, RAISER_KINDS, SOURCES, type RaiserKind, type Source } from '../../models/issue/words.ts'
import { choice, optionalChoice, readForm, recordId, text, textOf, type Body, type FormResult } from '../lib/form.ts'

export const NEW_FIELDS = [
  'title',
  'text',
  'raiserKind',
  'raiserName',
  'raiserId',
  'person',
  'personTitle',
  'phone',
  'source',
  'category',
  'grade',
  'district',
  'proposedDepartment',
  'secrecy',
] as const
export const TITLE_SIGNS = 30
export const SECRECIES = ['公开', '内部', '涉密'] as const

const KINDS = Object.keys(RAISER_KINDS) as RaiserKind[]
/** Sources that are chosen by hand; cases from visits, answers and opinions are filed there. */
export const HAND_SOURCES = (Object.keys(SOURCES) as Source[]).filter(
  (source) => source !== 'visit' && source !== 'questionnaire',
)

export interface Choices {
  categories: readonly Category[]
  departments: readonly Department[]
  districts: readonly { _id: string; name: string }[]
}

/** What a form of a new case comes to; the roster's own words are looked up by the route. */
export interface NewCase {
  title: string
  text: string
  raiserKind: RaiserKind
  raiserName: string
  raiserId: string | null
  person: string
  personTitle: string
  phone: string
  source: Source
  category: string
  grade: (typeof GRADES)[number] | null
  district: string | null
  proposedDepartment: string | null
  secrecy: '公开' | '内部'
}

/** Reads the form of a new case. Classified matter is refused with what to do instead. */
export function readNewCase(body: Body, { categories, departments, districts }: Choices): FormResult<NewCase> {
  const read = readForm(body, {
    title: text('诉求摘要', TITLE_SIGNS, { required: true }),
    text: text('诉求内容', 5000, { required: true }),
    raiserKind: choice('提出人类别', KINDS),
    raiserName: text('提出人', 120, { required: true }),
    raiserId: recordId('提出人'),
    person: text('联系人', 60),
    personTitle: text('职务', 60),
    phone: text('联系电话', 40),
    source: choice('来源', HAND_SOURCES),
    category: choice('类别', categories.map(({ _id }) => _id)),
    grade: optionalChoice('等级', GRADES),
    district: optionalChoice('区市', districts.map(({ _id }) => _id)),
    proposedDepartment: optionalChoice('建议承办部门', departments.map(({ _id }) => _id)),
    secrecy: choice('公开范围', SECRECIES),
  })
  const errors = {
    ...(read.ok ? {} : read.errors),
    ...phoneError(textOf(body['phone'])),
    ...classified(textOf(body['secrecy'])),
  }
  if (!read.ok || Object.keys(errors).length > 0) return { ok: false, errors, values: body }
  const { secrecy, ...plain } = read.value
  return { ok: true, value: { ...plain, secrecy: secrecy === '内部' ? '内部' : '公开' } }
}

const classified = (secrecy: string): Record<string, string> =>
  secrecy === '涉密' ? { secrecy: '涉密内容不能写进本系统，请按保密规定用纸质件或涉密网办理' } : {}

function phoneError(typed: string): Record<string, string> {
  const digits = typed.normalize('NFKC').replaceAll(/[\s\-()]/g, '')
  if (digits === '' || /^(\+?86)?1\d{10}$/.test(digits) || /^0\d{9,11}$/.test(digits) || /^\d{7,8}$/.test(digits))
    return {}
  return {
    phone: /^1\d*$/.test(digits)
      ? `手机号应为 11 位数字，现在是 ${digits.length} 位`
      : '联系电话应为手机号，或带区号的座机',
  }
}
