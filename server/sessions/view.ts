import { dayOf } from '../../models/shared/calendarDay.ts'
import { errorSummaryOf, fieldsOf, type FieldView } from '../lib/fields.ts'
import type { ErrorSummary } from '../lib/parts.ts'
import { dateTimeText } from '../lib/format.ts'

export interface PasswordPage {
  errors: ErrorSummary | null
  /** a one-time password has to be replaced before anything else */
  first: boolean
  current: FieldView
  fresh: FieldView
  again: FieldView
}

export interface TwoFactorPage {
  errors: ErrorSummary | null
  /** the first time: scan this; null when the app knows the secret already */
  enrolment: { qr: string, secret: string, sealed: string } | null
  code: FieldView
  resume: string
}

export interface ResumePage {
  action: string
  fields: { name: string, value: string }[]
  /** what a person wrote, without codes and choices */
  typed: string[]
}

export interface SessionsPage {
  name: string
  department: string
  sessions: { where: string, since: string, seen: string, own: boolean }[]
  others: number
}

declare module '../lib/templates.ts' {
  interface Views {
    'sessions/password': PasswordPage
    'sessions/twoFactor': TwoFactorPage
    'sessions/resume': ResumePage
    'sessions/index': SessionsPage
    'sessions/more': { all: { text: string, href: string }[] }
  }
}

export function passwordPage(errors: Record<string, string>, first: boolean): PasswordPage {
  const field = fieldsOf({}, errors)
  const more = { type: 'password', maxLength: 128 } as const
  return {
    errors: errorSummaryOf(errors),
    first,
    current: field.text('current', first ? '一次性密码' : '现在的密码', { ...more, autocomplete: 'current-password' }),
    fresh: field.text('fresh', '新密码', { ...more, autocomplete: 'new-password', hint: '至少 12 个字符，小写、大写、数字、符号占三种' }),
    again: field.text('again', '再输一次新密码', { ...more, autocomplete: 'new-password' }),
  }
}

export function twoFactorPage(problem: string | null, enrolment: TwoFactorPage['enrolment'], resume: string): TwoFactorPage {
  const errors: Record<string, string> = problem ? { code: problem } : {}
  const field = fieldsOf({}, errors)
  return {
    errors: errorSummaryOf(errors),
    enrolment,
    code: field.text('code', '动态码', { inputMode: 'numeric', autocomplete: 'one-time-code', maxLength: 8, hint: '验证器里显示的 6 位数字，30 秒一换' }),
    resume,
  }
}

/** One line a session; addresses and browsers are the user's own, so they are shown. */
export function sessionRow(stored: { data: { startedAt?: number, address?: string, agent?: string }, touchedAt: Date }, own: boolean, now: Date) {
  const today = dayOf(now)
  return {
    where: [deviceOf(stored.data.agent ?? ''), stored.data.address].filter(Boolean).join('，'),
    since: stored.data.startedAt ? dateTimeText(new Date(stored.data.startedAt), today) : '',
    seen: dateTimeText(stored.touchedAt, today),
    own,
  }
}

const DEVICES: readonly [RegExp, string][] = [
  [/MicroMessenger/i, '微信'], [/iPhone|iPad/, '苹果手机或平板'], [/Android/, '安卓手机'], [/Windows/, 'Windows 电脑'], [/Macintosh/, '苹果电脑'], [/Linux/, 'Linux 电脑'],
]
const deviceOf = (agent: string) => DEVICES.find(([pattern]) => pattern.test(agent))?.[1] ?? '其他设备'
