import { MemberModel, type Member } from '../../models/member/index.ts'
import { MEMBER_FIELD_NAMES, MEMBER_FIELDS, type MemberFacts } from '../../models/member/fields.ts'
import { memberKeys } from '../../models/member/keys.ts'
import type { Actor } from '../../models/user/actor.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'
import { changesIn } from '../rosters/changes.ts'

const WORDS = Object.fromEntries(MEMBER_FIELD_NAMES.map((field) => [field, MEMBER_FIELDS[field].word]))
const PERSONAL = ['phones', 'birth']

/** Takes a deputy or member into the roster; the id of the new record. */
export const createMember = (deps: Deps, actor: Actor, facts: MemberFacts): Promise<string> =>
  act(deps, actor, 'member.create', async (tx) => {
    const member = new MemberModel({ ...facts, ...memberKeys(facts.name), createdAt: tx.now, updatedAt: tx.now })
    await member.save({ session: tx.session })
    tx.audit({ record: { type: 'member', id: member._id }, changes: changesIn({}, { ...facts }, WORDS, PERSONAL, deps.keys.mask) })
    return String(member._id)
  })

/** Changes a member, unless somebody else has saved since the form was opened (`version`). */
export const editMember = (deps: Deps, actor: Actor, id: string, version: string, facts: MemberFacts): Promise<'saved' | 'unchanged' | 'conflict'> =>
  act(deps, actor, 'member.edit', async (tx) => {
    const member = await MemberModel.findById(id).session(tx.session)
    const stale = member === null || String(member.get('__v')) !== version
    const changes = stale ? {} : changesIn({ ...member.toObject<Member>() }, { ...facts }, WORDS, PERSONAL, deps.keys.mask)
    tx.audit({ record: { type: 'member', id }, changes, result: stale ? 'refused' : 'done' })
    if (stale) return 'conflict'
    if (Object.keys(changes).length === 0) return 'unchanged'
    member.set({ ...facts, ...memberKeys(facts.name), updatedAt: tx.now })
    await member.save({ session: tx.session })
    return 'saved'
  })

/** Takes a member out of the roster or back; false when somebody else has saved since the page was opened. */
export const archiveMember = (deps: Deps, actor: Actor, id: string, version: string, archived: boolean, reason: string): Promise<boolean> =>
  act(deps, actor, archived ? 'member.archive' : 'member.restore', async (tx) => {
    const member = await MemberModel.findById(id).session(tx.session)
    const stale = member === null || String(member.get('__v')) !== version
    tx.audit({ record: { type: 'member', id }, reason, result: stale ? 'refused' : 'done' })
    if (stale) return false
    member.set({ archivedAt: archived ? tx.now : null, archivedWhy: archived ? reason : '', updatedAt: tx.now })
    await member.save({ session: tx.session })
    return true
  })
