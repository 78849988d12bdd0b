import { createHash } from 'node:crypto'
import { exactText, parseRational } from '../shared/rational.ts'
import { countedMarks } from '../score/ballotScore.ts'
import { annualPoints } from '../score/evaluation.ts'
import { findNode, type ScoreNode } from '../score/node.ts'
import { ranksOf } from '../score/rank.ts'
import type { PlanWeights } from '../scoringPlan/weights.ts'

/** What is frozen of one department: exact values (`785/9`), never rounded ones. */
export interface FrozenRow {
  department: string
  group: number
  /** which calculation it is */
  n: number
  B: string | null
  R: string | null
  E: string | null
  points: string | null
  /** place in its group; null without a vote that counts */
  rank: number | null
  valid: number
  unknown: number
  broad: number
  narrow: number
  hasGap: boolean
  lostAwardBy: string | null
}

/** A calculation as far as it is frozen. */
export interface Freezable {
  department: string
  group: number
  n: number
  tree: ScoreNode
  hasGap: boolean
  lostAwardBy: string | null
}

/** The rows of a year from its calculations: figures from the trees, places by E inside each group. In the order given. */
export function frozenRows(weights: PlanWeights, scores: readonly Freezable[]): FrozenRow[] {
  const rows = scores.map(({ tree, department, group, n, hasGap, lostAwardBy }) => {
    const [B, R, E] = (['B', 'R', 'E'] as const).map((key) => findNode(tree, key)?.value ?? null)
    const ballot = findNode(tree, 'B')
    const { valid, unknown, broad, narrow } = ballot === null ? { valid: 0, unknown: 0, broad: 0, narrow: 0 } : countedMarks(weights, ballot)
    const points = E === null || E === undefined ? null : annualPoints(weights, parseRational(E))
    return {
      department, group, n, B: B ?? null, R: R ?? null, E: E ?? null, points: points === null ? null : exactText(points), rank: null,
      valid, unknown, broad, narrow, hasGap, lostAwardBy,
    }
  })
  return rows.map((row) => {
    const own = rows.filter(({ group }) => group === row.group)
    const ranks = ranksOf(own.map(({ E }) => (E === null ? null : parseRational(E))))
    return { ...row, rank: ranks[own.findIndex(({ department }) => department === row.department)] ?? null }
  })
}

const FIELDS = [
  'group', 'department', 'n', 'B', 'R', 'E', 'points', 'rank', 'valid', 'unknown', 'broad', 'narrow', 'hasGap', 'lostAwardBy',
] as const satisfies readonly (keyof FrozenRow)[]

/** The rows as text, a line each, sorted by group and code: anybody can build it from the ranking table. */
export const frozenText = (year: number, plan: { version: number, hash: string | null }, rows: readonly FrozenRow[]): string => [
  `${year}|${plan.version}|${plan.hash ?? ''}`,
  ...rows.toSorted((a, b) => a.group - b.group || (a.department < b.department ? -1 : 1)).map((row) => FIELDS.map((field) => String(row[field] ?? '')).join('|')),
].join('\n')

/** The published 校验码 of frozen results: SHA-256 of `frozenText`, 64 hexadecimal signs. */
export const frozenHash = (...from: Parameters<typeof frozenText>): string => createHash('sha256').update(frozenText(...from)).digest('hex')
