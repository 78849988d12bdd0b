/** What is compared of an opinion. */
export interface Comparable {
  no: string
  department: string | null
  text: string
}

/** Two opinions that sound alike; `likeness` from 0 to 1. */
export interface Pair {
  one: string
  other: string
  likeness: number
}

/** From here on two texts are shown as likely duplicates. */
export const ALIKE_FROM = 0.5
/** A pair of signs that stands in more texts than this says nothing about which. */
const TOO_COMMON = 150

/**
 * A text as it is compared: width, case, punctuation and blanks do not count, nor do the phrases with which opinions begin.
 */
export const normalizedText = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '').replaceAll(/建议|希望|请问|您好|你好|有关部门|市民反映/g, '')

/** The pairs of neighbouring signs of a text, each once. */
export function signPairs(text: string): Set<string> {
  const signs = [...normalizedText(text)]
  if (signs.length === 1) return new Set(signs)
  return new Set(signs.slice(1).map((sign, index) => `${signs[index] ?? ''}${sign}`))
}

/** Shared pairs of both texts by Dice: 1 for equal texts, 0 for nothing in common or an empty one. */
export function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size === 0 || other.size === 0) return 0
  const [small, large] = one.size < other.size ? [one, other] : [other, one]
  let shared = 0
  for (const pair of small) if (large.has(pair)) shared += 1
  return (2 * shared) / (one.size + other.size)
}

/** Those of the candidates that sound like the text, the most alike first. */
export function alikeTo<C extends { text: string }>(text: string, candidates: readonly C[], most = 5, from = ALIKE_FROM): (C & { likeness: number })[] {
  const own = signPairs(text)
  return candidates
    .map((each) => ({ ...each, likeness: likeness(own, signPairs(each.text)) }))
    .filter((each) => each.likeness >= from)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, most)
}

/**
 * Likely duplicates among many texts, the most alike first. Only texts that share a telling pair of signs are compared, so the
 * work grows with what is alike and not with the square of all. Opinions about two different departments are never paired.
 */
export function likelyPairs(opinions: readonly Comparable[], from = ALIKE_FROM): Pair[] {
  const sets = opinions.map(({ text }) => signPairs(text))
  const postings = new Map<string, number[]>()
  sets.forEach((set, index) => {
    for (const pair of set) {
      const found = postings.get(pair)
      if (found) found.push(index)
      else postings.set(pair, [index])
    }
  })
  const pairs: Pair[] = []
  sets.forEach((set, index) => {
    const near = new Set<number>()
    for (const pair of set) {
      const found = postings.get(pair) ?? []
      if (found.length <= TOO_COMMON) for (const other of found) if (other > index) near.add(other)
    }
    for (const other of near) {
      const [a, b] = [opinions[index], opinions[other]]
      if (!a || !b || (a.department !== null && b.department !== null && a.department !== b.department)) continue
      const alike = likeness(set, sets[other] ?? new Set())
      if (alike >= from) pairs.push({ one: a.no, other: b.no, likeness: alike })
    }
  })
  return pairs.sort((a, b) => b.likeness - a.likeness || (a.one < b.one ? -1 : 1))
}

/** Pairs joined into groups: what is alike by way of a third is one group. Largest first, numbers in order. */
export function groupsOf(pairs: readonly Pair[]): { nos: string[], likeness: number }[] {
  const parent = new Map<string, string>()
  const root = (no: string): string => {
    const up = parent.get(no) ?? no
    if (up === no) return no
    const top = root(up)
    parent.set(no, top)
    return top
  }
  for (const { one, other } of pairs) {
    for (const no of [one, other]) if (!parent.has(no)) parent.set(no, no)
    parent.set(root(other), root(one))
  }
  const groups = new Map<string, string[]>()
  for (const no of parent.keys()) groups.set(root(no), [...(groups.get(root(no)) ?? []), no])
  const best = new Map<string, number>()
  for (const { one, likeness: alike } of pairs) best.set(root(one), Math.max(best.get(root(one)) ?? 0, alike))
  return [...groups].map(([top, nos]) => ({ nos: nos.sort(), likeness: best.get(top) ?? 0 }))
    .sort((a, b) => b.nos.length - a.nos.length || b.likeness - a.likeness)
}
