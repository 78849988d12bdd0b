import { randomInt } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

// argon2id is the library's default
const OPTIONS = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 }

/** No more hashing is taken on now: others wait already. */
export class HashingBusy extends Error {}

/**
 * Runs at most `atOnce` tasks, lets `waiting` more wait and refuses the rest, so that a flood of sign-ins cannot take the
 * machine from everybody else.
 * @throws HashingBusy
 */
export function gate(atOnce: number, waiting: number) {
  let running = 0
  const queue: (() => void)[] = []
  return async <T>(task: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      if (queue.length >= waiting) throw new HashingBusy()
      await new Promise<void>((resolve) => queue.push(resolve))
    }
    running++
    try {
      return await task()
    } finally {
      running--
      queue.shift()?.()
    }
  }
}

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), OPTIONS)

export const verifyPassword = (stored: string, password: string): Promise<boolean> => verify(stored, password.normalize('NFC'))

// Signs that cannot be mistaken for each other when read aloud or copied by hand.
const SIGNS = { upper: 'ABCDEFGHJKLMNPQRSTUVWXYZ', lower: 'abcdefghijkmnpqrstuvwxyz', digit: '23456789', mark: '-+.' }

/** A one-time password of 16 signs with all four classes. */
export function oneTimePassword(): string {
  const pick = (signs: string) => signs[randomInt(signs.length)] ?? ''
  const all = Object.values(SIGNS).join('')
  const signs = [...Object.values(SIGNS).map(pick), ...Array.from({ length: 12 }, () => pick(all))]
  for (let i = signs.length - 1; i > 0; i--) {
    const j = randomInt(i + 1)
    ;[signs[i], signs[j]] = [signs[j] ?? '', signs[i] ?? '']
  }
  return signs.join('')
}
