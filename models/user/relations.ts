import type { Actor } from './actor.ts'

/**
 * How a user can stand to a record, as data: a path in the record and the word of the user that must be found there. One
 * line serves twice: to judge a record in hand and to filter a list, so that page and list cannot disagree.
 */
export const RELATIONS = {
  any: null,
  lead: ['leadDepartment', 'department'],
  co: ['coDepartments.department', 'department'],
  verifying: ['verifyingDepartment', 'department'],
  visiting: ['visitDepartment', 'department'],
  handler: ['handler', 'id'],
  author: ['createdBy', 'id'],
  visitor: ['visitors.user', 'id'],
  department: ['department', 'department'],
  officer: ['officer', 'id'],
  steward: ['steward.user', 'id'],
  stewarded: ['steward', 'id'],
  liaison: ['liaisonDepartment', 'department'],
  leader: ['leader', 'leader'],
  addressee: ['user', 'id'],
  self: ['_id', 'id'],
  ownDepartment: ['_id', 'department'],
  districtOffice: ['districtDepartment', 'department'],
  holder: ['holders.user', 'id'],
  requester: ['requestedBy', 'id'],
} as const satisfies Record<string, readonly [path: string, word: keyof Actor] | null>

export type Relation = keyof typeof RELATIONS

/** Whether the record stands in this relation to the user. */
export function isRelated(actor: Actor, relation: Relation, record: object): boolean {
  const rule = RELATIONS[relation]
  if (rule === null) return true
  const own = actor[rule[1]]
  return own !== null && valuesAt(record, rule[0]).some((value) => String(value) === String(own))
}

/** The relation as a condition on stored records; null when this user can have none. */
export function relationFilter(actor: Actor, relation: Relation): Record<string, unknown> | null {
  const rule = RELATIONS[relation]
  if (rule === null) return {}
  const own = actor[rule[1]]
  return own === null ? null : { [rule[0]]: own }
}

function valuesAt(record: unknown, path: string): unknown[] {
  const [head, ...rest] = path.split('.')
  if (record === null || record === undefined || head === undefined) return []
  const value = (record as Record<string, unknown>)[head]
  const values = Array.isArray(value) ? value : [value]
  if (rest.length > 0) return values.flatMap((each) => valuesAt(each, rest.join('.')))
  return values.filter((each) => each !== null && each !== undefined)
}
