import { Types } from 'mongoose'
import { EnterpriseModel, type Enterprise } from '../../models/enterprise/index.ts'
import { ENTERPRISE_FIELD_NAMES, ENTERPRISE_FIELDS, type EnterpriseFacts } from '../../models/enterprise/fields.ts'
import { enterpriseKeys } from '../../models/enterprise/keys.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { checkCreditCode } from '../../models/shared/creditCode.ts'
import type { Actor } from '../../models/user/actor.ts'
import { act, type Tx } from '../act.ts'
import type { Deps } from '../deps.ts'
import { peopleOn } from '../imports/rosters/people.ts'
import { changesIn } from '../rosters/changes.ts'
import type { EnterpriseForm } from './form.ts'

const WORDS = Object.fromEntries(ENTERPRISE_FIELD_NAMES.map((field) => [field, ENTERPRISE_FIELDS[field].word]))
const PERSONAL = ['contacts']

/** What became of saving: stored, nothing to store, the code is taken, or somebody else was first. */
export type Saved = { outcome: 'saved' | 'unchanged', id: string } | { outcome: 'taken', by: string } | { outcome: 'conflict' }

/** Takes a firm into the roster. A code that another record has is refused. */
export const createEnterprise = (deps: Deps, actor: Actor, form: EnterpriseForm): Promise<Saved> =>
  act(deps, actor, 'enterprise.create', async (tx) => {
    const facts = await factsOf(form, deps, null)
    const firm = new EnterpriseModel({
      ...facts, ...enterpriseKeys(facts.name, facts.shortName), codeOverride: overrideOf(form, actor, tx, null), createdAt: tx.now, updatedAt: tx.now,
    })
    await firm.save({ session: tx.session })
    tx.audit({ record: { type: 'enterprise', id: firm._id, no: firm.uscc }, changes: changesIn({}, { ...facts }, WORDS, PERSONAL, deps.keys.mask), reason: form.codeReason })
    return { outcome: 'saved' as const, id: String(firm._id) }
  }).catch((error: unknown) => takenOrThrow(error, form.facts.uscc))

/** Changes a firm, unless somebody else has saved since the form was opened (`version`). */
export const editEnterprise = (deps: Deps, actor: Actor, id: string, version: string, form: EnterpriseForm): Promise<Saved> =>
  act(deps, actor, 'enterprise.edit', async (tx): Promise<Saved> => {
    const firm = await EnterpriseModel.findById(id).session(tx.session)
    if (firm === null || String(firm.get('__v')) !== version) return left(tx, id, 'refused', { outcome: 'conflict' })
    const before = firm.toObject<Enterprise>()
    const facts = await factsOf(form, deps, before)
    const changes = changesIn({ ...before }, { ...facts }, WORDS, PERSONAL, deps.keys.mask)
    if (Object.keys(changes).length === 0) return left(tx, id, 'done', { outcome: 'unchanged', id })
    firm.set({ ...facts, ...enterpriseKeys(facts.name, facts.shortName), codeOverride: overrideOf(form, actor, tx, before), updatedAt: tx.now })
    await firm.save({ session: tx.session })
    tx.audit({ record: { type: 'enterprise', id: firm._id, no: firm.uscc }, changes, reason: form.codeReason })
    return { outcome: 'saved', id }
  }).catch((error: unknown) => takenOrThrow(error, form.facts.uscc))

/** Takes a firm out of the roster or brings it back; false when somebody else has saved since the page was opened. */
export const archiveEnterprise = (deps: Deps, actor: Actor, id: string, version: string, archived: boolean, reason: string): Promise<boolean> =>
  act(deps, actor, archived ? 'enterprise.archive' : 'enterprise.restore', async (tx) => {
    const firm = await EnterpriseModel.findById(id).session(tx.session)
    const stale = firm === null || String(firm.get('__v')) !== version
    tx.audit({ record: { type: 'enterprise', id, no: firm?.uscc ?? '' }, reason, result: stale ? 'refused' : 'done' })
    if (stale) return false
    firm.set({ archivedAt: archived ? tx.now : null, archivedWhy: archived ? reason : '', updatedAt: tx.now })
    await firm.save({ session: tx.session })
    return true
  })

/** Nothing is stored but the trace that somebody tried. */
function left<T>(tx: Tx, id: string, result: 'done' | 'refused', answer: T): T {
  tx.audit({ record: { type: 'enterprise', id }, result })
  return answer
}

/** The facts as stored: leader and steward by name are matched to the people who hold the posts today. */
async function factsOf({ facts }: EnterpriseForm, deps: Deps, before: Enterprise | null): Promise<EnterpriseFacts> {
  const people = await peopleOn(dayOf(deps.clock.now()))
  const leader = people.leader(facts.linkedLeader)
  const sameLeader = before?.linkedLeader.name === facts.linkedLeader
  const sameSteward = before?.steward.name === facts.steward
  return {
    ...facts,
    linkedLeader: sameLeader && before ? before.linkedLeader : { name: facts.linkedLeader, post: leader?.post ?? null, user: leader?.user ?? null },
    steward: sameSteward && before ? before.steward : { name: facts.steward, user: people.steward(facts.steward, facts.visitDepartment) },
  }
}

/** A reason is kept only while the code does not pass its check. */
function overrideOf({ facts, codeReason }: EnterpriseForm, actor: Actor, tx: Tx, before: Enterprise | null): Enterprise['codeOverride'] {
  const { check, inner } = checkCreditCode(facts.uscc)
  if (check && inner) return null
  if (before?.uscc === facts.uscc && (codeReason === '' || before.codeOverride?.reason === codeReason)) return before.codeOverride
  return { reason: codeReason, by: actor.id ?? new Types.ObjectId(), at: tx.now }
}

async function takenOrThrow(error: unknown, uscc: string): Promise<Saved> {
  if ((error as { code?: number }).code !== 11000) throw error
  const other = await EnterpriseModel.findOne({ uscc }, { name: 1 }).lean()
  return { outcome: 'taken', by: other?.name ?? '' }
}
