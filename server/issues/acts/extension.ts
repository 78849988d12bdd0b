import { dayOf } from '../../../models/shared/calendarDay.ts'
import { addWorkingDays } from '../../../models/shared/workingCalendar.ts'
import { askExtension, extensionLimit, grantExtension, refuseExtension } from '../../../models/issue/extension.ts'
import { openRequest } from '../../../models/issue/gates.ts'
import { choice, readForm, text, wholeNumber } from '../../lib/form.ts'
import { dayText } from '../../lib/format.ts'
import { actPage, MAX, type ActContext } from './actPage.ts'

/** Days to choose with the date that each leads to: shown before anything is sent. @source forms.md §10 no. 4 */
function dayChoices({ issue, when }: ActContext, most: number) {
  const { dueOn } = issue
  if (dueOn === null) return []
  return Array.from({ length: most }, (_, index) => index + 1).map((days) => {
    const due = addWorkingDays(dueOn, days, when.calendar)
    return {
      value: String(days),
      text: `${days} 个工作日，到 ${dayText(due.day, dayOf(when.now))}${due.provisional ? '（暂定）' : ''}`,
    }
  })
}

export const extensionRequest = actPage({
  slug: 'extension', act: 'askExtension', title: '申请延期', button: '申请延期', fields: ['days', 'reason', 'decision'],
  serves: ({ issue, actor }) => openRequest(issue.extensions) === undefined || actor.roles.includes('lead'),
  intro: () => ['延期要在到期前至少一个工作日申请，一件诉求只能延一次；批准以前期限不变，没有批复不算同意。'],
  form(field, context) {
    const most = extensionLimit(context.issue, context.when.calendar)?.days ?? 0
    return [
      field.select('days', '申请延期', dayChoices(context, most), { hint: `最多 ${most} 个工作日` }),
      field.textarea('reason', '延期的原因', { maxLength: MAX.note, rows: 4, hint: '写明卡在哪里、什么时候向提出人说明过' }),
    ]
  },
  read: (body, { issue, when }) => readForm(body, {
    days: wholeNumber('延期天数', 1, Math.max(1, extensionLimit(issue, when.calendar)?.days ?? 1)),
    reason: text('延期的原因', MAX.note, { required: true }),
  }),
  run: (issue, by, given, when) => askExtension(issue, by, given, when),
  done: () => '延期申请已提出，等联席会议办公室批复。期限还没有变。',
})

const DECISIONS = [{ value: 'granted', text: '同意' }, { value: 'refused', text: '不同意' }] as const

export const extensionRuling = actPage({
  slug: 'extension', act: 'decideExtension', title: '批延期', button: '批复', fields: ['decision', 'days', 'note'],
  serves: ({ issue, actor }) => openRequest(issue.extensions) !== undefined && !actor.roles.includes('lead'),
  intro({ issue, when }) {
    const asked = openRequest(issue.extensions)
    return asked
      ? [
          `${asked.askedByName}申请延期 ${asked.days} 个工作日，到 ${dayText(asked.dueOnAsked, dayOf(when.now))}。`,
          `原因：${asked.reason}`,
          '可以少批；批准后是新的期限版本，已发的牌不撤。',
        ]
      : []
  },
  form(field, context) {
    const asked = openRequest(context.issue.extensions)?.days ?? 0
    return [
      field.segments('decision', '批复', DECISIONS),
      field.select('days', '允许延期', dayChoices(context, asked), { value: String(asked) }),
      field.textarea('note', '批复意见', { optional: true, maxLength: MAX.note, rows: 3 }),
    ]
  },
  read(body, { issue }) {
    const read = readForm(body, {
      decision: choice('批复', DECISIONS.map(({ value }) => value)),
      days: wholeNumber('允许延期', 1, Math.max(1, openRequest(issue.extensions)?.days ?? 1)), note: text('批复意见', MAX.note),
    })
    return read.ok && read.value.decision === 'refused' && read.value.note === ''
      ? { ok: false, errors: { note: '不同意时请写明理由' }, values: body } : read
  },
  run: (issue, by, { decision, days, note }, when) =>
    (decision === 'granted' ? grantExtension(issue, by, { days, note }, when) : refuseExtension(issue, by, note, when)),
  done: (issue) => (issue.extensions.at(-1)?.decision === 'granted' ? '已同意延期，新的期限已生效。' : '已批复不同意，期限不变。'),
})
