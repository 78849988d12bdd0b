import type { Issue } from '../../../models/issue/record.ts'
import type { Moment } from '../../../models/issue/step.ts'
import { column, dayCell, linkCell, statusCell, tableOf, textCell } from '../../lib/cells.ts'
import { errorSummaryOf, fieldsOf, type FieldView } from '../../lib/fields.ts'
import type { Body } from '../../lib/form.ts'
import type { Flash } from '../../lib/frame.ts'
import type { ErrorSummary, PageTitle, TableView } from '../../lib/parts.ts'
import { dueWords } from '../dueWords.ts'
import { stateTag } from '../tags.ts'
import type { BulkAct, BulkName, BulkValue } from './acts.ts'
import type { BulkOutcome } from './doing.ts'

/** Before a bulk act: how many, which ones, which ones not and why. */
export interface IssueBulkPage {
  errors: ErrorSummary | null
  title: PageTitle
  hidden: { name: string; value: string }[]
  fields: FieldView[]
  /** null when none of them can be done */
  button: string | null
  able: TableView | null
  unable: TableView | null
  cancelHref: string
}

declare module '../../lib/templates.ts' {
  interface Views { 'issues/bulk': IssueBulkPage }
}

export interface BulkAsked {
  name: BulkName
  act: BulkAct
  able: readonly Issue[]
  /** cases that cannot be done, or that are unknown to this user */
  unable: readonly { no: string; title: string; why: string }[]
  handlers: readonly { id: string; name: string }[]
  back: string
}

export function issueBulkPage(asked: BulkAsked, when: Moment, values: Body, errors: Record<string, string>): IssueBulkPage {
  const { name, act, able, unable, handlers, back } = asked
  const note = unable.length === 0 ? `${able.length} 件` : `可以办 ${able.length} 件，不能办 ${unable.length} 件`
  return {
    errors: errorSummaryOf(errors),
    title: { clauses: [act.title], note, actions: [] },
    hidden: [
      { name: 'act', value: name },
      { name: 'back', value: back },
      ...able.map(({ no }) => ({ name: 'no', value: no })),
    ],
    fields: able.length === 0 ? [] : act.form(fieldsOf(values, errors), handlers),
    button: able.length === 0 ? null : `${act.verb(null)}${able.length} 件`,
    able: able.length === 0 ? null : tableOf('可以办的', ABLE, able.map((issue) => ableRow(issue, when))),
    unable: unable.length === 0 ? null : tableOf('不能办的', UNABLE, unable.map(unableRow)),
    cancelHref: back,
  }
}

const ABLE = [column('编号'), column('诉求', { wide: true }), column('承办人', { wide: true }), column('状态', { wide: true }), column('剩余')]
const UNABLE = [column('编号'), column('诉求', { wide: true }), column('不能办的原因')]

function ableRow(issue: Issue, { now, calendar }: Moment) {
  const due = dueWords(issue, now, calendar)
  return [
    linkCell(issue.no, `/issues/${issue.no}`),
    textCell(issue.title),
    textCell(issue.handlerName || '未定'),
    statusCell(stateTag(issue.state)),
    dayCell(due.rest, due.tone),
  ]
}

const unableRow = ({ no, title, why }: BulkAsked['unable'][number]) => [
  title === '' ? textCell(no) : linkCell(no, `/issues/${no}`),
  textCell(title),
  textCell(why),
]

const REASONS_SHOWN = 3

/** `已转给秦若川 10 件。2 件没有办成：SQ2026-000012 承办人已经是秦若川。` */
export function outcomeFlash(act: BulkAct, value: BulkValue, outcome: BulkOutcome | null): Flash {
  if (outcome === null) return { kind: 'warn', text: '这份表单已经交过一次，没有再办。', linkText: null, linkHref: null }
  const { done, refused } = outcome
  const reasons = refused.slice(0, REASONS_SHOWN).map(({ no, why }) => `${no} ${why}`)
  const rest = refused.length > REASONS_SHOWN ? `等 ${refused.length} 件。` : ''
  const failed = refused.length === 0 ? '' : `${refused.length} 件没有办成：${reasons.join('')}${rest}`
  return {
    kind: refused.length === 0 ? 'done' : 'warn',
    text: `已${act.verb(value)}${done.length} 件。${failed}`,
    linkText: null,
    linkHref: null,
  }
}
