import type { Issue } from '../../../models/issue/record.ts'
import { isRunning } from '../../../models/issue/state.ts'
import type { Source } from '../../../models/issue/words.ts'
import { addMonths, dayOf } from '../../../models/shared/calendarDay.ts'
import { addWorkingDays, firstWorkingDayFrom } from '../../../models/shared/workingCalendar.ts'
import type { Visit } from '../../../models/visit/index.ts'
import { ordinaryFate, promptFate, type Fate } from './fate.ts'
import { daysAfter, officeMoment } from './moments.ts'
import { playCase, type Opening, type RaisedBy, type Stage } from './opening.ts'
import type { Played } from './play.ts'
import type { Random } from './random.ts'
import { SITUATIONS, type Situation } from './situations/index.ts'
import { PROMISES, SPECIALS, type Special } from './specials.ts'
import type { Rosters } from './visiting.ts'

interface Given { stage: Stage, rosters: Rosters, visits: Visit[], random: Random, raisedPerVisit: number }

/** Bureaus that hear more than others: what is raised is drawn by its lead. @source mockup dashboard-1280 */
const LEAD_WEIGHT: Readonly<Record<string, number>> = {
  zhujian: 3, ziran: 2.2, chengguan: 2, jiaotong: 2, huanjing: 2.2, shijian: 1.6, shuiwu: 2.4, gongxin: 1.8, yuanlin: 3, shenpi: 1.4, gongan: 1.8,
}

/** Draws what somebody raises: firms speak of business, deputies and members half of the time of life in the city. */
export function drawSituation(kind: RaisedBy['kind'], random: Random): Situation {
  const civic = kind !== 'enterprise' && random.chance(0.62)
  for (;;) {
    const situation = random.pick(SITUATIONS)
    const weight = (LEAD_WEIGHT[situation.leads[0]] ?? 1) / 3
    if ((situation.category === '其他') === civic && random.chance(weight)) return situation
  }
}

/** All cases of the city as they stand at the present, not yet numbered. */
export function cases({ stage, rosters, visits, random, raisedPerVisit }: Given): Played[] {
  const raisers = raisersOf(rosters)
  const fromVisits = visits.filter(({ state }) => state === 'done')
    .flatMap((visit, index) => raisedOn(visit, raisers, stage, random.fork(`visit ${index}`), raisedPerVisit))
  const elsewhere = fromVisits.length === 0 ? [] : fromOtherSources(rosters, visits, stage, random.fork('elsewhere'), Math.round(fromVisits.length * 0.18))
  return [
    ...[...fromVisits, ...elsewhere].flatMap((opening, index) => ordinary(opening, stage, random.fork(`case ${index}`))),
    ...SPECIALS.flatMap((special, index) => craft(special, rosters, stage, random.fork(`special ${index}`))),
    ...PROMISES.flatMap((promise, index) => craftPromise(promise, rosters, stage, random.fork(`promise ${index}`))),
  ]
}

function raisersOf({ enterprises, members, parkOf }: Rosters): Map<string, RaisedBy> {
  return new Map<string, RaisedBy>([
    ...enterprises.map((row) => [String(row._id), { kind: 'enterprise', row, park: parkOf(row) }] as const),
    ...members.map((row) => [String(row._id), { kind: row.kind, row }] as const),
  ])
}

function raisedOn(visit: Visit, raisers: ReadonlyMap<string, RaisedBy>, stage: Stage, random: Random, perVisit: number): Opening[] {
  const by = raisers.get(String(visit.subjects[0]?.id))
  if (!by) return []
  // the custom grew: a year ago two thirds as many visits brought something up
  const share = visit.onDay < addMonths(dayOf(stage.until), -9) ? perVisit * 0.66 : perVisit
  const count = random.chance(share) ? (random.chance(0.16) ? 2 : 1) : 0
  const registeredBy = stage.people.officersOf(visit.department).find(({ id }) => String(id) === String(visit.createdBy)) ?? stage.people.headOf(visit.department)
  return Array.from({ length: count }, () => (
    { at: visit.createdAt, by, situation: drawSituation(by.kind, random), source: 'visit', visit, registeredBy }))
}

function fromOtherSources({ enterprises, members, parkOf }: Rosters, visits: readonly Visit[], stage: Stage, random: Random, count: number): Opening[] {
  const days = visits.filter(({ state }) => state === 'done').map(({ onDay }) => onDay)
  return Array.from({ length: count }, () => {
    const source: Source = random.weighted({ hotline: 46, questionnaire: 26, suggestion: 9, proposal: 9, other: 10 })
    const kind = source === 'suggestion' ? 'npc' : source === 'proposal' ? 'cppcc' : null
    const by: RaisedBy = kind === null ? firmOf(random.pick(enterprises), parkOf) : { kind, row: random.pick(members.filter((member) => member.kind === kind)) }
    const at = officeMoment(random.pick(days), random)
    return { at: at < stage.until ? at : new Date(stage.until.getTime() - 3_600_000), by, situation: drawSituation(by.kind, random), source, visit: null, registeredBy: random.pick(stage.people.coordinators) }
  })
}

const firmOf = (row: Rosters['enterprises'][number], parkOf: Rosters['parkOf']): RaisedBy => ({ kind: 'enterprise', row, park: parkOf(row) })

/** A case of the common run; one that would be overdue now goes straight instead: the overdue ones are chosen. */
function ordinary(opening: Opening, stage: Stage, random: Random): Played[] {
  const fate = ordinaryFate(random.fork('fate'))
  for (let attempt = 0; attempt < 4; attempt += 1) {
    const played = playCase(opening, attempt === 0 ? fate : promptFate(fate), stage, random.fork(`life ${attempt}`))
    if (!isOverdue(played.issue, stage.until)) return [played]
  }
  return []
}

