/** From this share of common pairs on, two titles are taken to speak of the same thing. */
export const ALIKE_FROM = 0.34

/** Words that stand in almost every title and say nothing about the matter. */
const FILLERS = /问题|情况|企业|公司|我们|希望|建议|反映|解决|没有|不能|[\s\p{P}的了吗和与及，。；、]/gu

/** Pairs of neighbouring characters. A single character is its own pair, so that very short titles still compare. */
function pairs(title: string): Set<string> {
  const characters = [...title.replace(FILLERS, '')]
  if (characters.length === 1) return new Set(characters)
  return new Set(characters.slice(1).map((character, at) => `${characters[at] ?? ''}${character}`))
}

/**
 * How much two titles speak of the same thing, 0 to 1: pairs in common over the pairs of the shorter one, because a
 * visitor writes fewer words than the ledger. 0 when either says nothing.
 */
export function likeness(one: string, other: string): number {
  const [a, b] = [pairs(one), pairs(other)]
  const shorter = Math.min(a.size, b.size)
  if (shorter === 0) return 0
  return [...a].filter(pair => b.has(pair)).length / shorter
}

/**
 * The candidate most alike, or null when none reaches `ALIKE_FROM`. Titles under three characters are never
 * matched.
 */
export function mostAlike<T extends { title: string }>(title: string, candidates: readonly T[]): T | null {
  if ([...title.trim()].length < 3) return null
  const ranked = candidates
    .map(candidate => ({ candidate, share: likeness(title, candidate.title) }))
    .filter(({ share }) => share >= ALIKE_FROM)
    .toSorted((a, b) => b.share - a.share)
  return ranked[0]?.candidate ?? null
}
