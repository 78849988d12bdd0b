import { addDays, addMonths, dayOf, yearOf, type CivilDay } from '../../../models/shared/calendarDay.ts'
import { ordinaryFate, promptFate } from './fate.ts'
import { officeMoment } from './moments.ts'
import { playCase, type Stage } from './opening.ts'
import type { Played } from './play.ts'
import type { Random } from './random.ts'
import { SITUATIONS } from './situations/index.ts'
import type { Rosters } from './visit.ts'

/** What citizens speak of: life in the city, not the business of firms. */
const CIVIC = SITUATIONS.filter(({ category }) => category === '其他')

/**
 * The cases that citizens' opinions were dispatched as: last year's after the vote, this year's in the last weeks. They belong to
 * the city's cases, so numbers, trail and figures hold them like all others; the opinions themselves come with the campaigns.
 */
export function opinionCases(stage: Stage, { members }: Rosters, count: number, random: Random): Played[] {
  const today = dayOf(stage.until)
  const lastYear = Array.from({ length: count }, () => addDays(`${yearOf(today) - 1}-08-11`, random.int(0, 40)))
  const thisYear = Array.from({ length: Math.ceil(count / 4) }, () => addDays(today, -random.int(8, 45)))
  const early = addMonths(today, -22)
  return [...lastYear, ...thisYear].filter((day) => day > early).map((day) => oneCase(day, stage, members, random))
}

function oneCase(day: CivilDay, stage: Stage, members: Rosters['members'], random: Random): Played {
  const played = playCase({
    at: officeMoment(day, random), by: { kind: 'npc', row: random.pick(members) }, situation: random.pick(CIVIC), source: 'opinion', visit: null,
    registeredBy: random.pick(stage.people.coordinators), grade: '一般',
  }, { ...promptFate(ordinaryFate(random)), rejected: false, withdrawn: false, resultClass: random.weighted({ A: 70, C: 15, D: 15 }) }, stage, random.fork(day))
  played.issue.raiser = { kind: 'citizen', id: null, name: '多条市民意见', person: '', personTitle: '', phone: '' }
  return played
}
