import { Schema, model } from 'mongoose'

/** What an issue is about; proposes who leads and who verifies. @source domain.md §2.2 */
export interface Category {
  _id: string
  name: string
  order: number
  /** proposed lead department, null where it depends on the matter */
  leadDepartment: string | null
  /** who verifies answers of this category; null = the joint office */
  verifyingDepartment: string | null
  grade: '咨询' | '一般' | '复杂' | '重大'
  synonyms: string[]
  archivedAt: Date | null
}

const schema = new Schema<Category>(
  {
    _id: { type: String, required: true, maxlength: 40 },
    name: { type: String, required: true, maxlength: 20 },
    order: { type: Number, required: true },
    leadDepartment: { type: String, default: null },
    verifyingDepartment: { type: String, default: null },
    grade: { type: String, enum: ['咨询', '一般', '复杂', '重大'], default: '一般' },
    synonyms: { type: [String], default: [] },
    archivedAt: { type: Date, default: null },
  },
  { optimisticConcurrency: true },
)
schema.index({ order: 1 })

export const CategoryModel = model('Category', schema, 'categories')
