import { Schema, model, type Types } from 'mongoose'
import { RuleBroken } from '../shared/errors.ts'

export const OBJECTION_STATES = { open: '待处理', upheld: '异议成立', dismissed: '异议不成立' } as const
export type ObjectionState = keyof typeof OBJECTION_STATES

/** 异议: a department says that its score is wrong, and what became of it. @source DESIGN.md §7 Words */
export interface Objection {
  _id: Types.ObjectId
  campaign: number
  /** `YY2026-001` */
  no: string
  department: string
  /** which figure: a key of the derivation (`B`, `R/T/responded`) in words */
  about: string
  text: string
  /** calculation that was objected to, and its E */
  scoreN: number
  before: string | null
  state: ObjectionState
  raisedAt: Date
  raisedByName: string
  decision: { text: string, at: Date, byName: string } | null
  /** E after the calculation that followed the decision; null until there was one */
  after: { n: number, E: string | null } | null
}

const text = (maxlength: number) => ({ type: String, required: true, maxlength })
const schema = new Schema<Objection>({
  campaign: { type: Number, required: true },
  no: { type: String, required: true },
  department: { type: String, required: true },
  about: text(40), text: text(4000),
  scoreN: { type: Number, required: true },
  before: { type: String, default: null },
  state: { type: String, enum: Object.keys(OBJECTION_STATES), required: true },
  raisedAt: { type: Date, required: true },
  raisedByName: { type: String, default: '', maxlength: 40 },
  decision: {
    type: new Schema({ text: text(4000), at: { type: Date, required: true }, byName: { type: String, default: '' } }, { _id: false }), default: null,
  },
  after: { type: new Schema({ n: { type: Number, required: true }, E: { type: String, default: null } }, { _id: false }), default: null },
}, { optimisticConcurrency: true })
schema.index({ no: 1 }, { unique: true })
schema.index({ campaign: 1, department: 1, raisedAt: 1 })

export const ObjectionModel = model('Objection', schema, 'objections')
export type ObjectionDocument = InstanceType<typeof ObjectionModel>
export type StoredObjection = Objection & { __v: number }

/** Decides an objection. @throws RuleBroken('objection-decided') a second time */
export function decideObjection(
  objection: ObjectionDocument, upheld: boolean, words: string, by: { name: string }, now: Date,
): void {
  if (objection.state !== 'open') throw new RuleBroken('objection-decided', `${objection.no} 已经有处理决定。`)
  objection.set({ state: upheld ? 'upheld' : 'dismissed', decision: { text: words, at: now, byName: by.name } })
}

/** Objections of a year within a scope, the latest first. */
export const objectionsOf = (year: number, scope: Record<string, unknown> = {}): Promise<StoredObjection[]> =>
  ObjectionModel.find({ $and: [{ campaign: year }, scope] }).sort({ raisedAt: -1 }).limit(500).lean<StoredObjection[]>().exec()

export const openObjections = (year: number): Promise<number> => ObjectionModel.countDocuments({ campaign: year, state: 'open' })
