import { randomBytes } from 'node:crypto'
import { Schema, model, type ClientSession } from 'mongoose'
import { CODE_MINUTES, TRIES_AT_MOST } from './code.ts'

/** What a code is asked for; a code for one thing does nothing else. */
export const CODE_PURPOSES = {
  closing: '确认办理结果', dispute: '反映没有解决', visit: '确认走访', contact: '更换联系人',
} as const
export type CodePurpose = keyof typeof CODE_PURPOSES

/** A six-digit code that was asked for. Its digits are derived (see code.ts); here stand its limits alone. */
export interface OneTimeCode {
  /** random, the seed of the digits */
  _id: string
  purpose: CodePurpose
  /** public id of the link whose page asked for it */
  link: string
  /** what it is for: number of a case or a visit, id of a firm */
  subject: string
  /** whom it goes to, looked up at sending: a firm or a member of the roster */
  owner: { kind: 'enterprise' | 'member', id: string }
  tries: number
  usedAt: Date | null
  expiresAt: Date
  createdAt: Date
}

const schema = new Schema<OneTimeCode>({
  _id: { type: String, default: () => randomBytes(18).toString('base64url') },
  purpose: { type: String, enum: Object.keys(CODE_PURPOSES), required: true },
  link: { type: String, required: true },
  subject: { type: String, required: true },
  owner: {
    type: new Schema({ kind: { type: String, enum: ['enterprise', 'member'] }, id: String }, { _id: false, id: false }),
    required: true,
  },
  tries: { type: Number, default: 0 },
  usedAt: { type: Date, default: null },
  expiresAt: { type: Date, required: true },
  createdAt: { type: Date, required: true },
})
// expiry is compared in each query; this only clears away
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 24 * 3600 })

export const OneTimeCodeModel = model('OneTimeCode', schema, 'oneTimeCodes')

export type CodeFor = Pick<OneTimeCode, 'purpose' | 'link' | 'subject'>

/** A new code, to be stored together with what sends it. */
export async function newCode(
  session: ClientSession, facts: CodeFor & Pick<OneTimeCode, 'owner'>, now: Date,
): Promise<OneTimeCode> {
  const expiresAt = new Date(now.getTime() + CODE_MINUTES * 60_000)
  const [made] = await OneTimeCodeModel.create([{ ...facts, createdAt: now, expiresAt }], { session })
  if (!made) throw new Error('The code was not stored')
  return made.toObject<OneTimeCode>()
}

const stillGood = ({ purpose, link, subject }: CodeFor, id: string, now: Date) =>
  ({ _id: id, purpose, link, subject, usedAt: null, expiresAt: { $gt: now } })

/**
 * Takes one of the code's tries before the digits are compared, so that guesses side by side count, too.
 * @returns how many tries are left, or null when the code is unknown, over or used up
 */
export async function takeTry(id: string, facts: CodeFor, now: Date): Promise<number | null> {
  const taken = await OneTimeCodeModel.findOneAndUpdate(
    { ...stillGood(facts, id, now), tries: { $lt: TRIES_AT_MOST } },
    { $inc: { tries: 1 } },
    { returnDocument: 'after' },
  ).lean<OneTimeCode>()
  return taken && TRIES_AT_MOST - taken.tries
}

/** Marks a code as used, once. @returns false when another request was first or its time is over */
export async function useCode(session: ClientSession, id: string, facts: CodeFor, now: Date): Promise<boolean> {
  const used = await OneTimeCodeModel.updateOne(stillGood(facts, id, now), { $set: { usedAt: now } }, { session })
  return used.modifiedCount === 1
}
