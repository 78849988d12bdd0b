import {
  CampaignModel, startCampaign, type Campaign, type CampaignDocument, type CampaignGroup, type CampaignVenue,
} from '../../models/campaign/index.ts'
import { phasesOfNewYear } from '../../models/campaign/phases.ts'
import { allCampaigns, type StoredCampaign } from '../../models/campaign/queries.ts'
import { allDepartments } from '../../models/department/queries.ts'
import { allDistricts } from '../../models/district/queries.ts'
import { compositionComplaints, emptyComposition, type CompositionLine } from '../../models/scoringPlan/composition.ts'
import { freezePlan, planName, reviseComposition, ScoringPlanModel } from '../../models/scoringPlan/index.ts'
import { templateFor } from '../../models/scoringPlan/queries.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import type { Actor } from '../../models/user/actor.ts'
import { act, type Tx } from '../act.ts'
import type { Deps } from '../deps.ts'
import { Conflict, NotFound } from '../http/errors.ts'
import { campaignPath } from './tabs.ts'

/**
 * Sets up a year from the one before it: groups, venues, conference, holders and plan are taken over, days shifted to the new year. Without
 * one before it starts from the city's departments and the template. @throws Conflict when the year exists
 */
export async function createYear(deps: Deps, actor: Actor, year: number): Promise<void> {
  const last = (await allCampaigns()).find((campaign) => campaign.year < year) ?? null
  const [groups, venues, template] = await Promise.all([groupsOfCity(), venuesOfCity(), templateFor(year)])
  await act(deps, actor, 'campaign.create', async (tx) => {
    if (await CampaignModel.exists({ year }).session(tx.session)) throw new Conflict(`${year}年的活动已经有了。`, { text: '看这一年', href: campaignPath(year) })
    const [made] = await CampaignModel.create([{
      year, title: `${year}年三民活动`, phases: last === null ? phasesOfNewYear(year) : shifted(last, year), members: last?.members ?? [],
      groups: last?.groups ?? groups, venues: last?.venues ?? venues, holders: last?.holders ?? [], setup: { fromYear: last?.year ?? null, checked: [] },
      createdAt: tx.now, createdByName: actor.name,
    }], { session: tx.session })
    if (template.version === 1) await ScoringPlanModel.create([{ ...template, reason: '', createdByName: actor.name, createdAt: tx.now }], { session: tx.session })
    tx.audit({ record: { type: 'campaign', id: made?._id ?? '', no: String(year) }, changes: { 沿用: last === null ? '模板' : String(last.year) } })
  })
}

/** The same days of the new year; conditions start unticked. */
function shifted(last: StoredCampaign, year: number): Campaign['phases'] {
  const move = (on: string) => `${Number(on.slice(0, 4)) + year - last.year}${on.slice(4) === '-02-29' ? '-02-28' : on.slice(4)}`
  return last.phases.map((phase) => ({
    ...phase, fromOn: move(phase.fromOn), toOn: move(phase.toOn), exit: phase.exit.map(({ key, text }) => ({ key, text, metAt: null, metByName: '' })),
  }))
}

async function groupsOfCity(): Promise<CampaignGroup[]> {
  const departments = await allDepartments()
  const numbers = [...new Set(departments.flatMap(({ group }) => group ?? []))].sort((a, b) => a - b)
  return numbers.map((no) => ({ no, name: `第${no}组`, departments: departments.filter(({ group }) => group === no).map(({ _id }) => _id) }))
}

async function venuesOfCity(): Promise<CampaignVenue[]> {
  const branches = (await allDistricts()).map(({ _id, name }): CampaignVenue => ({ code: `branch-${_id}`, name: `${name}分会场`, kind: 'branch', district: _id, place: '' }))
  return [
    { code: 'main', name: '主会场', kind: 'main', district: null, place: '' }, ...branches, { code: 'online', name: '网上', kind: 'online', district: null, place: '' },
  ]
}

