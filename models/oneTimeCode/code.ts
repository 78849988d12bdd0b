import { createHmac, timingSafeEqual } from 'node:crypto'

/** A code is good for so long. @source DESIGN.md §7 Links */
export const CODE_MINUTES = 10
/** So many tries each code has. */
export const TRIES_AT_MOST = 5

const DIGITS = 6

/**
 * The six digits of a code, derived from its random id with a key kept outside the database: neither database nor
 * outbox holds them, and who has both cannot compute them.
 */
export function codeOf(key: Buffer, id: string): string {
  const bytes = createHmac('sha256', key).update(JSON.stringify(['one-time code', id])).digest()
  return String(bytes.readUIntBE(0, 6) % 10 ** DIGITS).padStart(DIGITS, '0')
}

/** Six digits as typed (full-width ones and blanks are read), or null when it cannot be a code. */
export function readCode(typed: string): string | null {
  const digits = typed.normalize('NFKC').replaceAll(/\s/g, '')
  return /^\d{6}$/.test(digits) ? digits : null
}

/** Whether the typed digits are the code of this id; takes the same time whichever digit is wrong. */
export const isCode = (key: Buffer, id: string, typed: string): boolean =>
  typed.length === DIGITS && timingSafeEqual(Buffer.from(codeOf(key, id)), Buffer.from(typed))
