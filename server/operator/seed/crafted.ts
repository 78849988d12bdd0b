import type { Issue } from '../../../models/issue/record.ts'
import { dayOf } from '../../../models/shared/calendarDay.ts'
import { addWorkingDays, firstWorkingDayFrom } from '../../../models/shared/workingCalendar.ts'
import { ordinaryFate, type Fate } from './fate.ts'
import { daysAfter, officeMoment } from './moments.ts'
import { isOverdue, playCase, type Stage } from './opening.ts'
import { firmOf } from './openings.ts'
import type { Played } from './play.ts'
import type { Random } from './random.ts'
import { SITUATIONS } from './situations/index.ts'
import { PROMISES, type Special } from './specials.ts'
import type { Rosters } from './visit.ts'

const EVEN: Pick<
  Fate,
  | 'rejected'
  | 'withdrawn'
  | 'refused'
  | 'signedLate'
  | 'extension'
  | 'verificationFails'
  | 'unsatisfied'
  | 'unreachable'
  | 'reopened'
> = {
  rejected: false,
  withdrawn: false,
  refused: 'no',
  signedLate: false,
  extension: 'no',
  verificationFails: false,
  unsatisfied: 0,
  unreachable: false,
  reopened: false,
}

function fateOf({ stop, turn }: Special, random: Random): Fate {
  const fate: Fate = {
    ...ordinaryFate(random),
    ...EVEN,
    pace: 0.35 + random.next() * 0.4,
    resultClass: 'A',
    stopBefore: stop,
  }
  if (stop === 'arbitrate') fate.refused = 'reassigned'
  if (stop === 'decideExtension') fate.extension = 'granted'
  if (turn === 'verificationFails') return { ...fate, verificationFails: true, pace: 0.7 }
  if (turn === 'reopened') fate.reopened = true
  if (turn === 'unsatisfied') fate.unsatisfied = 1
  return fate
}

/** The state in which a case stands that stopped before a step. */
const STANDS: Readonly<Record<Special['stop'], Issue['state']>> = {
  accept: 'submitted',
  sign: 'assigned',
  arbitrate: 'refusalReview',
  decideExtension: 'handling',
  releaseAnswer: 'handling',
  verify: 'answered',
  callBack: 'callBack',
  answer: 'handling',
  redoAnswer: 'redo',
  promiseAnswer: 'pledged',
}
/** How many working days ago a case may have begun that stands so. */
const AGES: Readonly<Record<Special['stop'], readonly [number, number]>> = {
  accept: [0, 1],
  sign: [0, 2],
  arbitrate: [1, 2],
  decideExtension: [4, 12],
  releaseAnswer: [6, 16],
  verify: [6, 18],
  callBack: [8, 20],
  answer: [3, 45],
  redoAnswer: [14, 45],
  promiseAnswer: [20, 40],
}

/** Tries beginnings until one leads to the wanted standing; a city without it would lack a queue. */
export function craft(special: Special, rosters: Rosters, stage: Stage, random: Random): Played[] {
  const choices = SITUATIONS.filter(
    ({ title, leads }) =>
      (special.title === null || title === special.title) && (special.lead === null || leads[0] === special.lead),
  )
  const today = dayOf(stage.until)
  const [least, most] = AGES[special.stop]
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const chance = random.fork(`attempt ${attempt}`)
    const situation = chance.pick(choices)
    const grade = situation.leads.length > 1 ? '复杂' : '一般'
    const limit = grade === '复杂' ? 30 : 15
    const age =
      special.over === null
        ? chance.int(least, most)
        : limit + special.over + (special.turn ? chance.int(1, 10) : chance.int(0, 2))
    const at = officeMoment(addWorkingDays(today, -age, stage.calendar).day, chance)
    if (at >= stage.until) continue
    const played = playCase(
      {
        at,
        by: firmOf(firm(special.firm, rosters, chance), rosters.parkOf),
        grade,
        situation,
        source: 'hotline',
        visit: null,
        registeredBy: chance.pick(stage.people.coordinators),
      },
      fateOf(special, chance),
      stage,
      chance.fork('life'),
    )
    if (fits(played.issue, special, stage)) return [played]
  }
  throw new Error(
    `No case came to stand before ${special.stop} (${special.title ?? special.lead ?? ''}, ${special.over ?? ''})`,
  )
}

const firm = (place: number | null, { enterprises }: Rosters, random: Random) => {
  const active = enterprises.filter(({ archivedAt }) => archivedAt === null)
  return active[place ?? -1] ?? random.pick(active)
}

function fits(issue: Issue, { stop, over, turn, own }: Special, { calendar, until, people }: Stage): boolean {
  if (issue.state !== STANDS[stop]) return false
  if (own && String(issue.handler) !== String(people.shown.get('officer')?._id)) return false
  if (turn === 'reopened' && !issue.reopened) return false
  if (stop === 'releaseAnswer' && !issue.answers.some(({ releasedAt }) => releasedAt === null)) return false
  if (stop === 'decideExtension' && !issue.extensions.some(({ decision }) => decision === null)) return false
  if (over === null) return !isOverdue(issue, until)
  const today = dayOf(until)
  return (
    issue.dueOn === (over === 0 ? firstWorkingDayFrom(today, calendar) : addWorkingDays(today, -over, calendar)).day
  )
}

export function craftPromise(
  { title, firm: place, left }: (typeof PROMISES)[number],
  rosters: Rosters,
  stage: Stage,
  random: Random,
): Played[] {
  const situation = SITUATIONS.find((each) => each.title === title)
  if (!situation) throw new RangeError(`no situation ${title}`)
  const dueOn = addWorkingDays(dayOf(stage.until), left, stage.calendar).day
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const chance = random.fork(`attempt ${attempt}`)
    const at = daysAfter(stage.until, -chance.int(35, 60), chance, stage.calendar)
    const fate: Fate = {
      ...ordinaryFate(chance),
      ...EVEN,
      pace: 0.4,
      resultClass: 'B',
      promiseDays: chance.int(20, 70),
      stopBefore: 'promiseAnswer',
    }
    const played = playCase(
      {
        at,
        by: firmOf(firm(place, rosters, chance), rosters.parkOf),
        grade: '一般',
        situation,
        source: 'hotline',
        visit: null,
        registeredBy: chance.pick(stage.people.coordinators),
      },
      fate,
      stage,
      chance.fork('life'),
    )
    if (played.issue.state === 'pledged' && played.issue.dueOn === dueOn) return [played]
  }
  throw new Error(`No promise of ${title} falls on ${dueOn}`)
}
