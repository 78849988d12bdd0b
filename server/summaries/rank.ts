import type { Flow } from '../../models/issue/flow.ts'

/** Below so many cases due a rate says nothing about a department. @source forms.md §5 */
export const FEWEST_FOR_A_RATE = 5
export const TOO_FEW = '样本少'

interface Ranked {
  code: string
  group: number | null
  flow: Pick<Flow, 'due' | 'dueSubstantive' | 'settledInTime'>
}

/**
 * Places within each group: by the share of cases due that were really solved, then by the share answered in time; equal
 * shares take the same place. Who has too few cases due gets 样本少, who stands in no group gets nothing.
 * @source forms.md §5, §10 no. 1 (rank on 实质 and on time)
 */
export function ranksOf(rows: readonly Ranked[]): Map<string, { rank: number | null, rankWords: string }> {
  const ranks = new Map<string, { rank: number | null, rankWords: string }>()
  for (const row of rows) {
    if (row.group === null) ranks.set(row.code, { rank: null, rankWords: '' })
    else if (row.flow.due < FEWEST_FOR_A_RATE) ranks.set(row.code, { rank: null, rankWords: TOO_FEW })
  }
  const judged = rows.filter(({ code }) => !ranks.has(code))
  for (const row of judged) {
    const better = judged.filter((other) => other.group === row.group && compare(other, row) > 0).length
    ranks.set(row.code, { rank: better + 1, rankWords: String(better + 1) })
  }
  return ranks
}

/** Positive when `one` is better. Shares are compared as whole numbers, crosswise. */
function compare({ flow: one }: Ranked, { flow: other }: Ranked): number {
  return one.dueSubstantive * other.due - other.dueSubstantive * one.due || one.settledInTime * other.due - other.settledInTime * one.due
}