const isOverdue = ({ state, dueAt }: Issue, until: Date): boolean => isRunning(state) && dueAt !== null && dueAt < until

const EVEN: Pick<Fate, 'rejected' | 'withdrawn' | 'refused' | 'signedLate' | 'extension' | 'verificationFails' | 'unsatisfied' | 'unreachable' | 'reopened'> = {
  rejected: false, withdrawn: false, refused: 'no', signedLate: false, extension: 'no', verificationFails: false, unsatisfied: 0, unreachable: false, reopened: false,
}

function fateOf({ stop, turn }: Special, random: Random): Fate {
  const fate: Fate = { ...ordinaryFate(random), ...EVEN, pace: 0.35 + random.next() * 0.4, resultClass: 'A', stopBefore: stop }
  if (stop === 'arbitrate') fate.refused = 'reassigned'
  if (stop === 'decideExtension') fate.extension = 'granted'
  if (turn === 'verificationFails') return { ...fate, verificationFails: true, pace: 0.7 }
  if (turn === 'reopened') fate.reopened = true
  if (turn === 'unsatisfied') fate.unsatisfied = 1
  return fate
}

/** The state in which a case stands that stopped before a step. */
const STANDS: Readonly<Record<Special['stop'], Issue['state']>> = {
  accept: 'submitted', sign: 'assigned', arbitrate: 'refusalReview', decideExtension: 'handling', releaseAnswer: 'handling', verify: 'answered',
  callBack: 'callBack', answer: 'handling', redoAnswer: 'redo', promiseAnswer: 'pledged',
}
/** How many working days ago a case may have begun that stands so. */
const AGES: Readonly<Record<Special['stop'], readonly [number, number]>> = {
  accept: [0, 1], sign: [0, 2], arbitrate: [1, 2], decideExtension: [4, 12], releaseAnswer: [6, 16], verify: [6, 18], callBack: [8, 20], answer: [3, 45],
  redoAnswer: [14, 45], promiseAnswer: [20, 40],
}

/** Tries beginnings until one leads to the wanted standing; a city without it would lack a queue. */
function craft(special: Special, rosters: Rosters, stage: Stage, random: Random): Played[] {
  const choices = SITUATIONS.filter(({ title, leads }) => (special.title === null || title === special.title) && (special.lead === null || leads[0] === special.lead))
  const today = dayOf(stage.until)
  const [least, most] = AGES[special.stop]
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const chance = random.fork(`attempt ${attempt}`)
    const situation = chance.pick(choices)
    const grade = situation.leads.length > 1 ? '复杂' : '一般'
    const limit = grade === '复杂' ? 30 : 15
    const age = special.over === null ? chance.int(least, most) : limit + special.over + (special.turn ? chance.int(1, 10) : chance.int(0, 2))
    const at = officeMoment(addWorkingDays(today, -age, stage.calendar).day, chance)
    if (at >= stage.until) continue
    const played = playCase({ at, by: firmOf(firm(special.firm, rosters, chance), rosters.parkOf), grade, situation, source: 'hotline', visit: null, registeredBy: chance.pick(stage.people.coordinators) },
      fateOf(special, chance), stage, chance.fork('life'))
    if (fits(played.issue, special, stage)) return [played]
  }
  throw new Error(`No case came to stand before ${special.stop} (${special.title ?? special.lead ?? ''}, ${special.over ?? ''})`)
}

const firm = (place: number | null, { enterprises }: Rosters, random: Random) => {
  const active = enterprises.filter(({ archivedAt }) => archivedAt === null)
  return active[place ?? -1] ?? random.pick(active)
}

function fits(issue: Issue, { stop, over, turn }: Special, { calendar, until }: Stage): boolean {
  if (issue.state !== STANDS[stop]) return false
  if (turn === 'reopened' && !issue.reopened) return false
  if (stop === 'releaseAnswer' && !issue.answers.some(({ releasedAt }) => releasedAt === null)) return false
  if (stop === 'decideExtension' && !issue.extensions.some(({ decision }) => decision === null)) return false
  if (over === null) return !isOverdue(issue, until)
  const today = dayOf(until)
  return issue.dueOn === (over === 0 ? firstWorkingDayFrom(today, calendar) : addWorkingDays(today, -over, calendar)).day
}

function craftPromise({ title, firm: place, left }: (typeof PROMISES)[number], rosters: Rosters, stage: Stage, random: Random): Played[] {
  const situation = SITUATIONS.find((each) => each.title === title)
  if (!situation) throw new RangeError(`no situation ${title}`)
  const dueOn = addWorkingDays(dayOf(stage.until), left, stage.calendar).day
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const chance = random.fork(`attempt ${attempt}`)
    const at = daysAfter(stage.until, -chance.int(35, 60), chance, stage.calendar)
    const fate: Fate = { ...ordinaryFate(chance), ...EVEN, pace: 0.4, resultClass: 'B', promiseDays: chance.int(20, 70), stopBefore: 'promiseAnswer' }
    const played = playCase({ at, by: firmOf(firm(place, rosters, chance), rosters.parkOf), grade: '一般', situation, source: 'hotline', visit: null, registeredBy: chance.pick(stage.people.coordinators) },
      fate, stage, chance.fork('life'))
    if (played.issue.state === 'pledged' && played.issue.dueOn === dueOn) return [played]
  }
  throw new Error(`No promise of ${title} falls on ${dueOn}`)
}
