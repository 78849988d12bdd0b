import { Types } from 'mongoose'
import { blockHash, macOf, type AuditFacts } from '../../../models/audit/entry.ts'
import type { AuditBlock, AuditEntry } from '../../../models/audit/index.ts'
import type { Issue } from '../../../models/issue/record.ts'
import type { Visit } from '../../../models/visit/index.ts'
import type { People } from './people.ts'
import type { Random } from './random.ts'

const BLOCK = 1000
const FIRST_LINK = 'first'
const VISIT_ACTS: Readonly<Record<string, string>> = {
  planned: 'visit.create',
  logged: 'visit.create',
  confirmed: 'visit.confirm',
  edited: 'visit.edit',
}
const ISSUE_ACTS: Readonly<Record<string, string>> = {
  submit: 'issue.create',
  orderReply: 'order.reply',
  instruction: 'instruction.create',
}

/** The entries that these cases and visits would have left: one for each step, case by case. */
export function* trailOf(issues: readonly Issue[], visits: readonly Visit[], { users }: People): Generator<AuditFacts> {
  const known = new Map(users.map((user) => [String(user._id), user]))
  const facts = (
    at: Date,
    act: string,
    by: Types.ObjectId | null,
    byName: string,
    record: AuditFacts['record'],
  ): AuditFacts => {
    const user = known.get(String(by))
    return {
      at,
      act,
      actor: by === null ? null : String(by),
      actorName: byName,
      actorRoles: [...(user?.roles ?? [])],
      department: user?.department ?? '',
      record,
      changes: {},
      reason: '',
      result: 'done',
      requestId: '',
    }
  }
  for (const { _id, no, history } of visits) {
    const record = { type: 'visit', id: String(_id), no }
    for (const { at, act, by, byName } of history) yield facts(at, VISIT_ACTS[act] ?? 'visit.edit', by, byName, record)
  }
  for (const { _id, no, history } of issues) {
    const record = { type: 'issue', id: String(_id), no }
    for (const { at, act, by, byName } of history)
      yield facts(at, ISSUE_ACTS[act] ?? `issue.${act}`, by, byName, record)
  }
}

/** Sign-ins of the last `days` days until the trail has `count` entries more: the bulk of a real trail. */
export function* signIns(
  { users }: People,
  count: number,
  until: Date,
  days: number,
  random: Random,
): Generator<AuditFacts> {
  for (let n = 0; n < count; n += 1) {
    const { _id, name, roles, department, account } = random.pick(users)
    yield {
      at: new Date(until.getTime() - Math.floor((days * 86_400_000 * (count - n)) / count)),
      act: 'session.signIn',
      actor: String(_id),
      actorName: name,
      actorRoles: [...roles],
      department,
      record: { type: 'user', id: String(_id), no: account },
      changes: {},
      reason: '',
      result: 'done',
      requestId: '',
    }
  }
}

/** Signs entries and binds them into blocks of a thousand, each linked to the one before. */
export function* sealed(
  facts: Iterable<AuditFacts>,
  key: Buffer,
): Generator<{ entries: AuditEntry[]; block: AuditBlock }> {
  let [previous, number] = [FIRST_LINK, 1]
  let entries: AuditEntry[] = []
  const close = (): { entries: AuditEntry[]; block: AuditBlock } => {
    const hash = blockHash(
      number,
      previous,
      entries.map(({ mac }) => mac),
      key,
    )
    const block = {
      _id: number,
      sealedAt: entries.at(-1)?.at ?? new Date(0),
      entries: entries.map(({ _id }) => _id),
      previous,
      hash,
    }
    previous = hash
    number += 1
    return { entries, block }
  }
  for (const each of facts) {
    entries.push({
      _id: new Types.ObjectId(),
      ...each,
      actor: each.actor === null ? null : new Types.ObjectId(each.actor),
      mac: macOf(each, key),
      block: number,
    })
    if (entries.length < BLOCK) continue
    yield close()
    entries = []
  }
  if (entries.length > 0) yield close()
}
