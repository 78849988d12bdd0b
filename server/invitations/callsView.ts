import type { Reached } from '../../models/invitation/contacts.ts'
import type { Invitation } from '../../models/invitation/index.ts'
import { dayOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import { column, linkCell, numberCell, statusCell, tableOf, textCell } from '../lib/cells.ts'
import type { Choice, FieldView } from '../lib/fields.ts'
import { errorSummaryOf, fieldsOf } from '../lib/fields.ts'
import { countText, dayText, maskPhone } from '../lib/format.ts'
import { pagerOf } from '../lib/listAddress.ts'
import type { Empty, ErrorSummary, PageTitle, Pager, TableView } from '../lib/parts.ts'
import { invitationPath, pathOf, type Asking } from './find.ts'
import { stateTag } from './listView.ts'

/** So many fit on some sheets of paper for one person and one afternoon. */
export const CALLS_TOGETHER = 100

/** Who has not answered after the last reminder, to be rung. */
export interface CallsPage {
  errors: ErrorSummary | null
  title: PageTitle
  table: TableView | null
  pager: Pager
  empty: Empty
  /** asks why, before the numbers are shown in full; null when they are, or may not be */
  reveal: { action: string, page: string, field: FieldView } | null
}

declare module '../lib/templates.ts' {
  interface Views { 'invitations/calls': CallsPage }
}

export function callsPage(reached: readonly Reached<Invitation>[], around: {
  questionnaire: Asking, page: number, total: number, districts: readonly Choice[], today: CivilDay,
  /** whose numbers stand there in full */
  shown(row: Reached<Invitation>): boolean, mayReveal: boolean, revealed: boolean, reason: string, errors: Record<string, string>
}): CallsPage {
  const { questionnaire, page, total, districts, today, shown, mayReveal, revealed, reason, errors } = around
  const path = `${pathOf(questionnaire)}/calls`
  const last = questionnaire.reminders.filter(({ sentAt }) => sentAt !== null).at(-1)?.sentAt ?? null
  return {
    errors: errorSummaryOf(errors),
    title: {
      clauses: ['打电话名单'], actions: [],
      note: last === null ? questionnaire.title : `${questionnaire.title}。${dayText(dayOf(last), today)}提醒后还没有答卷的 ${countText(total)} 户`,
    },
    table: reached.length === 0 ? null : tableOf('打电话名单', COLUMNS, reached.map((row, at) => [
      numberCell((page - 1) * CALLS_TOGETHER + at + 1),
      linkCell(row.invitation.enterpriseName, invitationPath(questionnaire, row.invitation), { className: '', small: row.invitation.problem || null }),
      textCell(districts.find(({ value }) => value === row.invitation.district)?.text ?? row.invitation.district, { className: 'nowrap' }),
      textCell(row.contact.name), textCell(row.contact.phone && (shown(row) ? row.contact.phone : maskPhone(row.contact.phone)), { className: 'nowrap' }),
      textCell(row.stewardName), statusCell(stateTag(row.invitation)), textCell(' ', { className: 'call-note' }),
    ])),
    pager: pagerOf(path, {}, page, CALLS_TOGETHER, total, '户'),
    empty: last === null
      ? { what: '还没有提醒过。', next: '提醒以后仍没有答卷的企业会列在这里。', link: { text: '看邀请', href: `${pathOf(questionnaire)}/invitations` } }
      : { what: '提醒以后都答了，没有要打电话的。', next: null, link: { text: '看邀请', href: `${pathOf(questionnaire)}/invitations` } },
    reveal: !mayReveal || revealed || reached.length === 0 ? null : {
      action: path, page: String(page),
      field: fieldsOf({ reason }, errors).text('reason', '要看完整号码，请说明用途', { hint: '会记入审计，如“电话催问卷”', maxLength: 100 }),
    },
  }
}

const COLUMNS = [
  column('序号', { number: true }), column('企业'), column('区市', { wide: true }), column('联系人'), column('手机'),
  column('服务专员', { wide: true }), column('状态', { wide: true }), column('通话记录', { wide: true }),
]
