import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { generateSecret, generateURI, verify } from 'otplib'

const STEP_SECONDS = 30

/** A new shared secret in base32, to be scanned by an authenticator app. */
export const newSecret = (): string => generateSecret()

/** The address that the QR code holds. */
export const enrolmentUri = (secret: string, account: string): string => generateURI({ issuer: '走访联系与三民评议', label: account, secret })

/** The time step whose code was given (one step of clock drift either way), or null when it is none or there is no secret. */
export async function stepOfCode(secret: string | null, code: string, now: Date): Promise<number | null> {
  if (secret === null) return null
  const token = code.normalize('NFKC').replace(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return null
  const epoch = Math.floor(now.getTime() / 1000)
  const result = await verify({ secret, token, epoch, epochTolerance: STEP_SECONDS })
  return result.valid ? Math.floor(epoch / STEP_SECONDS) + result.delta : null
}

/** Secrets are kept encrypted with a key outside the database. */
export function sealSecret(secret: string, key: Buffer): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  return Buffer.concat([iv, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url')
}

/** The secret, or null when the text was altered, is empty or was made with another key. */
export function openSecret(sealed: string, key: Buffer): string | null {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < 29) return null
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
    decipher.setAuthTag(bytes.subarray(-16))
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}
