import type { Types } from 'mongoose'
import { UserModel } from '../../models/user/index.ts'
import type { Actor } from '../../models/user/actor.ts'
import type { Visitor } from '../../models/visit/index.ts'

/** Who went along: accounts of staff, and everybody else by name. */
export interface Party {
  visitors: Visitor[]
  companions: string[]
  /** departments of the staff who came from elsewhere */
  alsoDepartments: string[]
}

interface Account { _id: Types.ObjectId, name: string, department: string }

/**
 * Turns the typed names into people. A name that exactly one account bears, in the own department or else in the
 * whole city, is that person; any other name stays a name. `first` went in any case: who writes the visit, or who
 * made it.
 */
export async function partyOf(names: readonly string[], first: readonly Visitor[], actor: Actor): Promise<Party> {
  const rest = names.filter(name => !first.some(visitor => visitor.name === name))
  const accounts = await UserModel.find({ name: { $in: rest }, disabledAt: null }, { name: 1, department: 1 })
    .lean<Account[]>()
  const named = (name: string) => accounts.filter(account => account.name === name)
  const found = rest.map(name => ({ name, account: theOne(named(name), actor.department) }))
  const staff = found.flatMap(({ account }) => account ?? [])
  return {
    visitors: [...first, ...staff.map(({ _id, name }) => ({ user: _id, name }))],
    companions: found.filter(({ account }) => account === null).map(({ name }) => name),
    alsoDepartments: [...new Set(staff.map(({ department }) => department))].filter(code => code !== actor.department),
  }
}

function theOne(accounts: readonly Account[], department: string | null): Account | null {
  const own = accounts.filter(account => account.department === department)
  const [only, ...others] = own.length > 0 ? own : accounts
  return only !== undefined && others.length === 0 ? only : null
}
