import { isDeepStrictEqual } from 'node:util'
import { maskedForAudit } from '../../models/audit/entry.ts'

/** How the value of a field reads in words; personal ones are masked before they are written anywhere. */
export type Words = (value: unknown) => string

/**
 * What a form changes, as the audit trail says it: `旧 → 新` by the field's word. Personal values are masked with a keyed hash.
 * @returns empty when nothing differs
 */
export function changesIn(
  before: Record<string, unknown>, after: Record<string, unknown>, words: Record<string, string>, personal: readonly string[], key: Buffer,
): Record<string, string> {
  const changed = Object.keys(after).filter((field) => !isDeepStrictEqual(plain(before[field]), plain(after[field])))
  const say = (field: string, value: unknown) => {
    const text = textOf(value)
    return personal.includes(field) ? masked(value, key) : text || '空'
  }
  return Object.fromEntries(changed.map((field) => [words[field] ?? field, `${say(field, before[field])} → ${say(field, after[field])}`]))
}

const plain = (value: unknown): unknown => (value === undefined ? null : JSON.parse(JSON.stringify(value)))

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join('、')
  if (typeof value !== 'object') return String(value)
  const named = value as { name?: unknown, term?: unknown }
  return textOf(named.name ?? named.term)
}

/** Phones and addresses inside, each masked; names of contacts stay readable. */
function masked(value: unknown, key: Buffer): string {
  const each = (one: unknown): string[] => {
    if (typeof one === 'string') return one === '' ? [] : [maskedForAudit(one, key)]
    const contact = one as { name?: string, title?: string, phones?: string[], email?: string }
    return [[contact.name, contact.title].filter(Boolean).join(' '), ...(contact.phones ?? []).flatMap(each), ...each(contact.email ?? '')].filter(Boolean)
  }
  return [value ?? []].flat().flatMap(each).join('，') || '空'
}
