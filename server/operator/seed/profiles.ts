import { Types } from 'mongoose'
import type { AuditFacts } from '../../../models/audit/entry.ts'
import { loadedCalendar } from '../../../models/holiday/queries.ts'
import { isRunning } from '../../../models/issue/state.ts'
import { officeHours } from '../../../models/issue/moment.ts'
import { dayOf } from '../../../models/shared/calendarDay.ts'
import type { Deps } from '../../deps.ts'
import { hashPassword } from '../../lib/hashing.ts'
import { WrongCall } from '../command.ts'
import type { SamplePhase } from './campaignDays.ts'
import { ballots } from './ballots.ts'
import { campaigns } from './campaigns.ts'
import { multiplied } from './multiply.ts'
import type { Hands } from './hands.ts'
import { opinions } from './opinions.ts'
import { DEMO_PASSWORD, type People } from './people.ts'
import { provincial } from './provincial.ts'
import { published } from './published.ts'
import { questionnaires } from './questionnaires.ts'
import { randomSource } from './random.ts'
import { reports } from './reports.ts'
import { scored } from './scored.ts'
import { heardFromOutside } from './outside.ts'
import { isEmpty, sampleEvidence, settled, storeCity } from './store.ts'
import { signIns, trailOf } from './trail.ts'
import { wholeCity, type City, type Measure } from './wholeCity.ts'

export const PROFILES = ['demo', 'load', 'acceptance'] as const
export type Profile = (typeof PROFILES)[number]
export const isProfile = (text: string): text is Profile => PROFILES.some((profile) => profile === text)

/** The moment of the acceptance city when none is given: that of the mockups. */
export const ACCEPTANCE_AT = '2026-11-25T10:20:00+08:00'

const MEASURES: Readonly<Record<Profile, Measure>> = {
  demo: { firms: 1000, members: 500, months: 24, raisedPerVisit: 0.47 },
  load: { firms: 1000, members: 1000, months: 30, raisedPerVisit: 0.3 },
  acceptance: { firms: 60, members: 30, months: 6, raisedPerVisit: 0.6 },
}

/** A smaller or larger sample has fewer or more firms and people; the load profile grows by copies instead. */
function measureOf(profile: Profile, scale: number): Measure {
  const measure = MEASURES[profile]
  if (profile === 'load') return measure
  return {
    ...measure,
    firms: Math.max(20, Math.round(measure.firms * scale)),
    members: Math.max(10, Math.round(measure.members * scale)),
  }
}

/** For programs: sign-ins by role, links of people without an account, and numbers of records of each kind. */
export interface Handout {
  profile: Profile
  at: string
  users: Record<string, { name: string; password: string; totp: string | null; department: string }>
  links: Record<string, string>
  ids: Record<string, string[]>
}

export interface Filled {
  summary: string[]
  handout: Handout
}

/**
 * Fills an empty database with a sample city.
 * @throws WrongCall when the database holds anything
 */
export async function fillDatabase(
  deps: Deps,
  { profile, scale, at, phase = 'voting' }: { profile: Profile; scale: number; at: Date; phase?: SamplePhase },
): Promise<Filled> {
  if (!(await isEmpty())) throw new WrongCall('数据库不是空的，只有空数据库才能填入样例城市')
  const startedAt = performance.now()
  const made = wholeCity({
    seed: profile === 'acceptance' ? 'acceptance' : 'qingdao',
    at,
    calendar: await loadedCalendar(),
    hours: await officeHours(),
    measure: measureOf(profile, scale),
    passwordHash: await hashPassword(DEMO_PASSWORD),
    evidence: sampleEvidence(deps),
  })
  const whole = profile === 'load' ? multiplied(made, scale) : made
  await storeCity(whole, profile, trailFor(whole, profile, scale, at), deps)
  await scored({ ...deps, clock: { now: () => at } }, whole.people, at, phase)
  await campaigns(deps, whole.people, at, phase)
  await settled()
  const votes = await ballots(deps, whole.people, at)
  await settled()
  if (profile !== 'load') await questionnaires(deps, whole.enterprises.filter(({ archivedAt }) => archivedAt === null), whole.people, at)
  if (profile !== 'load') await opinions(at, sampleEvidence(deps), handsOf(whole.people))
  await settled()
  if (profile !== 'load') await reports(whole.people, at)
  if (profile !== 'load') await published(deps, whole.people, at)
  if (profile !== 'load') await provincial(deps, whole.people, at)
  // what firms say speaks of everything else
  const outside = await heardFromOutside({ ...deps, clock: { now: () => at } }, whole.people)
  const handout = handoutOf(whole, profile, at)
  return {
    summary: [...summaryOf(whole, at, performance.now() - startedAt), ...votes.summary, ...outside.summary],
    handout: { ...handout, links: { ...handout.links, ...votes.links, ...outside.links } },
  }
}

/** Who sorted opinions, looked at what was mended, and handled discipline cases. */
function handsOf({ shown, leadOf }: People): Hands {
  const name = (role: 'coordinator' | 'supervisor' | 'discipline') => shown.get(role)?.name ?? ''
  return { office: name('coordinator'), supervisor: name('supervisor'), discipline: name('discipline'), uploader: leadOf('zhujian').id ?? new Types.ObjectId() }
}

/** Dataset L has a million entries at scale 1. @source security.md §0 */
const TRAIL_ENTRIES = 1_000_000
const TRAIL_DAYS = 900

function* trailFor({ issues, visits, people }: City, profile: Profile, scale: number, at: Date): Generator<AuditFacts> {
  let count = 0
  for (const facts of trailOf(issues, visits, people)) {
    count += 1
    yield facts
  }
  if (profile === 'load')
    yield* signIns(people, Math.max(0, TRAIL_ENTRIES * scale - count), at, TRAIL_DAYS, randomSource('trail'))
}

function summaryOf({ people, enterprises, members, visits, issues, cards, tasks }: City, at: Date, ms: number): string[] {
  const inStock = (stock: string): number => issues.filter((issue) => issue.stock === stock).length
  const overdue = issues.filter(({ state, dueAt }) => isRunning(state) && dueAt !== null && dueAt < at).length
  return [
    `样例城市（${dayOf(at)}）：用户 ${people.users.length}，企业 ${enterprises.length}，代表委员 ${members.length}，` +
      `走访任务 ${tasks.length}，走访 ${visits.length}，诉求和意见 ${issues.length}` +
      `（在办 ${inStock('handling')}，超期 ${overdue}，挂账 ${inStock('pledged')}），牌和督办单 ${cards.length}`,
    `用时 ${(ms / 1000).toFixed(1)} 秒`,
  ]
}

function handoutOf(
  { people, issues, visits, enterprises, members, departments }: City,
  profile: Profile,
  at: Date,
): Handout {
  const byState = new Map<string, string[]>()
  for (const { state, no } of issues) byState.set(state, [...(byState.get(state) ?? []), no])
  return {
    profile,
    at: at.toISOString(),
    users: Object.fromEntries(
      [...people.shown].map(([role, user]) => [
        role,
        { name: user.account, password: DEMO_PASSWORD, totp: null, department: user.department },
      ]),
    ),
    links: {},
    ids: {
      departments: departments.map(({ _id }) => _id),
      enterprises: enterprises.slice(0, 20).map(({ uscc }) => uscc),
      members: members.slice(0, 20).map(({ _id }) => String(_id)),
      visits: visits.slice(-20).map(({ no }) => no),
      ...Object.fromEntries([...byState].map(([state, numbers]) => [`issues.${state}`, numbers.slice(-20)])),
    },
  }
}
