import { standingOf, type Progress, type Standing } from './standing.ts'

/** How many of those to be visited have been visited. `assigned = denominator + unreachable`. */
export interface Coverage {
  /** subjects with at least one confirmed visit */
  numerator: number
  /** assigned subjects without those that nobody can reach */
  denominator: number
  assigned: number
  awaiting: number
  open: number
  /** left out of the denominator, but listed */
  unreachable: number
}

const NONE: Record<Standing, number> = { covered: 0, awaiting: 0, unreachable: 0, open: 0 }

/**
 * Coverage over any set of tasks. Add up the parts of any partition and the whole comes out.
 * @source domain.md §2.3: confirmed ÷ assigned, unreachable after 3 attempts leaves the denominator but is listed
 */
export function coverageOf(tasks: readonly Progress[]): Coverage {
  const counts = { ...NONE }
  for (const task of tasks) counts[standingOf(task)] += 1
  return {
    numerator: counts.covered,
    denominator: tasks.length - counts.unreachable,
    assigned: tasks.length,
    awaiting: counts.awaiting,
    open: counts.open,
    unreachable: counts.unreachable,
  }
}

/** Coverage of each group, in the order in which the groups first appear. A task without a key is under `''`. */
export function coverageBy<T extends Progress>(
  tasks: readonly T[], keyOf: (task: T) => string | null,
): Map<string, Coverage> {
  const groups = new Map<string, T[]>()
  for (const task of tasks) {
    const key = keyOf(task) ?? ''
    groups.set(key, [...(groups.get(key) ?? []), task])
  }
  return new Map([...groups].map(([key, members]) => [key, coverageOf(members)]))
}
