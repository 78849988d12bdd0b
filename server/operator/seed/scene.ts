import { Types } from 'mongoose'
import type { Issue } from '../../../models/issue/record.ts'
import type { Moment } from '../../../models/issue/step.ts'
import type { Grade } from '../../../models/issue/words.ts'
import { dayOf } from '../../../models/shared/calendarDay.ts'
import type { OfficeHours } from '../../../models/shared/officeHours.ts'
import type { WorkingCalendar } from '../../../models/shared/workingCalendar.ts'
import type { Actor } from '../../../models/user/actor.ts'
import type { Fate, Stop } from './fate.ts'
import type { Raiser } from './issueTexts.ts'
import { daysAfter, soonAfter } from './moments.ts'
import { fill } from './particulars.ts'
import type { People } from './people.ts'
import { PHRASES } from './phrases.ts'
import type { Random } from './random.ts'
import type { Situation } from './situations/index.ts'

/** Everything that the life of one case draws on. `now` is moved by whoever plays the life. */
export interface Scene {
  issue: Issue
  situation: Situation
  raiser: Raiser
  fate: Fate
  people: People
  random: Random
  calendar: WorkingCalendar
  hours: OfficeHours
  now: Date
  category: string
  grade: Grade
  verifying: string
  /** gives the id of a stored file for an answer */
  evidence(by: Actor): Types.ObjectId
  /** an order (L3) is due beside the ladder: the second unsatisfied raiser */
  orderDue(): void
}

export type Life = Generator<Date, void>

export const momentOf = ({ now, calendar, hours }: Scene): Moment => ({ now, calendar, hours })
export const leadDepartment = ({ issue }: Scene): string => issue.leadDepartment ?? 'bangong'
export const phrase = (scene: Scene, key: keyof typeof PHRASES): string =>
  fill(scene.random.pick<string>(PHRASES[key]), scene.random, { on: dayOf(scene.now), ...scene.raiser })
export const soon = ({ now, random, calendar }: Scene): Date => soonAfter(now, random, calendar)
export const days = ({ now, random, calendar }: Scene, n: number): Date => daysAfter(now, n, random, calendar)
export const stopsAt = ({ fate }: Scene, stop: Stop): boolean => fate.stopBefore === stop
export const coordinator = ({ people, random }: Scene): Actor => random.pick(people.coordinators)

/** Who did the work; the lead's first officer until somebody is named. */
export function handlerOf(scene: Scene): Actor {
  const officers = scene.people.officersOf(leadDepartment(scene))
  return (
    officers.find(({ id }) => String(id) === String(scene.issue.handler)) ??
    officers[0] ??
    scene.people.leadOf(leadDepartment(scene))
  )
}

export function leaderOf({ people }: Scene): Actor {
  const user = people.leaders[1] ?? people.leaders[0]
  return {
    id: user?._id ?? null,
    name: user?.name ?? '',
    department: 'bangong',
    roles: ['leader'],
    isHead: false,
    leader: user?._id ?? null,
  }
}
