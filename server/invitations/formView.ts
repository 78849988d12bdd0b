import { errorSummaryOf, fieldsOf, type FieldView } from '../lib/fields.ts'
import { readForm, requiredDay, text, type Body, type FormResult } from '../lib/form.ts'
import type { ConfirmPage, ErrorSummary, PageTitle } from '../lib/parts.ts'

/** A small page with a few fields, and what it is about. */
export interface InvitationFormPage {
  errors: ErrorSummary | null
  title: PageTitle
  paragraphs: string[]
  action: string
  version: string
  fields: FieldView[]
  button: string
  cancel: { text: string, href: string }
}

declare module '../lib/templates.ts' {
  interface Views { 'invitations/form': InvitationFormPage, 'invitations/confirm': ConfirmPage }
}

/** A form of one invitation as data: its words, its fields, and how they are read. */
export interface InvitationForm<Value> {
  /** last piece of the address */
  piece: string
  title: string
  paragraphs: readonly string[]
  button: string
  names: readonly string[]
  fields(values: Body, errors: Record<string, string>): FieldView[]
  read(body: Body): FormResult<Value>
}

/** 延期: a later day for this recipient alone. */
export const EXTENSION: InvitationForm<{ untilOn: string, reason: string }> = {
  piece: 'extension', title: '延期', button: '延期', names: ['untilOn', 'reason'],
  paragraphs: ['只给这一户延期，到那天 17:30 为止；其他企业不变。链接不变。'],
  fields: (values, errors) => {
    const field = fieldsOf(values, errors)
    return [
      field.date('untilOn', '延到哪一天', { hint: '要晚于问卷的截止日' }),
      field.text('reason', '理由', { hint: '例如：对方财务负责人出差，下周回来填', maxLength: 100 }),
    ]
  },
  read: (body) => readForm(body, { untilOn: requiredDay('延到哪一天'), reason: text('理由', 100, { required: true }) }),
}

/** 换人: "wrong person, forward to". */
export const FORWARDING: InvitationForm<{ name: string, phone: string, email: string }> = {
  piece: 'forwarding', title: '换人填写', button: '换人并换发链接', names: ['name', 'phone', 'email'],
  paragraphs: ['给新的联系人一个新链接，原来的链接马上失效，原来那位填了一半的内容一并清除。名册里的联系人不变。'],
  fields: (values, errors) => {
    const field = fieldsOf(values, errors)
    return [
      field.text('name', '姓名', { maxLength: 40 }),
      field.text('phone', '手机', { optional: true, inputMode: 'tel', maxLength: 20, hint: '手机和邮箱至少填一样' }),
      field.text('email', '邮箱', { optional: true, type: 'email', maxLength: 120 }),
    ]
  },
  read: (body) => withReach(readForm(body, {
    name: text('姓名', 40, { required: true }), phone: phone('手机'), email: email('邮箱'),
  })),
}

/** 退回 and 不参加, by hand. */
export const OUTCOMES = { bounced: '退回：送不到，或者联系不上', declined: '不参加：对方明确表示不填' } as const
export type Outcome = keyof typeof OUTCOMES
export const OUTCOME: InvitationForm<{ outcome: Outcome, problem: string }> = {
  piece: 'outcome', title: '记退回或不参加', button: '记下', names: ['outcome', 'problem'],
  paragraphs: ['记下以后不再提醒；对方改变主意时，原来的链接仍然能填。'],
  fields: (values, errors) => {
    const field = fieldsOf(values, errors)
    return [
      field.radios('outcome', '什么情况', Object.entries(OUTCOMES).map(([value, word]) => ({ value, text: word }))),
      field.text('problem', '说明', { hint: '例如：邮箱停用；已迁往外市', maxLength: 100 }),
    ]
  },
  read: (body) => {
    const read = readForm(body, { outcome: text('什么情况', 10, { required: true }), problem: text('说明', 100, { required: true }) })
    if (!read.ok) return read
    const { outcome, problem } = read.value
    return outcome === 'bounced' || outcome === 'declined' ? { ok: true, value: { outcome, problem } }
      : { ok: false, errors: { outcome: '什么情况请从列表中选择' }, values: body }
  },
}

/** The page of a form, with what was typed. */
export const invitationForm = <Value>(form: InvitationForm<Value>, around: {
  name: string, path: string, version: number, values: Body, errors: Record<string, string>
}): InvitationFormPage => ({
  errors: errorSummaryOf(around.errors), title: { clauses: [form.title], note: around.name, actions: [] },
  paragraphs: [...form.paragraphs], action: `${around.path}/${form.piece}`, version: String(around.version),
  fields: form.fields(around.values, around.errors), button: form.button, cancel: { text: '返回，不办', href: around.path },
})

function withReach(read: FormResult<{ name: string, phone: string, email: string }>): typeof read {
  if (!read.ok || read.value.phone !== '' || read.value.email !== '') return read
  return { ok: false, errors: { phone: '手机和邮箱至少填一样，不然没法把链接发过去' }, values: { ...read.value } }
}

type TextField = ReturnType<typeof text>

const phone = (label: string): TextField => (raw) => {
  const read = text(label, 20)(raw)
  if ('error' in read || read.value === '') return read
  const digits = read.value.normalize('NFKC').replaceAll(/[\s-]/g, '').replace(/^\+?86(?=1\d{10}$)/, '')
  if (/^1\d{10}$/.test(digits)) return { value: digits }
  return { error: `${label}应为 11 位数字，现在是 ${digits.replace(/\D/g, '').length} 位` }
}

const email = (label: string): TextField => (raw) => {
  const read = text(label, 120)(raw)
  if ('error' in read || read.value === '' || /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>"]+$/.test(read.value)) return read
  return { error: `${label}应像 name@example.com，请核对` }
}
