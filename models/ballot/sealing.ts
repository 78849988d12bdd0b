import type { KeyObject } from 'node:crypto'
import type { Scale } from '../scoringPlan/scales.ts'
import { packBallot, paddedBytes, unpackBallot, type Ballot } from './content.ts'
import { agreed, KEY_BYTES, keyFrom, makeKeyPair, publicHalf, seal, SEAL_BYTES, unseal } from './curve.ts'
import { stratumKey, type Stratum } from './stratum.ts'

const PURPOSE = 'ballot'

/** Length of every sealed ballot of a group with so many departments. */
export const sealedBytes = (departments: number): number => KEY_BYTES + SEAL_BYTES + paddedBytes(departments)

/**
 * Seals a ballot to the campaign's public key, so that from this moment only two of the three holders can open it:
 * not the server, not a backup, not who reads the wire of the database. Each ballot has a fresh key of its own.
 * @param stratum bound to it: a ballot moved to another venue or category does not open
 * @source DESIGN.md §7 Ballot, security.md V4 V10
 */
export function sealBallot(campaignKey: Buffer, stratum: Stratum, ballot: Ballot): Buffer {
  const once = makeKeyPair()
  const key = keyFrom([agreed(once.privateKey, campaignKey)], saltOf(once.publicKey, campaignKey), PURPOSE)
  return Buffer.concat([once.publicKey, seal(key, packBallot(ballot), stratumKey(stratum))])
}

/**
 * Opens a sealed ballot.
 * @returns null when it was altered, moved, or sealed to another key: such a ballot counts as 无效
 */
export function openBallot(
  campaignKey: KeyObject, stratum: Stratum, sealed: Buffer, departments: number, scale: Scale,
): Ballot | null {
  if (sealed.length !== sealedBytes(departments)) return null
  const once = sealed.subarray(0, KEY_BYTES)
  const key = keyFrom([agreed(campaignKey, once)], saltOf(once, publicHalf(campaignKey)), PURPOSE)
  const packed = unseal(key, sealed.subarray(KEY_BYTES), stratumKey(stratum))
  return packed && unpackBallot(packed, departments, scale)
}

const saltOf = (once: Buffer, campaignKey: Buffer): Buffer => Buffer.concat([once, campaignKey])
