import { addDays, dayOf, timeOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import { workingDaysBetween, type WorkingCalendar } from '../../models/shared/workingCalendar.ts'
import { clockSumAt, type ClockFacts, type ClockSum } from '../../models/issue/clock.ts'
import type { Issue } from '../../models/issue/record.ts'
import { isRunning } from '../../models/issue/state.ts'
import { dayText, restText, restTone } from '../lib/format.ts'
import type { Tone } from '../lib/parts.ts'

export type DueFacts = Pick<
  Issue,
  | 'state'
  | 'dueOn'
  | 'dueAt'
  | 'provisional'
  | 'remainingAtStop'
  | 'settledAt'
  | 'closedAt'
  | 'satisfaction'
  | 'signatureDueAt'
  | 'turnDueAt'
  | 'pauses'
  | 'dueVersions'
  | 'dueVersion'
>

/** What a row or a head says about time: the due day, the rest, and how urgent it is. */
export interface DueWords {
  due: string
  rest: string
  tone: Tone
  provisional: boolean
}

const toneOf = (tone: 'over' | 'near' | 'calm'): Tone => (tone === 'calm' ? '' : tone)

/** The clock's facts of a stored case; null before 交办. In 挂账 the promised day runs, whatever the main clock did. */
export function clockFactsOf(issue: DueFacts): ClockFacts | null {
  const version = issue.dueVersions.find(({ n }) => n === issue.dueVersion)
  if (!version || issue.dueOn === null) return null
  const promised = version.kind === 'promise'
  return {
    startOn: version.startOn,
    workingDays: version.workingDays,
    dueOn: issue.dueOn,
    provisional: issue.provisional,
    pauses: promised ? [] : issue.pauses,
    remainingAtStop: promised && issue.state === 'pledged' ? null : issue.remainingAtStop,
    settledAt: issue.settledAt,
  }
}

/** `今天 17:30 前签收`, `明天 17:30 前签收`, `11月27日（周五）前签收`, `签收已超期 2 个工作日`. */
export function beforeText(
  dueAt: Date,
  act: string,
  now: Date,
  calendar: WorkingCalendar,
): { text: string; tone: Tone } {
  const [today, dueOn] = [dayOf(now), dayOf(dueAt)]
  if (dueAt < now) {
    const over = workingDaysBetween(dueOn, today, calendar)
    return { text: over > 0 ? `${act}已超期 ${over} 个工作日` : `${act}今天 ${timeOf(dueAt)} 已到期`, tone: 'over' }
  }
  if (dueOn === today) return { text: `今天 ${timeOf(dueAt)} 前${act}`, tone: 'near' }
  if (dueOn === addDays(today, 1)) return { text: `明天 ${timeOf(dueAt)} 前${act}`, tone: '' }
  return { text: `${dayText(dueOn, today)}前${act}`, tone: '' }
}

/** The time of a case in words, by its state. `sum` is null before 交办. */
export function dueWords(issue: DueFacts, now: Date, calendar: WorkingCalendar): DueWords & { sum: ClockSum | null } {
  const today = dayOf(now)
  const facts = clockFactsOf(issue)
  const sum = facts && clockSumAt(facts, now, calendar)
  const words = (due: string, rest: string, tone: Tone = '', provisional = false) => ({
    due,
    rest,
    tone,
    provisional,
    sum,
  })
  if (issue.closedAt !== null)
    return words(`${dayText(dayOf(issue.closedAt), today)}`, issue.satisfaction ?? '', 'second')
  if (issue.state === 'submitted') {
    const before = issue.turnDueAt && beforeText(issue.turnDueAt, '受理', now, calendar)
    return words('—', before?.text ?? '', before?.tone ?? '')
  }
  if (sum === null || issue.dueOn === null) return words('—', '')
  if (!isRunning(issue.state)) return words('已暂停', stoppedText(sum.left), 'second')
  const due = dayText(issue.dueOn, today)
  if (issue.state === 'assigned' && issue.signatureDueAt) {
    const before = beforeText(issue.signatureDueAt, '签收', now, calendar)
    return words(due, before.text, before.tone, issue.provisional)
  }
  const rest = { workingDays: sum.left, passed: issue.dueAt !== null && issue.dueAt < now }
  const text = restText(rest)
  return words(due, issue.state === 'pledged' ? promisedText(text) : text, toneOf(restTone(rest)), issue.provisional)
}

export const stoppedText = (left: number): string =>
  left < 0 ? `暂停时已超 ${-left} 个` : `暂停时还剩 ${left} 个`

const promisedText = (rest: string): string =>
  rest.startsWith('还剩') ? `承诺${rest.replace(' 个工作日', ' 个')}` : `承诺${rest}`

/** The due day of a case, for heads: `11月23日（周一）17:30 到期`. */
export const dueDayText = (dueOn: CivilDay, dueAt: Date, today: CivilDay): string =>
  `${dayText(dueOn, today)}${timeOf(dueAt)} 到期`
