import { randomBytes, type KeyObject } from 'node:crypto'
import { campaignKey as openKey, holderKey, holds, makeCampaignKey } from '../../models/ballot/custody.ts'
import { publicHalf } from '../../models/ballot/curve.ts'
import {
  BallotKeyModel, bytesOf, fingerprintOf, locksOf, nameHolders, putKey, setHolderKey, textOf,
} from '../../models/ballot/index.ts'
import { ballotKeyKept, type StoredKey } from '../../models/ballot/queries.ts'
import { BoxModel } from '../../models/box/index.ts'
import { CampaignModel } from '../../models/campaign/index.ts'
import { readSetting } from '../../models/setting/index.ts'
import { UserModel, type User } from '../../models/user/index.ts'
import type { Actor } from '../../models/user/actor.ts'
import { act, trace } from '../act.ts'
import type { Deps } from '../deps.ts'
import { gate } from '../lib/hashing.ts'

const SALT_BYTES = 16
/** A derivation takes 64 MB for half a second: one at a time, few waiting. */
const oneAtATime = gate(1, 6)
const derive = (passphrase: string, salt: string) => oneAtATime(() => holderKey(passphrase, bytesOf(salt)))

/**
 * Names the three holders; each then sets the own passphrase. Their sign-in asks for a second factor from now on (not in a
 * sample city).
 * @throws RuleBroken when votes were cast already, or these are not three people
 */
export async function chooseHolders(
  deps: Deps, actor: Actor, year: number, users: readonly Pick<User, '_id' | 'name' | 'department'>[],
): Promise<void> {
  const sample = await readSetting<{ profile: string } | null>('sampleCity', null)
  await act(deps, actor, 'ballot.prepare', async (tx) => {
    const key = (await BallotKeyModel.findById(year).session(tx.session)) ?? new BallotKeyModel({ _id: year, holders: [] })
    const inUse = key.unsealed !== null
      || (await BoxModel.exists({ campaign: year, filled: true }).session(tx.session)) !== null
    const salted = users.map(({ _id, name, department }) =>
      ({ user: _id, name, department, salt: textOf(randomBytes(SALT_BYTES)) }))
    nameHolders(key, salted, inUse)
    await key.save({ session: tx.session })
    // a year starts only with three holders named, and its overview names them
    const named = users.map(({ _id, name }) => ({ user: _id, name }))
    await CampaignModel.updateOne({ year }, { $set: { holders: named }, $inc: { __v: 1 } }, { session: tx.session })
    if (sample === null) {
      const holders = { _id: { $in: users.map(({ _id }) => _id) } }
      await UserModel.updateMany(holders, { $set: { totpRequired: true }, $inc: { __v: 1 } }, { session: tx.session })
    }
    tx.audit({ record: recordOf(year), changes: { 保管人: users.map(({ name }) => name).join('、') } })
    tx.tell({
      to: users.map(({ _id }) => _id), template: 'ballot.holder', facts: { act: '请设置选票密钥的口令' },
      link: `/campaigns/${year}/ballots/passphrase`, key: `ballotHolder:${year}:${tx.now.toISOString()}`,
    })
  })
  ballotKeyKept.forget()
}

/**
 * Sets a holder's passphrase; with the third one the campaign's key is made at once. The passphrase is kept nowhere.
 * @returns whether the key is there now
 */
export async function setPassphrase(deps: Deps, actor: Actor, stored: StoredKey, passphrase: string): Promise<boolean> {
  const own = stored.holders.find(({ user }) => actor.id?.equals(user))
  const half = publicHalf(await derive(passphrase, own?.salt ?? ''))
  const made = await act(deps, actor, 'ballot.holdKey', async (tx) => {
    const key = await BallotKeyModel.findById(stored._id).session(tx.session)
    if (!key || !actor.id) throw new Error('The key has gone')
    const complete = setHolderKey(key, actor.id, half, tx.now)
    if (complete) putKey(key, makeCampaignKey(key._id, key.holders.map(({ publicKey }) => bytesOf(publicKey ?? ''))), tx.now)
    await key.save({ session: tx.session })
    tx.audit({
      record: recordOf(key._id),
      changes: complete && key.publicKey !== null ? { 公钥指纹: fingerprintOf(key.publicKey) } : { 口令: '已设' },
    })
    return complete
  })
  ballotKeyKept.forget()
  return made
}

/** What two people at the unsealing claim. */
export interface Claim {
  /** place of the holder, 0 to 2 */
  place: number
  passphrase: string
}

/**
 * The private key, from the passphrases of two holders.
 * @returns the key, or the places of those whose passphrase is wrong; that is written to the trail and changes nothing else
 */
export async function keyOfTwo(
  deps: Deps, actor: Actor, key: StoredKey, claims: readonly Claim[],
): Promise<{ key: KeyObject } | { wrong: number[] }> {
  const two = new Map<number, KeyObject>()
  const wrong: number[] = []
  for (const [at, { place, passphrase }] of claims.entries()) {
    const holder = key.holders[place]
    const derived = await derive(passphrase, holder?.salt ?? '')
    if (holder?.publicKey && holds(derived, bytesOf(holder.publicKey))) two.set(place, derived)
    else wrong.push(at)
  }
  const opened = wrong.length === 0 ? openKey(key._id, locksOf(key), two) : null
  if (opened !== null) return { key: opened }
  await trace(deps, actor, 'ballot.unseal', { record: recordOf(key._id), result: 'refused', reason: '口令不对' })
  return { wrong }
}

export const recordOf = (year: number) => ({ type: 'ballot', id: String(year), no: String(year) })
