import { Types } from 'mongoose'
import type { Enterprise } from '../../../models/enterprise/index.ts'
import { register } from '../../../models/issue/intake.ts'
import type { Issue } from '../../../models/issue/record.ts'
import { isRunning } from '../../../models/issue/state.ts'
import type { Grade, Source } from '../../../models/issue/words.ts'
import type { Member } from '../../../models/member/index.ts'
import { dayOf } from '../../../models/shared/calendarDay.ts'
import type { OfficeHours } from '../../../models/shared/officeHours.ts'
import type { WorkingCalendar } from '../../../models/shared/workingCalendar.ts'
import type { Visit } from '../../../models/visit/index.ts'
import type { Actor } from '../../../models/user/actor.ts'
import type { Fate } from './fate.ts'
import { issueTexts, type Raiser } from './issueTexts.ts'
import type { Scene } from './scene.ts'
import type { People } from './people.ts'
import { play, type Played } from './play.ts'
import type { Random } from './random.ts'
import { categoryOf } from './rosters.ts'
import type { Situation } from './situations/index.ts'

/** Who raises something, as the rosters know them. */
export type RaisedBy =
  { kind: 'enterprise'; row: Enterprise; park: string | null } | { kind: 'npc' | 'cppcc'; row: Member }

/** What stays the same for every case of a city. */
export interface Stage {
  people: People
  calendar: WorkingCalendar
  hours: OfficeHours
  until: Date
  evidence(issue: Types.ObjectId, by: Actor, at: Date): Types.ObjectId
}

/** How one case begins. */
export interface Opening {
  at: Date
  by: RaisedBy
  situation: Situation
  source: Source
  visit: Pick<Visit, '_id' | 'no' | 'department'> | null
  registeredBy: Actor
  grade?: Grade
}

/** The firm's or member's side of a case for texts. */
export const raiserFor = (by: RaisedBy): Raiser =>
  by.kind === 'enterprise'
    ? { kind: 'enterprise', districtCode: by.row.district, park: by.park, staff: by.row.staff }
    : { kind: 'member', districtCode: by.row.district ?? '370202', park: null, staff: null }

/** Two or more departments make it 复杂; questions of one office are sometimes mere 咨询. */
export function gradeOf(situation: Situation, random: Random): Grade {
  if (random.chance(0.015)) return '重大'
  if (situation.leads.length > 1 && random.chance(0.62)) return '复杂'
  const { grade } = categoryOf(situation.category)
  return grade === '一般' && random.chance(0.1) ? '咨询' : grade
}

/** Plays one case from its registration to the stage's present. The same fork of chance gives the same case. */
export function playCase(opening: Opening, fate: Fate, stage: Stage, random: Random): Played {
  const { people, calendar, hours, until } = stage
  const { by, situation, at } = opening
  const raiser = raiserFor(by)
  const { code, verifying } = categoryOf(situation.category)
  const grade = opening.grade ?? gradeOf(situation, random)
  const contact = by.kind === 'enterprise' ? by.row.contacts[0] : undefined
  const moment = { now: at, calendar, hours }
  const issue = {
    _id: new Types.ObjectId(),
    ...register(
      {
        ...issueTexts(situation, raiser, dayOf(at), random),
        no: '',
        source: opening.source,
        raiser: {
          kind: by.kind,
          id: by.row._id,
          name: by.row.name,
          person: contact?.name ?? by.row.name,
          personTitle: contact?.title ?? '',
          phone: (contact?.phones ?? (by.kind === 'enterprise' ? [] : by.row.phones))[0] ?? '',
        },
        category: code,
        grade,
        district: by.row.district,
        secrecy: '公开',
        proposedDepartment: situation.leads[0],
        ...(opening.visit
          ? { visit: opening.visit._id, visitNo: opening.visit.no, visitDepartment: opening.visit.department }
          : {}),
      },
      opening.registeredBy,
      moment,
    ),
  }
  const scene: Scene = {
    issue,
    situation,
    raiser,
    fate,
    people,
    random,
    calendar,
    hours,
    now: at,
    category: code,
    grade,
    verifying,
    evidence: (actor) => stage.evidence(issue._id, actor, scene.now),
    orderDue: () => undefined,
  }
  return play(scene, until)
}

/** Whether the clock of a case runs and its due day has passed. */
export const isOverdue = ({ state, dueAt }: Issue, until: Date): boolean =>
  isRunning(state) && dueAt !== null && dueAt < until
