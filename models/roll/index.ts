import { Schema, model, type Types } from 'mongoose'
import type { Stratum } from '../ballot/stratum.ts'
import type { CivilDay } from '../shared/calendarDay.ts'

/**
 * A line of 投票名册: who may vote in which group, who holds a ballot, who has voted. It never says what, and of the
 * moment it knows the day alone; what was voted lies in the box, and nothing leads from one to the other.
 * @source security.md V1, DESIGN.md §7 Ballot
 */
export interface RollEntry extends Stratum {
  _id: Types.ObjectId
  representative: Types.ObjectId
  /** the representative's code */
  code: string
  /** code of the campaign's venue, where the ballot is handed out */
  place: string
  district: string | null
  /** 纸票 or the letter with the token; null = not yet handed out */
  handed: 'token' | 'paper' | null
  handedOn: CivilDay | null
  handedByName: string
  /** how often a handed ballot was made void and replaced */
  reissues: number
  votedOn: CivilDay | null
  /** the day on which the holder of a handed ballot gave the place up: it counts as 发出 and 作废换发 and cannot be voted with */
  leftOn: CivilDay | null
}

const schema = new Schema<RollEntry>({
  campaign: { type: Number, required: true },
  group: { type: Number, required: true },
  venue: { type: String, required: true },
  category: { type: String, required: true },
  representative: { type: Schema.Types.ObjectId, required: true },
  code: { type: String, required: true },
  place: { type: String, required: true },
  district: { type: String, default: null },
  handed: { type: String, enum: ['token', 'paper', null], default: null },
  handedOn: { type: String, default: null },
  handedByName: { type: String, default: '', maxlength: 40 },
  reissues: { type: Number, default: 0 },
  votedOn: { type: String, default: null },
  leftOn: { type: String, default: null },
}, { versionKey: false })
// one person votes in one group only
schema.index({ campaign: 1, representative: 1 }, { unique: true })
schema.index({ campaign: 1, place: 1, group: 1, code: 1 })

export const RollModel = model('RollEntry', schema, 'roll')
