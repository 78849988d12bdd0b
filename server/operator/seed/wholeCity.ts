import { Types } from 'mongoose'
import type { Attachment } from '../../../models/attachment/index.ts'
import type { Card } from '../../../models/card/index.ts'
import type { Category } from '../../../models/category/index.ts'
import type { Department } from '../../../models/department/index.ts'
import type { District } from '../../../models/district/index.ts'
import type { Enterprise } from '../../../models/enterprise/index.ts'
import type { Instruction } from '../../../models/instruction/index.ts'
import type { Issue } from '../../../models/issue/record.ts'
import type { Member } from '../../../models/member/index.ts'
import { addDays, addMonths, dayOf, instantOf } from '../../../models/shared/calendarDay.ts'
import type { OfficeHours } from '../../../models/shared/officeHours.ts'
import type { WorkingCalendar } from '../../../models/shared/workingCalendar.ts'
import type { Snapshot } from '../../../models/snapshot/index.ts'
import type { Visit } from '../../../models/visit/index.ts'
import type { VisitTask } from '../../../models/visitTask/index.ts'
import { cases } from './cases.ts'
import { combinedPapers } from './combined.ts'
import { instructionsOn } from './directives.ts'
import { enterprises } from './enterprises.ts'
import { frozenDays } from './frozenDays.ts'
import { members } from './members.ts'
import { countVisits, numbered, tellVisits, type Counters } from './numbers.ts'
import type { Stage } from './opening.ts'
import { opinionCases } from './opinionCases.ts'
import { people, type People } from './people.ts'
import { personNames } from './personNames.ts'
import { randomSource } from './random.ts'
import { categoryRows, departmentRows, districtRows, enterpriseRows, memberRows } from './rosters.ts'
import { tellApart } from './titles.ts'
import { visiting } from './visiting.ts'

/** How big a city is and how far back it remembers. */
export interface Measure {
  firms: number
  /** of each kind */
  members: number
  months: number
  /** share of visits that raise something */
  raisedPerVisit: number
}

export interface CityOptions {
  seed: string
  at: Date
  calendar: WorkingCalendar
  hours: OfficeHours
  measure: Measure
  passwordHash: string
  /** a stored file that stands for all evidence of the sample */
  evidence: Pick<Attachment, 'name' | 'mime' | 'bytes' | 'sha256' | 'path'>
}

/** Everything that is stored of a city, by noun. */
export interface City {
  people: People
  departments: Department[]
  districts: District[]
  categories: Category[]
  enterprises: Enterprise[]
  members: Member[]
  tasks: VisitTask[]
  visits: Visit[]
  issues: Issue[]
  cards: Card[]
  instructions: Instruction[]
  attachments: Attachment[]
  snapshots: Snapshot[]
  counters: Counters
}

const FROZEN_DAYS = 112

/**
 * A whole city as it stands at `at`, made in memory by the verbs of the product; the same seed gives the same
 * people and cases.
 */
export function wholeCity({ seed, at, calendar, hours, measure, passwordHash, evidence }: CityOptions): City {
  const random = randomSource(seed)
  const names = personNames(random.fork('names'))
  const startOn = addMonths(dayOf(at), -measure.months)
  const createdAt = instantOf(addDays(startOn, -1), '09:00')
  const everybody = people(random.fork('people'), passwordHash, names, createdAt)
  const firms = enterprises(random.fork('firms'), measure.firms, names)
  const rows = enterpriseRows(firms, everybody, createdAt, random.fork('stewards'))
  const persons = (['npc', 'cppcc'] as const).flatMap((kind) =>
    members(random.fork(kind), kind, measure.members, names),
  )
  const parks = new Map(rows.map((row, index) => [row._id, firms[index]?.park ?? null]))
  const rosters = {
    enterprises: rows,
    members: memberRows(persons, createdAt, random.fork('liaison')),
    parkOf: (row: Enterprise) => parks.get(row._id) ?? null,
  }
  const { tasks, visits } = visiting({
    rosters,
    people: everybody,
    calendar,
    startOn,
    until: at,
    random: random.fork('visits'),
  })
  const attachments: Attachment[] = []
  const stage: Stage = {
    people: everybody,
    calendar,
    hours,
    until: at,
    evidence: (issue, by, uploadedAt) => {
      const _id = new Types.ObjectId()
      attachments.push({
        _id,
        owner: { type: 'issue', id: issue },
        ...evidence,
        uploadedBy: by.id ?? _id,
        uploadedAt,
        pending: false,
      })
      return _id
    },
  }
  const played = [
    ...cases({ stage, rosters, visits, random: random.fork('cases'), raisedPerVisit: measure.raisedPerVisit }),
    ...opinionCases(stage, rosters, measure.firms >= 500 ? 32 : 8, random.fork('opinions')),
  ]
  const issues = played.map(({ issue }) => issue)
  const cards = played.flatMap((one) => one.cards)
  tellApart(issues, cards, rosters)
  cards.push(...combinedPapers(cards, stage, random.fork('combined')))
  const counters = numbered(issues, cards)
  const kept = new Set(issues.map(({ _id }) => String(_id)))
  tellVisits(issues, visits)
  countVisits(visits, counters)
  return {
    people: everybody,
    departments: departmentRows(everybody),
    districts: districtRows(),
    categories: categoryRows(),
    ...rosters,
    tasks,
    visits,
    issues,
    cards,
    instructions: instructionsOn({
      issues,
      people: everybody,
      calendar,
      until: at,
      random: random.fork('instructions'),
      counters,
    }),
    // tries that led elsewhere left files of cases that are not kept
    attachments: attachments.filter(({ owner }) => kept.has(String(owner.id))),
    snapshots: frozenDays(played, at, FROZEN_DAYS),
    counters,
  }
}
