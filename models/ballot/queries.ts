import { memoFor } from '../shared/memo.ts'
import { BallotKeyModel, type BallotKey } from './index.ts'

export type StoredKey = BallotKey & { __v: number }

/** The key of a year's ballots, or null before its holders are named. */
export const ballotKeyOf = (year: number): Promise<StoredKey | null> =>
  BallotKeyModel.findById(year).lean<StoredKey>().exec()

/** Whether the ballots of a year have been unsealed: before that no result is shown to anybody. */
export const isUnsealed = async (year: number): Promise<boolean> =>
  (await BallotKeyModel.exists({ _id: year, unsealed: { $ne: null } })) !== null

/** The same key for some seconds: a hall asks for it fifty times a second. The cast itself reads it fresh. */
export const ballotKeyKept = memoFor(5_000, ballotKeyOf, String)
