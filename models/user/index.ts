import { Schema, model, type Types } from 'mongoose'
import { ROLE_NAMES, type Role } from './roles.ts'

/** An account of one person with roles in one department. */
export interface User {
  _id: Types.ObjectId
  account: string
  name: string
  sortKey: string
  pinyin: string
  initials: string
  department: string
  title: string
  roles: Role[]
  /** holds the head post of the department: signs what only a head may sign */
  isHead: boolean
  /** the leader whom a secretary acts for */
  actsFor: Types.ObjectId | null
  phone: string
  mail: string
  passwordHash: string
  /** set by an administrator, to be changed at the first sign-in; void after `oneTimeUntil` */
  mustChangePassword: boolean
  oneTimeUntil: Date | null
  passwordChangedAt: Date | null
  /** hashes of the last five, so that none comes back */
  formerHashes: string[]
  totp: { secret: string; lastStep: number; enrolledAt: Date } | null
  totpRequired: boolean
  /** raised by whatever must end all sessions at once */
  sessionVersion: number
  disabledAt: Date | null
  disabledWhy: string
  lastSeenAt: Date | null
  createdAt: Date
}

const schema = new Schema<User>(
  {
    account: { type: String, required: true, maxlength: 40, lowercase: true, trim: true },
    name: { type: String, required: true, maxlength: 40 },
    sortKey: { type: String, required: true },
    pinyin: { type: String, default: '' },
    initials: { type: String, default: '' },
    department: { type: String, required: true },
    title: { type: String, default: '', maxlength: 60 },
    roles: { type: [{ type: String, enum: ROLE_NAMES }], required: true },
    isHead: { type: Boolean, default: false },
    actsFor: { type: Schema.Types.ObjectId, default: null },
    phone: { type: String, default: '', maxlength: 40 },
    mail: { type: String, default: '', maxlength: 120 },
    passwordHash: { type: String, required: true },
    mustChangePassword: { type: Boolean, default: true },
    oneTimeUntil: { type: Date, default: null },
    passwordChangedAt: { type: Date, default: null },
    formerHashes: { type: [String], default: [] },
    totp: { type: new Schema({ secret: String, lastStep: Number, enrolledAt: Date }, { _id: false }), default: null },
    totpRequired: { type: Boolean, default: false },
    sessionVersion: { type: Number, default: 1 },
    disabledAt: { type: Date, default: null },
    disabledWhy: { type: String, default: '', maxlength: 200 },
    lastSeenAt: { type: Date, default: null },
    createdAt: { type: Date, required: true },
  },
  { optimisticConcurrency: true },
)
schema.index({ account: 1 }, { unique: true })
schema.index({ department: 1, sortKey: 1 })
schema.index({ sortKey: 1 })
schema.index({ initials: 1 })
schema.index({ pinyin: 1 })

export const UserModel = model('User', schema, 'users')
