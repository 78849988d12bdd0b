import { searchText } from './names.ts'

const SIGNS = /[.*+?^${}()|[\]\\]/g

/** Values that begin with this text exactly: an anchored expression, which an index answers by its bounds. */
export const beginsWith = (text: string): RegExp => new RegExp(`^${text.replaceAll(SIGNS, '\\$&')}`)

/** So many signs make it worth looking for a credit code. */
const SHORTEST_CODE = 6

/**
 * Records whose name, short name, pinyin or initials begin with what was typed, or whose credit code does. Null when nothing
 * was typed that could be looked for.
 */
export function searchFilter(typed: string, { codes = false } = {}): Record<string, unknown> | null {
  const text = searchText(typed)
  if (text === '') return null
  const byName = { searchKeys: beginsWith(text) }
  const code = text.toUpperCase()
  const isCode = codes && code.length >= SHORTEST_CODE && /^[0-9A-Z]{1,18}$/.test(code) && /\d/.test(code)
  return isCode ? { $or: [byName, { uscc: beginsWith(code) }] } : byName
}
