import { departmentsByCode } from '../../models/department/queries.ts'
import { cardsIssuedOn, queueOf, QUEUES, type QueueName } from '../../models/home/queues.ts'
import { momentAt } from '../../models/issue/moment.ts'
import { addDays, dayOf, instantOf } from '../../models/shared/calendarDay.ts'
import { memoFor } from '../../models/shared/memo.ts'
import { linkButton } from '../lib/buttons.ts'
import { countText, dayText } from '../lib/format.ts'
import { cardsTable, cardWords, type DeskHome } from './desk.ts'
import { outsideRows } from './outsideRows.ts'
import { queueRow } from './queueRows.ts'

const OFFICE_QUEUES: readonly QueueName[] = ['submitted', 'refusalReview', 'extension', 'answered', 'callBack']

const officeQueues = memoFor(5_000, async (now: Date) => {
  const when = await momentAt(now)
  const endOfToday = instantOf(addDays(dayOf(now), 1), '00:00')
  return { when, queues: await Promise.all(OFFICE_QUEUES.map(name => queueOf(name, {}, when, endOfToday))), at: now }
})

/** The joint office's desk: its queues with their own limits, one button for the most urgent, the cards of today. */
export async function coordinatorHome(now: Date): Promise<DeskHome & { at: Date }> {
  const today = dayOf(now)
  const [{ when, queues, at }, cards, departments, outside] = await Promise.all([
    officeQueues(now), cardsIssuedOn(today, {}), departmentsByCode(), outsideRows(today),
  ])
  const sum = (of: 'count' | 'overdue' | 'dueToday') => queues.reduce((all, queue) => all + queue[of], 0)
  const urgent = queues.filter(({ first }) => first?.turnDueAt)
    .toSorted((a, b) => (a.first?.turnDueAt?.getTime() ?? 0) - (b.first?.turnDueAt?.getTime() ?? 0))[0]
  return {
    at,
    title: {
      clauses: [`${dayText(today, today)}，`, `等您处理的 ${countText(sum('count'))} 件`],
      note: limitsNote(sum('overdue'), sum('dueToday')),
      actions: urgent?.first ? [
        linkButton('从最急的一件开始', `/issues/${urgent.first.no}?queue=${QUEUES[urgent.name].tab}`, 'primary'),
      ] : [],
    },
    queues: [...queues.map(queue => queueRow(queue, null, now, when.calendar)), ...outside],
    empty: { what: '没有队列。', next: null, link: null },
    ...cardsSection(cards, departments, today, { text: '预演明天的', href: `/ladder/rehearsal?at=${addDays(today, 1)}` }),
  }
}

/** `其中 1 件已经超过我们自己的时限，13 件今天到期` */
function limitsNote(overdue: number, dueToday: number): string {
  const parts = [
    ...(overdue > 0 ? [`${countText(overdue)} 件已经超过我们自己的时限`] : []),
    ...(dueToday > 0 ? [`${countText(dueToday)} 件今天到期`] : []),
  ]
  return parts.length === 0 ? '都在我们自己的时限以内' : `其中 ${parts.join('，')}`
}

/** The section 今天亮的牌 of every desk. */
export function cardsSection(
  cards: Parameters<typeof cardsTable>[0], departments: Parameters<typeof cardsTable>[1], today: string,
  link: { text: string, href: string } | null,
): Pick<DeskHome, 'cardsHead' | 'cards' | 'noCards'> {
  return {
    cardsHead: { title: `今天亮的牌 ${countText(cards.length)} 张`, note: cardWords(cards) || null, link },
    cards: cardsTable(cards, departments, today),
    noCards: { what: '今天没有亮牌。', next: null, link: null },
  }
}
