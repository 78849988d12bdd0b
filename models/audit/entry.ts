import { createHmac } from 'node:crypto'

/** What an act leaves in the audit trail, before it is signed. */
export interface AuditFacts {
  at: Date
  act: string
  actor: string | null
  actorName: string
  actorRoles: string[]
  department: string
  record: { type: string, id: string, no: string }
  changes: Record<string, string>
  reason: string
  result: 'done' | 'refused'
  requestId: string
}

/** The HMAC of one entry over all its facts in a fixed order; an altered entry no longer matches. */
export function macOf(facts: AuditFacts, key: Buffer): string {
  const changes = Object.entries(facts.changes).sort(([a], [b]) => (a < b ? -1 : 1))
  const canonical = JSON.stringify([
    facts.at.toISOString(), facts.act, facts.actor, facts.actorName, facts.actorRoles, facts.department,
    facts.record.type, facts.record.id, facts.record.no, changes, facts.reason, facts.result, facts.requestId,
  ])
  return createHmac('sha256', key).update(canonical).digest('base64url')
}

/** The hash of a block: its number, the link before and the signatures of its entries in order. */
export const blockHash = (number: number, previous: string, macs: readonly string[], key: Buffer): string =>
  createHmac('sha256', key).update(JSON.stringify([number, previous, macs])).digest('base64url')

/**
 * A personal value as the trail may hold it: enough to recognise, a keyed hash to compare, nothing to read back.
 * `13812345678` → `138****5678 #k3v9x2`; shorter values keep their first sign only.
 */
export function maskedForAudit(value: string, key: Buffer): string {
  if (value === '') return ''
  const mark = createHmac('sha256', key).update(value).digest('base64url').slice(0, 8)
  const shown = value.length >= 11 ? `${value.slice(0, 3)}****${value.slice(-4)}` : `${[...value][0] ?? ''}**`
  return `${shown} #${mark}`
}
