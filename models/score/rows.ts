import type { LiaisonCounts } from './liaisonScore.ts'
import { CARD_LEAVES, isCardLeaf, LEAF_NAMES, RATE_LEAVES, type Leaf } from './leaves.ts'

/**
 * The rows that a leaf was counted from, by key: an issue's number, a visit task's or a card's id. Those in the numerator and the
 * others; cards are all in `hits`.
 */
export interface LeafRows {
  leaf: Leaf
  hits: readonly string[]
  misses: readonly string[]
}

/** What moved in one leaf between two calculations, by key. */
export interface LeafChange {
  leaf: Leaf
  /** `59 / 60`; `2` for cards */
  before: string
  after: string
  entered: readonly string[]
  left: readonly string[]
  /** counted both times, a miss before and a hit now */
  gained: readonly string[]
  lost: readonly string[]
}

/** The counts that the rows make. Leaves that do not stand there count 0. */
export function countsOf(rows: readonly LeafRows[]): LiaisonCounts {
  const of = (leaf: Leaf) => rows.find((one) => one.leaf === leaf)
  const rate = (leaf: Leaf) => [of(leaf)?.hits.length ?? 0, (of(leaf)?.hits.length ?? 0) + (of(leaf)?.misses.length ?? 0)] as const
  return Object.fromEntries([
    ...RATE_LEAVES.map((leaf) => [leaf, rate(leaf)]), ...CARD_LEAVES.map((leaf) => [leaf, rate(leaf)[0]]),
  ]) as unknown as LiaisonCounts
}

/** Leaf by leaf, what came, went and turned; leaves in which nothing moved are left out. */
export function changesBetween(before: readonly LeafRows[], after: readonly LeafRows[]): LeafChange[] {
  return LEAF_NAMES.flatMap((leaf) => {
    const [was, is] = [rowsOf(before, leaf), rowsOf(after, leaf)]
    const change = {
      leaf, before: countText(was), after: countText(is),
      entered: all(is).filter((key) => !has(was, key)), left: all(was).filter((key) => !has(is, key)),
      gained: [...is.hits].filter((key) => was.misses.has(key)), lost: [...is.misses].filter((key) => was.hits.has(key)),
    }
    const moved = [change.entered, change.left, change.gained, change.lost].some((keys) => keys.length > 0)
    return moved ? [change] : []
  })
}

interface Sets { leaf: Leaf, hits: ReadonlySet<string>, misses: ReadonlySet<string> }

function rowsOf(rows: readonly LeafRows[], leaf: Leaf): Sets {
  const found = rows.find((one) => one.leaf === leaf)
  return { leaf, hits: new Set(found?.hits), misses: new Set(found?.misses) }
}

const all = ({ hits, misses }: Sets): string[] => [...hits, ...misses]
const has = ({ hits, misses }: Sets, key: string): boolean => hits.has(key) || misses.has(key)
const countText = ({ leaf, hits, misses }: Sets): string =>
  (isCardLeaf(leaf) ? String(hits.size) : `${hits.size} / ${hits.size + misses.size}`)
