import { randomBytes } from 'node:crypto'
import { Schema, model, type Types } from 'mongoose'
import { dayOf, type CivilDay } from '../shared/calendarDay.ts'
import { RuleBroken } from '../shared/errors.ts'
import { drawAll, lacksOf, type StratumResult, type StratumRule } from './drawing.ts'
import { commitmentOf, seedOf } from './order.ts'
import { poolHash, poolLine, readPoolLine, type PoolEntry } from './pool.ts'

/** Somebody who gave the place up, and who took it over. */
export interface Replacement {
  at: Date
  round: number
  stratum: string
  out: string
  /** null when nobody was left in the stratum */
  in: string | null
  reason: string
  byName: string
}

export const DRAW_STATES = { frozen: '推荐库已冻结', announced: '公开号码已预告', drawn: '已抽取', voided: '已作废' } as const
export type DrawState = keyof typeof DRAW_STATES

/**
 * The public draw of a year's representatives. Everything but the secret is published as soon as it is there; the secret follows with
 * the result, and then everybody can recompute it. @source DESIGN.md §7 Draw
 */
export interface Draw {
  _id: Types.ObjectId
  year: number
  /** 1, or more after a voided one */
  attempt: number
  state: DrawState
  /** lines of the pool, see `poolLine` */
  pool: string[]
  poolHash: string
  strata: StratumRule[]
  plan: { version: number, hash: string }
  frozenAt: Date
  frozenByName: string
  commitment: string
  /** 64 hex digits; leaves the database with the result only */
  secret: string
  /** the lottery whose result will be the public number, and its day */
  beaconSource: string
  beaconOn: CivilDay | null
  announcedAt: Date | null
  announcedByName: string
  publicNumber: string | null
  seed: string | null
  drawnAt: Date | null
  drawnByName: string
  results: StratumResult[]
  replacements: Replacement[]
  voidedAt: Date | null
  voidedReason: string
}

const text = (maxlength: number) => ({ type: String, default: '', maxlength })
const date = { type: Date, default: null }
const sub = (shape: object) => new Schema(shape, { _id: false })

const schema = new Schema<Draw>({
  year: { type: Number, required: true },
  attempt: { type: Number, required: true },
  state: { type: String, enum: Object.keys(DRAW_STATES), required: true },
  pool: { type: [String], required: true },
  poolHash: { type: String, required: true },
  strata: [sub({
    round: Number, name: String, venue: String, category: String, pool: [String], district: { type: String, default: null }, related: Boolean, quota: Number,
  })],
  plan: sub({ version: Number, hash: String }),
  frozenAt: { type: Date, required: true },
  frozenByName: text(40),
  commitment: { type: String, required: true },
  secret: { type: String, required: true },
  beaconSource: text(60),
  beaconOn: { type: String, default: null },
  announcedAt: date,
  announcedByName: text(40),
  publicNumber: { type: String, default: null, maxlength: 100 },
  seed: { type: String, default: null },
  drawnAt: date,
  drawnByName: text(40),
  results: [sub({ round: Number, name: String, order: [String], quota: Number, missing: Number })],
  replacements: [sub({ at: Date, round: Number, stratum: String, out: String, in: { type: String, default: null }, reason: text(200), byName: text(40) })],
  voidedAt: date,
  voidedReason: text(200),
}, { optimisticConcurrency: true })
schema.index({ year: -1, attempt: -1 }, { unique: true })

export const DrawModel = model('Draw', schema, 'draws')
export type DrawDocument = InstanceType<typeof DrawModel>

/** A draw that begins: pool and strata as they stand, and a secret to which the published commitment binds. */
export function frozenPool(
  { year, attempt, pool, strata, plan }: Pick<Draw, 'year' | 'attempt' | 'strata' | 'plan'> & { pool: readonly PoolEntry[] },
  by: { name: string }, now: Date, secret = randomBytes(32).toString('hex'),
): Omit<Draw, '_id'> {
  return {
    year, attempt, state: 'frozen', pool: pool.toSorted((a, b) => (a.code < b.code ? -1 : 1)).map(poolLine), poolHash: poolHash(pool), strata, plan,
    frozenAt: now, frozenByName: by.name, commitment: commitmentOf(secret), secret,
    beaconSource: '', beaconOn: null, announcedAt: null, announcedByName: '', publicNumber: null, seed: null, drawnAt: null, drawnByName: '',
    results: [], replacements: [], voidedAt: null, voidedReason: '',
  }
}

/**
 * Names the public number before anybody can know it.
 * @throws RuleBroken('draw-state'), RuleBroken('draw-beacon-day') when the day is not after today
 */
export function announceBeacon(draw: DrawDocument, beacon: { source: string, on: CivilDay }, by: { name: string }, now: Date): void {
  if (draw.state !== 'frozen') throw new RuleBroken('draw-state', '公开号码已经预告过，不能再改。')
  if (beacon.on <= dayOf(now)) throw new RuleBroken('draw-beacon-day', '公开号码的日子要在今天以后：号码还没有产生，才没有人能挑选结果。')
  draw.set({ state: 'announced', beaconSource: beacon.source, beaconOn: beacon.on, announcedAt: now, announcedByName: by.name })
}

/**
 * Draws, once the number of the announced day is known.
 * @throws RuleBroken('draw-state'), RuleBroken('draw-beacon-day') before that day, RuleBroken('draw-lacks') with every stratum that has
 *   too few candidates
 */
export function runDraw(draw: DrawDocument, publicNumber: string, by: { name: string }, now: Date): void {
  const { state, beaconOn, secret, strata, pool } = draw.toObject<Draw>()
  if (state === 'drawn') throw new RuleBroken('draw-state', '已经抽取过，结果不能再变。')
  if (state !== 'announced' || beaconOn === null) throw new RuleBroken('draw-state', '要先预告用哪一天的哪个公开号码。')
  if (dayOf(now) < beaconOn) throw new RuleBroken('draw-beacon-day', `公开号码要到 ${beaconOn} 才产生，那天以前不能抽取。`)
  const seed = seedOf(secret, publicNumber)
  const results = drawAll(seed, strata, pool.map(readPoolLine))
  const lacks = lacksOf(results)
  if (lacks.length > 0) throw new RuleBroken('draw-lacks', `候选人不够，没有抽取：${lacks.join('；')}。请作废这次冻结，补充推荐库或者改构成表后重新冻结。`)
  draw.set({ state: 'drawn', publicNumber, seed, results, drawnAt: now, drawnByName: by.name })
}

/**
 * Takes a frozen pool back before anything was drawn; the number of attempts and the reason are published.
 * @throws RuleBroken('draw-state') once it was drawn
 */
export function voidDraw(draw: DrawDocument, reason: string, now: Date): void {
  if (draw.state === 'drawn' || draw.state === 'voided') throw new RuleBroken('draw-state', '已经抽取的结果不能作废。有人退出时由下一位递补。')
  draw.set({ state: 'voided', voidedAt: now, voidedReason: reason })
}