/** A change of the campaign by its form. @param version as the form was drawn @throws Conflict when somebody saved it since */
export async function changeCampaign(
  deps: Deps, actor: Actor, { year, version, what }: { year: number, version: string | null, what: string }, change: (campaign: CampaignDocument, tx: Tx) => void,
): Promise<void> {
  await act(deps, actor, 'campaign.edit', async (tx) => {
    const campaign = await CampaignModel.findOne({ year }).session(tx.session)
    if (campaign === null) throw new NotFound()
    if (version !== null && version !== String(campaign.get('__v'))) {
      throw new Conflict('您打开这一页之后，别人改过，您的修改没有保存。', { text: '看最新的', href: campaignPath(year) })
    }
    change(campaign, tx)
    campaign.increment()
    await campaign.save({ session: tx.session })
    tx.audit({ record: { type: 'campaign', id: campaign._id, no: String(year) }, changes: { 修改: what } })
  })
}

/** Groups and venues stand once the campaign has started: representatives are drawn by them. */
export function mustBePlanning({ startedAt }: Pick<Campaign, 'startedAt'>, what: string): void {
  if (startedAt !== null) throw new RuleBroken('campaign-started', `活动已经启动，${what}不能再改。`)
}

/** Sets the composition of the year's draft plan. @throws RuleBroken when the latest version is frozen or there is none */
export async function saveComposition(deps: Deps, actor: Actor, year: number, composition: readonly CompositionLine[]): Promise<void> {
  await act(deps, actor, 'scoringPlan.edit', async (tx) => {
    const plan = await latestPlan(year, tx)
    if (plan === null) throw new RuleBroken('plan-none', '这一年还没有计分方案，请先新建一版。')
    reviseComposition(plan, composition)
    await plan.save({ session: tx.session })
    tx.audit({ record: { type: 'scoringPlan', id: plan._id, no: planName(plan) }, changes: { 修改: '市民代表构成表' } })
  })
}

/** What a campaign still lacks before it can start, as sentences. */
export function missingForStart(campaign: Campaign, plan: { composition: readonly CompositionLine[], weights: Parameters<typeof compositionComplaints>[1] } | null): string[] {
  const codes = new Set(campaign.venues.map(({ code }) => code))
  return [
    ...(campaign.groups.every(({ departments }) => departments.length > 0) && campaign.groups.length > 0 ? [] : ['有的组里还没有部门']),
    ...(campaign.venues.length > 0 ? [] : ['还没有会场']),
    ...(campaign.holders.length === 3 ? [] : [`票箱密钥要有三位持有人，现在是 ${campaign.holders.length} 位；丢了两位的口令，选票就打不开`]),
    ...(plan === null ? ['还没有计分方案'] : compositionComplaints(plan.composition, plan.weights)),
    ...(plan?.composition.some(({ quotas }) => quotas.some(({ venue }) => !codes.has(venue))) ? ['构成表里有的会场不在会场名单里'] : []),
  ]
}

/** Starts the year: the plan is frozen with its 校验码, and the campaign names it. @throws RuleBroken with everything that is missing */
export function start(deps: Deps, actor: Actor, year: number): Promise<string> {
  return act(deps, actor, 'campaign.start', async (tx) => {
    const campaign = await CampaignModel.findOne({ year }).session(tx.session)
    if (campaign === null) throw new NotFound()
    const plan = await latestPlan(year, tx)
    const missing = missingForStart(campaign.toObject<Campaign>(), plan)
    if (plan === null || missing.length > 0) throw new RuleBroken('campaign-incomplete', `还不能启动：${missing.join('；')}。`)
    if (plan.frozenAt === null) {
      freezePlan(plan, actor, tx.now)
      await plan.save({ session: tx.session })
    }
    const hash = plan.hash ?? ''
    startCampaign(campaign, { version: plan.version, hash }, [], actor, tx.now)
    await campaign.save({ session: tx.session })
    tx.audit({ record: { type: 'campaign', id: campaign._id, no: String(year) }, changes: { 启动: planName(plan), 校验码: hash } })
    return hash
  })
}

/** The composition as it stands, or an empty one with a line for each category. */
export const compositionOf = (plan: { composition?: readonly CompositionLine[], weights: Parameters<typeof emptyComposition>[0] }): readonly CompositionLine[] =>
  (plan.composition && plan.composition.length > 0 ? plan.composition : emptyComposition(plan.weights))

const latestPlan = (year: number, { session }: Tx) => ScoringPlanModel.findOne({ year }).sort({ year: -1, version: -1 }).session(session)
