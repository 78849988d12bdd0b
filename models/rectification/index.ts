import { Schema, model, type Types } from 'mongoose'
import { RuleBroken } from '../shared/errors.ts'
import type { CivilDay } from '../shared/calendarDay.ts'
import { RECTIFICATION_STATE_NAMES, rectifiedState, type RectificationAct, type RectificationState } from './state.ts'

export * from './state.ts'

/** From what criticism a rectification comes. */
export const CRITICISMS = { opinion: '市民意见', comment: '评议票意见', issue: '诉求', report: '述职报告', inspection: '督查发现' } as const
export type Criticism = keyof typeof CRITICISMS

export const RECTIFICATION_LEVELS = ['一般', '较重', '重大'] as const
export type RectificationLevel = (typeof RECTIFICATION_LEVELS)[number]

export interface RectificationProgress {
  at: Date
  byName: string
  onDay: CivilDay
  text: string
}

export interface RectificationCheck {
  at: Date
  by: Types.ObjectId | null
  byName: string
  department: string
  passed: boolean
  text: string
}

/** What a department mends, how, by when and to which end. @source forms.md §3.2, DESIGN.md §2 */
export interface Rectification {
  _id: Types.ObjectId
  campaign: number
  /** `ZG2026-0012` */
  no: string
  source: { kind: Criticism, no: string }
  level: RectificationLevel
  problem: string
  /** 涉及数量 in words, e.g. `12 个路口` */
  extent: string
  department: string
  /** 责任领导, 责任人 */
  leaderName: string
  ownerName: string
  measure: string
  /** to which end, so that it can be checked */
  target: string
  dueOn: CivilDay | null
  state: RectificationState
  progress: RectificationProgress[]
  reported: { at: Date, byName: string, onDay: CivilDay, text: string } | null
  checks: RectificationCheck[]
  closedOn: CivilDay | null
  /** the words in which citizens may read it; null = not public */
  promise: { text: string, byName: string, at: Date } | null
  remark: string
  createdBy: Types.ObjectId | null
  createdByName: string
  createdAt: Date
}

const text = (maxlength: number) => ({ type: String, default: '', maxlength })
const none = { type: String, default: null }
const sub = (shape: object) => new Schema(shape, { _id: false })

const schema = new Schema<Rectification>({
  campaign: { type: Number, required: true },
  no: { type: String, required: true },
  source: { kind: { type: String, enum: Object.keys(CRITICISMS), required: true }, no: text(40) },
  level: { type: String, enum: RECTIFICATION_LEVELS, default: '一般' },
  problem: { type: String, required: true, maxlength: 4000 },
  extent: text(60),
  department: { type: String, required: true },
  leaderName: text(40),
  ownerName: text(40),
  measure: text(4000),
  target: text(1000),
  dueOn: none,
  state: { type: String, enum: RECTIFICATION_STATE_NAMES, required: true },
  progress: [sub({ at: { type: Date, required: true }, byName: text(40), onDay: { type: String, required: true }, text: text(4000) })],
  reported: { type: sub({ at: { type: Date, required: true }, byName: text(40), onDay: { type: String, required: true }, text: text(4000) }), default: null },
  checks: [sub({
    at: { type: Date, required: true }, by: { type: Schema.Types.ObjectId, default: null }, byName: text(40), department: text(40),
    passed: { type: Boolean, required: true }, text: text(2000),
  })],
  closedOn: none,
  promise: { type: sub({ text: { type: String, required: true, maxlength: 400 }, byName: text(40), at: { type: Date, required: true } }), default: null },
  remark: text(500),
  createdBy: { type: Schema.Types.ObjectId, default: null },
  createdByName: text(40),
  createdAt: { type: Date, required: true },
}, { optimisticConcurrency: true })
schema.index({ no: 1 }, { unique: true })
schema.index({ campaign: 1, state: 1, dueOn: 1 })
schema.index({ campaign: 1, department: 1, state: 1 })
schema.index({ 'source.no': 1 })

export const RectificationModel = model('Rectification', schema, 'rectifications')
export type RectificationDocument = InstanceType<typeof RectificationModel>

/** What is known when a criticism is taken up. */
export type NewRectification = Pick<Rectification,
  'campaign' | 'no' | 'source' | 'level' | 'problem' | 'extent' | 'department' | 'dueOn' | 'remark' | 'createdBy' | 'createdByName'>

/** A new rectification in the state 待定措施, as a plain record. */
export const newRectification = (facts: NewRectification, now: Date): Omit<Rectification, '_id'> => ({
  ...facts, leaderName: '', ownerName: '', measure: '', target: '', state: 'open', progress: [], reported: null, checks: [], closedOn: null,
  promise: null, createdAt: now,
})

type Steppable = Rectification | RectificationDocument
interface By { id: Types.ObjectId | null, name: string, department: string | null }

const step = (one: Steppable, act: RectificationAct): void => {
  one.state = rectifiedState(one, act)
}

/** Says what is done, by whom, by when, to which end. */
export function plan(one: Steppable, given: Pick<Rectification, 'measure' | 'target' | 'leaderName' | 'ownerName'> & { dueOn: CivilDay }): void {
  step(one, 'plan')
  Object.assign(one, given)
}

export function progress(one: Steppable, given: { onDay: CivilDay, text: string }, by: By, now: Date): void {
  step(one, 'progress')
  one.progress.push({ at: now, byName: by.name, ...given })
}

/**
 * Reports that it is done.
 * @throws RuleBroken('rectification-evidence') without evidence
 */
export function report(one: Steppable, given: { onDay: CivilDay, text: string }, evidence: number, by: By, now: Date): void {
  if (evidence === 0) throw new RuleBroken('rectification-evidence', '报完成要附佐证材料。')
  step(one, 'report')
  one.reported = { at: now, byName: by.name, ...given }
}

/**
 * Another body looks whether it is so: passed closes it, failed sends it back.
 * @param on civil day of the check
 * @throws RuleBroken('rectification-own') by the department itself, RuleBroken('rectification-reason') failing without a reason
 */
export function check(one: Steppable, given: { passed: boolean, text: string }, by: By, now: Date, on: CivilDay): void {
  if (by.department === one.department) throw new RuleBroken('rectification-own', '整改由责任单位以外的单位复核。')
  if (!given.passed && given.text === '') throw new RuleBroken('rectification-reason', '复核不通过要写明还差什么。')
  step(one, given.passed ? 'pass' : 'fail')
  one.checks.push({ at: now, by: by.id, byName: by.name, department: by.department ?? '', ...given })
  if (given.passed) one.closedOn = on
  else one.reported = null
}

/** Approves the words in which citizens read it; '' takes them back. @throws RuleBroken('rectification-measure') before a measure */
export function approvePromise(one: Steppable, words: string, by: By, now: Date): void {
  if (one.measure === '') throw new RuleBroken('rectification-measure', '还没有整改措施，没有可公开的承诺。')
  one.promise = words === '' ? null : { text: words, byName: by.name, at: now }
}

/** Whether the day has passed and nobody has reported it done. */
export const isOverdue = ({ state, dueOn }: Pick<Rectification, 'state' | 'dueOn'>, today: CivilDay): boolean =>
  dueOn !== null && dueOn < today && (state === 'open' || state === 'working')
