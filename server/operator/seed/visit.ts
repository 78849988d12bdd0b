import { Types } from 'mongoose'
import type { Enterprise } from '../../../models/enterprise/index.ts'
import type { Member } from '../../../models/member/index.ts'
import { timeOf } from '../../../models/shared/calendarDay.ts'
import type { WorkingCalendar } from '../../../models/shared/workingCalendar.ts'
import type { Visit } from '../../../models/visit/index.ts'
import type { VisitTask } from '../../../models/visitTask/index.ts'
import { officeMoment, soonAfter } from './moments.ts'
import type { People } from './people.ts'
import type { Random } from './random.ts'
import { visitTexts } from './visitTexts.ts'

export interface Rosters {
  enterprises: readonly Enterprise[]
  members: readonly Member[]
  parkOf(enterprise: Enterprise): string | null
}

export interface Given {
  rosters: Rosters
  people: People
  calendar: WorkingCalendar
  startOn: string
  until: Date
  random: Random
}

/** A plan knows who, when and how; what was heard is still to come. */
export function asPlan(visit: Visit, until: Date, random: Random): void {
  const at = new Date(until.getTime() - random.int(2, 40) * 3_600_000)
  const [first] = visit.history
  Object.assign(visit, {
    heard: '',
    positives: '',
    opsSummary: '',
    policiesExplained: '',
    suggestions: [],
    onSpotResolved: [],
    integrityDeclared: false,
    agenda: '了解生产经营情况和困难',
    createdAt: at,
    updatedAt: at,
    history: first ? [{ ...first, at, act: 'planned' }] : [],
  })
}

export function oneVisit(
  task: VisitTask,
  onDay: string,
  confirmed: boolean,
  { people, rosters, random, until, calendar }: Given,
): Visit {
  const officers = people.officersOf(task.department)
  const by =
    officers.find(({ id }) => String(id) === String(task.officer)) ?? officers[0] ?? people.headOf(task.department)
  const kind = task.subject.type === 'enterprise' ? 'enterprise' : 'member'
  const row = kind === 'enterprise' ? enterpriseById(rosters).get(String(task.subject.id)) : undefined
  const about = { on: onDay, districtCode: task.subject.district ?? '370202', park: row ? rosters.parkOf(row) : null }
  const words = visitTexts(kind, about, random)
  const startedAt = officeMoment(onDay, random)
  const loggedAt = earlier(soonAfter(startedAt, random, calendar), until)
  const confirmedAt = earlier(soonAfter(loggedAt, random, calendar), until)
  const host = row?.contacts[0]
  const mode =
    kind === 'enterprise'
      ? random.weighted({ 实地: 78, 座谈: 22 })
      : random.weighted({ 实地: 38, 座谈: 24, 电话: 32, 视频: 6 })
  const id = by.id ?? new Types.ObjectId()
  const other = officers.find((officer) => officer.id !== by.id)
  return {
    _id: new Types.ObjectId(),
    no: '',
    department: task.department,
    alsoDepartments: random.chance(0.05) ? ['minying'].filter((one) => one !== task.department) : [],
    createdBy: id,
    createdByName: by.name,
    subjects: [
      { type: task.subject.type, id: task.subject.id, name: task.subject.name, district: task.subject.district },
    ],
    onDay,
    fromTime: timeOf(startedAt),
    toTime: '',
    mode,
    visitors: [{ user: id, name: by.name }],
    lead: random.chance(0.4) ? `${people.headOf(task.department).name}` : '',
    companions: other && random.chance(0.5) ? [other.name] : [],
    hostPersons: host ? [{ name: host.name, title: host.title, phone: host.phones[0] ?? '' }] : [],
    combinedWith:
      kind === 'member' && random.chance(0.35) ? [random.pick(['建议提案办理', '视察调研', '专委会联系'])] : [],
    agenda: '',
    heard: words.summary,
    opsSummary: kind === 'enterprise' ? (words.summary.split('。')[0] ?? '') : '',
    policiesExplained: words.policies.join('、'),
    positives: '',
    suggestions: [...words.suggestions],
    onSpotResolved: [...words.onSpot],
    outcome: '',
    nextFollowUpOn: null,
    integrityDeclared: mode === '实地' || mode === '座谈',
    secrecy: '公开',
    task: task._id,
    issues: [],
    confirmation: confirmed
      ? {
          how: 'call',
          at: confirmedAt,
          by: people.coordinators[0]?.id ?? null,
          byName: people.coordinators[0]?.name ?? '',
          note: '',
        }
      : null,
    state: 'done',
    history: [
      { at: loggedAt, by: id, byName: by.name, act: 'logged', text: '' },
      ...(confirmed
        ? [
            {
              at: confirmedAt,
              by: people.coordinators[0]?.id ?? null,
              byName: people.coordinators[0]?.name ?? '',
              act: 'confirmed' as const,
              text: '电话核实',
            },
          ]
        : []),
    ],
    createdAt: loggedAt,
    updatedAt: confirmed ? confirmedAt : loggedAt,
  }
}

const earlier = (one: Date, other: Date): Date => (one < other ? one : other)

const indexed = new WeakMap<Rosters, Map<string, Enterprise>>()
function enterpriseById(rosters: Rosters): Map<string, Enterprise> {
  const found = indexed.get(rosters) ?? new Map(rosters.enterprises.map((row) => [String(row._id), row]))
  indexed.set(rosters, found)
  return found
}
