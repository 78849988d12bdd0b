/** A repeatable source of chance: the same seed gives the same city on every machine. */
export interface Random {
  /** A number in [0, 1). */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number
  /** True with probability `p`. */
  chance(p: number): boolean
  /** One element; throws on an empty list. */
  pick<T>(list: readonly T[]): T
  /** One key of the table, drawn by its weight. */
  weighted<T extends string>(table: Readonly<Record<T, number>>): T
  /** A shuffled copy. */
  shuffle<T>(list: readonly T[]): T[]
  /** `n` different elements, or all when there are fewer. */
  sample<T>(list: readonly T[], n: number): T[]
  /** An independent source of its own, so that more draws in one part do not change another. */
  fork(name: string): Random
}

const hash = (text: string): number => {
  let h = 0x811c9dc5
  for (const sign of text) h = Math.imul(h ^ (sign.codePointAt(0) ?? 0), 0x01000193)
  return h >>> 0
}

/** A source (mulberry32) started from any text. */
export function randomSource(seed: string): Random {
  let state = hash(seed)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))
  const pick = <T>(list: readonly T[]): T => {
    const found = list[int(0, list.length - 1)]
    if (found === undefined) throw new RangeError('nothing to pick from')
    return found
  }
  const shuffle = <T>(list: readonly T[]): T[] => {
    const keyed = list.map((value) => ({ value, key: next() }))
    return keyed.sort((a, b) => a.key - b.key).map(({ value }) => value)
  }
  return {
    next,
    int,
    pick,
    shuffle,
    chance: (p) => next() < p,
    weighted: <T extends string>(table: Readonly<Record<T, number>>): T => {
      const entries = Object.entries(table) as [T, number][]
      let rest = next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [key, weight] of entries) {
        rest -= weight
        if (rest < 0) return key
      }
      return pick(entries)[0]
    },
    sample: (list, n) => shuffle(list).slice(0, n),
    fork: (name) => randomSource(`${seed}/${name}`),
  }
}
