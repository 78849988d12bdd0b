import { Schema, model, type Types } from 'mongoose'
import { enterpriseKeys } from './keys.ts'

export const SIZES = ['大型', '中型', '小型', '微型', '小微', '未划型'] as const
export type Size = (typeof SIZES)[number]

export interface EnterpriseContact {
  name: string
  title: string
  phones: string[]
  email: string
}

/** An enterprise that a mayor keeps contact with (重点企业). Its key is the 统一社会信用代码. */
export interface Enterprise {
  _id: Types.ObjectId
  uscc: string
  name: string
  shortName: string
  sortKey: string
  pinyin: string
  initials: string
  /** beginnings that a search box may know the firm by, see models/shared/names.ts */
  searchKeys: string[]
  district: string
  address: string
  /** section letter of GB/T 4754, '' when unknown */
  industry: string
  /** the industry in the roster's own words */
  industryText: string
  size: Size
  staff: number | null
  /** 万元 */
  revenue: string | null
  assets: string | null
  legalPerson: string
  foundedOn: string | null
  contacts: EnterpriseContact[]
  /** 联系市领导: the name as printed and the post it was matched to */
  linkedLeader: { name: string; post: Types.ObjectId | null; user: Types.ObjectId | null }
  /** 服务专员 */
  steward: { name: string; user: Types.ObjectId | null }
  /** department that the steward belongs to and that must visit */
  visitDepartment: string | null
  /** a code whose check fails was taken in by hand */
  codeOverride: { reason: string; by: Types.ObjectId; at: Date } | null
  remark: string
  archivedAt: Date | null
  archivedWhy: string
  /** the record that this one was merged into */
  mergedInto?: Types.ObjectId | null
  createdAt: Date
  updatedAt: Date
}

const text = (maxlength: number) => ({ type: String, default: '', maxlength })
const userRef = { type: Schema.Types.ObjectId, default: null }
// A new firm is found at once, whoever entered it; an upsert has no document here and must bring its keys.
function ownSearchKeys(this: Partial<Enterprise> | null): string[] {
  return enterpriseKeys(this?.name ?? '', this?.shortName ?? '').searchKeys
}

const schema = new Schema<Enterprise>(
  {
    uscc: { type: String, required: true, maxlength: 18 },
    name: { type: String, required: true, maxlength: 120 },
    shortName: text(60),
    sortKey: { type: String, required: true },
    pinyin: text(600),
    initials: text(120),
    searchKeys: { type: [String], default: ownSearchKeys },
    district: { type: String, required: true },
    address: text(200),
    industry: text(2),
    industryText: text(60),
    size: { type: String, enum: SIZES, default: '未划型' },
    staff: { type: Number, default: null },
    revenue: { type: String, default: null },
    assets: { type: String, default: null },
    legalPerson: text(60),
    foundedOn: { type: String, default: null },
    contacts: { type: [{ _id: false, name: text(60), title: text(60), phones: { type: [String], default: [] }, email: text(120) }], default: [] },
    linkedLeader: { name: text(40), post: userRef, user: userRef },
    steward: { name: text(40), user: userRef },
    visitDepartment: { type: String, default: null },
    codeOverride: { type: new Schema({ reason: String, by: Schema.Types.ObjectId, at: Date }, { _id: false }), default: null },
    remark: text(500),
    archivedAt: { type: Date, default: null },
    archivedWhy: text(200),
    mergedInto: { type: Schema.Types.ObjectId, default: null },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  },
  { optimisticConcurrency: true },
)
schema.index({ uscc: 1 }, { unique: true })
schema.index({ archivedAt: 1, sortKey: 1 })
schema.index({ sortKey: 1 })
schema.index({ name: 1 })
schema.index({ shortName: 1 })
schema.index({ pinyin: 1 })
schema.index({ initials: 1 })
schema.index({ searchKeys: 1 })
schema.index({ district: 1, sortKey: 1 })
schema.index({ 'linkedLeader.name': 1, sortKey: 1 })
schema.index({ 'steward.name': 1, sortKey: 1 })
schema.index({ 'linkedLeader.user': 1, sortKey: 1 })
schema.index({ 'steward.user': 1, sortKey: 1 })
schema.index({ visitDepartment: 1, sortKey: 1 })

export const EnterpriseModel = model('Enterprise', schema, 'enterprises')
