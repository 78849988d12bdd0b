import { createHmac, timingSafeEqual } from 'node:crypto'

/** Signs that nobody mistakes for another when reading them out. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const SIGNS = 10

/**
 * The query code of an opinion: derived with a key outside the database, so that no store holds it and it can be read out again.
 * About 49 bits; tries are limited. @source DESIGN.md §7 Links, Opinions
 */
export function queryCode(key: Buffer, id: string): string {
  const digest = createHmac('sha256', key).update(`opinion ${id}`).digest()
  let rest = digest.readBigUInt64BE(0)
  const base = BigInt(ALPHABET.length)
  return Array.from({ length: SIGNS }, () => {
    const sign = ALPHABET.charAt(Number(rest % base))
    rest /= base
    return sign
  }).join('')
}

/** `7KQ2M-9XPDA`, as it is shown and read out. */
export const shownCode = (code: string): string => `${code.slice(0, 5)}-${code.slice(5)}`

/** What somebody typed, whatever its width, case and hyphens. */
export const typedCode = (text: string): string => text.normalize('NFKC').toUpperCase().replaceAll(/[^0-9A-Z]/g, '')

/** Whether the typed code opens the opinion, in constant time. */
export function isQueryCode(key: Buffer, id: string, typed: string): boolean {
  const [right, given] = [Buffer.from(queryCode(key, id)), Buffer.from(typedCode(typed).slice(0, 64))]
  return right.length === given.length && timingSafeEqual(right, given)
}
