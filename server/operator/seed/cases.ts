import type { Visit } from '../../../models/visit/index.ts'
import { craft, craftPromise } from './crafted.ts'
import { ordinaryFate, promptFate } from './fate.ts'
import { isOverdue, playCase, type Opening, type Stage } from './opening.ts'
import { fromOtherSources, raisedOn, raisersOf } from './openings.ts'
import type { Played } from './play.ts'
import type { Random } from './random.ts'
import type { Rosters } from './visit.ts'
import { PROMISES, SPECIALS } from './specials.ts'

interface Given {
  stage: Stage
  rosters: Rosters
  visits: Visit[]
  random: Random
  raisedPerVisit: number
}

/** All cases of the city as they stand at the present, not yet numbered. */
export function cases({ stage, rosters, visits, random, raisedPerVisit }: Given): Played[] {
  const raisers = raisersOf(rosters)
  const fromVisits = visits
    .filter(({ state }) => state === 'done')
    .flatMap((visit, index) => raisedOn(visit, raisers, stage, random.fork(`visit ${index}`), raisedPerVisit))
  const elsewhere =
    fromVisits.length === 0
      ? []
      : fromOtherSources(rosters, visits, stage, random.fork('elsewhere'), Math.round(fromVisits.length * 0.18))
  return [
    ...[...fromVisits, ...elsewhere].flatMap((opening, index) =>
      ordinary(opening, stage, random.fork(`case ${index}`)),
    ),
    ...SPECIALS.flatMap((special, index) => craft(special, rosters, stage, random.fork(`special ${index}`))),
    ...PROMISES.flatMap((promise, index) => craftPromise(promise, rosters, stage, random.fork(`promise ${index}`))),
  ]
}

/** A case of the common run; one that would be overdue now goes straight instead: the overdue ones are chosen. */
function ordinary(opening: Opening, stage: Stage, random: Random): Played[] {
  const fate = ordinaryFate(random.fork('fate'))
  for (let attempt = 0; attempt < 4; attempt += 1) {
    const played = playCase(opening, attempt === 0 ? fate : promptFate(fate), stage, random.fork(`life ${attempt}`))
    if (!isOverdue(played.issue, stage.until)) return [played]
  }
  return []
}
