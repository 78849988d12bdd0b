import { displayText, multiply, parseRational } from '../../models/shared/rational.ts'
import { CARD_LEAVES, LEAVES } from '../../models/score/leaves.ts'
import type { ScoreNode } from '../../models/score/node.ts'

/** A line of the derivation as the page draws it: its depth, whether it ends its branch, and what it opens. */
export interface TreeRow {
  label: string
  depth: 'root' | 'branch' | 'twig'
  last: boolean
  weight: string
  formula: string
  data: { text: string, href: string | null }[]
  n: string
  value: string
  weighted: string
}

const shown = (exact: string | null, decimals = 4): string => (exact === null ? '—' : displayText(parseRational(exact), decimals))

/**
 * The tree of a score, line by line: node, weight, formula, counts, value and value × weight.
 * @param rowsHref address of a leaf's rows up to its name
 */
export function treeRows(root: ScoreNode, rowsHref: string): TreeRow[] {
  return [
    { ...line(root, rowsHref), depth: 'root', last: false, label: `R = ${root.formula}` },
    ...root.children.flatMap((group, at) => {
      const last = at === root.children.length - 1
      return [
        { ...line(group, rowsHref), depth: 'branch' as const, last },
        ...group.children.map((leaf, place) => ({
          ...line(leaf, rowsHref), depth: 'twig' as const, last: place === group.children.length - 1,
        })),
      ]
    }),
  ]
}

function line(node: ScoreNode, rowsHref: string): Omit<TreeRow, 'depth' | 'last'> {
  const deducts = node.weight === null && node.leaf?.kind === 'cards'
  const value = node.value !== null && deducts ? `−${shown(node.value)}` : shown(node.value)
  return {
    label: node.label, weight: node.weight === null ? '' : shown(node.weight, 2), formula: node.formula,
    data: dataOf(node, rowsHref), n: sizeOf(node), value,
    weighted: deducts ? value : weightedOf(node),
  }
}

function dataOf({ key, leaf }: ScoreNode, rowsHref: string): TreeRow['data'] {
  if (leaf?.kind === 'rate') {
    const name = key === 'R/V' ? 'visited' : key.split('/').at(-1) ?? ''
    const unit = name === 'visited' ? LEAVES.visited.unit : '件'
    return [{ text: `${leaf.numerator} / ${leaf.denominator} ${unit}`, href: leaf.denominator === 0 ? null : rowsHref + name }]
  }
  if (leaf?.kind !== 'cards') return []
  const given = CARD_LEAVES.filter((name) => leaf[name] > 0)
  if (given.length === 0) return [{ text: '没有', href: null }]
  return given.map((name) => ({ text: `${LEAVES[name].label} ${leaf[name]} ${LEAVES[name].unit}`, href: rowsHref + name }))
}

function sizeOf({ leaf }: ScoreNode): string {
  if (leaf?.kind === 'rate') return String(leaf.denominator)
  return leaf?.kind === 'cards' ? String(leaf.red + leaf.circular + leaf.interview) : ''
}

const weightedOf = ({ weight, value }: ScoreNode): string =>
  (weight === null || value === null ? '' : displayText(multiply(parseRational(weight), parseRational(value)), 4))
