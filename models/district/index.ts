import { Schema, model } from 'mongoose'

/** A 区市 by its six-digit code; 功能区 come and go, so both ends of validity are data. @source domain.md §5 区划 */
export interface District {
  _id: string
  name: string
  kind: '行政区' | '功能区'
  order: number
  validFrom: string | null
  validTo: string | null
}

const schema = new Schema<District>(
  {
    _id: { type: String, required: true, match: /^\d{6}$/ },
    name: { type: String, required: true, maxlength: 20 },
    kind: { type: String, enum: ['行政区', '功能区'], required: true },
    order: { type: Number, required: true },
    validFrom: { type: String, default: null },
    validTo: { type: String, default: null },
  },
  { optimisticConcurrency: true },
)
schema.index({ name: 1 }, { unique: true })

export const DistrictModel = model('District', schema, 'districts')
