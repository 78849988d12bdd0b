import { addDays, dayOf } from '../../../models/shared/calendarDay.ts'
import type { WorkingCalendar } from '../../../models/shared/workingCalendar.ts'
import type { Visit } from '../../../models/visit/index.ts'
import type { VisitTask } from '../../../models/visitTask/index.ts'
import { campaignOf, halfYearOf } from '../../../models/visitTask/period.ts'
import { workingDaysIn } from './moments.ts'
import { asPlan, oneVisit, type Given } from './visit.ts'
import { countTasks, numberVisits } from './visitFigures.ts'
import { firmTasks, memberTasks, periodsBetween } from './visitTasks.ts'

/** Firms of each leader not yet visited in the present half-year. @source mockup dashboard-1280 */
const NOT_YET_VISITED = [4, 31, 17, 12, 23, 26, 12] as const

/**
 * Who must visit whom in each period, and the visits that were made of it; figures of the tasks follow from the
 * visits.
 */
export function visiting(given: Given): { tasks: VisitTask[]; visits: Visit[] } {
  const today = dayOf(given.until)
  const tasks = [
    ...periodsBetween(given.startOn, today, halfYearOf).flatMap((period) => firmTasks(period, given)),
    ...periodsBetween(given.startOn, today, campaignOf).flatMap((period) => memberTasks(period, given)),
  ]
  const left = leftOver(tasks, given)
  const visits = tasks.flatMap((task) => (left.has(task) ? [] : visitsOf(task, given)))
  visits.push(...awaiting(tasks, left, given))
  numberVisits(visits)
  countTasks(tasks, visits)
  return { tasks, visits }
}

/** The share of a period that has passed; an old period is whole. */
function passed({ fromOn, dueOn }: VisitTask, today: string): number {
  const [from, to, now] = [fromOn, dueOn, today].map((on) => Date.parse(on)) as [number, number, number]
  return Math.min(1, Math.max(0, (now - from) / (to - from)))
}

/** Tasks without a visit so far: late in a half-year as many per leader as the mockups show, else a share. */
function leftOver(tasks: readonly VisitTask[], { people, until, random }: Given): Set<VisitTask> {
  const today = dayOf(until)
  const left = new Set<VisitTask>()
  const present = (task: VisitTask) => task.fromOn <= today && today <= task.dueOn
  people.leaders.forEach((leader, index) => {
    const own = tasks.filter((task) => present(task) && task.subject.linkedLeader === leader._id)
    const share = passed(own[0] ?? tasks[0] ?? ({ fromOn: today, dueOn: today } as VisitTask), today)
    const missing =
      share > 0.75
        ? Math.round((NOT_YET_VISITED[index] ?? 0) * Math.min(1, own.length / 92))
        : Math.round(own.length * (1 - share * 1.05))
    // the shown officer's first firm is visited today
    for (const task of random.sample(
      own.filter(({ subject }) => subject.name !== '青岛澄屿精密机械有限公司'),
      missing,
    ))
      left.add(task)
  })
  for (const task of tasks) {
    if (left.has(task)) continue
    if (task.subject.linkedLeader === null || !present(task)) {
      const share = present(task) ? passed(task, today) * 0.98 : 0.97
      if (!random.chance(share)) left.add(task)
    }
  }
  return left
}

function visitsOf(task: VisitTask, given: Given): Visit[] {
  const { calendar, until, random, startOn } = given
  const today = dayOf(until)
  const days = daysOf(
    task.fromOn < startOn ? startOn : task.fromOn,
    task.dueOn < today ? task.dueOn : addDays(today, -1),
    calendar,
  )
  if (days.length === 0) return []
  const again = task.subject.type === 'enterprise' && random.chance(0.08)
  return [
    oneVisit(task, random.pick(days), true, given),
    ...(again ? [oneVisit(task, random.pick(days), random.chance(0.9), given)] : []),
  ]
}

const known = new Map<string, string[]>()
function daysOf(fromOn: string, toOn: string, calendar: WorkingCalendar): string[] {
  const key = `${fromOn}/${toOn}`
  const days = known.get(key) ?? workingDaysIn(fromOn, toOn, calendar)
  known.set(key, days)
  return days
}

/** Visits that nobody has confirmed yet, vain attempts, and plans of the days to come. */
function awaiting(tasks: readonly VisitTask[], left: ReadonlySet<VisitTask>, given: Given): Visit[] {
  const { calendar, until, random } = given
  const today = dayOf(until)
  const open = random.shuffle([...left].filter((task) => task.fromOn <= today && today <= task.dueOn))
  const lately = daysOf(addDays(today, -12), addDays(today, -1), calendar)
  const toCome = daysOf(today, addDays(today, 12), calendar)
  for (const task of open.slice(40, 52)) {
    task.failedAttempts = random
      .sample(lately, random.int(1, 2))
      .toSorted()
      .map((on) => ({ on, by: task.officerName, note: '电话无人接听' }))
  }
  const planned = open.slice(0, 28).map((task) => ({
    ...oneVisit(task, random.pick(toCome), false, given),
    state: 'planned' as const,
    confirmation: null,
  }))
  const shown = tasks.find(
    ({ subject, period }) => subject.name === '青岛澄屿精密机械有限公司' && period === halfYearOf(today),
  )
  if (shown)
    planned.push({
      ...oneVisit(shown, toCome[0] ?? today, false, given),
      fromTime: '14:00',
      toTime: '',
      state: 'planned' as const,
      confirmation: null,
    })
  for (const visit of planned) asPlan(visit, until, random)
  return [...open.slice(28, 40).map((task) => oneVisit(task, random.pick(lately), false, given)), ...planned]
}
