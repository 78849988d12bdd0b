import type { NewContact } from '../../models/contactRequest/index.ts'
import { readForm, text, textOf, type Body, type Field, type FormResult } from '../lib/form.ts'

export const CONTACT_FIELDS = ['name', 'title', 'phone', 'email'] as const
export const DISPUTE_FIELDS = ['words'] as const
export const CALL_FIELDS = ['words'] as const

/** A mobile number or a landline with its area code; the message names what was typed. */
const phone: Field<string> = (raw) => {
  const digits = textOf(raw).normalize('NFKC').replaceAll(/[\s\-()]/g, '').replace(/^\+?86(?=1\d{10}$)/, '')
  if (digits === '') return { error: '请填写电话' }
  if (/^1\d{10}$/.test(digits) || /^0\d{9,11}$/.test(digits)) return { value: digits }
  return { error: /^1\d*$/.test(digits) ? `手机号应为 11 位数字，现在是 ${digits.length} 位` : '电话应为手机号，或带区号的座机' }
}

const email: Field<string> = (raw) => {
  const given = textOf(raw).trim()
  return given === '' || /^[^\s@]{1,64}@[^\s@]{1,55}$/.test(given) ? { value: given } : { error: '邮箱应有 @，如 name@example.cn' }
}

export const readContact = (body: Body): FormResult<NewContact> =>
  readForm(body, { name: text('姓名', 60, { required: true }), title: text('职务', 60), phone, email })

export const readDispute = (body: Body): FormResult<{ text: string }> => {
  const read = readForm(body, { words: text('哪里没有解决', 1000, { required: true }) })
  return read.ok ? { ok: true, value: { text: read.value.words } } : read
}

export const readCall = (body: Body): FormResult<{ text: string }> => {
  const read = readForm(body, { words: text('什么事、什么时候方便', 400) })
  return read.ok ? { ok: true, value: { text: read.value.words } } : read
}
