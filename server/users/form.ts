import { ROLES, ROLE_NAMES, conflictOfRoles, type Role } from '../../models/user/roles.ts'
import { choice, readForm, text, textOf, ticks, type Body, type Field, type FormResult } from '../lib/form.ts'

export interface NewUser {
  account: string
  name: string
  department: string
  title: string
  phone: string
  mail: string
}

const account: Field<string> = (raw) => {
  const given = textOf(raw).normalize('NFKC').trim().toLowerCase()
  return /^[a-z][a-z0-9._-]{2,39}$/.test(given) ? { value: given } : { error: '账号以字母开头，只用小写字母、数字、点和短横，3 到 40 个字符' }
}

const phone: Field<string> = (raw) => {
  const given = textOf(raw).normalize('NFKC').replace(/[\s-]/g, '')
  if (given === '' || /^\d{7,12}$/.test(given)) return { value: given }
  return { error: `联系电话应为手机号或带区号的座机，现在是 ${given.length} 位` }
}

const mail: Field<string> = (raw) => {
  const given = textOf(raw).trim()
  return given === '' || (/^[^\s@,;<>"]+@[^\s@,;<>"]+\.[a-z]{2,}$/i.test(given) && given.length <= 120) ? { value: given } : { error: '邮箱应像 name@example.cn 这样写' }
}

const person = (departments: readonly string[]) => ({
  name: text('姓名', 40, { required: true }),
  department: choice('部门', departments),
  title: text('职务', 60),
  phone,
  mail,
})

export const readNewUser = (body: Body, departments: readonly string[]): FormResult<NewUser> => readForm(body, { account, ...person(departments) })

export const readPerson = (body: Body, departments: readonly string[]): FormResult<Omit<NewUser, 'account'>> => readForm(body, person(departments))

/** Roles that may be held together, and whether the person heads the department. */
export function readRoles(body: Body): FormResult<{ roles: Role[], isHead: boolean }> {
  const read = ticks('岗位', ROLE_NAMES)(body['roles'])
  if ('error' in read) return { ok: false, errors: { roles: read.error }, values: body }
  const conflict = conflictOfRoles(read.value)
  if (conflict) return { ok: false, errors: { roles: conflict }, values: body }
  return { ok: true, value: { roles: read.value, isHead: textOf(body['isHead']) === 'on' } }
}

export const roleChoices = ROLE_NAMES.map((value) => ({ value, text: ROLES[value] }))
