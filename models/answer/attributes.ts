import type { AnswerAttribute } from '../questionnaire/index.ts'

/** District, industry and size of an invited firm, as frozen in its invitation. */
export interface Traits {
  district: string
  industry: string
  size: string
}

/** So many invited firms at least share what an anonymous answer says of its firm. @source DESIGN.md §7 */
export const FEWEST_ALIKE = 10
export const OTHER = '其他'

/**
 * What an anonymous answer may say of its firm: the classes of the attributes fixed before sending, or 其他 for each
 * where fewer than ten invited firms share the combination. Rare ones are folded together until those folded are
 * ten, too.
 * @param invited every invited firm of the questionnaire, or groups of alike ones with their count
 */
export function attributesOf(
  attributes: readonly AnswerAttribute[], invited: readonly (Traits & { count?: number })[], own: Traits,
): Record<string, string> {
  const used = attributes.slice(0, 2)
  const sizes = new Map<string, number>()
  for (const firm of invited) {
    const key = cellOf(used, firm)
    sizes.set(key, (sizes.get(key) ?? 0) + (firm.count ?? 1))
  }
  const folded = foldedCells(sizes).has(cellOf(used, own))
  return Object.fromEntries(used.map((attribute) => [attribute.name, folded ? OTHER : classOf(attribute, own)]))
}

function foldedCells(sizes: ReadonlyMap<string, number>): Set<string> {
  const folded = new Set<string>()
  let together = 0
  for (const [key, size] of [...sizes].sort(([a, m], [b, n]) => m - n || (a < b ? -1 : 1))) {
    if (size >= FEWEST_ALIKE && (together === 0 || together >= FEWEST_ALIKE)) break
    folded.add(key)
    together += size
  }
  return folded
}

const classOf = ({ name, classes }: AnswerAttribute, firm: Traits): string =>
  classes.find(({ members }) => members.includes(firm[name]))?.value ?? OTHER
const cellOf = (attributes: readonly AnswerAttribute[], firm: Traits): string =>
  JSON.stringify(attributes.map((attribute) => classOf(attribute, firm)))
