import { Types } from 'mongoose'
import type { Enterprise } from '../../../models/enterprise/index.ts'
import type { Member } from '../../../models/member/index.ts'
import { addDays, dayOf, instantOf, timeOf } from '../../../models/shared/calendarDay.ts'
import type { WorkingCalendar } from '../../../models/shared/workingCalendar.ts'
import type { Visit } from '../../../models/visit/index.ts'
import type { VisitTask } from '../../../models/visitTask/index.ts'
import { campaignOf, halfYearOf, spanOf } from '../../../models/visitTask/period.ts'
import { progressOf } from '../../../models/visitTask/progress.ts'
import type { Actor } from '../../../models/user/actor.ts'
import { officeMoment, soonAfter, workingDaysIn } from './moments.ts'
import type { RaisedBy } from './opening.ts'
import type { People } from './people.ts'
import type { Random } from './random.ts'
import { visitTexts } from './visitTexts.ts'

/** Firms of each leader not yet visited in the present half-year. @source mockup dashboard-1280 */
const NOT_YET_VISITED = [4, 31, 17, 12, 23, 26, 12] as const

export interface Rosters {
  enterprises: readonly Enterprise[]
  members: readonly Member[]
  parkOf(enterprise: Enterprise): string | null
}

interface Given { rosters: Rosters, people: People, calendar: WorkingCalendar, startOn: string, until: Date, random: Random }

/** The half-years, or years, that lie between two days, oldest first. */
function periodsBetween(fromOn: string, toOn: string, periodOf: (on: string) => string): string[] {
  const found = new Set<string>()
  for (let on = fromOn; on <= toOn; on = addDays(on, 28)) found.add(periodOf(on))
  return [...found.add(periodOf(toOn))]
}

/** Who must visit whom in each period, and the visits that were made of it; figures of the tasks follow from the visits. */
export function visiting(given: Given): { tasks: VisitTask[], visits: Visit[] } {
  const today = dayOf(given.until)
  const tasks = [
    ...periodsBetween(given.startOn, today, halfYearOf).flatMap((period) => firmTasks(period, given)),
    ...periodsBetween(given.startOn, today, campaignOf).flatMap((period) => memberTasks(period, given)),
  ]
  const left = leftOver(tasks, given)
  const visits = tasks.flatMap((task) => left.has(task) ? [] : visitsOf(task, given))
  visits.push(...awaiting(tasks, left, given))
  numberVisits(visits)
  countTasks(tasks, visits)
  return { tasks, visits }
}

const taskOf = (period: string, by: RaisedBy, department: string, officer: Actor | undefined, linkedLeader: Types.ObjectId | null, leader: string): VisitTask => {
  const span = spanOf(period) ?? { fromOn: '', dueOn: '' }
  return {
    _id: new Types.ObjectId(), period, ...span, department,
    subject: { type: by.kind, id: by.row._id, name: by.row.name, district: by.row.district, linkedLeader },
    officer: officer?.id ?? null, officerName: officer?.name ?? '', leader, timesRequired: 1, timesDone: 0, timesConfirmed: 0, lastVisitOn: null,
    failedAttempts: [], createdAt: instantOf(span.fromOn, '09:00'),
  }
}

const firmTasks = (period: string, { rosters, people }: Given): VisitTask[] => rosters.enterprises.filter(({ archivedAt }) => archivedAt === null).map((row) => {
  const department = row.visitDepartment ?? 'minying'
  const officer = people.officersOf(department).find(({ id }) => String(id) === String(row.steward.user))
  return taskOf(period, { kind: 'enterprise', row, park: null }, department, officer, row.linkedLeader.user, people.headOf(department).name)
})

const memberTasks = (period: string, { rosters, people }: Given): VisitTask[] => rosters.members.map((row, index) => {
  const department = row.liaisonDepartment ?? 'bangong'
  const officers = people.officersOf(department)
  return taskOf(period, { kind: row.kind, row }, department, officers[index % officers.length], null, people.headOf(department).name)
})

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
    const share = passed(own[0] ?? tasks[0] ?? { fromOn: today, dueOn: today } as VisitTask, today)
    const missing = share > 0.75 ? Math.round((NOT_YET_VISITED[index] ?? 0) * Math.min(1, own.length / 92)) : Math.round(own.length * (1 - share * 1.05))
    // the shown officer's first firm is visited today
    for (const task of random.sample(own.filter(({ subject }) => subject.name !== '青岛澄屿精密机械有限公司'), missing)) left.add(task)
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
  const days = daysOf(task.fromOn < startOn ? startOn : task.fromOn, task.dueOn < today ? task.dueOn : addDays(today, -1), calendar)
  if (days.length === 0) return []
  const again = task.subject.type === 'enterprise' && random.chance(0.08)
  return [oneVisit(task, random.pick(days), true, given), ...again ? [oneVisit(task, random.pick(days), random.chance(0.9), given)] : []]
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
    task.failedAttempts = random.sample(lately, random.int(1, 2)).toSorted().map((on) => ({ on, by: task.officerName, note: '电话无人接听' }))
  }
  const planned = open.slice(0, 28).map((task) => ({ ...oneVisit(task, random.pick(toCome), false, given), state: 'planned' as const, confirmation: null }))
  const shown = tasks.find(({ subject, period }) => subject.name === '青岛澄屿精密机械有限公司' && period === halfYearOf(today))
  if (shown) planned.push({ ...oneVisit(shown, toCome[0] ?? today, false, given), fromTime: '14:00', toTime: '', state: 'planned' as const, confirmation: null })
  for (const visit of planned) asPlan(visit, until, random)
  return [...open.slice(28, 40).map((task) => oneVisit(task, random.pick(lately), false, given)), ...planned]
}

