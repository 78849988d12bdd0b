import type { Types } from 'mongoose'
import { CardModel, type Card } from '../../models/card/index.ts'
import { orderFilter, orderSort, ORDER_TABS } from '../../models/card/orderList.ts'
import { IssueModel, type Issue } from '../../models/issue/index.ts'
import { momentAt } from '../../models/issue/moment.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { workingDaysBetween, type WorkingCalendar } from '../../models/shared/workingCalendar.ts'
import { RUNG_WORDS } from '../../models/issue/ladder.ts'
import { stampOf, type Column } from '../lib/columns.ts'
import { askedTab, cardScope } from '../orders/find.ts'
import { BASIS_WORDS, stateWords } from '../orders/listView.ts'
import { inBatches, ledgerOf, type Asked, type Ledger } from './ledger.ts'
import { readWords, type Words } from './names.ts'

type CaseFacts = Pick<Issue, '_id' | 'text' | 'coDepartments' | 'handlerName'>

/** A paper with its case, and how many cards the case had by then. */
interface OrderLine {
  card: Card
  issue: CaseFacts | null
  yellow: number
  red: number
}

const CASE_FACTS = { text: 1, 'coDepartments.department': 1, handlerName: 1 } as const
const PEOPLE_NAMED = 6

/** Working days between the due day of the case and the day on which the paper was issued, or drafted. */
const daysLate = (card: Card, calendar: WorkingCalendar): number | null =>
  card.dueOn === null ? null : Math.max(0, workingDaysBetween(card.dueOn, card.issuedOn ?? card.raisedOn, calendar))

function replyWords({ rung, state, reply, replyDueOn }: Card, today: string): string {
  if (rung !== 'L3' || replyDueOn === null || state !== 'issued') return ''
  const on = reply ? dayOf(reply.at) : today
  if (on > replyDueOn) return reply ? '逾期' : '逾期未回复'
  return reply ? '按时' : ''
}

function remarkOf({ state, revocation, madeFrom }: Card): string {
  const reason = revocation === null ? '' : `${state === 'void' ? '不予签发' : '撤销'}理由：${revocation.reason}`
  return [madeFrom.length > 0 ? `由 ${madeFrom.length} 张合成` : '', reason].filter(Boolean).join('；')
}

const toldWords = ({ told }: Card): string =>
  told.slice(0, PEOPLE_NAMED).map(({ name, post }) => `${name}（${post}）`).join('、') +
  (told.length > PEOPLE_NAMED ? `等 ${told.length} 人` : '')

/** @source forms.md §4.2 督办单 */
function columnsOf(words: Words, calendar: WorkingCalendar, today: string, publicUrl: string): Column<OrderLine>[] {
  const of = (value: (card: Card) => string | number | null) => ({ card }: OrderLine) => value(card)
  return [
    { header: '文号', width: 17, type: 'code', value: of(({ no }) => no), link: ({ card }) => `${publicUrl}/orders/${String(card._id)}` },
    { header: '文书', width: 8, type: 'text', value: of(({ rung }) => RUNG_WORDS[rung]) },
    { header: '督办事项', width: 26, type: 'text', value: of(({ issueTitle, basis }) => issueTitle || BASIS_WORDS[basis]) },
    {
      header: '问题编号', width: 17, type: 'code', value: of(({ issueNo }) => issueNo),
      link: ({ card }) => (card.issueNo ? `${publicUrl}/issues/${card.issueNo}` : null),
    },
    { header: '督办内容', width: 34, type: 'text', value: ({ issue }) => issue?.text ?? '' },
    { header: '事由', width: 12, type: 'text', value: of(({ basis }) => BASIS_WORDS[basis]) },
    { header: '牵头单位', width: 14, type: 'text', value: of(({ department }) => words.department(department)) },
    {
      header: '配合单位', width: 14, type: 'text',
      value: ({ issue }) => (issue?.coDepartments ?? []).map(({ department }) => words.department(department)).join('、'),
    },
    { header: '承办人', width: 9, type: 'text', value: ({ issue }) => issue?.handlerName ?? '' },
    { header: '办理时限', width: 11, type: 'day', value: of(({ dueOn }) => dueOn) },
    { header: '超期(工作日)', width: 8, type: 'number', value: of((card) => daysLate(card, calendar)) },
    { header: '黄牌(张)', width: 7, type: 'number', total: 'sum', value: ({ yellow }) => yellow },
    { header: '红牌(张)', width: 7, type: 'number', total: 'sum', value: ({ red }) => red },
    { header: '起草日期', width: 11, type: 'day', value: of(({ raisedOn }) => raisedOn) },
    { header: '签发日期', width: 11, type: 'day', value: of(({ issuedOn }) => issuedOn) },
    { header: '签发人', width: 9, type: 'text', value: of(({ signedByName }) => signedByName) },
    { header: '发送对象', width: 24, type: 'text', value: of(toldWords) },
    { header: '回复期限', width: 11, type: 'day', value: of(({ replyDueOn }) => replyDueOn) },
    { header: '回复日期', width: 11, type: 'day', value: of(({ reply }) => reply && dayOf(reply.at)) },
    { header: '回复人', width: 9, type: 'text', value: of(({ reply }) => reply?.byName ?? '') },
    {
      header: '是否按时', width: 9, type: 'text', value: of((card) => replyWords(card, today)),
      fill: ({ card }) => (replyWords(card, today).startsWith('逾期') ? 'over' : null),
    },
    { header: '回复内容', width: 34, type: 'text', value: of(({ reply }) => reply?.text ?? '') },
    { header: '状态', width: 10, type: 'text', value: of(stateWords) },
    { header: '备注', width: 18, type: 'text', value: of(remarkOf) },
  ]
}

