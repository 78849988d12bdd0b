import { Schema, model, type Types } from 'mongoose'
import { RUNGS, type Rung } from '../issue/index.ts'

/**
 * One raised rung: blue, yellow, red, order (督办单), 通报 or 约谈. The key makes it happen once.
 * L3–L5 start as drafts (待签发) and take effect when a person signs them. @source DESIGN.md §7 Ladder
 */
export interface Card {
  _id: Types.ObjectId
  /** `issue:<id>:<rung>:<due version>` or `department:<id>:L4:<three card ids>` */
  key: string
  rung: Rung
  issue: Types.ObjectId | null
  issueNo: string | null
  issueTitle: string
  dueVersion: number
  dueOn: string | null
  /** lead department of the day on which it was raised or signed */
  department: string
  basis: 'overdue' | 'unsatisfied' | 'threeRedCards' | 'ordersIgnored'
  /** the cards that this one was made from, each used once */
  madeFrom: Types.ObjectId[]
  usedIn: Types.ObjectId | null
  state: 'draft' | 'issued' | 'revoked' | 'void'
  raisedAt: Date
  raisedOn: string
  issuedAt: Date | null
  issuedOn: string | null
  no: string | null
  signedBy: Types.ObjectId | null
  signedByName: string
  signDueAt: Date | null
  told: { user: Types.ObjectId | null; name: string; post: string }[]
  replyDueOn: string | null
  reply: { text: string; by: Types.ObjectId; byName: string; at: Date } | null
  revocation: {
    askedBy: Types.ObjectId
    askedByName: string
    askedAt: Date
    reason: string
    confirmedBy: Types.ObjectId | null
    confirmedByName: string
    confirmedAt: Date | null
  } | null
}

const ref = { type: Schema.Types.ObjectId, default: null }
const schema = new Schema<Card>(
  {
    key: { type: String, required: true },
    rung: { type: String, enum: RUNGS, required: true },
    issue: ref,
    issueNo: { type: String, default: null },
    issueTitle: { type: String, default: '' },
    dueVersion: { type: Number, default: 0 },
    dueOn: { type: String, default: null },
    department: { type: String, required: true },
    basis: { type: String, enum: ['overdue', 'unsatisfied', 'threeRedCards', 'ordersIgnored'], required: true },
    madeFrom: { type: [Schema.Types.ObjectId], default: [] },
    usedIn: ref,
    state: { type: String, enum: ['draft', 'issued', 'revoked', 'void'], required: true },
    raisedAt: { type: Date, required: true },
    raisedOn: { type: String, required: true },
    issuedAt: { type: Date, default: null },
    issuedOn: { type: String, default: null },
    no: { type: String, default: null },
    signedBy: ref,
    signedByName: { type: String, default: '' },
    signDueAt: { type: Date, default: null },
    told: { type: [{ _id: false, user: ref, name: String, post: String }], default: [] },
    replyDueOn: { type: String, default: null },
    reply: {
      type: new Schema({ text: String, by: Schema.Types.ObjectId, byName: String, at: Date }, { _id: false }),
      default: null,
    },
    revocation: {
      type: new Schema(
        {
          askedBy: Schema.Types.ObjectId,
          askedByName: String,
          askedAt: Date,
          reason: String,
          confirmedBy: ref,
          confirmedByName: { type: String, default: '' },
          confirmedAt: { type: Date, default: null },
        },
        { _id: false },
      ),
      default: null,
    },
  },
  { optimisticConcurrency: true },
)
schema.index({ key: 1 }, { unique: true })
schema.index({ issue: 1, raisedAt: 1 })
schema.index({ department: 1, rung: 1, state: 1, issuedOn: 1 })
schema.index({ state: 1, rung: 1, raisedAt: 1 })
schema.index({ issuedOn: -1, rung: 1 })
// red cards that a 通报 may still be made from, and orders that a 约谈 may still be made from: few at any time
schema.index({ issuedOn: 1, department: 1 }, { partialFilterExpression: { rung: 'L2', state: 'issued', usedIn: null } })
schema.index(
  { replyDueOn: 1, department: 1 },
  { partialFilterExpression: { rung: 'L3', state: 'issued', usedIn: null } },
)
schema.index({ no: 1 }, { unique: true, partialFilterExpression: { no: { $type: 'string' } } })

export const CardModel = model('Card', schema, 'cards')
