import { isDeepStrictEqual } from 'node:util'

type Facts = Readonly<Record<string, unknown>>

/** Lists of which a record keeps its own entries and takes those of the other that it has not. */
const LISTS: Readonly<Record<string, (entry: unknown) => unknown>> = {
  contacts: (entry) => (entry as { name?: string }).name ?? '',
  phones: (entry) => entry,
  terms: (entry) => (entry as { term?: string }).term ?? '',
}

/** Nothing said: no text, no number, no name, no size. */
export function isUnsaid(value: unknown): boolean {
  if (value === null || value === undefined || value === '' || value === '未划型') return true
  if (Array.isArray(value)) return value.length === 0
  return typeof value === 'object' && 'name' in value && value.name === ''
}

/**
 * The fields of a record that change when another one of the same firm or person is merged into it: what it does not
 * say is taken over, lists are joined, everything else stays as it is.
 */
export function takenOver(kept: Facts, other: Facts, fields: readonly string[]): Record<string, unknown> {
  const pairs = fields.map((field) => [field, joined(field, kept[field], other[field])] as const)
  return Object.fromEntries(pairs.filter(([field, value]) => !isDeepStrictEqual(value, kept[field])))
}

function joined(field: string, kept: unknown, other: unknown): unknown {
  const keyOf = LISTS[field]
  if (keyOf && Array.isArray(kept) && Array.isArray(other)) {
    const own = new Set(kept.map(keyOf))
    return [...(kept as unknown[]), ...(other as unknown[]).filter((entry) => !own.has(keyOf(entry)))]
  }
  return isUnsaid(kept) && !isUnsaid(other) ? other : kept
}
