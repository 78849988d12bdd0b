import { GRADES } from '../../models/issue/words.ts'
import { ADOPTIONS, INVALID_REASONS, MANNERS, MARK_NAMES, OPINION_MAX, OPINION_RATINGS, OPINION_SOURCE_NAMES } from '../../models/opinion/words.ts'
import type { OpinionAuthor } from '../../models/opinion/index.ts'
import {
  choice, day, mustTick, optionalChoice, readForm, requiredDay, text, textOf, textsOf, tick, type Body, type Field, type FormResult,
} from '../lib/form.ts'

/** The fields that say who wrote it; a page that is filled in anonymously drops what was typed in them. */
export const AUTHOR_FIELDS = ['named', 'name', 'unit', 'phone', 'mayCall'] as const
export const PUBLIC_FIELDS = [...AUTHOR_FIELDS, 'department', 'title', 'text', 'proposal', 'consent'] as const
export const ENTRY_FIELDS = [...AUTHOR_FIELDS, 'source', 'session', 'sheetNo', 'department', 'category', 'title', 'text', 'proposal'] as const

/** A phone as people type it: digits, blanks, hyphens, an extension. '' when empty. */
export const phoneField = (label: string): Field<string> => (raw) => {
  const given = textOf(raw).normalize('NFKC').trim()
  const digits = given.replaceAll(/\D/g, '').length
  if (given === '') return { value: '' }
  if (given.length > OPINION_MAX.phone || !/^\+?[\d\s()-]+$/.test(given) || digits < 7 || digits > 15) {
    return { error: `${label}应为手机号或带区号的座机，如 13800000000、0532-80000000` }
  }
  return { value: given }
}

const authorFields = {
  named: choice('实名还是匿名', ['named', 'anonymous'] as const),
  name: text('姓名', OPINION_MAX.name), unit: text('单位', OPINION_MAX.unit), phone: phoneField('电话'), mayCall: tick(),
}

const NOBODY: OpinionAuthor = { named: false, name: '', unit: '', phone: '', mayCall: false }

/** Who wrote it, checked: a real name needs the name, a call needs a number; anonymous drops everything. */
function withAuthor<V extends { named: 'named' | 'anonymous', name: string, unit: string, phone: string, mayCall: boolean }>(
  read: FormResult<V>, values: Body,
): FormResult<Omit<V, keyof typeof authorFields> & { author: OpinionAuthor }> {
  if (!read.ok) return read
  const { named, name, unit, phone, mayCall, ...rest } = read.value
  if (named === 'anonymous') return { ok: true, value: { ...rest, author: NOBODY } }
  const errors: Record<string, string> = {
    ...(name === '' ? { name: '实名的请填写姓名，不愿写的请选匿名' } : {}),
    ...(mayCall && phone === '' ? { phone: '愿意接受回访的请填写电话' } : {}),
  }
  if (Object.keys(errors).length > 0) return { ok: false, errors, values }
  return { ok: true, value: { ...rest, author: { named: true, name, unit, phone, mayCall } } }
}

const wordFields = {
  title: text('题目', OPINION_MAX.title, { required: true }),
  text: text('现状与问题', OPINION_MAX.text, { required: true }),
  proposal: text('建议', OPINION_MAX.proposal),
}

/** What a citizen fills in. @param departments codes that may be named */
export const readPublic = (body: Body, departments: readonly string[]) => withAuthor(readForm(body, {
  ...authorFields, department: optionalChoice('部门', departments), ...wordFields,
  consent: mustTick('请先读下面的说明，同意后再提交'),
}), body)

/** What the office types from a sheet or a call. */
export const readEntry = (body: Body, { departments, categories }: { departments: readonly string[], categories: readonly string[] }) =>
  withAuthor(readForm(body, {
    ...authorFields, source: choice('来源', OPINION_SOURCE_NAMES), session: text('届次场次', 60), sheetNo: text('表上编号', 30),
    department: optionalChoice('部门', departments), category: optionalChoice('类别', categories), ...wordFields,
  }), body)

