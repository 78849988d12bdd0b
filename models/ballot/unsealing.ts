import { createHash } from 'node:crypto'
import type { Ballot } from './content.ts'
import { stratumKey, type Stratum } from './stratum.ts'

/** All marks of one department in one stratum, torn from the ballots they stood on and shuffled; null = 弃权. */
export interface MarkList extends Stratum {
  department: string
  marks: (number | null)[]
}

/** A comment, torn from its ballot: which department it is for and nothing else. */
export interface LooseComment {
  group: number
  department: string
  text: string
}

/** @returns a whole number from 0 to `below` − 1; of `crypto` outside tests */
export type Chance = (below: number) => number

/** A random order (Fisher and Yates). */
export function shuffled<T>(rows: readonly T[], chance: Chance): T[] {
  const order = [...rows]
  for (let at = order.length - 1; at > 0; at--) {
    const other = chance(at + 1)
    const [one, two] = [order[at], order[other]]
    order.splice(at, 1, two as T)
    order.splice(other, 1, one as T)
  }
  return order
}

/**
 * Tears the ballots of one stratum apart: for each department its marks, in an order of their own, so that no two
 * marks can be put together again as one voter's; and the comments, without stratum and mark.
 * @source DESIGN.md §7 Ballot
 */
export function tearApart(
  stratum: Stratum, departments: readonly string[], ballots: readonly Ballot[], chance: Chance,
): { lists: MarkList[], comments: LooseComment[] } {
  const marksOf = (at: number) => ballots.map((ballot) => ballot[at]?.mark ?? null)
  const lists = departments.map((department, at): MarkList => ({
    ...stratum, department, marks: shuffled(marksOf(at), chance),
  }))
  const comments = departments.flatMap((department, at) => ballots.flatMap((ballot) => {
    const text = ballot[at]?.comment ?? ''
    return text === '' ? [] : [{ group: stratum.group, department, text }]
  }))
  return { lists, comments: shuffled(comments, chance) }
}

/** How often each option stands in a list, in the scale's order, and how often none. */
export function countList(marks: readonly (number | null)[], options: number): { counts: number[], abstained: number } {
  const counts = Array.from({ length: options }, (_, option) => marks.filter((mark) => mark === option).length)
  return { counts, abstained: marks.filter((mark) => mark === null).length }
}

/**
 * The 校验码 of an unsealing: who counts the published marks again and gets these signs has counted the same marks. The
 * order of lists and marks does not matter.
 * @returns 64 hexadecimal signs of a SHA-256
 */
export function unsealingHash(lists: readonly MarkList[], options: number): string {
  const lines = lists.map((list) => {
    const { counts, abstained } = countList(list.marks, options)
    return `${stratumKey(list)} ${list.department} ${counts.join(' ')} ${abstained}`
  })
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex')
}
