import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Body } from './body.ts'

/** What a user was about to send when the session had ended. */
export interface Interrupted {
  path: string
  body: Body | null
}

const OLDEST_MS = 2 * 3_600_000

/**
 * Seals an interrupted request so that it can travel through the sign-in page and back: nobody can read or change it there,
 * and nothing of it is stored.
 */
export function sealInterrupted(request: Interrupted, key: string, now: Date): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyOf(key), iv)
  const text = deflateRawSync(JSON.stringify({ ...request, at: now.getTime() }))
  return Buffer.concat([iv, cipher.update(text), cipher.final(), cipher.getAuthTag()]).toString('base64url')
}

/** The interrupted request, or null when the text is not one of ours or too old. */
export function openInterrupted(sealed: string, key: string, now: Date): Interrupted | null {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < 29) return null
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(key), bytes.subarray(0, 12))
    decipher.setAuthTag(bytes.subarray(-16))
    const text = inflateRawSync(Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]), { maxOutputLength: 1_000_000 })
    const { at, path, body } = JSON.parse(text.toString()) as Interrupted & { at: number }
    return now.getTime() - at > OLDEST_MS ? null : { path, body }
  } catch {
    return null
  }
}

const keyOf = (key: string) => createHash('sha256').update(`resume ${key}`).digest()

/** Only a place of ours: an absolute path that no browser reads as another host. @source security.md P14 */
export const isOwnPath = (path: string): boolean => /^\/(?![/\\])[^\s\\]*$/.test(path)
