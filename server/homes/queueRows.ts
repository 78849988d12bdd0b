import { QUEUES, type Queue, type QueueHead, type QueueName } from '../../models/home/queues.ts'
import { addDays, dayOf, timeOf } from '../../models/shared/calendarDay.ts'
import type { WorkingCalendar } from '../../models/shared/workingCalendar.ts'
import { beforeText } from '../issues/dueWords.ts'
import { countText, dayText } from '../lib/format.ts'
import type { QueueRow } from './desk.ts'

interface QueueWords {
  name: string
  /** What must be done with it: `今天 17:30 前受理`. */
  act: string
  since: (first: QueueHead, when: (at: Date | null) => string) => string
}

/** The words of each queue; the conditions stand in models/home/queues.ts. */
const WORDS: Record<QueueName, QueueWords> = {
  submitted: { name: '待受理', act: '受理', since: (first, when) => `${when(first.submittedAt)}收到` },
  refusalReview: {
    name: '退办待裁', act: '裁定',
    since: (first, when) => `${when(first.turnSinceAt)}${first.refusals > 1 ? `第 ${first.refusals} 次退办` : '退办'}`,
  },
  extension: {
    name: '延期待批', act: '批复', since: first => first.extensionDays === null ? '申请延期' : `申请延 ${first.extensionDays} 个工作日`,
  },
  answered: { name: '待核验', act: '核验', since: (first, when) => `${when(first.turnSinceAt)}答复` },
  callBack: { name: '待回访', act: '首次回访', since: (first, when) => `${when(first.turnSinceAt)}核验通过` },
  assigned: { name: '待签收', act: '签收', since: (first, when) => `${when(first.assignedAt)}交办` },
  overdue: { name: '超期', act: '办结', since: (first, when) => `${when(first.assignedAt)}交办` },
  near: { name: '临期', act: '办结', since: (first, when) => `${when(first.assignedAt)}交办` },
}

/** A row of the desk. An empty queue stays, so that nobody wonders where it went. */
export function queueRow(queue: Queue, part: string | null, now: Date, calendar: WorkingCalendar): QueueRow {
  const words = WORDS[queue.name]
  const { tab, by } = QUEUES[queue.name]
  const href = `/issues?tab=${tab}${part === null ? '' : `&part=${part}`}`
  const base = { name: words.name, href, count: countText(queue.count), unit: '件' }
  const { first } = queue
  if (first === null) return {
    ...base, first: `没有${words.name}的诉求`, firstNo: '', firstHref: null, since: '', limit: '', tone: 'second',
    work: null,
  }
  const dueAt = first[by]
  const limit = dueAt === null ? { text: '', tone: '' as const } : beforeText(dueAt, words.act, now, calendar)
  return {
    ...base, first: first.title, firstNo: first.no, firstHref: `/issues/${first.no}`,
    since: words.since(first, at => whenText(at, now)),
    limit: limit.text, tone: limit.tone, work: { text: '逐件处理', href: `/issues/${first.no}?queue=${tab}` },
  }
}

/** `今天 09:12 `, `昨天 15:20 `, `11月24日（周二）` */
function whenText(at: Date | null, now: Date): string {
  if (at === null) return ''
  const [day, today] = [dayOf(at), dayOf(now)]
  if (day === today) return `今天 ${timeOf(at)} `
  return day === addDays(today, -1) ? `昨天 ${timeOf(at)} ` : dayText(day, today)
}

/** What a desk lists beside cases: orders, drafts, instructions. */
export interface OtherItem { text: string, no: string, href: string, since: string, dueAt: Date | null }

/** A row of a desk for other things than cases, the first of `items` being due first. */
export function otherRow(
  name: string, unit: string, act: string, href: string, items: readonly OtherItem[], now: Date,
  calendar: WorkingCalendar,
): QueueRow {
  const base = { name, href, count: countText(items.length), unit }
  const [first] = items
  if (!first) return {
    ...base, first: '没有', firstNo: '', firstHref: null, since: '', limit: '', tone: 'second', work: null,
  }
  const limit = first.dueAt === null ? { text: '', tone: '' as const } : beforeText(first.dueAt, act, now, calendar)
  return {
    ...base, first: first.text, firstNo: first.no, firstHref: first.href, since: first.since, limit: limit.text,
    tone: limit.tone,
    work: { text: '打开', href: first.href },
  }
}
