import { add, divide, exactText, isZero, multiply, parseRational, ZERO, type Rational } from '../shared/rational.ts'

/** What a leaf was counted from. The rows behind it are kept under the leaf's name. */
export type LeafCount =
  | { kind: 'rate'; numerator: number; denominator: number }
  | { kind: 'marks'; counts: readonly number[]; valid: number; unknown: number }
  | { kind: 'cards'; red: number; circular: number; interview: number }

/**
 * One step of a score's derivation, as it is stored and shown: how it was made, from what, with which weight. Values are exact
 * texts (`785/9`); null = there is none (void, or nothing to divide by), never 0.
 */
export interface ScoreNode {
  /** place in the tree: `R/T/responded`; the last part names the rows */
  key: string
  label: string
  formula: string
  /** weight in the node above; null for the root and for deductions */
  weight: string | null
  value: string | null
  /** somewhere below, something with weight fell out and the rest was renormalised */
  partial: boolean
  leaf: LeafCount | null
  children: readonly ScoreNode[]
}

export const valueOf = (node: ScoreNode): Rational | null => (node.value === null ? null : parseRational(node.value))
export const textOf = (value: Rational | null): string | null => (value === null ? null : exactText(value))

/**
 * `Σ w·value / Σ w` over the parts that have a value: what is missing falls out and the others' weights are renormalised.
 * Null when no part with weight has a value. @source domain.md §7
 */
export function weightedMean(parts: readonly ScoreNode[]): { value: Rational | null; partial: boolean } {
  const weighing = parts.map((part) => ({ part, weight: parseRational(part.weight ?? '0') })).filter(({ weight }) => !isZero(weight))
  let [total, weights]: [Rational, Rational] = [ZERO, ZERO]
  for (const { part, weight } of weighing) {
    const value = valueOf(part)
    if (value === null) continue
    total = add(total, multiply(weight, value))
    weights = add(weights, weight)
  }
  if (isZero(weights)) return { value: null, partial: false }
  return { value: divide(total, weights), partial: weighing.some(({ part }) => part.value === null || part.partial) }
}

/** A node whose value is the weighted mean of its children. */
export function meanNode(
  words: Pick<ScoreNode, 'key' | 'label' | 'formula' | 'weight'>, children: readonly ScoreNode[],
): ScoreNode {
  const { value, partial } = weightedMean(children)
  return { ...words, value: textOf(value), partial, leaf: null, children }
}

/** The node with this key, itself or below; null when there is none. */
export function findNode(tree: ScoreNode, key: string): ScoreNode | null {
  if (tree.key === key) return tree
  for (const child of tree.children) {
    const found = findNode(child, key)
    if (found !== null) return found
  }
  return null
}

/** All leaves, in the tree's order. */
export const leavesOf = (tree: ScoreNode): ScoreNode[] => (tree.leaf === null ? tree.children.flatMap(leavesOf) : [tree])
