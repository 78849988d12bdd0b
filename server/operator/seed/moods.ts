import type { Campaign } from '../../../models/campaign/index.ts'
import type { Random } from './random.ts'

/** How discontent citizens are with each department, 0 to 30: it differs from one to the next, and hardly from voter to voter. */
export type Moods = ReadonlyMap<string, number>

export const moodsOf = ({ groups }: Campaign, random: Random): Moods =>
  new Map(groups.flatMap(({ departments }) => departments).map((code) => [code, random.int(0, 30)]))

/** What one voter marks for a department: the place of the option, null = nothing. */
export function markOf(mood: number, random: Random): number | null {
  const own = random.int(0, 99) + mood
  if (random.chance(0.01)) return null
  if (random.chance(0.04)) return 4
  return own < 62 ? 0 : own < 92 ? 1 : own < 118 ? 2 : 3
}
