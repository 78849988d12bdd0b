import { Schema, model, type Types } from 'mongoose'
import { memberKeys } from './keys.ts'

export const MEMBER_KINDS = { npc: '人大代表', cppcc: '政协委员' } as const
export type MemberKind = keyof typeof MEMBER_KINDS

export interface Term {
  /** session as printed: 第十七届 */
  term: string
  fromOn: string | null
  toOn: string | null
}

/** A deputy or a CPPCC member. The public identity is open to staff; the phone is masked. */
export interface Member {
  _id: Types.ObjectId
  kind: MemberKind
  name: string
  sortKey: string
  pinyin: string
  initials: string
  /** beginnings that a search box may know the person by, see models/shared/names.ts */
  searchKeys: string[]
  gender: string
  ethnicity: string
  /** YYYY-MM, as rosters print it */
  birth: string
  terms: Term[]
  /** 代表团 of a deputy */
  delegation: string
  /** 界别 of a CPPCC member */
  sector: string
  unitAndTitle: string
  phones: string[]
  district: string | null
  /** department that keeps contact with this person */
  liaisonDepartment: string | null
  remark: string
  archivedAt: Date | null
  archivedWhy: string
  /** the record that this one was merged into */
  mergedInto?: Types.ObjectId | null
  createdAt: Date
  updatedAt: Date
}

const text = (maxlength: number) => ({ type: String, default: '', maxlength })
// A new member is found at once, whoever entered them; an upsert has no document here and must bring its keys.
function ownSearchKeys(this: Partial<Member> | null): string[] {
  return memberKeys(this?.name ?? '').searchKeys
}

const schema = new Schema<Member>(
  {
    kind: { type: String, enum: Object.keys(MEMBER_KINDS), required: true },
    name: { type: String, required: true, maxlength: 60 },
    sortKey: { type: String, required: true },
    pinyin: text(200),
    initials: text(40),
    searchKeys: { type: [String], default: ownSearchKeys },
    gender: text(4),
    ethnicity: text(20),
    birth: text(10),
    terms: { type: [{ _id: false, term: { type: String, required: true }, fromOn: { type: String, default: null }, toOn: { type: String, default: null } }], default: [] },
    delegation: text(40),
    sector: text(40),
    unitAndTitle: text(200),
    phones: { type: [String], default: [] },
    district: { type: String, default: null },
    liaisonDepartment: { type: String, default: null },
    remark: text(500),
    archivedAt: { type: Date, default: null },
    archivedWhy: text(200),
    mergedInto: { type: Schema.Types.ObjectId, default: null },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  },
  { optimisticConcurrency: true },
)
schema.index({ kind: 1, archivedAt: 1, sortKey: 1 })
schema.index({ sortKey: 1 })
schema.index({ name: 1 })
schema.index({ pinyin: 1 })
schema.index({ initials: 1 })
schema.index({ searchKeys: 1 })
schema.index({ 'terms.term': 1, sortKey: 1 })
schema.index({ liaisonDepartment: 1, sortKey: 1 })
schema.index({ district: 1, sortKey: 1 })

export const MemberModel = model('Member', schema, 'members')
