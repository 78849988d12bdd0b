import { Schema, model, type Types } from 'mongoose'
import type { CivilDay } from '../shared/calendarDay.ts'
import type { Section } from './items.ts'

/** confidential: names for the statistics role alone. anonymous: nobody can know. @source DESIGN.md §7 Questionnaire */
export const CONFIDENTIALITIES = { confidential: '保密', anonymous: '匿名' } as const
export type Confidentiality = keyof typeof CONFIDENTIALITIES
export const QUESTIONNAIRE_STATES = { draft: '起草', published: '在答', closed: '已截止' } as const
export type QuestionnaireState = keyof typeof QUESTIONNAIRE_STATES

/** A published version never changes; answers know theirs. */
export interface Version {
  n: number
  publishedAt: Date
  sections: Section[]
}

/** One attribute that an anonymous answer may carry, in classes fixed before sending; what is in no class is 其他. */
export interface AnswerAttribute {
  name: 'district' | 'industry' | 'size'
  classes: { value: string, text: string, members: string[] }[]
}

/** A reminder on a day: still to come, or sent to so many. At most two. @source DESIGN.md §7 Questionnaire */
export interface Reminder {
  onDay: CivilDay
  /** null = still to come */
  sentAt: Date | null
  count: number
}

export interface Questionnaire {
  _id: Types.ObjectId
  /** WJ2026-01 */
  no: string
  title: string
  year: number
  state: QuestionnaireState
  confidentiality: Confidentiality
  /** who asks, why, how long, how answers are protected: the first page */
  asker: string
  purpose: string
  minutes: number
  thanks: string
  /** what is being built; becomes the next version */
  draft: Section[]
  versions: Version[]
  opensAt: Date | null
  closesAt: Date | null
  /** those who had begun may still send so many minutes after the close */
  graceMinutes: number
  attributes: AnswerAttribute[]
  copiedFrom: string | null
  reminders: Reminder[]
  publishedAt: Date | null
  closedAt: Date | null
  /** the figures and tables computed once at the close: no other cut exists on any page */
  results: unknown
  createdBy: Types.ObjectId
  createdByName: string
  createdAt: Date
}

const text = (maxlength: number) => ({ type: String, default: '', maxlength })
const schema = new Schema<Questionnaire>(
  {
    no: { type: String, required: true },
    title: { type: String, required: true, maxlength: 60 },
    year: { type: Number, required: true },
    state: { type: String, enum: Object.keys(QUESTIONNAIRE_STATES), required: true },
    confidentiality: { type: String, enum: Object.keys(CONFIDENTIALITIES), required: true },
    asker: text(60),
    purpose: text(500),
    minutes: { type: Number, default: 5 },
    thanks: text(500),
    draft: { type: Schema.Types.Mixed, default: [] },
    versions: { type: [{ _id: false, n: Number, publishedAt: Date, sections: Schema.Types.Mixed }], default: [] },
    opensAt: { type: Date, default: null },
    closesAt: { type: Date, default: null },
    graceMinutes: { type: Number, default: 30 },
    attributes: { type: Schema.Types.Mixed, default: [] },
    copiedFrom: { type: String, default: null },
    reminders: {
      type: [{ _id: false, onDay: String, sentAt: { type: Date, default: null }, count: { type: Number, default: 0 } }],
      default: [],
    },
    publishedAt: { type: Date, default: null },
    closedAt: { type: Date, default: null },
    results: { type: Schema.Types.Mixed, default: null },
    createdBy: { type: Schema.Types.ObjectId, required: true },
    createdByName: text(40),
    createdAt: { type: Date, required: true },
  },
  { optimisticConcurrency: true, minimize: false },
)
schema.index({ no: 1 }, { unique: true })
schema.index({ state: 1, closesAt: 1 })
schema.index({ year: -1, createdAt: -1 })

export const QuestionnaireModel = model('Questionnaire', schema, 'questionnaires')
