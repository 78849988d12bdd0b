import { Schema, model } from 'mongoose'

export const DEPARTMENT_KINDS = ['bureau', 'district', 'office'] as const
export type DepartmentKind = (typeof DEPARTMENT_KINDS)[number]

/** A body that visits, handles issues and is evaluated. `_id` is its short code, as it stands in addresses. */
export interface Department {
  _id: string
  name: string
  shortName: string
  kind: DepartmentKind
  /** evaluation group (1–4), null for bodies that are not evaluated */
  group: number | null
  /** code of the district that a department of kind district serves */
  district: string | null
  /** the office's fixed order in tables */
  order: number
  phone: string
  contactName: string
  /** what it is there for, in a sentence, as citizens read it; records from before have none of these three */
  duties?: string
  /** what it has set out to do this year; public */
  targets?: string[]
  /** where citizens find it */
  address?: string
  /** other words for it in workbooks */
  aliases: string[]
  archivedAt: Date | null
}

const schema = new Schema<Department>(
  {
    _id: { type: String, required: true, maxlength: 40 },
    name: { type: String, required: true, maxlength: 60 },
    shortName: { type: String, required: true, maxlength: 20 },
    kind: { type: String, enum: DEPARTMENT_KINDS, required: true },
    group: { type: Number, default: null },
    district: { type: String, default: null },
    order: { type: Number, required: true },
    phone: { type: String, default: '', maxlength: 40 },
    contactName: { type: String, default: '', maxlength: 40 },
    duties: { type: String, default: '', maxlength: 200 },
    targets: { type: [String], default: [] },
    address: { type: String, default: '', maxlength: 100 },
    aliases: { type: [String], default: [] },
    archivedAt: { type: Date, default: null },
  },
  { optimisticConcurrency: true },
)
schema.index({ name: 1 }, { unique: true })
schema.index({ order: 1 })

export const DepartmentModel = model('Department', schema, 'departments')
