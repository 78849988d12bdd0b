import { Schema, model, type Types } from 'mongoose'
import { parseDay, type CivilDay } from '../shared/calendarDay.ts'

/** What the province's telephone survey asks about. @source seed 一, 第四 (八个方面) */
export const ASPECTS = {
  income: '扩大就业和增加收入', health: '医疗卫生', schools: '中小学教育', environment: '环境保护', hardship: '关心困难群众', culture: '群众文化生活',
  order: '社会治安', conduct: '干部作风',
} as const
export type Aspect = keyof typeof ASPECTS
export const ASPECT_NAMES = Object.keys(ASPECTS) as Aspect[]

/** The two surveys that the result is made of, 6 to 4. @source domain.md §1.2 */
export const SURVEYS = { phone: '电话访问', paper: '“两代表一委员”问卷' } as const
export type Survey = keyof typeof SURVEYS
export const SURVEY_NAMES = Object.keys(SURVEYS) as Survey[]

/** Answers of one line, per option of the scale SD3: 满意, 基本满意, 不满意, 不了解. */
export type Answers = readonly number[]

/**
 * The province's own satisfaction survey of the city, as its paper says. It stands beside the scores and is never mixed into
 * one. A correction is a new entry; the former stay.
 * @source domain.md §0, §7, 6
 */
export interface ProvincialResult {
  _id: Types.ObjectId
  campaign: number
  /** which entry of its year */
  n: number
  /** the paper it was taken from, with its number */
  source: string
  /** the day of that paper */
  onDay: CivilDay
  phone: Answers | null
  paper: Answers | null
  aspects: { aspect: Aspect, counts: Answers }[]
  /** why it replaces the entry before; '' for the first */
  reason: string
  enteredAt: Date
  enteredByName: string
}

const answers = { type: [{ type: Number, min: 0, validate: Number.isInteger }], default: null }
const schema = new Schema<ProvincialResult>({
  campaign: { type: Number, required: true },
  n: { type: Number, required: true },
  source: { type: String, required: true, maxlength: 100 },
  onDay: { type: String, required: true, validate: (day: string) => parseDay(day) !== null },
  phone: answers, paper: answers,
  aspects: [new Schema({ aspect: { type: String, enum: ASPECT_NAMES, required: true }, counts: answers }, { _id: false })],
  reason: { type: String, default: '', maxlength: 200 },
  enteredAt: { type: Date, required: true },
  enteredByName: { type: String, default: '', maxlength: 40 },
} as object, { versionKey: false })
schema.index({ campaign: 1, n: -1 }, { unique: true })

export const ProvincialResultModel = model<ProvincialResult>('ProvincialResult', schema, 'provincialResults')

/** All entries of a year, the one in force first. */
export const provincialResultsOf = (year: number): Promise<ProvincialResult[]> =>
  ProvincialResultModel.find({ campaign: year }).sort({ n: -1 }).limit(50).lean<ProvincialResult[]>().exec()

/** The entry in force of a year; null while the province has not told or nobody has entered it. */
export const provincialResultOf = (year: number): Promise<ProvincialResult | null> =>
  ProvincialResultModel.findOne({ campaign: year }).sort({ n: -1 }).lean<ProvincialResult>().exec()
