import {
  countOwnOpen, ownCoverage, ownIssues, plannedVisits, type OwnIssue, type PlannedVisit,
} from '../../models/home/ownWork.ts'
import { loadedCalendar } from '../../models/holiday/queries.ts'
import { addDays, dayOf, instantOf, timeOf, weekStart, type CivilDay } from '../../models/shared/calendarDay.ts'
import { remainingAt, type WorkingCalendar } from '../../models/shared/workingCalendar.ts'
import type { Actor } from '../../models/user/actor.ts'
import { districtNames } from '../../models/district/queries.ts'
import { waitingToHandOn } from '../../models/invitation/stewardQueries.ts'
import { departmentName } from '../../models/department/queries.ts'
import { dueWords } from '../issues/dueWords.ts'
import { clausesOf, countText, dayText, ratioText, restText, weekdayText } from '../lib/format.ts'
import type { Bar, Empty, Link, TaskRow } from '../lib/parts.ts'

/** The officer's home, made for one thumb: log a visit, then what is late, today's, this week's. */
export interface OfficerHome {
  greeting: string
  /** For the unsent draft on this device, which only the browser knows. */
  userId: string
  groups: { title: string, count: string, tasks: TaskRow[] }[]
  empty: Empty | null
  all: Link
  /** firms whose questionnaire waits to be handed on; null when none does */
  invitations: Link | null
  bars: Bar[]
  noTasks: Empty
  tasksNote: string
  unvisited: Link | null
}

declare module '../lib/templates.ts' {
  interface Views { 'homes/officer': OfficerHome }
}

/** Reads and words the home of an officer. */
export async function officerHome(actor: Actor, now: Date): Promise<OfficerHome> {
  if (actor.id === null) throw new Error('Only people have a home')
  const today = dayOf(now)
  const [calendar, issues, visits, open, coverage, districts, department, invitations] = await Promise.all([
    loadedCalendar(), ownIssues(actor.id, actor.department ?? ''), plannedVisits(actor.id, today),
    countOwnOpen(actor.id),
    ownCoverage(actor.id, today), districtNames(), departmentName(actor.department),
    waitingToHandOn(actor.id, now),
  ])
  const groups = groupsOf(issues, visits, districts, now, calendar)
  const unvisited = coverage.enterprises.open + coverage.members.open
  return {
    greeting: `${dayText(today, today)}　${actor.name}，${department}`,
    userId: String(actor.id),
    groups,
    empty: groups.length > 0 ? null : { what: '本周没有到期的事。', next: '有新的诉求交办给您，会在这里显示。', link: null },
    all: { text: `我的全部诉求 ${countText(open)} 件`, href: `/issues?tab=open&part=any&handler=${String(actor.id)}` },
    invitations: invitations === 0 ? null : { text: `待转发的问卷 ${countText(invitations)} 户`, href: '/invitations' },
    bars: [
      { text: '重点企业', part: coverage.enterprises, unit: '家' }, { text: '代表委员', part: coverage.members, unit: '位' },
    ].filter(({ part }) => part.denominator > 0).map(({ text, part, unit }) => ({
      text, done: part.numerator, total: part.denominator,
      ratio: `${ratioText(part.numerator, part.denominator)} ${unit}`, href: null,
    })),
    noTasks: { what: '您现在没有走访任务。', next: '部门负责人分派后在这里显示。', link: null },
    tasksNote: coverage.dueOn === null ? ''
      : `${dayText(coverage.dueOn, today)}前走完，${restText({ workingDays: remainingAt(now, coverage.dueOn, calendar) })}`,
    unvisited: unvisited === 0 ? null : {
      text: `没走的 ${countText(unvisited)} 家`, href: '/visit-tasks?tab=mine&standing=open',
    },
  }
}

interface Entry { at: Date, task: TaskRow }

/** Late, today, this week: cases by what is due next on them, visits by their day. */
function groupsOf(
  issues: readonly OwnIssue[], visits: readonly PlannedVisit[], districts: ReadonlyMap<string, string>, now: Date,
  calendar: WorkingCalendar,
): OfficerHome['groups'] {
  const today = dayOf(now)
  const entries: Entry[] = [
    ...issues.flatMap(issue => issueEntry(issue, now, calendar) ?? []),
    ...visits.map(visit => visitEntry(visit, districts, today)),
  ].toSorted((a, b) => a.at.getTime() - b.at.getTime())
  const endOf = (day: CivilDay) => instantOf(addDays(day, 1), '00:00')
  const spans: [title: string, from: Date, to: Date][] = [
    ['超期', new Date(0), now], ['今天', now, endOf(today)], ['本周', endOf(today), endOf(addDays(weekStart(today), 6))],
  ]
  return spans.flatMap(([title, from, to]) => {
    const tasks = entries.filter(({ at }) => at >= from && at < to).map(({ task }) => task)
    return tasks.length === 0 ? [] : [{ title, count: countText(tasks.length), tasks }]
  })
}

const SYMBOLS = { L0: 'c-blue', L1: 'c-yellow', L2: 'c-red', L3: 'c-order', L4: 'c-order', L5: 'c-order' } as const

function issueEntry(issue: OwnIssue, now: Date, calendar: WorkingCalendar): Entry | null {
  const words = dueWords(issue, now, calendar)
  const uncontacted = issue.state !== 'assigned' && issue.contactedAt === null
  const { contactDueAt, dueAt } = issue
  const firstContact = uncontacted && contactDueAt !== null && dueAt !== null && contactDueAt < dueAt
  const at = issue.state === 'assigned' ? issue.signatureDueAt : firstContact ? issue.contactDueAt : issue.dueAt
  if (at === null) return null
  const strong = firstContact ? `首次联系${at < now ? '已过时限' : ` ${timeOf(at)} 前`}` : words.rest
  return {
    at,
    task: {
      href: `/issues/${issue.no}`, clauses: clausesOf(issue.title),
      symbol: issue.rung && !firstContact ? SYMBOLS[issue.rung] : null,
      strong, tone: at < now ? 'over' : words.tone, small: issue.raiser.name,
    },
  }
}

function visitEntry(visit: PlannedVisit, districts: ReadonlyMap<string, string>, today: CivilDay): Entry {
  const subject = visit.subjects[0]
  const when = [visit.onDay === today ? '' : weekdayText(visit.onDay), visit.fromTime].filter(Boolean).join(' ')
  const late = visit.onDay < today
  return {
    at: instantOf(visit.onDay, visit.fromTime || '23:59'),
    task: {
      href: `/visits/${visit.no}`, clauses: [`${when} 走访${subject?.name ?? ''}`.trim()], symbol: null,
      strong: late ? '计划的日子已过' : null, tone: late ? 'over' : '',
      small: [
        '走访', districts.get(subject?.district ?? ''), visit.alsoDepartments.length > 0 ? '与别的部门同去' : '',
      ].filter(Boolean).join('，'),
    },
  }
}
