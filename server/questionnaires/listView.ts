import { CONFIDENTIALITIES, QUESTIONNAIRE_STATES, type QuestionnaireState } from '../../models/questionnaire/index.ts'
import type { QuestionnaireRow, Response } from '../../models/questionnaire/queries.ts'
import type { CivilDay } from '../../models/shared/calendarDay.ts'
import type { Actor } from '../../models/user/actor.ts'
import { mayEver } from '../../models/user/permissions.ts'
import { linkButton } from '../lib/buttons.ts'
import { column, dayCell, figureCell, linkCell, statusCell, tableOf, textCell } from '../lib/cells.ts'
import { dateTimeText, rateText } from '../lib/format.ts'
import { listHref } from '../lib/listAddress.ts'
import type { Empty, PageTitle, StatusTag, TableView, Tabs } from '../lib/parts.ts'
import { pathOf, QUESTIONNAIRES } from './find.ts'

export interface QuestionnaireList {
  title: PageTitle
  tabs: Tabs
  table: TableView | null
  empty: Empty
}

declare module '../lib/templates.ts' {
  interface Views { 'questionnaires/index': QuestionnaireList }
}

const GLYPHS: Record<QuestionnaireState, StatusTag['glyph']> = { draft: 'draft', published: 'half', closed: 'done' }
const stateTag = (state: QuestionnaireState): StatusTag => ({ glyph: GLYPHS[state], text: QUESTIONNAIRE_STATES[state] })

/** All questionnaires, each with how many of those invited have answered. */
export function listPage(
  actor: Actor, rows: readonly QuestionnaireRow[], responseTo: (id: QuestionnaireRow['_id']) => Response,
  state: QuestionnaireState | null, today: CivilDay,
): QuestionnaireList {
  const mayBegin = mayEver(actor, 'questionnaire.build')
  const tab = (text: string, value: QuestionnaireState | null) => ({
    text, count: null, href: listHref(QUESTIONNAIRES, {}, { state: value ?? undefined }), current: value === state, tone: '' as const,
  })
  const states = Object.entries(QUESTIONNAIRE_STATES) as [QuestionnaireState, string][]
  return {
    title: {
      clauses: ['问卷'], note: '一家企业一个链接，一家一份答卷',
      actions: mayBegin ? [linkButton('新建问卷', `${QUESTIONNAIRES}/new`, 'primary')] : [],
    },
    tabs: { label: '问卷的状态', tabs: [tab('全部', null), ...states.map(([value, text]) => tab(text, value))] },
    table: rows.length === 0 ? null
      : tableOf('问卷', COLUMNS, rows.map((row) => rowOf(row, responseTo(row._id), today, mayEver(actor, 'invitation.read'))), { sticky: true }),
    empty: {
      what: state === null ? '还没有问卷。' : `没有${QUESTIONNAIRE_STATES[state]}的问卷。`, next: null,
      link: mayBegin && state === null ? { text: '新建一份', href: `${QUESTIONNAIRES}/new` } : null,
    },
  }
}

const COLUMNS = [
  column('编号', { wide: true }), column('题目'), column('方式', { wide: true }), column('状态'), column('截止', { wide: true }),
  column('已提交 / 邀请', { number: true }),
]

function rowOf(row: QuestionnaireRow, { answered, invited }: Response, today: CivilDay, opens: boolean) {
  const path = pathOf(row)
  const ends = row.closedAt ?? row.closesAt
  return [
    linkCell(row.no, path), textCell(row.title, { href: path }), textCell(CONFIDENTIALITIES[row.confidentiality]),
    statusCell(stateTag(row.state)), dayCell(ends ? dateTimeText(ends, today) : '—'),
    figureCell(invited === 0 ? '还没有邀请' : rateText(answered, invited), { href: invited > 0 && opens ? `${path}/invitations` : null }),
  ]
}
