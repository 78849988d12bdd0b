import { Types } from 'mongoose'
import { maskedForAudit } from '../../models/audit/entry.ts'
import { nameKeys } from '../../models/shared/names.ts'
import { setOneTimePassword } from '../../models/user/account.ts'
import type { Actor } from '../../models/user/actor.ts'
import { UserModel, type User } from '../../models/user/index.ts'
import { needsTotp, ROLES, type Role } from '../../models/user/roles.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'
import { Conflict } from '../http/errors.ts'
import { hashPassword, oneTimePassword } from '../lib/hashing.ts'
import type { NewUser } from './form.ts'

const ONE_TIME_MS = 72 * 3_600_000

/**
 * Makes an account without roles and its one-time password, shown once and stored only as a hash.
 * @throws duplicate key error when the account exists
 */
export async function createUser(deps: Deps, actor: Actor, values: NewUser, roles: Role[] = []): Promise<{ id: Types.ObjectId, password: string }> {
  const password = oneTimePassword()
  const passwordHash = await hashPassword(password)
  const id = await act(deps, actor, 'user.create', async (tx) => {
    const [user] = await UserModel.create([{
      ...values, ...nameKeys(values.name, 'person'), roles, passwordHash, mustChangePassword: true, totpRequired: needsTotp(roles),
      oneTimeUntil: new Date(tx.now.getTime() + ONE_TIME_MS), createdAt: tx.now,
    }], { session: tx.session })
    if (!user) throw new Error('The account was not stored')
    tx.audit({ record: { type: 'user', id: user._id, no: values.account }, changes: { name: maskedForAudit(values.name, deps.keys.mask), department: values.department } })
    return user._id
  })
  return { id, password }
}

/** A fresh one-time password for somebody who lost theirs. TOTP stays: a reset never skips the second factor. */
export async function resetPassword(deps: Deps, actor: Actor, user: User): Promise<string> {
  const password = oneTimePassword()
  const hash = await hashPassword(password)
  await act(deps, actor, 'user.resetPassword', async (tx) => {
    await setOneTimePassword(user._id, hash, tx.now, tx.session)
    tx.audit({ record: { type: 'user', id: user._id, no: user.account } })
  })
  return password
}

/**
 * Changes what the table names of a user, if nobody changed it since `version`; whatever ends sessions raises their version.
 * @throws Conflict when somebody was first
 */
export async function changeUser(
  deps: Deps, actor: Actor, name: string, user: User, version: number | null, set: Partial<User>, { endsSessions = false, reason = '' } = {},
): Promise<void> {
  await act(deps, actor, name, async (tx) => {
    const changed = await UserModel.updateOne(
      { _id: user._id, ...(version === null ? {} : { __v: version }) },
      { $set: set, $inc: { __v: 1, ...(endsSessions ? { sessionVersion: 1 } : {}) } },
      { session: tx.session, runValidators: true },
    )
    if (changed.modifiedCount === 0) throw new Conflict('您打开这一页之后，别人已经改过这个用户。请看一眼最新的内容再改。', { text: '回到这个用户', href: `/admin/users/${String(user._id)}` })
    tx.audit({ record: { type: 'user', id: user._id, no: user.account }, changes: words(set, deps.keys.mask), reason })
  })
}

function words(set: Partial<User>, key: Buffer): Record<string, string> {
  const personal = ['name', 'phone', 'mail']
  return Object.fromEntries(Object.entries(set).filter(([name]) => !['sortKey', 'pinyin', 'initials', 'searchKeys'].includes(name)).map(([name, value]) => {
    if (name === 'roles') return [name, (value as Role[]).map((role) => ROLES[role]).join('、')]
    return [name, personal.includes(name) ? maskedForAudit(String(value), key) : String(value)]
  }))
}