/** The ledger of orders, 通报 and 约谈: the rows and the order of the tab on the screen. */
export async function orderLedger(asked: Asked): Promise<Ledger> {
  const [words, { calendar, now }] = await Promise.all([readWords(), momentAt(asked.now)])
  const tab = askedTab(asked.actor, asked.query['tab'])
  const unit = words.unit(asked.actor.department)
  const cursor = CardModel.find(orderFilter(tab, cardScope(asked.actor)))
    .sort(orderSort(tab))
    .lean<Card>()
    .cursor({ batchSize: 100 })
  return ledgerOf({
    name: '督办单台账',
    title: `${unit}督办单台账（${ORDER_TABS[tab]}）`,
    unit: `${unit}　填报人：${asked.actor.name}`,
    asOf: `截至 ${stampOf(asked.now)}`,
    measure: '份',
    columns: columnsOf(words, calendar, dayOf(now), asked.publicUrl),
    rows: inBatches(cursor, withCases),
    empty: '没有符合条件的督办单、通报和约谈',
    notes: [
      '超期按工作日计，自办理时限到签发（未签发的到起草）。黄牌、红牌是这件诉求已发且未撤销的。',
      '督办单签发后 3 个工作日内由主要负责人签字回复；由几张牌合成的通报、约谈没有问题编号。',
    ],
    frozen: 3,
  })
}

/** The cases of some papers, and their cards, each read at once. */
async function withCases(cards: Card[]): Promise<OrderLine[]> {
  const ids = cards.flatMap(({ issue }) => (issue === null ? [] : [issue]))
  const [issues, counted] = await Promise.all([
    IssueModel.find({ _id: { $in: ids } }, CASE_FACTS).lean<CaseFacts[]>(),
    CardModel.aggregate<{ _id: { issue: Types.ObjectId; rung: string }; count: number }>([
      { $match: { issue: { $in: ids }, state: 'issued', rung: { $in: ['L1', 'L2'] } } },
      { $group: { _id: { issue: '$issue', rung: '$rung' }, count: { $sum: 1 } } },
    ]),
  ])
  const byId = new Map(issues.map((issue) => [String(issue._id), issue]))
  const counts = new Map(counted.map(({ _id, count }) => [`${String(_id.issue)} ${_id.rung}`, count]))
  return cards.map((card) => ({
    card,
    issue: byId.get(String(card.issue)) ?? null,
    yellow: counts.get(`${String(card.issue)} L1`) ?? 0,
    red: counts.get(`${String(card.issue)} L2`) ?? 0,
  }))
}
