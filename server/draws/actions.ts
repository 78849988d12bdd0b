import { campaignOf, type StoredCampaign } from '../../models/campaign/queries.ts'
import { announceBeacon, DrawModel, frozenPool, runDraw, voidDraw, type Draw, type DrawDocument } from '../../models/draw/index.ts'
import { drawAll, lacksOf, strataOf, type StratumRule } from '../../models/draw/drawing.ts'
import { poolEntry } from '../../models/draw/entries.ts'
import { placesOf } from '../../models/draw/places.ts'
import { codesFor, poolHash, type PoolEntry } from '../../models/draw/pool.ts'
import { RepresentativeModel, type Representative } from '../../models/representative/index.ts'
import { ScoringPlanModel, type ScoringPlan } from '../../models/scoringPlan/index.ts'
import type { CivilDay } from '../../models/shared/calendarDay.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import type { Actor } from '../../models/user/actor.ts'
import { act, type Tx } from '../act.ts'
import type { Deps } from '../deps.ts'
import { NotFound } from '../http/errors.ts'

type Candidate = Pick<Representative, '_id' | 'name' | 'phone' | 'category' | 'district' | 'tags' | 'recusals'>

const VETTED = { state: 'candidate', 'vetting.state': 'passed' } as const

/** What a pool would be if it were frozen now: its size, and what a trial draw says of strata that are too small. */
export interface PoolPreview {
  candidates: number
  pending: number
  strata: StratumRule[]
  lacks: string[]
}

/** Looks ahead without deciding anything: the trial's seed is the pool's own hash, so it foretells nothing of the real draw. */
export async function poolPreview(deps: Deps, campaign: StoredCampaign): Promise<PoolPreview> {
  const [candidates, pending, plan] = await Promise.all([
    RepresentativeModel.find({ campaign: campaign.year, ...VETTED }).lean<Candidate[]>(),
    RepresentativeModel.countDocuments({ campaign: campaign.year, state: 'candidate', 'vetting.state': 'pending' }),
    planOf(campaign.year),
  ])
  const { pool, strata } = poolOf(deps, campaign, candidates, plan)
  return { candidates: candidates.length, pending, strata, lacks: lacksOf(drawAll(poolHash(pool), strata, pool)) }
}

/**
 * Gives codes to everybody who was vetted and closes the pool. From here on the list decides nothing any more.
 * @throws RuleBroken('draw-not-started') before the campaign has begun on a frozen plan, RuleBroken('draw-frozen') when it is closed
 */
export async function freezePool(deps: Deps, actor: Actor, year: number): Promise<Pick<Draw, 'poolHash' | 'commitment'>> {
  return act(deps, actor, 'draw.freeze', async (tx) => {
    const campaign = await campaignOf(year)
    const plan = await planOf(year)
    if (!campaign?.startedAt || !plan?.hash) throw new RuleBroken('draw-not-started', '活动启动、计分方案和构成表冻结以后，才能冻结推荐库。')
    const attempts = await DrawModel.find({ year }, { state: 1 }).session(tx.session).lean()
    if (attempts.some(({ state }) => state !== 'voided')) throw new RuleBroken('draw-frozen', `${year}年的推荐库已经冻结。`)
    const candidates = await RepresentativeModel.find({ campaign: year, ...VETTED }).session(tx.session).lean<Candidate[]>()
    const { pool, strata, codes } = poolOf(deps, campaign, candidates, plan)
    const draw = frozenPool({ year, attempt: attempts.length + 1, pool, strata, plan: { version: plan.version, hash: plan.hash } }, actor, tx.now)
    await DrawModel.create([draw], { session: tx.session })
    await writeEach(candidates.map(({ _id }, at) => ({ filter: { _id }, set: { code: codes[at] ?? null } })), tx)
    tx.audit({ record: recordOf(year), changes: { 人数: String(pool.length), 推荐库校验码: draw.poolHash, 承诺值: draw.commitment } })
    return draw
  })
}

