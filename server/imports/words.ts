import { importKind } from '../../models/import/kinds.ts'
import type { ImportKindName } from '../../models/import/kinds.ts'
import type { FieldValue } from '../../models/import/values.ts'
import { INDUSTRIES } from '../../models/shared/industries.ts'
import { POST_KIND_WORDS, type PostKind } from '../../models/post/index.ts'
import { ROLES, type Role } from '../../models/user/roles.ts'
import { countText, maskPhone } from '../lib/format.ts'

/** Names by code, as the page turns codes into words. */
export interface Names {
  districts: ReadonlyMap<string, string>
  departments: ReadonlyMap<string, { name: string }>
}

const DISTRICTS = new Set(['district'])
const DEPARTMENTS = new Set(['stewardDepartment', 'liaisonDepartment', 'department', 'departments', 'relevance'])
const STATUS_WORDS: Readonly<Record<string, string>> = { serving: '在任', resigned: '已辞去', ended: '任期终止' }

/**
 * A value as people read it. Phones and addresses are masked: whoever must ring finds the number on the record, with a
 * reason.
 */
export function valueWords(field: string, value: FieldValue, kind: ImportKindName, names: Names): string {
  const texts = (Array.isArray(value) ? value : [value]).filter((one) => one !== null && one !== '').map(
    (one) => wordOf(field, one as string | number, kind, names),
  )
  return texts.length > 0 ? texts.join('、') : '空'
}

function wordOf(field: string, value: string | number, kind: ImportKindName, names: Names): string {
  const text = String(value)
  if (importKind(kind).columns.find((column) => column.field === field)?.masked) return maskContact(text)
  if (DISTRICTS.has(field)) return names.districts.get(text) ?? text
  if (DEPARTMENTS.has(field)) return names.departments.get(text)?.name ?? text
  if (field === 'industry') return INDUSTRIES.find((one) => one.section === text)?.name ?? text
  if (field === 'terms') return `${text} 届`
  if (field === 'status') return STATUS_WORDS[text] ?? text
  if (field === 'roles') return ROLES[text as Role] ?? text
  if (field === 'kind') return POST_KIND_WORDS[text as PostKind] ?? text
  return typeof value === 'number' ? countText(value) : text
}

/** `138****5678`, `o***@example.com`; other text stays when it holds no number. */
export function maskContact(text: string): string {
  const [user, host] = text.split('@')
  if (host !== undefined) return `${(user ?? '').charAt(0)}***@${host}`
  return text.replace(/\+?\d[\d\s-]{5,}\d/g, (number) => maskPhone(number.trim()))
}

/** The label of a field on the page. */
export function fieldWord(field: string, kind: ImportKindName): string {
  if (field === 'archived') return '归档'
  if (field === 'status') return '任职状态'
  if (field === 'endedOn') return '离任日期'
  return importKind(kind).columns.find((column) => column.field === field)?.label ?? field
}
