import { addDays, dayOf, timeOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import { addWorkingDays, factsOf, remainingAt } from '../../models/shared/workingCalendar.ts'
import type { CountedYear } from '../../models/holiday/queries.ts'
import { daySheet, type DaySheet, type SheetDay } from '../../models/issue/daySheet.ts'
import { LIMITS, limitClassOf, OWN_LIMITS, redoClassOf, spanWords, type Span } from '../../models/issue/deadline.ts'
import { DUE_KINDS } from '../../models/issue/dueVersion.ts'
import { stepDays, type Step } from '../../models/issue/ladder.ts'
import type { Issue } from '../../models/issue/record.ts'
import { ladderFactsOf, presentVersion, raisedSteps, type Moment } from '../../models/issue/step.ts'
import { clausesOf, dateTimeText, dayText, restText, restTone, shortDayText } from '../lib/format.ts'
import { column, dayCell, tableOf, textCell } from '../lib/cells.ts'
import type { Fact, TableView, Tone } from '../lib/parts.ts'
import { gradeWords } from './caseClock.ts'
import { clockFactsOf } from './dueWords.ts'

/** A day of the sheet as it is printed: date, ordinal, what is said below. */
export interface SheetCell {
  date: string
  iso: CivilDay
  ordinal: string | null
  note: string | null
  kind: SheetDay['kind']
  due: boolean
  today: boolean
  label: string
}

/** Why a deadline is the day it is. */
export interface IssueClockPage {
  clauses: string[]
  no: string
  title: string
  sentence: string
  verdict: { text: string; tone: Tone }
  weeks: { days: SheetCell[] }[]
  sum: { text: string; note: string; days: string }[]
  total: string
  stops: string[]
  basis: Fact[]
  others: TableView
  provisional: string | null
}

declare module '../lib/templates.ts' {
  interface Views { 'issues/clock': IssueClockPage }
}

/** The page of the sum; null before 交办, when there is nothing to count. */
export function issueClockPage(issue: Issue, years: readonly CountedYear[], when: Moment): IssueClockPage | null {
  const { now, calendar } = when
  const [facts, version] = [clockFactsOf(issue), presentVersion(issue)]
  if (facts === null || version === null || issue.dueOn === null) return null
  const today = dayOf(now)
  const sheet = daySheet(facts, now, calendar)
  const stopped = sheet.stretches.filter(({ fromAt }) => fromAt >= version.fromAt)
  const left = facts.remainingAtStop ?? remainingAt(facts.settledAt ?? now, facts.dueOn, calendar)
  const due = `${shortDayText(issue.dueOn, today)}`
  return {
    clauses: clausesOf(`为什么是 ${due}`),
    no: issue.no, title: issue.title,
    sentence: sentenceOf(issue, sheet, today),
    verdict: verdictOf(issue, left, now),
    weeks: sheet.weeks.map((week) => ({ days: week.map((day) => cellOf(day, issue, sheet, today)) })),
    sum: sumLines(sheet, today),
    total: `${sheet.counted} 天`,
    stops: stopped.map((stretch) => stopWords(issue, stretch, today, when)),
    basis: basisOf(issue, years, today),
    others: otherClocks(issue, when),
    provisional: version.provisional || sheet.weeks.flat().some((day) => day.provisional && day.on <= sheet.dueOn)
      ? `${issue.dueOn.slice(0, 4)} 年的节假日安排还没有载入。这一天先按周一至周五计，只扣元旦、劳动节和国庆的固定日期。载入以后重算，日期有变会先请管理员过目，再通知您。`
      : null,
  }
}

function sentenceOf(issue: Issue, sheet: DaySheet, today: CivilDay): string {
  const version = presentVersion(issue)
  if (version === null) return ''
  const from = `${dayText(dayOf(version.fromAt), today)}${timeOf(version.fromAt)} `
  const due = `${dayText(version.dueOn, today)}，17:30 到期。`
  if (version.kind === 'promise') return `${from}核验通过，转挂账跟踪；答复里承诺的日期是${due}`
  const start = version.kind === 'redo' ? `${from}退回重办` : `${from}交办`
  const length = version.workingDays !== null ? `${version.workingDays} 个工作日` : `${version.months ?? ''} 个月`
  const paused = sheet.minus.find(({ reason }) => reason === '暂停')
  const pause = paused ? `其间暂停 ${paused.days - paused.offDays} 个工作日，` : ''
  const name =
    version.kind === 'redo' ? '重办' : version.kind === 'extension' ? `${gradeWords(issue)}延期后共` : gradeWords(issue)
  const last = version.workingDays !== null ? `第 ${version.workingDays} 个工作日落在 ` : '逢放假顺延，落在 '
  return `${start}，${name} ${length}办结。${pause}${last}${due}`
}

function verdictOf(issue: Issue, left: number, now: Date): { text: string; tone: Tone } {
  const today = dayOf(now)
  if (issue.settledAt !== null)
    return {
      text: `${dateTimeText(issue.settledAt, today)} 办结，${issue.settledInTime ? '按时' : '超期'}。`,
      tone: issue.settledInTime ? 'good' : 'over',
    }
  if (issue.remainingAtStop !== null && issue.state !== 'pledged')
    return {
      text: `现在时钟暂停，${left < 0 ? `停时已超 ${-left} 个工作日` : `停时还剩 ${left} 个工作日`}。`,
      tone: 'second',
    }
  const passed = issue.dueAt !== null && issue.dueAt < now
  const tone = restTone({ workingDays: left, passed })
  return {
    text: `今天是 ${shortDayText(today, today)}，${restText({ workingDays: left, passed })}。`,
    tone: tone === 'calm' ? '' : tone,
  }
}

/** What is written below the date of a day. */
function cellOf(day: SheetDay, issue: Issue, sheet: DaySheet, today: CivilDay): SheetCell {
  const first = day.on.endsWith('-01') || day === sheet.weeks[0]?.[0]
  const date = first ? shortDayText(day.on, today) : String(Number(day.on.slice(8)))
  const note = noteOf(day, issue)
  return {
    date: day.isToday ? `今天 ${date}` : date,
    iso: day.on,
    ordinal: day.ordinal === null ? null : String(day.ordinal),
    note,
    kind: day.kind,
    due: day.isDue,
    today: day.isToday,
    label: [
      dayText(day.on, today),
      day.ordinal === null ? '' : day.kind === 'over' ? `超期第 ${day.ordinal} 天` : `第 ${day.ordinal} 个工作日`,
      note ?? '',
    ]
      .filter(Boolean)
      .join('，'),
  }
}

function noteOf(day: SheetDay, issue: Issue): string | null {
  const version = presentVersion(issue)
  const stop = issue.pauses.find(({ fromAt }) => dayOf(fromAt) === day.on)
  const resumed = issue.pauses.find(({ toAt }) => toAt !== null && dayOf(toAt) === day.on)
  if (day.kind === 'start' && version)
    return `${dayOf(version.fromAt) === day.on ? `${timeOf(version.fromAt)} ` : '视同'}${DUE_KINDS[version.kind]}，不计`
  if (day.isDue) return '17:30 到期'
  if (day.kind === 'paused')
    return `暂停${resumed?.toAt ? `，${timeOf(resumed.toAt)} 继续` : day.working ? '' : `，${day.reason}`}`
  if (day.kind === 'over') return `超期第 ${day.ordinal ?? ''} 天`
  if (day.kind === 'counted')
    return stop
      ? `${timeOf(stop.fromAt)} ${stop.why.startsWith('退办') ? '退办' : '答复'}，停`
      : day.reason
        ? `${day.reason}，计`
        : null
  return day.kind === 'off' ? day.reason : null
}

function sumLines(sheet: DaySheet, today: CivilDay): IssueClockPage['sum'] {
  const at = (day: CivilDay) => shortDayText(day, today)
  const spansText = (spans: readonly { fromOn: CivilDay; toOn: CivilDay }[]) =>
    spans
      .map(({ fromOn, toOn }) =>
        fromOn === toOn
          ? at(fromOn)
          : `${at(fromOn)}–${fromOn.slice(0, 7) === toOn.slice(0, 7) ? `${Number(toOn.slice(8))}日` : at(toOn)}`,
      )
      .join('、')
  const noteOfLine = (line: DaySheet['minus'][number]): string => {
    if (line.reason === '周末')
      return sheet.makeUpDays.length > 0
        ? `${sheet.makeUpDays.map((day) => dayText(day, today)).join('、')}调休上班，不减`
        : ''
    return `${spansText(line.spans)}${line.reason === '暂停' && line.offDays > 0 ? `，含放假 ${line.offDays} 天` : ''}`
  }
  return [
    { text: `${at(sheet.fromOn)}至 ${at(sheet.dueOn)}`, note: '', days: `${sheet.calendarDays} 天` },
    ...sheet.minus.map((line) => ({ text: `减 ${line.reason}`, note: noteOfLine(line), days: `− ${line.days}` })),
  ]
}

function stopWords(
  issue: Issue,
  stretch: DaySheet['stretches'][number],
  today: CivilDay,
  { now, calendar }: Moment,
): string {
  const counted = addDays(stretch.fromOn, -1)
  const start = presentVersion(issue)?.startOn ?? counted
  const day = daySheet(
    {
      startOn: start,
      workingDays: null,
      dueOn: counted,
      provisional: false,
      pauses: issue.pauses.filter(({ fromAt }) => fromAt < stretch.fromAt),
      remainingAtStop: null,
      settledAt: null,
    },
    now,
    calendar,
  ).counted
  const act = stretch.why.startsWith('退办') ? '退办' : '答复'
  const stopped = `${dateTimeText(stretch.fromAt, today)} ${act}，当天是第 ${day} 个工作日，时钟停（${stretch.why}）。`
  if (stretch.toAt === null) return `${stopped}现在还停着。`
  const next = addWorkingDays(stretch.toOn, 1, calendar).day
  return `${stopped}${dateTimeText(stretch.toAt, today)} 继续，当天不计，${shortDayText(next, today)}接着数第 ${day + 1} 个。`
}

function basisOf(issue: Issue, years: readonly CountedYear[], today: CivilDay): Fact[] {
  const version = presentVersion(issue)
  const fact = (term: string, text: string, small: string | null = null): Fact => ({
    term,
    text,
    small,
    href: null,
    action: null,
  })
  if (version === null) return []
  const limits = LIMITS[version.kind === 'redo' ? redoClassOf(issue) : limitClassOf(issue)]
  const length = limits.close ? spanWords(limits.close) : `${version.workingDays ?? ''} 个工作日`
  const spanned = years.filter(
    ({ year }) => year >= Number(version.startOn.slice(0, 4)) && year <= Number(version.dueOn.slice(0, 4)),
  )
  return [
    fact(
      '时限规则',
      version.kind === 'promise'
        ? '按答复里承诺的日期'
        : `${version.kind === 'redo' ? '重办' : gradeWords(issue)} ${length}`,
      version.reason || '办结时限表',
    ),
    ...spanned.map(({ year, source }) => fact('节假日', source.number, `${year}年已载入`)),
    fact('截止时刻', '17:30', '之后交办的算下一个工作日'),
    fact(
      '期限版本',
      `第 ${version.n} 版，${DUE_KINDS[version.kind]}`,
      version.n === 1 ? '未延期' : `${dateTimeText(version.setAt, today)} 定`,
    ),
  ]
}

/** The case's other clocks: contact, plan, signature, the rungs to come, the next progress report. */
function otherClocks(issue: Issue, when: Moment): TableView {
  const { now, calendar } = when
  const today = dayOf(now)
  const limits = LIMITS[limitClassOf(issue)]
  const result = (doneAt: Date | null, dueAt: Date) => {
    if (doneAt !== null)
      return textCell(`${dateTimeText(doneAt, today)}，${doneAt <= dueAt ? '按时' : '超时'}`, {
        tone: doneAt <= dueAt ? '' : 'over',
      })
    return now > dueAt
      ? textCell('还没有做，已超时', { tone: 'over' })
      : textCell(restText({ workingDays: remainingAt(now, dayOf(dueAt), calendar) }))
  }
  const clock = (name: string, how: string, dueAt: Date | null, doneAt: Date | null) =>
    dueAt === null
      ? []
      : [
          [
            textCell(name),
            textCell(how),
            dayCell(`${dayText(dayOf(dueAt), today)}${timeOf(dueAt)}`),
            result(doneAt, dueAt),
          ],
        ]
  const after = (span: Span | null) => (span ? `交办后 ${spanWords(span)}` : '')
  const facts = ladderFactsOf(issue)
  const raised = raisedSteps(issue)
  const coming = (facts ? stepDays(facts, calendar) : [])
    .filter(({ step, on }) => on !== null && !raised.includes(step) && on >= today)
    .slice(0, 3)
  const rows = [
    ...clock('签收', `交办后 ${OWN_LIMITS.signature} 个工作日`, issue.signatureDueAt, issue.signedAt),
    ...clock('首次联系', after(limits.contact), issue.contactDueAt, issue.contactedAt),
    ...clock('提出办理方案', after(limits.plan), issue.planDueAt, issue.plannedAt),
    ...coming.map(({ step, on, offset, provisional }) => [
      textCell(STEP_WORDS[step]), textCell(offset < 0 ? `到期前第 ${-offset} 个工作日` : `到期后第 ${offset} 个工作日`),
      dayCell(dayText(on ?? today, today), '', provisional ? '暂定' : null), textCell('到时没有答复就发出', { tone: 'second' }),
    ]),
    ...(issue.nextProgressOn === null
      ? []
      : [
          [
            textCell('下次进展'),
            textCell('交办后每满一个月，逢放假顺延'),
            dayCell(
              dayText(issue.nextProgressOn, today),
              '',
              factsOf(issue.nextProgressOn, calendar).provisional ? '暂定' : null,
            ),
            textCell(restText({ workingDays: remainingAt(now, issue.nextProgressOn, calendar) })),
          ],
        ]),
  ]
  return tableOf('这件诉求的其他期限', [column('期限'), column('怎么算', { wide: true }), column('最迟'), column('结果')], rows)
}

const STEP_WORDS: Record<Step, string> = {
  R20: '到期前提醒', R10: '到期前提醒', L0: '蓝牌提醒', L1: '黄牌', L2: '红牌', L3: '督办单', L4: '通报', L5: '约谈',
}
