import type { KeyObject } from 'node:crypto'
import { hashRaw } from '@node-rs/argon2'
import { agreed, KEY_BYTES, keyFrom, makeKeyPair, privateKeyOf, publicHalf, seal, secretOf, unseal } from './curve.ts'

/** The private half of a campaign's key, locked for one pair of holders: neither can open it alone. */
export interface Lock {
  /** places of the two holders, 0 to 2 */
  pair: [number, number]
  /** public half of the key that was made for this lock alone */
  once: Buffer
  sealed: Buffer
}

export const HOLDERS = 3
export const PAIRS: readonly (readonly [number, number])[] = [[0, 1], [0, 2], [1, 2]]

// argon2id; half a second on an ordinary machine, so that guessing stays dear
const DERIVATION = { memoryCost: 64 * 1024, timeCost: 3, parallelism: 1, outputLen: KEY_BYTES }

/**
 * The key that a holder's passphrase makes; the same passphrase and salt make the same key. Only its public half is
 * stored, so each holder sets the own passphrase alone, and nobody has to be told another's.
 */
export const holderKey = async (passphrase: string, salt: Buffer): Promise<KeyObject> =>
  privateKeyOf(await hashRaw(passphrase.normalize('NFKC'), { ...DERIVATION, salt }))

/** Whether this is the passphrase that was set. */
export const holds = (key: KeyObject, publicKey: Buffer): boolean => publicHalf(key).equals(publicKey)

/**
 * Makes the campaign's key pair and locks its private half for each pair of the three holders. The private half
 * exists only while this runs.
 * @param holders public halves of the three holders' keys
 * @source DESIGN.md §7 Ballot
 */
export function makeCampaignKey(year: number, holders: readonly Buffer[]): { publicKey: Buffer, locks: Lock[] } {
  if (holders.length !== HOLDERS) throw new RangeError('A campaign key has three holders')
  const { privateKey, publicKey } = makeKeyPair()
  const secret = secretOf(privateKey)
  const locks = PAIRS.map(([a, b]): Lock => {
    const once = makeKeyPair()
    const shared = [a, b].map((place) => agreed(once.privateKey, holders[place] ?? Buffer.alloc(0)))
    const sealed = seal(lockKey(shared, once.publicKey), secret, boundTo(year, a, b))
    return { pair: [a, b], once: once.publicKey, sealed }
  })
  secret.fill(0)
  return { publicKey, locks }
}

/**
 * The private half of the campaign's key, from the keys of two different holders.
 * @returns null when these two keys do not open it
 */
export function campaignKey(
  year: number, locks: readonly Lock[], two: ReadonlyMap<number, KeyObject>,
): KeyObject | null {
  const lock = locks.find(({ pair: [a, b] }) => two.has(a) && two.has(b))
  const keys = lock?.pair.flatMap((place) => two.get(place) ?? []) ?? []
  if (!lock || keys.length !== 2) return null
  const shared = keys.map((key) => agreed(key, lock.once))
  const secret = unseal(lockKey(shared, lock.once), lock.sealed, boundTo(year, ...lock.pair))
  return secret && privateKeyOf(secret)
}

const lockKey = (shared: readonly Buffer[], once: Buffer): Buffer =>
  keyFrom(shared, once, 'campaign key for two holders')
const boundTo = (year: number, a: number, b: number): string => JSON.stringify([year, a, b])
