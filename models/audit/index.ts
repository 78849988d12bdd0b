import { Schema, model, type Types } from 'mongoose'

/**
 * Who did what to which record, with which result. Written in the act's own transaction with an HMAC of its own; a sealer
 * later binds batches of entries into the chain of blocks. Personal values appear masked with a keyed hash. Never updated
 * but for `block`, never deleted. @source DESIGN.md §7 Audit, speed.md 5
 */
export interface AuditEntry {
  _id: Types.ObjectId
  at: Date
  act: string
  actor: Types.ObjectId | null
  actorName: string
  actorRoles: string[]
  department: string
  /** noun and public number or id of the record */
  record: { type: string; id: string; no: string }
  /** what changed, in words or masked values */
  changes: Record<string, string>
  reason: string
  result: 'done' | 'refused'
  requestId: string
  mac: string
  /** number of the block that sealed it, null while pending */
  block: number | null
}

const schema = new Schema<AuditEntry>({
  at: { type: Date, required: true },
  act: { type: String, required: true },
  actor: { type: Schema.Types.ObjectId, default: null },
  actorName: { type: String, default: '' },
  actorRoles: { type: [String], default: [] },
  department: { type: String, default: '' },
  record: { type: { type: String, required: true }, id: { type: String, required: true }, no: { type: String, default: '' } },
  changes: { type: Schema.Types.Mixed, default: {} },
  reason: { type: String, default: '' },
  result: { type: String, enum: ['done', 'refused'], required: true },
  requestId: { type: String, default: '' },
  mac: { type: String, required: true },
  block: { type: Number, default: null },
}, { minimize: false })
schema.index({ at: -1, _id: -1 })
schema.index({ actor: 1, at: -1 })
schema.index({ 'record.id': 1, at: -1 })
schema.index({ act: 1, at: -1 })
schema.index({ block: 1, _id: 1 })

export const AuditEntryModel = model('AuditEntry', schema, 'auditEntries')

/** One link of the chain: the entries it seals in order, and the hash over them and the link before. */
export interface AuditBlock {
  _id: number
  sealedAt: Date
  entries: Types.ObjectId[]
  previous: string
  hash: string
}

const blockSchema = new Schema<AuditBlock>({
  _id: { type: Number, required: true },
  sealedAt: { type: Date, required: true },
  entries: { type: [Schema.Types.ObjectId], required: true },
  previous: { type: String, required: true },
  hash: { type: String, required: true },
})

export const AuditBlockModel = model('AuditBlock', blockSchema, 'auditBlocks')
