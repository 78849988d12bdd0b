import type { CampaignPhase } from '../../../models/campaign/phases.ts'
import { phasesOfNewYear } from '../../../models/campaign/phases.ts'
import { addDays, dayOf, instantOf, yearOf, type CivilDay } from '../../../models/shared/calendarDay.ts'

/** Where this year's campaign stands in a sample city; `voting` unless another is asked for. */
export const SAMPLE_PHASES = ['planning', 'pool', 'reports', 'voting', 'counting', 'objection', 'published'] as const
export type SamplePhase = (typeof SAMPLE_PHASES)[number]
export const isSamplePhase = (text: string): text is SamplePhase => SAMPLE_PHASES.some((phase) => phase === text)

/** Days from the opening of the vote to the sample's moment. */
const DAYS_INTO: Readonly<Record<SamplePhase, number>> = {
  planning: -130, pool: -70, reports: -6, voting: 1, counting: 4, objection: 10, published: 25,
}

/** The days of a year's campaign, all counted from the day on which the vote opens. */
export interface CampaignDays {
  phases: CampaignPhase[]
  startedAt: Date
  gatheredAt: Date
  frozenAt: Date
  beaconOn: CivilDay
  drawnAt: Date
  trainingAt: Date
  opensAt: Date
  closesAt: Date
  sessionsOn: CivilDay[]
  objectionUntilOn: CivilDay
  publishedAt: Date
}

/** Offsets of the phases from the opening day. */
const SPANS: Readonly<Record<string, readonly [number, number]>> = {
  P1: [-140, -111], P2: [-110, -41], P3: [-110, -12], P4: [-12, -2], P5: [0, 5], P6: [6, 45],
}

/** This year's days, laid so that `at` lies in the phase asked for. */
export const daysAround = (at: Date, phase: SamplePhase): CampaignDays =>
  daysFrom(addDays(dayOf(at), -DAYS_INTO[phase]), yearOf(dayOf(at)))

/** The days of a campaign whose vote opens on a day. */
export function daysFrom(opensOn: CivilDay, year: number): CampaignDays {
  const day = (offset: number) => addDays(opensOn, offset)
  const phases = phasesOfNewYear(year).map((phase) => {
    const [from, to] = SPANS[phase.key] ?? [0, 0]
    return { ...phase, fromOn: day(from), toOn: day(to) }
  })
  return {
    phases, startedAt: instantOf(day(-120), '10:00'), gatheredAt: instantOf(day(-60), '15:00'), frozenAt: instantOf(day(-50), '09:30'), beaconOn: day(-47),
    drawnAt: instantOf(day(-46), '10:00'), trainingAt: instantOf(day(-11), '09:00'), opensAt: instantOf(opensOn, '08:30'), closesAt: instantOf(day(3), '17:30'),
    sessionsOn: [opensOn, opensOn, day(1), day(1)], objectionUntilOn: day(14), publishedAt: instantOf(day(20), '09:00'),
  }
}
