import { departmentsByCode } from '../../models/department/queries.ts'
import {
  cardsIssuedOn, closedSince, draftCards, instructionsToReply, ordersToReply, queueOf,
} from '../../models/home/queues.ts'
import { RUNG_WORDS } from '../../models/issue/ladder.ts'
import { momentAt } from '../../models/issue/moment.ts'
import { addDays, dayOf, instantOf, monthStart } from '../../models/shared/calendarDay.ts'
import { DAY_ENDS } from '../../models/shared/workingCalendar.ts'
import { linkButton } from '../lib/buttons.ts'
import { countText, dayText } from '../lib/format.ts'
import { cardsSection } from './coordinatorHome.ts'
import type { DeskHome } from './desk.ts'
import { otherRow, queueRow } from './queueRows.ts'

/** The supervisors' desk: drafts to sign, orders without a reply, late instructions, overdue cases, the look-back. */
export async function supervisorHome(now: Date): Promise<DeskHome> {
  const today = dayOf(now)
  const when = await momentAt(now)
  const monthBegan = instantOf(monthStart(addDays(monthStart(today), -1)), '00:00')
  const [drafts, orders, instructions, overdue, closed, cards, departments] = await Promise.all([
    draftCards(), ordersToReply({}), instructionsToReply({ dueAt: { $lt: now } }),
    queueOf('overdue', {}, when, instantOf(addDays(today, 1), '00:00')), closedSince(monthBegan),
    cardsIssuedOn(today, {}), departmentsByCode(),
  ])
  const nameOf = (code: string) => departments.get(code)?.name ?? code
  const late = orders.filter(order => order.replyDueOn !== null && order.replyDueOn < today)
  const orderItem = (order: (typeof orders)[number]) => ({
    text: `${nameOf(order.department)}：${order.issueTitle}`, no: order.no ?? '', href: `/orders/${String(order._id)}`,
    since: order.issuedOn === null ? '' : `${dayText(order.issuedOn, today)}发出`,
    dueAt: order.replyDueOn === null ? null : instantOf(order.replyDueOn, DAY_ENDS),
  })
  const rows = [
    otherRow('待签发', '份', '签发', '/orders?tab=draft', drafts.map(card => ({
      text: `${RUNG_WORDS[card.rung]}：${card.issueTitle || nameOf(card.department)}`,
      no: card.issueNo ?? nameOf(card.department),
      href: `/orders/${String(card._id)}`, since: `${dayText(card.raisedOn, today)}拟出`, dueAt: card.signDueAt,
    })), now, when.calendar),
    otherRow('督办单没有回复', '份', '回复', '/orders', orders.map(orderItem), now, when.calendar),
    otherRow('批示逾期没有回报', '件', '回报', '/instructions?tab=overdue', instructions.map(each => ({
      text: `${nameOf(each.department)}：${each.text}`, no: each.no, href: `/instructions/${each.no}`,
      since: `${each.leaderName} 批示`, dueAt: each.dueAt,
    })), now, when.calendar),
    queueRow(overdue, null, now, when.calendar),
    {
      name: '回头看', href: '/issues?tab=all&state=closed', count: countText(closed), unit: '件',
      first: '上月以来销号的，每月抽查不少于一成', firstNo: '',
      firstHref: null, since: '', limit: '', tone: 'second' as const, work: null,
    },
  ]
  const [first] = drafts
  return {
    title: {
      clauses: [`${dayText(today, today)}，`, drafts.length === 0 ? '没有等您签发的' : `等您签发的 ${countText(drafts.length)} 份`],
      note: `督办单 ${countText(orders.length)} 份没有回复，其中 ${countText(late.length)} 份过了日子`,
      actions: [
        ...(first ? [linkButton('从最早的一份开始', `/orders/${String(first._id)}`, 'primary')] : []),
        linkButton('看领导页', '/dashboard'),
      ],
    },
    queues: rows,
    empty: { what: '没有队列。', next: null, link: null },
    ...cardsSection(cards, departments, today, null),
  }
}
