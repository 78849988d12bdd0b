import type { ConfirmationAsked } from '../../models/confirmation/index.ts'
import type { Said } from '../../models/contactRequest/index.ts'
import type { Issue } from '../../models/issue/index.ts'
import { answerThatHolds, STATES_OUTSIDE } from '../../models/issue/outsideWords.ts'
import { SOLVED_WORDS } from '../../models/issue/words.ts'
import { dayOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import type { Visit } from '../../models/visit/index.ts'
import { errorSummaryOf, fieldsOf, type FieldView } from '../lib/fields.ts'
import type { Body } from '../lib/form.ts'
import { dateTimeText, dayText, shortDayText } from '../lib/format.ts'
import type { ErrorSummary } from '../lib/parts.ts'
import { RATINGS, type ClosingSaid, type VisitSaid } from './form.ts'

/** A line of facts on a page of people without account. */
export interface Line { label: string, text: string }

/** A form whose sending needs a code, or becomes a request. */
export interface CodedFormView {
  errors: ErrorSummary | null
  action: string
  mark: string
  id: string
  fields: FieldView[]
  /** where the code will go, masked; null when none can be sent */
  sentTo: string | null
  /** verb on the button that sends the code */
  button: string
}

/** One page about a result or a visit: what it is, the answer, and what may be said of it. */
export interface SayPage {
  line: string
  heading: string
  lines: Line[]
  text: string
  answer: { head: string, text: string, promise: string | null } | null
  form: CodedFormView | null
  /** in the form's place: what was said already, or why nothing can be said now */
  notes: string[]
  back: { text: string, href: string } | null
}

/** A page that only says where a link stands. */
export interface LinkStatePage { line: string, heading: string, paragraphs: string[] }

declare module '../lib/templates.ts' {
  interface Views { 'confirmations/say': SayPage, 'confirmations/state': LinkStatePage }
}

const plain = (words: readonly string[]) => words.map((value) => ({ value, text: value }))

export const closingFields = (values: Body, errors: Record<string, string>): FieldView[] => {
  const field = fieldsOf(values, errors)
  return [
    field.radios('solved', '这件事解决了吗', plain(SOLVED_WORDS)),
    field.radios('satisfaction', '对办理结果满意吗', plain(RATINGS)),
    field.textarea('words', '想说的话', { optional: true, maxLength: 1000, rows: 4, hint: '不满意的请写明原因，会退回重新办理' }),
  ]
}

export const visitFields = (values: Body, errors: Record<string, string>): FieldView[] => {
  const field = fieldsOf(values, errors)
  return [
    field.radios('happened', '有没有这次走访', [{ value: 'yes', text: '来过，情况属实' }, { value: 'no', text: '没有来过，或者情况不符' }]),
    field.textarea('words', '想说的话', { optional: true, maxLength: 400, rows: 3 }),
  ]
}

export const errorsOf = (errors: Record<string, string>): ErrorSummary | null => errorSummaryOf(errors)

/** What is about to be said, above the code. */
export const closingSummary = ({ solved, satisfaction, text }: ClosingSaid): string[] =>
  [solved, satisfaction, ...(text === '' ? [] : [text])]
export const visitSummary = ({ happened, text }: VisitSaid): string[] =>
  [happened ? '来过，情况属实' : '没有来过，或者情况不符', ...(text === '' ? [] : [text])]

const saidWords = (said: Said | null): string =>
  said?.happened === null || !said ? [said?.solved, said?.satisfaction].filter(Boolean).join('，')
    : said.happened ? '来过，情况属实' : '没有来过，或者情况不符'

/** What the holder of the link said, and when. */
export function saidNotes({ saidAt, said, text, how }: ConfirmationAsked, today: CivilDay): string[] {
  if (saidAt === null) return []
  return [
    `您已在 ${dateTimeText(saidAt, today)} 回复：${saidWords(said)}。`,
    ...(text === '' ? [] : [`您说：${text}`]),
    how === 'request' ? '办公室会打电话跟您核实。' : '已经收下，不用再填。',
  ]
}

/** The case as its raiser may see it. */
export function closingLines(issue: Issue, lead: string, today: CivilDay): Line[] {
  return [
    { label: '编号', text: issue.no },
    { label: '提出', text: dayText(dayOf(issue.createdAt), today) },
    ...(lead === '' ? [] : [{ label: '承办', text: lead }]),
    { label: '现在', text: STATES_OUTSIDE[issue.state] },
    ...(issue.closedAt ? [{ label: '办结', text: dayText(dayOf(issue.closedAt), today) }] : []),
  ]
}

export function answerView(issue: Issue, today: CivilDay): SayPage['answer'] {
  const answer = answerThatHolds(issue)
  if (!answer?.releasedAt) return null
  const promise = issue.state === 'pledged' ? issue.promise : answer.promise
  return {
    head: `${shortDayText(dayOf(answer.releasedAt), today)}答复`, text: answer.text,
    promise: promise && `承诺 ${dayText(promise.dueOn, today)}前：${promise.text}`,
  }
}

export function visitLines(visit: Visit, nameOf: (code: string) => string, today: CivilDay): Line[] {
  const departments = [visit.department, ...visit.alsoDepartments].map(nameOf).join('、')
  return [
    { label: '时间', text: `${dayText(visit.onDay, today)} ${visit.fromTime}`.trim() },
    { label: '单位', text: departments },
    { label: '来的人', text: visit.visitors.map(({ name }) => name).join('、') || '—' },
    { label: '方式', text: visit.mode },
    ...(visit.hostPersons.length > 0 ? [{ label: '见到的人', text: visit.hostPersons.map(({ name }) => name).join('、') }] : []),
  ]
}

const ENDED = {
  expired: ['链接已过期', '请向发链接给您的单位重新要一个。'], revoked: ['链接已撤销', '这个链接已由发出的单位撤销，不能再用。有疑问请联系给您发链接的人。'],
} as const
export const endedPage = (state: 'expired' | 'revoked', line: string): LinkStatePage =>
  ({ line, heading: ENDED[state][0], paragraphs: [ENDED[state][1]] })
