import { Schema, model, type Types } from 'mongoose'
import { RuleBroken } from '../shared/errors.ts'
import { HOLDERS, type Lock } from './custody.ts'

/** One of the three who keep the key. Only the public half of what their passphrase makes is stored. */
export interface Holder {
  user: Types.ObjectId
  name: string
  department: string
  /** base64, as all bytes here */
  salt: string
  publicKey: string | null
  setAt: Date | null
}

/**
 * The key of a campaign's ballots: public half open, private half locked for each pair of three holders until the
 * unsealing, which removes the locks for good.
 * @source DESIGN.md §7 Ballot
 */
export interface BallotKey {
  /** the campaign's year */
  _id: number
  holders: Holder[]
  publicKey: string | null
  locks: StoredLock[]
  madeAt: Date | null
  /** null until 启封 */
  unsealed: Unsealing | null
}

export interface StoredLock {
  pair: [number, number]
  once: string
  sealed: string
}

/** What an unsealing leaves behind; published. */
export interface Unsealing {
  at: Date
  holders: string[]
  byName: string
  /** 校验码 over all marks */
  hash: string
  ballots: number
  /** ballots that did not open: 无效 */
  invalid: number
  comments: number
}

const sub = (shape: object) => new Schema(shape, { _id: false })
const schema = new Schema<BallotKey>({
  _id: { type: Number, required: true },
  holders: [sub({
    user: { type: Schema.Types.ObjectId, required: true }, name: { type: String, required: true, maxlength: 40 },
    department: { type: String, required: true }, salt: { type: String, required: true },
    publicKey: { type: String, default: null }, setAt: { type: Date, default: null },
  })],
  publicKey: { type: String, default: null },
  locks: [sub({
    pair: { type: [Number], required: true }, once: { type: String, required: true },
    sealed: { type: String, required: true },
  })],
  madeAt: { type: Date, default: null },
  unsealed: {
    type: sub({
      at: { type: Date, required: true }, holders: [String], byName: { type: String, required: true },
      hash: { type: String, required: true }, ballots: { type: Number, required: true },
      invalid: { type: Number, required: true }, comments: { type: Number, required: true },
    }),
    default: null,
  },
}, { optimisticConcurrency: true })

export const BallotKeyModel = model('BallotKey', schema, 'ballotKeys')
export type BallotKeyDocument = InstanceType<typeof BallotKeyModel>

/** Short words of a public key to read aloud and to publish: who sees the same has the same key. */
export const fingerprintOf = (publicKey: string): string =>
  (bytesOf(publicKey).toString('hex').slice(0, 24).match(/.{4}/g) ?? []).join(' ')

/**
 * Names the three who keep the key; whatever they had set before is gone.
 * @throws RuleBroken when the key is in use, or these are not three different people
 */
export function nameHolders(
  key: BallotKeyDocument, holders: readonly Omit<Holder, 'publicKey' | 'setAt'>[], inUse: boolean,
): void {
  if (inUse) throw new RuleBroken('ballot-key-in-use', '已经有人投票，或者选票已经启封，保管人不能再换。')
  if (new Set(holders.map(({ user }) => String(user))).size !== HOLDERS) {
    throw new RuleBroken('ballot-holders', '保管人应是三个不同的人。')
  }
  const unset = holders.map((holder) => ({ ...holder, publicKey: null, setAt: null }))
  key.set({ holders: unset, publicKey: null, locks: [], madeAt: null })
}

/**
 * Takes over what a holder's passphrase made.
 * @returns whether all three are there now, so that the campaign's key can be made
 * @throws RuleBroken when the user is none of the holders or has set it already
 */
export function setHolderKey(key: BallotKeyDocument, user: Types.ObjectId, publicKey: Buffer, now: Date): boolean {
  const place = key.holders.findIndex((holder) => holder.user.equals(user))
  const holder = key.holders[place]
  if (!holder) throw new RuleBroken('ballot-not-holder', '您不是这次活动的密钥保管人。')
  if (holder.publicKey !== null) {
    throw new RuleBroken('ballot-passphrase-set', '您的口令已经设好。要换口令，请评议组重新指定三位保管人。')
  }
  holder.publicKey = textOf(publicKey)
  holder.setAt = now
  key.markModified('holders')
  return key.holders.every((each) => each.publicKey !== null)
}

/** The key made of the three holders' halves: from now on ballots can be sealed. */
export function putKey(
  key: BallotKeyDocument, { publicKey, locks }: { publicKey: Buffer, locks: readonly Lock[] }, now: Date,
): void {
  key.set({
    publicKey: textOf(publicKey), madeAt: now,
    locks: locks.map(({ pair, once, sealed }): StoredLock => ({ pair, once: textOf(once), sealed: textOf(sealed) })),
  })
}

/** The locks as they are opened with. */
export const locksOf = ({ locks }: Pick<BallotKey, 'locks'>): Lock[] =>
  locks.map(({ pair: [a, b], once, sealed }) => ({ pair: [a, b], once: bytesOf(once), sealed: bytesOf(sealed) }))

export const bytesOf = (text: string): Buffer => Buffer.from(text, 'base64')
export const textOf = (bytes: Buffer): string => bytes.toString('base64')
