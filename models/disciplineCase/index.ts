import { Schema, model, type Types } from 'mongoose'
import { RuleBroken } from '../shared/errors.ts'
import type { CivilDay } from '../shared/calendarDay.ts'
import { ASPECT_KEYS, INSPECTION_ITEMS, type AspectAnswers, type InspectionKey } from './aspects.ts'
import { assertMay, CASE_STATE_NAMES, DECISIONS, type CaseState, type Decision } from './state.ts'

export * from './state.ts'
export * from './aspects.ts'

/** How a case became known. */
export const CASE_ORIGINS = { public: '网上举报', hotline: '举报电话', inspection: '现场巡查', callBack: '回访代表' } as const
export type CaseOrigin = keyof typeof CASE_ORIGINS

/** Who reported it: seen by the discipline role alone, shown on no list, in no file and in no trail. */
export interface Reporter {
  named: boolean
  name: string
  phone: string
}

export interface CaseStep {
  at: Date
  byName: string
  text: string
}

/** A report about the conduct of the evaluation and what became of it. @source domain.md §1.3, DESIGN.md §7 Roles */
export interface DisciplineCase {
  _id: Types.ObjectId
  campaign: number
  /** `JL2026-003` */
  no: string
  origin: CaseOrigin
  /** number of the inspection sheet or code of the representative, where there is one */
  originNo: string
  /** the department that it is about; null where none is named */
  department: string | null
  venue: string | null
  happenedOn: CivilDay | null
  /** what was reported, in the reporter's words: discipline alone */
  text: string
  reporter: Reporter
  state: CaseState
  findings: string
  /** what was decided, in words that others may read */
  decision: { result: Decision, text: string, byName: string, at: Date } | null
  history: CaseStep[]
  formKey: string | null
  createdByName: string
  createdAt: Date
  erasedAt: Date | null
}

/** What inspectors found at one venue on one day. */
export interface Inspection {
  _id: Types.ObjectId
  campaign: number
  /** `XC2026-002` */
  no: string
  onDay: CivilDay
  venue: string
  inspectors: string
  items: Record<InspectionKey, boolean>
  remark: string
  caseNo: string | null
  createdByName: string
  createdAt: Date
}

/** One representative of a sample and what was said on the phone. */
export interface SampledCall {
  code: string
  representative: Types.ObjectId
  reached: boolean | null
  answers: AspectAnswers | null
  text: string
  at: Date | null
  byName: string
  caseNo: string | null
}

/** Whom to ring, drawn once by a stated seed. */
export interface CallSample {
  _id: Types.ObjectId
  campaign: number
  no: number
  seed: string
  size: number
  poolSize: number
  poolHash: string
  calls: SampledCall[]
  drawnAt: Date
  byName: string
}

const text = (maxlength: number) => ({ type: String, default: '', maxlength })
const none = { type: String, default: null }
const date = { type: Date, default: null }
const required = { type: String, required: true }
const sub = (shape: object) => new Schema(shape, { _id: false })

const caseSchema = new Schema<DisciplineCase>({
  campaign: { type: Number, required: true },
  no: required,
  origin: { type: String, enum: Object.keys(CASE_ORIGINS), required: true },
  originNo: text(40),
  department: none,
  venue: none,
  happenedOn: none,
  text: { type: String, required: true, maxlength: 4000 },
  reporter: { named: { type: Boolean, default: false }, name: text(40), phone: text(20) },
  state: { type: String, enum: CASE_STATE_NAMES, required: true },
  findings: text(4000),
  decision: {
    type: sub({ result: { type: String, enum: DECISIONS, required: true }, text: text(2000), byName: text(40), at: { type: Date, required: true } }),
    default: null,
  },
  history: [sub({ at: { type: Date, required: true }, byName: text(40), text: text(4000) })],
  formKey: none,
  createdByName: text(40),
  createdAt: { type: Date, required: true },
  erasedAt: date,
}, { optimisticConcurrency: true })
caseSchema.index({ no: 1 }, { unique: true })
caseSchema.index({ campaign: 1, state: 1, createdAt: -1 })
caseSchema.index({ formKey: 1 }, { unique: true, partialFilterExpression: { formKey: { $type: 'string' } } })

