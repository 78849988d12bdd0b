import type { Card } from '../../models/card/index.ts'
import { RUNG_WORDS } from '../../models/issue/ladder.ts'
import type { Issue } from '../../models/issue/record.ts'
import type { Rung } from '../../models/issue/words.ts'
import { dayOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import { workingDaysBetween, type WorkingCalendar } from '../../models/shared/workingCalendar.ts'
import { BASIS_WORDS, stateWords } from './listView.ts'
import { nameOf } from './showView.ts'

/** A paper as it is printed on A4 and signed by hand. @source forms.md §4.2 督办(批示)单 */
export interface OrderSheetPage {
  heading: string
  /** 文号, or what stands in its place on a draft */
  no: string
  to: string
  rows: { term: string; text: string }[]
  demand: string
  from: string
  on: string
  contact: string
  reply: { text: string | null; by: string; on: string; due: string } | null
}

declare module '../lib/templates.ts' {
  interface Views { 'orders/sheet': OrderSheetPage }
}

/** What stands on the sheet of a case. */
export type SheetCase = Pick<Issue, 'no' | 'title' | 'text' | 'raiser' | 'coDepartments' | 'handlerName' | 'answers'>

export interface SheetFacts {
  card: Card
  issue: SheetCase | null
  parts: readonly Card[]
  /** cards that the case was given, oldest first */
  cards: readonly Card[]
  departmentName: (code: string) => string
  /** the supervisors' office and its line */
  office: { name: string; phone: string }
  calendar: WorkingCalendar
  now: Date
}

const BLANK_DAY = '　　年　　月　　日'

/** `2026年11月25日`: on paper the year is always written. */
const fullDay = (day: CivilDay): string => {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}

export function orderSheetPage(facts: SheetFacts): OrderSheetPage {
  const { card, departmentName, office } = facts
  return {
    heading: RUNG_WORDS[card.rung],
    no: card.no ?? `（${stateWords(card)}）`,
    to: departmentName(card.department),
    rows: rowsOf(facts).flatMap(([term, text]) => (text ? [{ term, text }] : [])),
    demand: DEMANDS[card.rung]?.(facts) ?? '',
    from: office.name,
    on: card.issuedOn ? fullDay(card.issuedOn) : BLANK_DAY,
    contact: [card.signedByName, office.phone].filter(Boolean).join('，'),
    reply: card.rung === 'L3' ? replyOf(card) : null,
  }
}

function rowsOf(facts: SheetFacts): (readonly [term: string, text: string | null | undefined])[] {
  const { card, issue, parts, cards, departmentName } = facts
  const late = lateOf(facts)
  return [
    ['督办事项', issue?.title ?? (card.issueTitle || BASIS_WORDS[card.basis])],
    ['诉求编号', card.issueNo],
    ['督办内容', issue?.text],
    ['提出人', issue?.raiser.name],
    ['事由', card.issue === null ? null : BASIS_WORDS[card.basis]],
    ['所涉文书', parts.map((part) => [nameOf(part), part.issueNo].filter(Boolean).join(' ')).join('、')],
    ['牵头单位', departmentName(card.department)],
    ['配合单位', issue?.coDepartments.map(({ department }) => departmentName(department)).join('、')],
    ['承办人', issue?.handlerName],
    ['办理时限', card.dueOn && fullDay(card.dueOn)],
    ['超期天数', late === null ? null : `${late} 个工作日`],
    ['已发牌', cards.map((each) => `${RUNG_WORDS[each.rung]}（${fullDay(each.issuedOn ?? each.raisedOn)}）`).join('、')],
    ['前次答复', lastAnswer(issue)],
  ]
}

function lateOf({ card, calendar, now }: SheetFacts): number | null {
  const until = card.issuedOn ?? dayOf(now)
  return card.dueOn === null || until <= card.dueOn ? null : workingDaysBetween(card.dueOn, until, calendar)
}

function lastAnswer(issue: SheetCase | null): string | null {
  const last = issue?.answers.findLast(({ releasedAt }) => releasedAt !== null)
  return last?.releasedAt ? `${fullDay(dayOf(last.releasedAt))}：${last.text}` : null
}

/** Why the paper was made, in the words that begin what it demands. */
function cause(facts: SheetFacts): string {
  const { card, parts } = facts
  const late = lateOf(facts)
  const reasons: Record<Card['basis'], string> = {
    overdue:
      card.dueOn && late !== null ? `该事项${fullDay(card.dueOn)}到期，已超期${late}个工作日。` : '该事项已超期。',
    unsatisfied: '该事项重办后诉求人仍不满意。',
    threeRedCards: `你单位30天内有${parts.length}张红牌。`,
    ordersIgnored: `你单位有${parts.length}份督办单逾期未回复。`,
  }
  return reasons[card.basis]
}

const DEMANDS: Partial<Record<Rung, (facts: SheetFacts) => string>> = {
  L3: (facts) => {
    const until = facts.card.replyDueOn ? `${fullDay(facts.card.replyDueOn)}前` : '签发后3个工作日内'
    return `${cause(facts)}请于${until}书面说明原因、措施和完成时间，由主要负责人签字。`
  },
  L4: (facts) => `${cause(facts)}现予通报，请抓紧整改。`,
  L5: (facts) => `${cause(facts)}请主要负责人接受约谈，时间和地点由督查部门另行通知。`,
}

const replyOf = ({ reply, replyDueOn }: Card): OrderSheetPage['reply'] => ({
  text: reply?.text ?? null,
  by: reply?.byName ?? '',
  on: reply ? fullDay(dayOf(reply.at)) : BLANK_DAY,
  due: replyDueOn ? `${fullDay(replyDueOn)}前` : '签发后3个工作日内',
})
