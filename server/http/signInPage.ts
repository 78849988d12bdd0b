import { fieldsOf, type FieldView } from '../lib/fields.ts'
import type { ErrorSummary } from '../lib/parts.ts'

export interface SignInPage {
  errors: ErrorSummary | null
  account: FieldView
  password: FieldView
  resume: string
  /** what waits behind the sign-in, or null */
  waiting: string | null
}

declare module '../lib/templates.ts' {
  interface Views { 'sessions/signIn': SignInPage }
}

export const WAITING_FORM = '登录已过期。您刚才填的内容还在，登录后接着提交。'
export const WAITING_PAGE = '请先登录，登录后回到您要看的页面。'

/** The sign-in page; `resume` is the sealed request that waits behind it, '' when none does. */
export function signInPage(account: string, problem: string | null, resume: string, waiting: string | null): SignInPage {
  const field = fieldsOf({ account })
  return {
    errors: problem ? { title: '没有登录', errors: [{ text: problem, href: '#f-account' }] } : null,
    account: field.text('account', '账号', { autocomplete: 'username', maxLength: 40 }),
    password: field.text('password', '密码', { type: 'password', autocomplete: 'current-password', maxLength: 128 }),
    resume,
    waiting,
  }
}
