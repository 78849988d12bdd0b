import { createHash, createHmac } from 'node:crypto'

/** A candidate as published: a code and what decides where it may be drawn, no name. */
export interface PoolEntry {
  code: string
  category: string
  /** code of the 区市, '' for none */
  district: string
  /** groups with a department that the person has had to do with */
  related: number[]
  /** groups with a department that the person must not judge */
  recused: number[]
}

/** Who is to be given a code. */
export interface Person {
  name: string
  phone: string
}

/**
 * Codes for everybody in the pool: the order of a keyed hash of name and phone, so that no list, no day of entry and nobody's
 * wish decides who is R0001, and nobody without the key can find a person's code.
 * @param key kept outside the database
 * @returns codes in the order of the persons given
 * @source DESIGN.md §7 Draw
 */
export function codesFor(persons: readonly Person[], key: Buffer): string[] {
  const keyed = persons.map(({ name, phone }, at) => ({ at, hash: createHmac('sha256', key).update(`${name.normalize('NFC')}|${phone}`).digest('hex') }))
  const width = Math.max(4, String(persons.length).length)
  const codes: string[] = persons.map(() => '')
  keyed.sort((a, b) => (a.hash < b.hash ? -1 : 1)).forEach(({ at }, place) => {
    codes[at] = `R${String(place + 1).padStart(width, '0')}`
  })
  return codes
}

/** `R0001|社区居民|370202|1,3|2`: a line of the published pool. */
export const poolLine = ({ code, category, district, related, recused }: PoolEntry): string =>
  [code, category, district, related.join(','), recused.join(',')].join('|')

/** The published pool read back. */
export function readPoolLine(line: string): PoolEntry {
  const [code = '', category = '', district = '', related = '', recused = ''] = line.split('|')
  const numbers = (text: string) => text.split(',').filter((each) => each !== '').map(Number)
  return { code, category, district, related: numbers(related), recused: numbers(recused) }
}

/** The pool as text: its lines by code, each ended by a line feed. */
export const poolText = (pool: readonly PoolEntry[]): string =>
  pool.toSorted((a, b) => (a.code < b.code ? -1 : 1)).map((entry) => `${poolLine(entry)}\n`).join('')

/** SHA-256 of the pool's text: who has the same hash has the same pool. */
export const poolHash = (pool: readonly PoolEntry[]): string => createHash('sha256').update(poolText(pool).normalize('NFC')).digest('hex')
