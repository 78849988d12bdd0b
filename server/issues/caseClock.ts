import { dayOf } from '../../models/shared/calendarDay.ts'
import type { Card } from '../../models/card/index.ts'
import { clockAt } from '../../models/issue/clock.ts'
import { DUE_KINDS } from '../../models/issue/dueVersion.ts'
import type { Issue } from '../../models/issue/record.ts'
import { isRunning } from '../../models/issue/state.ts'
import { presentVersion, type Moment } from '../../models/issue/step.ts'
import { wordForRaised } from '../../models/issue/words.ts'
import { clockBar } from '../lib/clockBar.ts'
import { restText, restTone, shortDayText } from '../lib/format.ts'
import type { ClockBar } from '../lib/parts.ts'
import { clockFactsOf, dueDayText, stoppedText } from './dueWords.ts'
import { cardKind } from './tags.ts'

/** `复杂诉求`, `一般意见建议`. */
export const gradeWords = (issue: Issue): string => `${issue.grade}${wordForRaised(issue.raiser.kind)}`

/** `复杂诉求 30 个工作日，暂停 7 个工作日`. */
export function clockNote(issue: Issue, { now, calendar }: Moment): string {
  const version = presentVersion(issue)
  const facts = clockFactsOf(issue)
  if (version === null || facts === null) return ''
  if (version.kind === 'promise') return '挂账跟踪，按承诺的日期'
  const length =
    version.workingDays !== null
      ? `${version.workingDays} 个工作日`
      : version.months !== null
        ? `${version.months} 个月`
        : ''
  const name =
    version.kind === 'redo' ? '重办' : version.kind === 'extension' ? `${gradeWords(issue)}，延期后` : gradeWords(issue)
  const { pausedDays } = clockAt(facts, now, calendar)
  return `${name} ${length}${pausedDays > 0 ? `，暂停 ${pausedDays} 个工作日` : ''}`
}

/** The clock as a bar, one cell a working day, cards above the day of their issue; null before 交办. */
export function clockOf(issue: Issue, cards: readonly Card[], { now, calendar }: Moment): ClockBar | null {
  const facts = clockFactsOf(issue)
  if (facts === null || issue.dueOn === null || issue.dueAt === null) return null
  const today = dayOf(now)
  const clock = clockAt(facts, now, calendar)
  const running = isRunning(issue.state)
  const rest = { workingDays: clock.left, passed: running && issue.dueAt < now }
  const tone = restTone(rest)
  const ended = issue.closedAt !== null || issue.settledAt !== null
  const restWords = ended
    ? issue.settledInTime === null
      ? ''
      : issue.settledInTime
        ? '按时办结'
        : '超期办结'
    : running
      ? restText(rest)
      : stoppedText(clock.left)
  const dueText = running || ended ? dueDayText(issue.dueOn, issue.dueAt, today) : '时钟已停'
  const shown = cards.filter(
    ({ dueVersion, state }) => dueVersion === issue.dueVersion && state !== 'void' && state !== 'revoked',
  )
  return clockBar({
    card: running && issue.rung ? cardKind(issue.rung) : null,
    dueText, restText: restWords, tone: running && tone !== 'calm' ? tone : '',
    provisional: issue.provisional ? `${issue.dueOn.slice(0, 4)} 年节假日还没有载入` : null,
    whyHref: `/issues/${issue.no}/clock`,
    label: `${dueText}，${restWords}。已用 ${clock.used} 个工作日，共 ${clock.total} 个`,
    days: clock.cells.map(({ kind }) => kind),
    cards: shown.flatMap((card) => {
      const day = clock.cells.findIndex(({ on }) => on >= (card.issuedOn ?? card.raisedOn))
      return day === -1 ? [] : [{ day, kind: cardKind(card.rung) }]
    }),
    marks: marksOf(issue, clock.overdue && running, today),
    withLegend: true,
  })
}

function marksOf(issue: Issue, overdue: boolean, today: string): ClockBar['marks'] {
  const version = presentVersion(issue)
  if (version === null || issue.dueOn === null) return []
  const at = (day: string) => shortDayText(day, today)
  const stops =
    version.kind === 'promise'
      ? []
      : issue.pauses
          .filter(({ fromAt }) => fromAt >= version.fromAt)
          .flatMap(({ fromAt, toAt, why }) => [
            { text: `${at(dayOf(fromAt))} ${why.startsWith('退办') ? '退办' : '答复'}，暂停`, tone: '' as const },
            ...(toAt ? [{ text: `${at(dayOf(toAt))} 继续`, tone: '' as const }] : []),
          ])
  return [
    { text: `${at(version.startOn)} ${DUE_KINDS[version.kind]}`, tone: '' },
    ...stops,
    { text: `${at(issue.dueOn)} 到期`, tone: '' },
    ...(overdue ? [{ text: '今天', tone: 'over' as const }] : []),
  ]
}
