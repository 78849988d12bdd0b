import { createHash } from 'node:crypto'
import { Types } from 'mongoose'
import { CampaignModel, type Campaign, type ConferenceMember } from '../../../models/campaign/index.ts'
import { announceBeacon, DrawModel, frozenPool, runDraw, type Draw } from '../../../models/draw/index.ts'
import { strataOf } from '../../../models/draw/drawing.ts'
import { poolEntry } from '../../../models/draw/entries.ts'
import { placesOf } from '../../../models/draw/places.ts'
import { codesFor } from '../../../models/draw/pool.ts'
import { deidentified } from '../../../models/representative/deidentified.ts'
import { RepresentativeModel, type Representative } from '../../../models/representative/index.ts'
import { ScoringPlanModel, type ScoringPlan } from '../../../models/scoringPlan/index.ts'
import { planHash } from '../../../models/scoringPlan/soundness.ts'
import { DEFAULT_WEIGHTS } from '../../../models/scoringPlan/weights.ts'
import { addDays, addMonths, dayOf, instantOf, yearOf } from '../../../models/shared/calendarDay.ts'
import type { Deps } from '../../deps.ts'
import { daysAround, daysFrom, type CampaignDays, type SamplePhase } from './campaignDays.ts'
import { citizens, sampleComposition, sampleVenues } from './citizens.ts'
import { DEPARTMENTS, GROUPS } from './departments.ts'
import type { People } from './people.ts'
import { randomSource } from './random.ts'
import { insertAll } from './store.ts'

/** A year of 三民 with its people, as it stands at `at`: what lies in the future has not happened. */
interface Year {
  campaign: Campaign
  representatives: Representative[]
  draw: Draw | null
}

/**
 * Last year's campaign, finished and published, and this year's in the phase asked for, each with a pool and a draw made by the
 * product's own rules.
 */
export async function campaigns(deps: Deps, people: People, at: Date, phase: SamplePhase): Promise<void> {
  const year = yearOf(dayOf(at))
  const lastDays = daysFrom(`${year - 1}-08-04`, year - 1)
  const lastPlan = planOfLastYear(year - 1, lastDays, people)
  await insertAll(ScoringPlanModel, [lastPlan])
  const plan = await ScoringPlanModel.findOne({ year }).lean<ScoringPlan>()
  const years = [yearOfCampaign(deps, people, lastPlan, year - 1, lastDays, at), yearOfCampaign(deps, people, plan, year, daysAround(at, phase), at)]
  for (const { campaign, representatives, draw } of years) {
    const isForgotten = campaign.publishedAt !== null && addMonths(dayOf(campaign.publishedAt), 6) <= dayOf(at)
    await insertAll(CampaignModel, [campaign])
    await insertAll(RepresentativeModel, isForgotten ? representatives.map((one) => ({ ...one, ...deidentified(one) })) : representatives)
    if (draw !== null) await insertAll(DrawModel, [draw])
  }
}

function yearOfCampaign(deps: Deps, people: People, plan: ScoringPlan | null, year: number, days: CampaignDays, at: Date): Year {
  const campaign = campaignRow(people, year, days, plan, at)
  const candidates = at < days.gatheredAt ? [] : citizens(year, randomSource(`citizens/${year}`), days.gatheredAt, officeName(people))
  if (at < days.frozenAt || !plan?.hash) return { campaign, representatives: candidates, draw: null }
  return { campaign, ...drawn(deps, people, { campaign, candidates, plan: { version: plan.version, hash: plan.hash }, days, at }) }
}

interface Drawing {
  campaign: Campaign
  candidates: Representative[]
  plan: Draw['plan']
  days: CampaignDays
  at: Date
}

/** Freezes the pool, announces the number and draws, as far as that has happened. */
function drawn(deps: Deps, people: People, { campaign, candidates, plan, days, at }: Drawing): Pick<Year, 'representatives' | 'draw'> {
  const by = { name: officeName(people) }
  const passed = candidates.filter(({ vetting }) => vetting.state === 'passed')
  const codes = codesFor(passed, deps.keys.draw)
  const codeOf = new Map(passed.map(({ _id }, index) => [_id, codes[index] ?? '']))
  const pool = passed.map((one) => poolEntry(one, codeOf.get(one._id) ?? '', campaign.groups))
  const strata = strataOf(sampleComposition(), campaign.venues, campaign.groups.map(({ no }) => no))
  const secret = createHash('sha256').update(`sample secret ${campaign.year}`).digest('hex')
  const draw = new DrawModel(frozenPool({ year: campaign.year, attempt: 1, pool, strata, plan }, by, days.frozenAt, secret))
  announceBeacon(draw, { source: '福彩双色球当日开奖号码（样例）', on: days.beaconOn }, by, days.frozenAt)
  if (at >= days.drawnAt) runDraw(draw, `样例${campaign.year}期 03 09 14 21 27 32+06`, by, days.drawnAt)
  const stored = draw.toObject<Draw>()
  const places = placesOf(stored.strata, stored.results)
  const trained = randomSource(`trained/${campaign.year}`)
  const representatives = candidates.map((one): Representative => {
    const code = codeOf.get(one._id) ?? null
    const place = code === null ? undefined : places.get(code)
    if (place === undefined) return { ...one, code }
    const read = at >= days.trainingAt && trained.chance(0.93)
    return {
      ...one, code, ...place, state: 'drawn', drawnAt: days.drawnAt, trainingReadAt: read ? addHours(days.trainingAt, trained.int(1, 200)) : null,
      reportsReadAt: read && trained.chance(0.9) ? addHours(days.trainingAt, trained.int(20, 220)) : null,
    }
  })
  return { representatives, draw: stored }
}

