import type { ClientSession, Types } from 'mongoose'
import { DepartmentModel } from '../department/index.ts'
import { PostModel } from '../post/index.ts'
import { UserModel } from '../user/index.ts'
import type { Role } from '../user/roles.ts'
import type { People, PersonFacts, PostFacts } from './addressees.ts'

interface Account { _id: Types.ObjectId, name: string, roles: Role[] }

/**
 * Everybody a rung may be told to: posts, accounts in use, the two offices, the departments of a 通报. A few hundred
 * rows, read once a sweep.
 */
export async function readPeople(session: ClientSession | null = null): Promise<People> {
  const [posts, accounts, departments] = await Promise.all([
    PostModel.find({ archivedAt: null }, { department: 1, kind: 1, title: 1, departments: 1, holders: 1 })
      .session(session)
      .lean<PostFacts[]>(),
    UserModel.find({ disabledAt: null }, { name: 1, roles: 1 }).sort({ sortKey: 1 }).session(session).lean<Account[]>(),
    DepartmentModel.find({ archivedAt: null, kind: { $ne: 'office' } }, { _id: 1 })
      .sort({ order: 1 })
      .session(session)
      .lean<{ _id: string }[]>(),
  ])
  const withRole = (role: Role): PersonFacts[] => accounts.filter(({ roles }) => roles.includes(role)).map(personOf)
  return {
    posts,
    users: new Map(accounts.map((account) => [String(account._id), personOf(account)])),
    supervisors: withRole('supervisor'),
    office: withRole('coordinator'),
    departments: departments.map(({ _id }) => _id),
  }
}

/** Accounts with a role that are in use, for alarms. */
export async function idsWithRole(role: Role): Promise<Types.ObjectId[]> {
  const found = await UserModel.find({ roles: role, disabledAt: null }, { _id: 1 }).lean<{ _id: Types.ObjectId }[]>()
  return found.map(({ _id }) => _id)
}

const personOf = ({ _id, name }: Account): PersonFacts => ({ id: _id, name })
