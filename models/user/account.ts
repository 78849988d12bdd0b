import type { ClientSession, Types } from 'mongoose'
import { UserModel } from './index.ts'

const KEPT_HASHES = 5
const ONE_TIME_MS = 72 * 3_600_000

/** Sets the password that the user chose: all other sessions end, the one-time mark goes. */
export async function setOwnPassword(id: Types.ObjectId, passwordHash: string, now: Date, session: ClientSession): Promise<number> {
  const user = await UserModel.findOneAndUpdate(
    { _id: id },
    {
      $set: { passwordHash, passwordChangedAt: now, mustChangePassword: false, oneTimeUntil: null },
      $inc: { sessionVersion: 1, __v: 1 },
      $push: { formerHashes: { $each: [passwordHash], $slice: -KEPT_HASHES } },
    },
    { session, returnDocument: 'after', projection: { sessionVersion: 1 } },
  )
  return user?.sessionVersion ?? 0
}

/** Sets a one-time password that must be changed at the next sign-in and is void after 72 hours; all sessions end. */
export async function setOneTimePassword(id: Types.ObjectId, passwordHash: string, now: Date, session: ClientSession): Promise<void> {
  await UserModel.updateOne(
    { _id: id },
    { $set: { passwordHash, mustChangePassword: true, oneTimeUntil: new Date(now.getTime() + ONE_TIME_MS) }, $inc: { sessionVersion: 1, __v: 1 } },
    { session },
  )
}

/** Ends all sessions of a user at once. */
export async function endSessions(id: Types.ObjectId, session: ClientSession): Promise<number> {
  const user = await UserModel.findOneAndUpdate({ _id: id }, { $inc: { sessionVersion: 1, __v: 1 } }, { session, returnDocument: 'after', projection: { sessionVersion: 1 } })
  return user?.sessionVersion ?? 0
}

/**
 * Takes a TOTP step as used; false when this step or a later one was used before, so that each code works once.
 * @source security.md b1 (6.5.1)
 */
export async function useTotpStep(id: Types.ObjectId, step: number): Promise<boolean> {
  const taken = await UserModel.updateOne({ _id: id, 'totp.lastStep': { $lt: step } }, { $set: { 'totp.lastStep': step } })
  return taken.modifiedCount === 1
}
