import { GRADES } from '../../models/issue/words.ts'
import { choice, optionalChoice, readForm, text, type Body, type FormResult } from '../lib/form.ts'
import type { CaseOfEntry } from './actions.ts'

export const CASE_FIELDS = ['title', 'text', 'quote', 'category', 'grade', 'district', 'proposedDepartment', 'secrecy'] as const
export const TITLE_SIGNS = 30
export const SECRECIES = ['公开', '内部'] as const

/** What a new case can be filed under. */
export interface Offered {
  categories: readonly { _id: string, name: string, grade: (typeof GRADES)[number] }[]
  departments: readonly { _id: string, name: string }[]
  districts: readonly { _id: string, name: string }[]
}

const codes = (rows: readonly { _id: string }[]) => rows.map(({ _id }) => _id)

/** Reads the form that makes an entry a case; a grade left open follows from the category. */
export function readCase(body: Body, { categories, departments, districts }: Offered): FormResult<CaseOfEntry> {
  const read = readForm(body, {
    title: text('诉求摘要', TITLE_SIGNS, { required: true }),
    text: text('具体情况', 5000, { required: true }),
    quote: text('原话', 5000, { required: true }),
    category: choice('类别', codes(categories)),
    grade: optionalChoice('等级', GRADES),
    district: optionalChoice('区市', codes(districts)),
    proposedDepartment: optionalChoice('建议承办部门', codes(departments)),
    secrecy: choice('公开范围', SECRECIES),
  })
  if (!read.ok) return read
  const grade = read.value.grade ?? categories.find(({ _id }) => _id === read.value.category)?.grade ?? '一般'
  return { ok: true, value: { ...read.value, grade } }
}

/** Reads the number of the case that the entry joins; `SQ2026-12` and small letters are read. */
export function readMerger(body: Body): FormResult<{ issueNo: string, quoteJoined: string }> {
  return readForm(body, {
    issueNo: (raw) => {
      const typed = [raw ?? ''].flat().at(-1)?.normalize('NFKC').trim().toUpperCase() ?? ''
      const parts = /^SQ(\d{4})-(\d{1,6})$/.exec(typed)
      return parts
        ? { value: `SQ${parts[1] ?? ''}-${(parts[2] ?? '').padStart(6, '0')}` }
        : { error: typed === '' ? '请选一件诉求，或者填它的编号' : `编号应如 SQ2026-000123，现在是“${typed.slice(0, 20)}”` }
    },
    quoteJoined: text('原话', 5000, { required: true }),
  })
}

export const readDismissal = (body: Body): FormResult<{ reason: string }> =>
  readForm(body, { reason: text('不转的理由', 500, { required: true }) })
