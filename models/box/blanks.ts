import { randomBytes, randomInt } from 'node:crypto'
import type { ClientSession } from 'mongoose'
import { shuffled } from '../ballot/unsealing.ts'
import { stratumOf, type Stratum } from '../ballot/stratum.ts'
import { BoxModel, type BoxPlace } from './index.ts'

/** Ids of places in the box: random text, from which neither moment nor order can be read. @source security.md V2 */
export const placeId = (): string => randomBytes(15).toString('base64url')

/** So many blanks for so many voters: some over, so that the last voters do not all reach for the same one. */
export const blanksFor = (voters: number): number => voters + Math.max(8, Math.ceil(voters / 8))

/**
 * Makes the blanks of all strata in one shuffled row, before anybody votes. To be called in the transaction that
 * makes the roll. @source security.md V3
 */
export async function makeBlanks(
  session: ClientSession, strata: readonly { stratum: Stratum, voters: number }[],
): Promise<number> {
  const blank = (stratum: Stratum): BoxPlace => ({ _id: placeId(), ...stratumOf(stratum), filled: false, sealed: null })
  const blanks = strata.flatMap(({ stratum, voters }) =>
    Array.from({ length: blanksFor(voters) }, () => blank(stratum)))
  if (blanks.length > 0) await BoxModel.insertMany(shuffled(blanks, randomInt), { session, ordered: false })
  return blanks.length
}

/**
 * Puts a sealed ballot into a random blank of its stratum.
 * @returns false when no blank is left: more ballots than were issued, which cannot be
 */
export async function fillBlank(session: ClientSession, stratum: Stratum, sealed: Buffer): Promise<boolean> {
  const start = placeId()
  // ids are random, so the next one after a random text is a random blank
  for (const place of [{ $gte: start }, { $lt: start }]) {
    const filled = await BoxModel.findOneAndUpdate(
      { ...stratumOf(stratum), filled: false, _id: place }, { $set: { filled: true, sealed } },
      { session, sort: { _id: 1 }, projection: { _id: 1 } },
    ).lean()
    if (filled) return true
  }
  return false
}