export const readJudgement = (body: Body): FormResult<{ valid: boolean, reason: string }> => {
  const read = readForm(body, {
    valid: choice('有效还是无效', ['yes', 'no'] as const), why: optionalChoice('原因', INVALID_REASONS), reason: text('说明', OPINION_MAX.reason),
  })
  if (!read.ok) return read
  const { valid, why, reason } = read.value
  const words = [why, reason].filter((part) => part !== null && part !== '').join('：')
  if (valid === 'no' && words === '') return { ok: false, errors: { why: '定为无效要选原因或写明理由' }, values: body }
  return { ok: true, value: { valid: valid === 'yes', reason: valid === 'yes' ? reason : words } }
}

const MOST_AT_ONCE = 200

/** Ticked numbers of opinions: at least one, well-formed. */
export const numbersField = (label: string): Field<string[]> => (raw) => {
  const nos = [...new Set(textsOf(raw).filter((no) => no !== ''))]
  if (nos.length === 0) return { error: `请勾选${label}` }
  if (nos.length > MOST_AT_ONCE) return { error: `一次最多 ${MOST_AT_ONCE} 条，现在是 ${nos.length} 条` }
  return nos.every((no) => /^YJ\d{4}-\d{6}$/.test(no)) ? { value: nos } : { error: `${label}请从列表中勾选` }
}

export const numberField = (label: string): Field<string> => (raw) => {
  const no = textOf(raw).normalize('NFKC').trim().toUpperCase()
  return /^YJ\d{4}-\d{6}$/.test(no) ? { value: no } : { error: `请填写${label}，如 YJ2026-000123` }
}

export const readMerger = (body: Body) => readForm(body, { head: numberField('合并到哪一条'), no: numbersField('要合并的意见') })

export interface Offered { departments: readonly string[], categories: readonly string[] }

export function readDispatching(body: Body, { departments, categories }: Offered) {
  const collective = textOf(body['manner']) !== 'single' && textOf(body['issueNo']).trim() === ''
  const read = readForm(body, {
    no: numbersField('要分办的意见'), manner: choice('办理方式', Object.keys(MANNERS) as (keyof typeof MANNERS)[]),
    department: choice('承办单位', departments), verifyingDepartment: choice('核验部门', departments), category: choice('类别', categories),
    grade: choice('等级', GRADES), title: text('题目', OPINION_MAX.title, { required: collective }),
    issueNo: ((raw) => {
      const no = textOf(raw).normalize('NFKC').trim().toUpperCase()
      return no === '' || /^SQ\d{4}-\d{6}$/.test(no) ? { value: no } : { error: '诉求编号如 SQ2026-000123' }
    }) satisfies Field<string>,
  })
  if (!read.ok) return read
  if (read.value.manner === 'single' && read.value.no.length > 30) {
    return { ok: false, errors: { manner: '逐条办理一次最多 30 条，请分几次，或改为综合' }, values: body } as const
  }
  return read
}

export const readAnswer = (body: Body) => readForm(body, {
  no: numbersField('要答复的意见'), text: text('答复', OPINION_MAX.answer, { required: true }), adoption: choice('是否采纳', ADOPTIONS),
})

export const readPublication = (body: Body) => readForm(body, {
  text: text('公开的意见', OPINION_MAX.text, { required: true }), answer: text('公开的答复', OPINION_MAX.answer),
})

export const readReason = (body: Body, label: string) => readForm(body, { reason: text(label, OPINION_MAX.reason, { required: true }) })

/** One honour: its day, or nothing where it is taken back. */
export const readMark = (body: Body) => readForm(body, {
  mark: choice('哪一项', MARK_NAMES), onDay: textOf(body['remove']) === '' ? requiredDay('日期') : day('日期'), note: text('说明', 200), remove: tick(),
})

export const readRating = (body: Body) => readForm(body, { word: choice('满意吗', OPINION_RATINGS), text: text('想说的话', 1000) })

export const readLookUp = (body: Body) => readForm(body, { no: numberField('编号'), code: text('查询码', 40, { required: true }) })