/** Names the day and source of the public number. @throws what `announceBeacon` throws */
export async function announce(deps: Deps, actor: Actor, year: number, beacon: { source: string, on: CivilDay }): Promise<void> {
  await act(deps, actor, 'draw.announce', async (tx) => {
    const draw = await drawIn(year, tx)
    announceBeacon(draw, beacon, actor, tx.now)
    await draw.save({ session: tx.session })
    tx.audit({ record: recordOf(year), changes: { 公开号码: beacon.source, 日期: beacon.on } })
  })
}

/** Draws all groups and gives everybody their place. @throws what `runDraw` throws @returns how many were drawn */
export function drawNow(deps: Deps, actor: Actor, year: number, publicNumber: string): Promise<number> {
  return act(deps, actor, 'draw.run', async (tx) => {
    const draw = await drawIn(year, tx)
    runDraw(draw, publicNumber, actor, tx.now)
    await draw.save({ session: tx.session })
    const { strata, results } = draw.toObject<Draw>()
    const places = [...placesOf(strata, results)]
    const set = { state: 'drawn', drawnAt: tx.now }
    await writeEach(places.map(([code, place]) => ({ filter: { campaign: year, code, state: 'candidate' }, set: { ...place, ...set } })), tx)
    tx.audit({ record: recordOf(year), changes: { 公开号码: publicNumber, 种子: draw.seed ?? '', 抽中: String(places.length) } })
    return places.length
  })
}

/** Takes a frozen pool back: codes go, the list is open again, the attempt stays published. @throws what `voidDraw` throws */
export async function voidPool(deps: Deps, actor: Actor, year: number, reason: string): Promise<void> {
  await act(deps, actor, 'draw.void', async (tx) => {
    const draw = await drawIn(year, tx)
    voidDraw(draw, reason, tx.now)
    await draw.save({ session: tx.session })
    await RepresentativeModel.updateMany({ campaign: year }, { $set: { code: null } }, { session: tx.session })
    tx.audit({ record: recordOf(year), reason })
  })
}

const recordOf = (year: number) => ({ type: 'draw', id: String(year), no: String(year) })

function poolOf(deps: Deps, campaign: StoredCampaign, candidates: readonly Candidate[], plan: ScoringPlan | null): {
  pool: PoolEntry[], strata: StratumRule[], codes: string[],
} {
  const codes = codesFor(candidates, deps.keys.draw)
  return {
    codes, pool: candidates.map((one, at) => poolEntry(one, codes[at] ?? '', campaign.groups)),
    strata: strataOf(plan?.composition ?? [], campaign.venues, campaign.groups.map(({ no }) => no).sort((a, b) => a - b)),
  }
}

/** The plan that a year's draw follows: its latest frozen version. */
const planOf = (year: number): Promise<ScoringPlan | null> =>
  ScoringPlanModel.findOne({ year, frozenAt: { $ne: null } }).sort({ year: -1, version: -1 }).lean<ScoringPlan>().exec()

async function drawIn(year: number, tx: Tx): Promise<DrawDocument> {
  const draw = await DrawModel.findOne({ year, state: { $ne: 'voided' } }).sort({ year: -1, attempt: -1 }).session(tx.session)
  if (draw === null) throw new NotFound()
  return draw
}

/** One update for each person, all in the act's transaction. @throws RuleBroken('draw-moved') when somebody is not as read */
async function writeEach(writes: readonly { filter: object, set: object }[], tx: Tx): Promise<void> {
  if (writes.length === 0) return
  const operations = writes.map(({ filter, set }) => ({ updateOne: { filter, update: { $set: set, $inc: { __v: 1 } } } }))
  const { matchedCount } = await RepresentativeModel.bulkWrite(operations, { session: tx.session })
  if (matchedCount !== writes.length) throw new RuleBroken('draw-moved', '推荐库刚刚有人改过，没有办。请重新打开这一页再办。')
}
