import { TRIAGE_STATES } from '../../models/triage/index.ts'
import type { Proposal } from '../../models/triage/proposal.ts'
import type { Entry } from '../../models/triage/queries.ts'
import type { RelatedFacts } from '../../models/issue/related.ts'
import { GRADES, STATES } from '../../models/issue/words.ts'
import type { CivilDay } from '../../models/shared/calendarDay.ts'
import { errorSummaryOf, fieldsOf, type FieldView } from '../lib/fields.ts'
import type { Body } from '../lib/form.ts'
import { dateTimeText, maskPhone } from '../lib/format.ts'
import type { ErrorSummary, Fact } from '../lib/parts.ts'
import { SECRECIES, TITLE_SIGNS, type Offered } from './form.ts'
import { PATH, TAB_WORDS } from './view.ts'

/** One entry of the inbox with the three ways to decide about it. */
export interface TriageEntryPage {
  errors: ErrorSummary | null
  heading: string
  text: string
  facts: Fact[]
  /** what protects whoever wrote it */
  protection: string
  decided: boolean
  toCase: { action: string, fields: FieldView[] }
  merger: { action: string, fields: FieldView[], open: boolean }
  dismissal: { action: string, fields: FieldView[], open: boolean }
  back: string
}

declare module '../lib/templates.ts' {
  interface Views { 'triage/entry': TriageEntryPage }
}

export type Decision = 'issue' | 'merger' | 'dismissal'

export interface EntryShown {
  entry: Entry
  offered: Offered
  proposal: Proposal
  alike: readonly Pick<RelatedFacts, 'no' | 'title' | 'state'>[]
  today: CivilDay
  /** the form that was sent and could not be taken, with its messages */
  refused: { decision: Decision, values: Body, errors: Record<string, string> } | null
}

export function triageEntryPage({ entry, offered, proposal, alike, today, refused }: EntryShown): TriageEntryPage {
  const path = `${PATH}/${entry.id}`
  const fieldsFor = (decision: Decision) => {
    const own = refused?.decision === decision
    return fieldsOf(own ? refused.values : {}, own ? refused.errors : {})
  }
  return {
    errors: refused && errorSummaryOf(refused.errors),
    heading: TAB_WORDS[entry.tab],
    text: entry.text,
    facts: factsOf(entry, today),
    protection: entry.firm
      ? '企业主动勾了“请联系我”，可以写明是哪家企业。转为诉求以后，原话随诉求走，答卷和这里都不再保留。'
      : `这是${entry.from}，不写是哪家企业，也不要去猜。原话里有能认出企业的字句，请在转交前删去。`,
    decided: entry.state !== 'waiting',
    toCase: { action: `${path}/issue`, fields: caseFields(fieldsFor('issue'), entry, offered, proposal) },
    merger: {
      action: `${path}/merger`, open: refused?.decision === 'merger', fields: mergerFields(fieldsFor('merger'), entry, alike),
    },
    dismissal: {
      action: `${path}/dismissal`, open: refused?.decision === 'dismissal',
      fields: [fieldsFor('dismissal').textarea('reason', '不转的理由', { maxLength: 500, rows: 3, hint: '如：只是表扬；说的事不归政府管' })],
    },
    back: `${PATH}?tab=${entry.tab}`,
  }
}

type FieldMaker = ReturnType<typeof fieldsOf>
const named = (rows: readonly { _id: string, name: string }[]) => rows.map(({ _id, name }) => ({ value: _id, text: name }))
const plain = (words: readonly string[]) => words.map((value) => ({ value, text: value }))

function caseFields(field: FieldMaker, entry: Entry, offered: Offered, proposal: Proposal): FieldView[] {
  return [
    field.text('title', '什么事', { maxLength: TITLE_SIGNS, counted: true, value: proposal.title, hint: '一句话，写清楚要解决什么' }),
    field.textarea('quote', '原话', {
      maxLength: 5000, rows: 4, value: entry.text, hint: entry.firm ? '承办部门看到的就是这一段' : '可以删去能认出企业的字句，不要改意思',
    }),
    field.textarea('text', '具体情况', { maxLength: 5000, rows: 4, value: entry.text, hint: '给承办部门的说明' }),
    field.select('category', '类别', named(offered.categories), proposal.category ? { value: proposal.category } : {}),
    field.select('proposedDepartment', '建议谁来办', named(offered.departments), {
      optional: true, hint: '不清楚可以不选，交办时由办公室定', ...(proposal.department ? { value: proposal.department } : {}),
    }),
    field.select('district', '区市', named(offered.districts), { optional: true, hint: entry.firm ? null : '只在原话说到地方时选' }),
    field.segments('grade', '等级', plain(GRADES), { optional: true, hint: '不选的按类别带出' }),
    field.segments('secrecy', '公开范围', plain(SECRECIES), { value: entry.firm ? '公开' : '内部', hint: '内部的不进公开页面' }),
  ]
}

function mergerFields(field: FieldMaker, entry: Entry, alike: EntryShown['alike']): FieldView[] {
  const choices = alike.map(({ no, title, state }) => ({ value: no, text: `${no} ${title}（${STATES[state]}）` }))
  return [
    field.text('issueNo', '并入哪一件', {
      maxLength: 20, hint: alike.length > 0 ? `相似的：${choices.map(({ text }) => text).join('；')}` : '填诉求编号，如 SQ2026-000123',
    }, choices),
    field.textarea('quoteJoined', '原话', { maxLength: 5000, rows: 3, value: entry.text, hint: entry.firm ? null : '可以删去能认出企业的字句' }),
  ]
}

function factsOf(entry: Entry, today: CivilDay): Fact[] {
  const fact = (term: string, text: string, more: Partial<Fact> = {}): Fact[] =>
    text === '' ? [] : [{ term, text, href: null, small: null, action: null, ...more }]
  const { firm } = entry
  return [
    ...fact('题目', entry.question),
    ...fact('问卷', `${entry.questionnaireNo} ${entry.questionnaireTitle}`.trim()),
    ...fact('谁写的', firm?.enterpriseName ?? entry.from, firm ? { href: `/enterprises/${String(firm.enterprise)}` } : {}),
    ...fact('联系人', firm?.contact.name ?? '', { small: firm?.contact.phone ? maskPhone(firm.contact.phone) : null }),
    ...fact('处理', entry.state === 'waiting' ? '' : TRIAGE_STATES[entry.state], {
      small: [entry.decidedByName, entry.decidedAt ? dateTimeText(entry.decidedAt, today) : '', entry.reason].filter(Boolean).join('，'),
    }),
    ...fact('诉求', entry.issueNo ?? '', { href: entry.issueNo && `/issues/${entry.issueNo}` }),
  ]
}

/** Who decided first, and what. */
export const decidedText = (entry: Entry, today: CivilDay): string => {
  const when = entry.decidedAt ? `在 ${dateTimeText(entry.decidedAt, today)} ` : ''
  return `这一条已由${entry.decidedByName}${when}定为“${TRIAGE_STATES[entry.state]}”，不能再改。`
}

