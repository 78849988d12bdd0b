import { mayRemind, MOST_REMINDERS } from '../../models/invitation/reminding.ts'
import { dayOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import { linkButton, postButton } from '../lib/buttons.ts'
import { errorSummaryOf, fieldsOf, type FieldView } from '../lib/fields.ts'
import { day, readForm, type Body, type FormResult } from '../lib/form.ts'
import { countText, dateTimeText, dayText } from '../lib/format.ts'
import type { Button, ConfirmPage, ErrorSummary, Fact, PageTitle } from '../lib/parts.ts'
import { pathOf, type Asking } from './find.ts'
import type { WayCounts } from './sending.ts'
import { wayCountsText } from './sendingView.ts'

export interface RemindersPage {
  errors: ErrorSummary | null
  title: PageTitle
  facts: Fact[]
  buttons: Button[]
  note: string | null
  form: { action: string, fields: FieldView[] } | null
}

declare module '../lib/templates.ts' {
  interface Views { 'invitations/reminders': RemindersPage }
}

export const DAY_FIELDS = ['onDay-1', 'onDay-2'] as const

export function readDays(body: Body): FormResult<CivilDay[]> {
  const read = readForm(body, { 'onDay-1': day('提醒的日子'), 'onDay-2': day('提醒的日子') })
  return read.ok ? { ok: true, value: Object.values(read.value).flatMap((each) => each ?? []) } : read
}

/** When those who have not answered are reminded, what was sent already, and the button for now. */
export function remindersPage(
  questionnaire: Asking, { waiting, now, values, errors }: { waiting: number, now: Date, values: Body, errors: Record<string, string> },
): RemindersPage {
  const today = dayOf(now)
  const path = pathOf(questionnaire)
  const sent = questionnaire.reminders.filter(({ sentAt }) => sentAt !== null)
  const planned = questionnaire.reminders.filter(({ sentAt }) => sentAt === null)
  const left = MOST_REMINDERS - sent.length
  const standing = mayRemind(questionnaire, now)
  const field = fieldsOf(values, errors)
  return {
    errors: errorSummaryOf(errors),
    title: { clauses: ['提醒'], note: `${questionnaire.title}。最多提醒 ${MOST_REMINDERS} 次，只发给还没有答卷的，答完就停`, actions: [] },
    facts: [
      ...sent.map(({ sentAt, count }, at) => ({
        term: `第 ${at + 1} 次`, text: sentAt ? dateTimeText(sentAt, today) : '', href: null, action: null, small: `提醒了 ${countText(count)} 户`,
      })),
      ...planned.map(({ onDay }, at) => ({
        term: `第 ${sent.length + at + 1} 次`, text: dayText(onDay, today), href: null, action: null, small: '到日子在办公时间内自动提醒',
      })),
      { term: '还没有答的', text: `${countText(waiting)} 户已发出、没有答卷`, href: `${path}/invitations?tab=sent`, small: null, action: null },
    ],
    buttons: standing.may && waiting > 0 ? [linkButton('现在提醒', `${path}/reminders/now`, 'primary')] : [],
    note: standing.may ? (waiting > 0 ? null : '没有要提醒的企业。') : standing.why,
    form: questionnaire.state !== 'published' || left === 0 ? null : {
      action: `${path}/reminders`,
      fields: DAY_FIELDS.slice(0, left).map((name, at) => field.date(name, `第 ${sent.length + at + 1} 次提醒的日子`, {
        optional: true, value: planned[at]?.onDay ?? '', ...(at === 0 ? { hint: '不填就不自动提醒' } : {}),
      })),
    },
  }
}

/** What 现在提醒 will do, before it does. */
export function remindNowPage(questionnaire: Asking, counts: WayCounts): ConfirmPage {
  const reached = counts.mail + counts.http + counts.steward
  const path = `${pathOf(questionnaire)}/reminders`
  return {
    title: `提醒 ${countText(reached)} 户`,
    paragraphs: [
      `${wayCountsText(counts)}。`,
      ...(counts.none > 0 ? [`${countText(counts.none)} 户没有邮箱、手机和专员，提醒不到，列在打电话名单里。`] : []),
      `算作 ${MOST_REMINDERS} 次里的一次。邮件和短信在办公时间内送出；送出前已提交的不再发。`,
    ],
    button: postButton('现在提醒', `${path}/now`, {}, 'primary'), cancel: { text: '返回，不提醒', href: path },
  }
}
