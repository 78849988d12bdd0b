import {
  createCipheriv, createDecipheriv, createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync,
  randomBytes, type KeyObject,
} from 'node:crypto'

/** The parts of X25519 and AES-256-GCM that ballots and their key need. Public halves travel as 32 raw bytes. */
export const KEY_BYTES = 32
const IV_BYTES = 12
const TAG_BYTES = 16
/** What a sealed text is longer than the text. */
export const SEAL_BYTES = IV_BYTES + TAG_BYTES

// what DER puts before the 32 bytes of an X25519 key
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex')
const PUBLIC_PREFIX = Buffer.from('302a300506032b656e032100', 'hex')

export interface KeyPair {
  privateKey: KeyObject
  /** 32 bytes */
  publicKey: Buffer
}

export const makeKeyPair = (): KeyPair => {
  const { privateKey } = generateKeyPairSync('x25519')
  return { privateKey, publicKey: publicHalf(privateKey) }
}

/** The private key that 32 secret bytes make; the same bytes make the same key. */
export const privateKeyOf = (secret: Buffer): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, secret]), format: 'der', type: 'pkcs8' })

/** The 32 secret bytes of a private key. */
export const secretOf = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'pkcs8' }).subarray(-KEY_BYTES)

export const publicHalf = (key: KeyObject): Buffer =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-KEY_BYTES)

export const agreed = (own: KeyObject, other: Buffer): Buffer =>
  diffieHellman({
    privateKey: own,
    publicKey: createPublicKey({ key: Buffer.concat([PUBLIC_PREFIX, other]), format: 'der', type: 'spki' }),
  })

/** One key from secrets that were agreed; `purpose` keeps keys of different uses apart. */
export const keyFrom = (secrets: readonly Buffer[], salt: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', Buffer.concat([...secrets]), salt, purpose, KEY_BYTES))

/** @param bound is not hidden, but a text sealed for one place does not open in another */
export function seal(key: Buffer, text: Buffer, bound: string): Buffer {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(bound))
  return Buffer.concat([iv, cipher.update(text), cipher.final(), cipher.getAuthTag()])
}

/** Null when another key sealed it, or for another place, or it was altered. */
export function unseal(key: Buffer, sealed: Buffer, bound: string): Buffer | null {
  if (sealed.length < SEAL_BYTES) return null
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES)).setAAD(Buffer.from(bound))
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()])
  } catch {
    return null
  }
}