const addHours = (at: Date, hours: number): Date => new Date(at.getTime() + hours * 3_600_000)

function campaignRow(people: People, year: number, days: CampaignDays, plan: ScoringPlan | null, at: Date): Campaign {
  const started = at >= days.startedAt
  const groups = GROUPS.map((name, index) => ({
    no: index + 1, name, departments: DEPARTMENTS.filter(({ group }) => group === name).map(({ code }) => code),
  }))
  return {
    _id: new Types.ObjectId(), year, title: `${year}年三民活动`, phases: days.phases,
    members: conference(),
    groups, venues: sampleVenues(),
    sessions: days.sessionsOn.map((day, index) => ({
      no: index + 1, group: index + 1, venue: null, startsAt: instantOf(day, index % 2 === 0 ? '09:00' : '14:00'), place: '市级机关会议中心一楼报告厅，分会场同步收看',
    })),
    window: { opensAt: days.opensAt, closesAt: days.closesAt }, holders: holdersOf(people),
    materials: at < days.trainingAt ? [] : MATERIALS.map(([title, text], index) => ({
      no: index + 1, title, text, link: '', publishedAt: days.trainingAt, byName: officeName(people),
    })),
    scoringPlan: started && plan?.hash ? { version: plan.version, hash: plan.hash } : null,
    startedAt: started ? days.startedAt : null, startedByName: started ? officeName(people) : '',
    objectionUntilOn: at >= addHours(days.closesAt, 72) ? days.objectionUntilOn : null, publishedAt: at >= days.publishedAt ? days.publishedAt : null,
    setup: { fromYear: year - 1, checked: [] }, createdAt: addHours(days.startedAt, -24 * 10), createdByName: officeName(people),
  }
}

/** The offices of the speech that the sample city has, and every district. @source domain.md §0 */
function conference(): ConferenceMember[] {
  const offices = ['bangong', 'lianban', 'tongji', 'shenpi', 'ducha']
  const districts = DEPARTMENTS.filter(({ kind }) => kind === 'district').map(({ code }) => code)
  return [...offices, ...districts].map((department, index) => ({ department, part: index === 0 ? 'convenor' : 'member', contact: '' }))
}

const MATERIALS = [
  ['市民代表须知', '一、本人参加，不得请人代替。\n二、投票前读完本组各部门的述职报告。\n三、到会场签到，领取投票链接；网上代表按短信提示领取。\n四、每个部门只选一项；不了解的，选“不了解”。\n五、投票不记名，投出以后不能修改。'],
  ['怎样评议', '看三件事：答应的事办了没有，办事快不快、好不好，态度好不好。\n不以个人恩怨评议；有人打招呼、请吃饭、送东西，请打纪律监督电话。'],
] as const

/** Who keeps the parts of the key: the office of evaluation, the supervisors and the discipline. */
function holdersOf({ users }: People): Campaign['holders'] {
  return (['evaluation', 'supervisor', 'discipline'] as const).flatMap((role) => {
    const user = users.find(({ roles }) => roles.includes(role))
    return user ? [{ user: user._id, name: user.name }] : []
  })
}

const officeName = ({ users }: People): string => users.find(({ roles }) => roles.includes('evaluation'))?.name ?? ''

function planOfLastYear(year: number, days: CampaignDays, people: People): ScoringPlan {
  const period = { fromOn: `${year}-01-01`, toOn: addDays(dayOf(days.opensAt), -1) }
  const composition = sampleComposition()
  return {
    _id: new Types.ObjectId(), year, version: 1, weights: DEFAULT_WEIGHTS, composition, period, reason: '', frozenAt: days.startedAt,
    frozenByName: officeName(people), hash: planHash(DEFAULT_WEIGHTS, period, composition), createdByName: officeName(people), createdAt: days.startedAt,
  }
}
