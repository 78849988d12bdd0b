import type { Source } from '../../../models/issue/words.ts'
import { addMonths, dayOf } from '../../../models/shared/calendarDay.ts'
import type { Visit } from '../../../models/visit/index.ts'
import { officeMoment } from './moments.ts'
import type { Opening, RaisedBy, Stage } from './opening.ts'
import type { Random } from './random.ts'
import { SITUATIONS, type Situation } from './situations/index.ts'
import type { Rosters } from './visit.ts'

/** Bureaus that hear more than others: what is raised is drawn by its lead. @source mockup dashboard-1280 */
const LEAD_WEIGHT: Readonly<Record<string, number>> = {
  zhujian: 3,
  ziran: 2.2,
  chengguan: 2,
  jiaotong: 2,
  huanjing: 2.2,
  shijian: 1.6,
  shuiwu: 2.4,
  gongxin: 1.8,
  yuanlin: 3,
  shenpi: 1.4,
  gongan: 1.8,
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

export function raisersOf({ enterprises, members, parkOf }: Rosters): Map<string, RaisedBy> {
  return new Map<string, RaisedBy>([
    ...enterprises.map((row) => [String(row._id), { kind: 'enterprise', row, park: parkOf(row) }] as const),
    ...members.map((row) => [String(row._id), { kind: row.kind, row }] as const),
  ])
}

export function raisedOn(
  visit: Visit,
  raisers: ReadonlyMap<string, RaisedBy>,
  stage: Stage,
  random: Random,
  perVisit: number,
): Opening[] {
  const by = raisers.get(String(visit.subjects[0]?.id))
  if (!by) return []
  // the custom grew: a year ago two thirds as many visits brought something up
  const share = visit.onDay < addMonths(dayOf(stage.until), -9) ? perVisit * 0.66 : perVisit
  const count = random.chance(share) ? (random.chance(0.16) ? 2 : 1) : 0
  const registeredBy =
    stage.people.officersOf(visit.department).find(({ id }) => String(id) === String(visit.createdBy)) ??
    stage.people.headOf(visit.department)
  return Array.from({ length: count }, () => ({
    at: visit.createdAt,
    by,
    situation: drawSituation(by.kind, random),
    source: 'visit',
    visit,
    registeredBy,
  }))
}

export function fromOtherSources(
  { enterprises, members, parkOf }: Rosters,
  visits: readonly Visit[],
  stage: Stage,
  random: Random,
  count: number,
): Opening[] {
  const days = visits.filter(({ state }) => state === 'done').map(({ onDay }) => onDay)
  return Array.from({ length: count }, () => {
    const source: Source = random.weighted({ hotline: 46, questionnaire: 26, suggestion: 9, proposal: 9, other: 10 })
    const kind = source === 'suggestion' ? 'npc' : source === 'proposal' ? 'cppcc' : null
    const by: RaisedBy =
      kind === null
        ? firmOf(random.pick(enterprises), parkOf)
        : { kind, row: random.pick(members.filter((member) => member.kind === kind)) }
    const at = officeMoment(random.pick(days), random)
    return {
      at: at < stage.until ? at : new Date(stage.until.getTime() - 3_600_000),
      by,
      situation: drawSituation(by.kind, random),
      source,
      visit: null,
      registeredBy: random.pick(stage.people.coordinators),
    }
  })
}

export const firmOf = (row: Rosters['enterprises'][number], parkOf: Rosters['parkOf']): RaisedBy => ({
  kind: 'enterprise',
  row,
  park: parkOf(row),
})
