import { Schema, model, type Types } from 'mongoose'
import type { Figures } from './shape.ts'

/**
 * The figures of one questionnaire, computed once after its close. What is hidden is not in it, so no page, file or dump
 * can tell it.
 * @source DESIGN.md §7 Questionnaire
 */
export interface Result {
  /** the questionnaire's id */
  _id: Types.ObjectId
  year: number
  computedAt: Date
  figures: Figures
}

const schema = new Schema<Result>(
  {
    _id: { type: Schema.Types.ObjectId, required: true },
    year: { type: Number, required: true },
    computedAt: { type: Date, required: true },
    figures: { type: Schema.Types.Mixed, required: true },
  },
  { minimize: false },
)
schema.index({ year: -1, computedAt: -1 })

export const ResultModel = model('Result', schema, 'results')
