import { departmentsByCode } from '../../models/department/queries.ts'
import {
  cardsIssuedOn, draftedAnswers, instructionsToReply, ordersToReply, queueOf, type QueueName,
} from '../../models/home/queues.ts'
import { momentAt } from '../../models/issue/moment.ts'
import { addDays, dayOf, instantOf } from '../../models/shared/calendarDay.ts'
import { DAY_ENDS } from '../../models/shared/workingCalendar.ts'
import type { Actor } from '../../models/user/actor.ts'
import { linkButton } from '../lib/buttons.ts'
import { countText, dayText } from '../lib/format.ts'
import { cardsSection } from './coordinatorHome.ts'
import type { DeskHome } from './desk.ts'
import { otherRow, queueRow, type OtherItem } from './queueRows.ts'
import { reportRow } from './reportRow.ts'

const LEAD_QUEUES: readonly QueueName[] = ['assigned', 'overdue', 'near']

/** A department lead's desk: the own clocks, what waits for a signature, orders and instructions to reply to. */
export async function leadHome(actor: Actor, now: Date): Promise<DeskHome> {
  const department = actor.department ?? ''
  const today = dayOf(now)
  const when = await momentAt(now)
  const scope = { leadDepartment: department }
  const endOfToday = instantOf(addDays(today, 1), '00:00')
  const [queues, drafts, orders, instructions, cards, departments, report] = await Promise.all([
    Promise.all(LEAD_QUEUES.map(name => queueOf(name, scope, when, endOfToday))),
    draftedAnswers(department), ordersToReply({ department }), instructionsToReply({ department }),
    cardsIssuedOn(today, { department }),
    departmentsByCode(), reportRow(department, now, when.calendar),
  ])
  const [assigned, overdue, near] = queues.map(queue => queueRow(queue, 'lead', now, when.calendar))
  const other = (name: string, unit: string, act: string, href: string, items: readonly OtherItem[]) =>
    otherRow(name, unit, act, href, items, now, when.calendar)
  const rows = [
    assigned,
    other('待审签', '件', '办结', '/issues?tab=handling&part=lead', drafts.map(issue =>
      ({ text: issue.title, no: issue.no, href: `/issues/${issue.no}`, since: '承办人已拟答复', dueAt: issue.dueAt }))),
    other('待回复的督办单', '份', '回复', '/orders', orders.map(order => ({
      text: order.issueTitle, no: order.no ?? '', href: `/orders/${String(order._id)}`,
      since: order.issuedOn === null ? '' : `${dayText(order.issuedOn, today)}发出`,
      dueAt: order.replyDueOn === null ? null : instantOf(order.replyDueOn, DAY_ENDS),
    }))),
    other('待回报的批示', '件', '回报', '/instructions?tab=open', instructions.map(each => ({
      text: each.text, no: each.no, href: `/instructions/${each.no}`, since: `${each.leaderName} 批示`, dueAt: each.dueAt,
    }))),
    ...report, overdue, near,
  ].filter(row => row !== undefined)
  const waiting = (queues[0]?.count ?? 0) + drafts.length + orders.length + instructions.length + report.length
  const first = rows.slice(0, 4).find(row => row.work !== null)
  return {
    title: {
      clauses: [`${dayText(today, today)}，`, waiting === 0 ? '没有等您办的事' : `等您办的 ${countText(waiting)} 件`],
      note: [
        departments.get(department)?.name ?? '', `超期 ${countText(queues[1]?.count ?? 0)} 件`,
        `临期 ${countText(queues[2]?.count ?? 0)} 件`,
      ].join('，'),
      actions: [
        ...(first?.work ? [linkButton('从最急的一件开始', first.work.href, 'primary')] : []),
        linkButton('本部门一览', `/dashboard/departments/${department}`),
      ],
    },
    queues: rows,
    empty: { what: '没有队列。', next: null, link: null },
    ...cardsSection(cards, departments, today, null),
  }
}
