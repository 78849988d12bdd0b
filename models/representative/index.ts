import { Schema, model, type ClientSession, type Types } from 'mongoose'
import { RuleBroken } from '../shared/errors.ts'

export const VETTING_STATES = { pending: '待审核', passed: '审核通过', refused: '审核不通过' } as const
export type VettingState = keyof typeof VETTING_STATES

/** `candidate` is in the pool or a reserve, `drawn` votes, `replaced` was drawn and gave the place up, `withdrawn` left the pool. */
export const REPRESENTATIVE_STATES = { candidate: '候选', drawn: '抽中', replaced: '已由他人递补', withdrawn: '已退出' } as const
export type RepresentativeState = keyof typeof REPRESENTATIVE_STATES

/** A department that somebody has had to do with; `department` null where the list's word names none of ours. */
export interface RelevanceTag {
  name: string
  department: string | null
}

/**
 * A citizen in the pool of one year and, once drawn, a representative in exactly one group: name and phone make the person, and the
 * record holds one group. @source domain.md §0, DESIGN.md §7 Draw
 */
export interface Representative {
  _id: Types.ObjectId
  /** year of the campaign */
  campaign: number
  /** `R0123`, given when the pool is frozen; the only name that is ever published */
  code: string | null
  name: string
  sortKey: string
  searchKeys: string[]
  /** the first of `phones`; with the name it is the person's identity */
  phone: string
  phones: string[]
  gender: string
  /** YYYY-MM, '' where the list says none */
  birth: string
  /** pool category */
  category: string
  /** code of the 区市 */
  district: string | null
  /** code of the district's own department, whose officers look after these representatives */
  districtDepartment: string | null
  recommendedBy: string
  tags: RelevanceTag[]
  /** departments that this person must not judge */
  recusals: string[]
  recusalNote: string
  remark: string
  origin: 'recommended' | 'signedUp'
  /** when the person agreed to how the data is used; for recommended people the day that the signed sheet was seen */
  consentAt: Date | null
  vetting: { state: VettingState, reason: string, byName: string, at: Date | null }
  state: RepresentativeState
  /** set by the draw */
  group: number | null
  /** code of the venue */
  venue: string | null
  /** category of the plan, under which the vote counts */
  planCategory: string | null
  stratum: string | null
  /** place in the drawn order of the stratum, from 1; also of those who stand in reserve */
  order: number | null
  drawnAt: Date | null
  leftAt: Date | null
  leftReason: string
  /** code of the person whose place was taken over */
  replaces: string | null
  trainingReadAt: Date | null
  reportsReadAt: Date | null
  createdAt: Date
}

const text = (maxlength: number) => ({ type: String, default: '', maxlength })
const none = { type: String, default: null }
const date = { type: Date, default: null }

const schema = new Schema<Representative>({
  campaign: { type: Number, required: true },
  code: none,
  name: { type: String, required: true, maxlength: 60 },
  sortKey: { type: String, required: true },
  searchKeys: { type: [String], default: [] },
  phone: { type: String, required: true, maxlength: 20 },
  phones: { type: [String], default: [] },
  gender: text(4),
  birth: text(7),
  category: { type: String, required: true, maxlength: 20 },
  district: none,
  districtDepartment: none,
  recommendedBy: text(80),
  tags: [new Schema({ name: { type: String, required: true, maxlength: 40 }, department: none }, { _id: false })],
  recusals: { type: [String], default: [] },
  recusalNote: text(200),
  remark: text(500),
  origin: { type: String, enum: ['recommended', 'signedUp'], required: true },
  consentAt: date,
  vetting: {
    state: { type: String, enum: Object.keys(VETTING_STATES), default: 'pending' }, reason: text(200), byName: text(40), at: date,
  },
  state: { type: String, enum: Object.keys(REPRESENTATIVE_STATES), default: 'candidate' },
  group: { type: Number, default: null },
  venue: none,
  planCategory: none,
  stratum: none,
  order: { type: Number, default: null },
  drawnAt: date,
  leftAt: date,
  leftReason: text(200),
  replaces: none,
  trainingReadAt: date,
  reportsReadAt: date,
  createdAt: { type: Date, required: true },
}, { optimisticConcurrency: true })
schema.index({ campaign: 1, name: 1, phone: 1 }, { unique: true })
schema.index({ campaign: 1, code: 1 }, { unique: true, partialFilterExpression: { code: { $type: 'string' } } })
schema.index({ campaign: 1, state: 1, group: 1, code: 1 })
schema.index({ campaign: 1, stratum: 1, order: 1 })
schema.index({ campaign: 1, 'vetting.state': 1, sortKey: 1 })
schema.index({ campaign: 1, sortKey: 1 })
schema.index({ campaign: 1, districtDepartment: 1, sortKey: 1 })
schema.index({ campaign: 1, searchKeys: 1 })

export const RepresentativeModel = model('Representative', schema, 'representatives')
export type RepresentativeDocument = InstanceType<typeof RepresentativeModel>

/**
 * Lets somebody into the pool or keeps them out.
 * @param consented the signed sheet was seen; whoever signed up has agreed already
 * @throws RuleBroken('pool-frozen') once codes are given, RuleBroken('vetting-consent') without consent
 */
export function vet(
  one: RepresentativeDocument, decision: { state: 'passed' | 'refused', reason: string, consented: boolean }, by: { name: string }, now: Date,
): void {
  if (one.code !== null) throw new RuleBroken('pool-frozen', '推荐库已经冻结，审核结果不能再改。')
  if (decision.state === 'passed' && one.consentAt === null && !decision.consented) {
    throw new RuleBroken('vetting-consent', '没有本人签名的登记表，不能审核通过。')
  }
  if (decision.state === 'passed') one.consentAt ??= now
  one.set('vetting', { state: decision.state, reason: decision.reason, byName: by.name, at: now })
}

/** The papers that representatives confirm to have read before the vote. */
export type Reading = 'training' | 'reports'

/**
 * Writes down that a drawn representative pressed 已读. The first time counts; pressing again changes nothing. One conditional
 * update, so it may be called from any door.
 * @returns whether this was the first time
 */
export async function markRead(id: Types.ObjectId | string, what: Reading, now: Date, session?: ClientSession): Promise<boolean> {
  const field = what === 'training' ? 'trainingReadAt' : 'reportsReadAt'
  const { modifiedCount } = await RepresentativeModel.updateOne(
    { _id: id, state: 'drawn', [field]: null }, { $set: { [field]: now } }, session ? { session } : {},
  )
  return modifiedCount === 1
}

/** `markRead` of the training material. */
export const markTrainingRead = (id: Types.ObjectId | string, now: Date, session?: ClientSession): Promise<boolean> =>
  markRead(id, 'training', now, session)
