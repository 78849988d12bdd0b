import { createHash } from 'node:crypto'

const keyOf = (seed: string, code: string): string => createHash('sha256').update(`${seed}|${code}`).digest('hex')

/**
 * Draws whom to ring: the codes in the order of SHA-256 of `seed|code`, the first so many. Whoever knows seed and codes gets the
 * same sample. Equal codes count once; a pool smaller than the size is taken whole.
 */
export const drawSample = (codes: readonly string[], seed: string, size: number): string[] =>
  [...new Set(codes)].map((code) => ({ code, key: keyOf(seed, code) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1)).slice(0, size).map(({ code }) => code)

/** The fingerprint of a pool, so that a sample can be checked against the codes it was drawn from. */
export const poolHash = (codes: readonly string[]): string =>
  createHash('sha256').update([...new Set(codes)].sort().join('\n')).digest('hex')
