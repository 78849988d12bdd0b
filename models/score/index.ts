import { Schema, model, type Types } from 'mongoose'
import { LEAF_NAMES, type Leaf } from './leaves.ts'
import type { Ballots } from './ballotScore.ts'
import type { LiaisonCounts } from './liaisonScore.ts'
import type { ScoreNode } from './node.ts'

/** A row that moved, with the words that a page shows for it. */
export interface MovedRow {
  key: string
  text: string
}

/** What moved in one leaf since the calculation before; of long lists the first rows, `count` says how many there were. */
export interface StoredChange {
  leaf: Leaf
  before: string
  after: string
  moves: { how: 'entered' | 'left' | 'gained' | 'lost'; count: number; rows: MovedRow[] }[]
}

/** One calculation of a department's score in a campaign. Never changed afterwards; a later one stands beside it. */
export interface Score {
  _id: Types.ObjectId
  year: number
  department: string
  /** 1 for the first calculation of the year */
  n: number
  plan: { id: Types.ObjectId; version: number; hash: string | null }
  /** days counted: the plan's period, up to the day of the calculation while it runs */
  period: { fromOn: string; toOn: string }
  counts: LiaisonCounts
  /** marks per venue and category that B was computed from; null before the unsealing */
  ballots: Ballots | null
  tree: ScoreNode
  /** exact values, null where there is none; B and E are null before the vote */
  R: string | null
  B: string | null
  E: string | null
  /** handed-out and returned ballots of its group did not add up; the signed difference is published with it */
  hasGap: boolean
  /** confirmed discipline case that costs the award, never points; null = eligible */
  lostAwardBy: string | null
  changes: StoredChange[]
  /** the plan's version or hash differs from the calculation before */
  planChanged: boolean
  reason: string
  at: Date
  byName: string
}

const exact = { type: String, default: null }
const schema = new Schema<Score>({
  year: { type: Number, required: true },
  department: { type: String, required: true },
  n: { type: Number, required: true },
  plan: { id: { type: Schema.Types.ObjectId, required: true }, version: { type: Number, required: true }, hash: exact },
  period: { fromOn: { type: String, required: true }, toOn: { type: String, required: true } },
  counts: { type: Schema.Types.Mixed, required: true },
  ballots: { type: Schema.Types.Mixed, default: null },
  tree: { type: Schema.Types.Mixed, required: true },
  R: exact,
  B: exact,
  E: exact,
  hasGap: { type: Boolean, default: false },
  lostAwardBy: exact,
  changes: { type: Schema.Types.Mixed, default: [] },
  planChanged: { type: Boolean, default: false },
  reason: { type: String, default: '', maxlength: 500 },
  at: { type: Date, required: true },
  byName: { type: String, default: '', maxlength: 40 },
}, { minimize: false })
schema.index({ year: 1, department: 1, n: -1 }, { unique: true })

export const ScoreModel = model('Score', schema, 'scores')

/** The rows that one leaf of a calculation was counted from: keys of issues (numbers), tasks and cards (ids). */
export interface ScoreRows {
  _id: Types.ObjectId
  score: Types.ObjectId
  leaf: Leaf
  hits: string[]
  misses: string[]
}

const rowsSchema = new Schema<ScoreRows>({
  score: { type: Schema.Types.ObjectId, required: true },
  leaf: { type: String, enum: LEAF_NAMES, required: true },
  hits: { type: [String], default: [] },
  misses: { type: [String], default: [] },
})
rowsSchema.index({ score: 1, leaf: 1 }, { unique: true })

export const ScoreRowsModel = model('ScoreRows', rowsSchema, 'scoreRows')
