import { THRESHOLD } from './shape.ts'

/** Classes of options that are printed as one number each, by position, and whether the mean is printed with them. */
export interface Print { classes: readonly (readonly number[])[], mean: boolean }

/** Positions of 很满意 满意 基本满意 不太满意 不满意 未接触, finest first. */
export const LEVEL_PRINTS: readonly Print[] = [
  { classes: [[0], [1], [2], [3], [4], [5]], mean: true },
  { classes: [[0, 1], [2], [3, 4], [5]], mean: true },
  { classes: [[0, 1, 2], [3, 4], [5]], mean: true },
  { classes: [[0, 1], [2, 3, 4], [5]], mean: true },
  { classes: [[0, 1, 2, 3, 4], [5]], mean: true },
  { classes: [[0, 1], [2, 3, 4, 5]], mean: true },
  { classes: [[0, 1, 2, 3, 4, 5]], mean: true },
  { classes: [[0, 1, 2, 3, 4, 5]], mean: false },
]

/** 推荐, 中立, 不推荐. */
export const NPS_PRINTS: readonly Print[] = [
  { classes: [[0], [1], [2]], mean: true },
  { classes: [[0, 1, 2]], mean: true },
  { classes: [[0, 1, 2]], mean: false },
]

/**
 * The finest way to print these counts from which no number of 1 to threshold − 1 can be read or computed. The printed
 * mean is reckoned with: it is one more equation, and together with totals it gives single numbers back. A small number
 * is safe when another distribution, with another number in its place, prints just the same.
 * @param points of each position; null = not scored
 * @returns null when not even the number of answers may be printed
 * @source domain.md §4 Design; test/fixtures/vectors/README.md "Small cells"
 */
export function finestPrint(
  counts: readonly number[], points: readonly (number | null)[], prints: readonly Print[], threshold = THRESHOLD,
): Print | null {
  return prints.find((print) => isSafe(counts, points, print, threshold)) ?? null
}

function isSafe(
  counts: readonly number[], points: readonly (number | null)[], { classes, mean }: Print, threshold: number,
): boolean {
  const small = (count: number) => count > 0 && count < threshold
  const sumOf = (levels: readonly number[]) => levels.reduce((sum, at) => sum + (counts[at] ?? 0), 0)
  if (classes.some((levels) => small(sumOf(levels)))) return false
  const scored = points.flatMap((each, at) => (each === null ? [] : [at]))
  if (mean && small(sumOf(scored))) return false
  const atRisk = counts.flatMap((count, at) => (small(count) ? [at] : []))
  if (atRisk.length === 0) return true
  const shown = mean ? shownMean(counts, points) : null
  const moves = movesWithin(classes, counts.length)
  return atRisk.every((at) => moves.some((move) => {
    if (move[at] === 0) return false
    const other = counts.map((count, index) => count + (move[index] ?? 0))
    return other.every((count) => count >= 0) && (!mean || shownMean(other, points) === shown)
  }))
}

/** The mean in hundredths, rounded as it is displayed; null without scored answers. */
function shownMean(counts: readonly number[], points: readonly (number | null)[]): number | null {
  let valid = 0
  let sum = 0
  points.forEach((each, at) => {
    if (each === null) return
    valid += counts[at] ?? 0
    sum += each * (counts[at] ?? 0)
  })
  return valid === 0 ? null : Math.floor((200 * sum + valid) / (2 * valid))
}

const FARTHEST = 3
const made = new WeakMap<Print['classes'], number[][]>()

/** All small changes that leave the sum of each class as it is. */
function movesWithin(classes: Print['classes'], length: number): number[][] {
  const known = made.get(classes)
  if (known) return known
  let moves: number[][] = [Array<number>(length).fill(0)]
  for (const levels of classes) moves = moves.flatMap((move) => balanced(levels).map((change) => merged(move, levels, change)))
  made.set(classes, moves)
  return moves
}

function balanced(levels: readonly number[]): number[][] {
  let changes: number[][] = [[]]
  const steps = Array.from({ length: 2 * FARTHEST + 1 }, (_, index) => index - FARTHEST)
  for (let at = 1; at < levels.length; at++) changes = changes.flatMap((change) => steps.map((step) => [...change, step]))
  return changes.map((change) => [...change, -change.reduce((sum, each) => sum + each, 0)])
    .filter((change) => Math.abs(change.at(-1) ?? 0) <= FARTHEST)
}

function merged(move: readonly number[], levels: readonly number[], change: readonly number[]): number[] {
  const next = [...move]
  levels.forEach((level, index) => void (next[level] = change[index] ?? 0))
  return next
}