const inspectionSchema = new Schema<Inspection>({
  campaign: { type: Number, required: true },
  no: required,
  onDay: required,
  venue: required,
  inspectors: text(100),
  items: Object.fromEntries(INSPECTION_ITEMS.map(({ key }) => [key, { type: Boolean, required: true }])),
  remark: text(2000),
  caseNo: none,
  createdByName: text(40),
  createdAt: { type: Date, required: true },
}, { optimisticConcurrency: true })
inspectionSchema.index({ no: 1 }, { unique: true })
inspectionSchema.index({ campaign: 1, onDay: -1 })

const sampleSchema = new Schema<CallSample>({
  campaign: { type: Number, required: true },
  no: { type: Number, required: true },
  seed: { type: String, required: true, maxlength: 100 },
  size: { type: Number, required: true },
  poolSize: { type: Number, required: true },
  poolHash: required,
  calls: [sub({
    code: required, representative: { type: Schema.Types.ObjectId, required: true }, reached: { type: Boolean, default: null },
    answers: { type: sub(Object.fromEntries(ASPECT_KEYS.map((key) => [key, { type: String, enum: ['fine', 'breach'], required: true }]))), default: null },
    text: text(1000), at: date, byName: text(40), caseNo: none,
  })],
  drawnAt: { type: Date, required: true },
  byName: text(40),
}, { optimisticConcurrency: true })
sampleSchema.index({ campaign: 1, no: 1 }, { unique: true })

export const DisciplineCaseModel = model('DisciplineCase', caseSchema, 'disciplineCases')
export const InspectionModel = model('Inspection', inspectionSchema, 'inspections')
export const CallSampleModel = model('CallSample', sampleSchema, 'callSamples')
export type DisciplineCaseDocument = InstanceType<typeof DisciplineCaseModel>

export type NewCase = Pick<DisciplineCase,
  'campaign' | 'no' | 'origin' | 'originNo' | 'department' | 'venue' | 'happenedOn' | 'text' | 'reporter' | 'formKey' | 'createdByName'>

/** A new case in the state 待核查, as a plain record. */
export const newCase = (facts: NewCase, now: Date): Omit<DisciplineCase, '_id'> => ({
  ...facts, state: 'received', findings: '', decision: null, createdAt: now, erasedAt: null,
  history: [{ at: now, byName: facts.createdByName, text: `${CASE_ORIGINS[facts.origin]}登记` }],
})

type Steppable = DisciplineCase | DisciplineCaseDocument
interface By { name: string }

/** Takes it up; whom it concerns may be said now. @throws RuleBroken('case-state') */
export function investigate(one: Steppable, department: string | null, by: By, now: Date): void {
  assertMay(one, 'investigate')
  one.state = 'investigating'
  one.department = department
  one.history.push({ at: now, byName: by.name, text: '开始核查' })
}

/** A line of the inquiry, at any time before the decision. @throws RuleBroken('case-decided') */
export function find(one: Steppable, words: string, by: By, now: Date): void {
  if (one.state !== 'investigating') throw new RuleBroken('case-decided', `${one.no} 不在核查中，不能记核查情况。`)
  one.history.push({ at: now, byName: by.name, text: words })
  one.findings = words
}

/**
 * Decides. Confirmed costs the department the award of the year and nothing else.
 * @throws RuleBroken('case-state'), RuleBroken('case-department') when confirmed against nobody
 */
export function decide(one: Steppable, given: { result: Decision, text: string, department: string | null }, by: By, now: Date): void {
  assertMay(one, 'decide')
  if (given.result === 'confirmed' && given.department === null) {
    throw new RuleBroken('case-department', '查实要写明是哪个部门，才能取消它的年度评优资格。')
  }
  one.state = given.result
  one.department = given.department
  one.decision = { result: given.result, text: given.text, byName: by.name, at: now }
  one.history.push({ at: now, byName: by.name, text: given.text })
}

/** Takes a decision back and looks anew; an award that was lost is open again. @throws RuleBroken('case-state') */
export function reopen(one: Steppable, reason: string, by: By, now: Date): void {
  assertMay(one, 'reopen')
  one.state = 'investigating'
  one.decision = null
  one.history.push({ at: now, byName: by.name, text: `重新核查：${reason}` })
}

export const NO_REPORTER: Omit<Reporter, 'named'> = { name: '', phone: '' }