/** A plan knows who, when and how; what was heard is still to come. */
function asPlan(visit: Visit, until: Date, random: Random): void {
  const at = new Date(until.getTime() - random.int(2, 40) * 3_600_000)
  const [first] = visit.history
  Object.assign(visit, {
    heard: '', positives: '', opsSummary: '', policiesExplained: '', suggestions: [], onSpotResolved: [], integrityDeclared: false, agenda: '了解生产经营情况和困难',
    createdAt: at, updatedAt: at, history: first ? [{ ...first, at, act: 'planned' }] : [],
  })
}

function oneVisit(task: VisitTask, onDay: string, confirmed: boolean, { people, rosters, random, until, calendar }: Given): Visit {
  const officers = people.officersOf(task.department)
  const by = officers.find(({ id }) => String(id) === String(task.officer)) ?? officers[0] ?? people.headOf(task.department)
  const kind = task.subject.type === 'enterprise' ? 'enterprise' : 'member'
  const row = kind === 'enterprise' ? enterpriseById(rosters).get(String(task.subject.id)) : undefined
  const about = { on: onDay, districtCode: task.subject.district ?? '370202', park: row ? rosters.parkOf(row) : null }
  const words = visitTexts(kind, about, random)
  const startedAt = officeMoment(onDay, random)
  const loggedAt = earlier(soonAfter(startedAt, random, calendar), until)
  const confirmedAt = earlier(soonAfter(loggedAt, random, calendar), until)
  const host = row?.contacts[0]
  const mode = kind === 'enterprise' ? random.weighted({ 实地: 78, 座谈: 22 }) : random.weighted({ 实地: 38, 座谈: 24, 电话: 32, 视频: 6 })
  const id = by.id ?? new Types.ObjectId()
  const other = officers.find((officer) => officer.id !== by.id)
  return {
    _id: new Types.ObjectId(), no: '', department: task.department, alsoDepartments: random.chance(0.05) ? ['minying'].filter((one) => one !== task.department) : [],
    createdBy: id, createdByName: by.name,
    subjects: [{ type: task.subject.type, id: task.subject.id, name: task.subject.name, district: task.subject.district }],
    onDay, fromTime: timeOf(startedAt), toTime: '', mode, visitors: [{ user: id, name: by.name }], lead: random.chance(0.4) ? `${people.headOf(task.department).name}` : '',
    companions: other && random.chance(0.5) ? [other.name] : [], hostPersons: host ? [{ name: host.name, title: host.title, phone: host.phones[0] ?? '' }] : [],
    combinedWith: kind === 'member' && random.chance(0.35) ? [random.pick(['建议提案办理', '视察调研', '专委会联系'])] : [],
    agenda: '', heard: words.summary, opsSummary: kind === 'enterprise' ? words.summary.split('。')[0] ?? '' : '', policiesExplained: words.policies.join('、'),
    positives: '', suggestions: [...words.suggestions], onSpotResolved: [...words.onSpot], outcome: '', nextFollowUpOn: null,
    integrityDeclared: mode === '实地' || mode === '座谈', secrecy: '公开', task: task._id, issues: [],
    confirmation: confirmed ? { how: 'call', at: confirmedAt, by: people.coordinators[0]?.id ?? null, byName: people.coordinators[0]?.name ?? '', note: '' } : null,
    state: 'done',
    history: [
      { at: loggedAt, by: id, byName: by.name, act: 'logged', text: '' },
      ...confirmed ? [{ at: confirmedAt, by: people.coordinators[0]?.id ?? null, byName: people.coordinators[0]?.name ?? '', act: 'confirmed' as const, text: '电话核实' }] : [],
    ],
    createdAt: loggedAt, updatedAt: confirmed ? confirmedAt : loggedAt,
  }
}

const earlier = (one: Date, other: Date): Date => (one < other ? one : other)

const indexed = new WeakMap<Rosters, Map<string, Enterprise>>()
function enterpriseById(rosters: Rosters): Map<string, Enterprise> {
  const found = indexed.get(rosters) ?? new Map(rosters.enterprises.map((row) => [String(row._id), row]))
  indexed.set(rosters, found)
  return found
}

/** Numbers in the order of the days, without gaps within a day. */
export function numberVisits(visits: Visit[]): void {
  visits.sort((one, other) => one.onDay.localeCompare(other.onDay) || one.createdAt.getTime() - other.createdAt.getTime())
  const last = new Map<string, number>()
  for (const visit of visits) {
    const n = (last.get(visit.onDay) ?? 0) + 1
    last.set(visit.onDay, n)
    visit.no = `ZF${visit.onDay.replaceAll('-', '')}${String(n).padStart(4, '0')}`
  }
}

/** The figures kept on the tasks, by the rule that the verbs of visits use. */
export function countTasks(tasks: readonly VisitTask[], visits: readonly Visit[]): void {
  const bySubject = new Map<string, Visit[]>()
  for (const visit of visits) {
    for (const { id } of visit.subjects) {
      const own = bySubject.get(String(id))
      if (own) own.push(visit)
      else bySubject.set(String(id), [visit])
    }
  }
  for (const task of tasks) {
    const own = bySubject.get(String(task.subject.id)) ?? []
    Object.assign(task, progressOf({ ...task, subjectType: task.subject.type }, own.map((visit) => ({ ...visit, confirmed: visit.confirmation !== null }))))
  }
}
