import type { QueryFilter, Types } from 'mongoose'
import { memoFor } from '../shared/memo.ts'
import { escaped } from '../shared/pattern.ts'
import { UserModel, type User } from './index.ts'
import type { Role } from './roles.ts'

export type UserRow = Pick<User, '_id' | 'account' | 'name' | 'department' | 'title' | 'roles' | 'isHead' | 'disabledAt' | 'lastSeenAt' | 'mustChangePassword' | 'totpRequired'> & { __v: number }
const ROW = { account: 1, name: 1, department: 1, title: 1, roles: 1, isHead: 1, disabledAt: 1, lastSeenAt: 1, mustChangePassword: 1, totpRequired: 1, __v: 1 } as const

export interface UserFilter {
  q: string
  department: string
  role: string
  state: '' | 'active' | 'disabled'
}

const PAGE = 50

/** One page of users in the order of names, with the number of all that fit. */
export async function userPage(filter: UserFilter, page: number): Promise<{ rows: UserRow[], total: number }> {
  const where = conditions(filter)
  const [rows, total] = await Promise.all([
    UserModel.find(where, ROW).sort({ sortKey: 1 }).skip((page - 1) * PAGE).limit(PAGE).lean<UserRow[]>(),
    UserModel.countDocuments(where, { limit: 1001 }),
  ])
  return { rows, total }
}
export const USERS_A_PAGE = PAGE

function conditions({ q, department, role, state }: UserFilter): QueryFilter<User> {
  const text = q.trim().toLowerCase()
  const start = { $regex: `^${escaped(text)}` }
  return {
    ...(department ? { department } : {}),
    ...(role ? { roles: role as Role } : {}),
    ...(state ? { disabledAt: state === 'active' ? null : { $ne: null } } : {}),
    ...(text ? { $or: [{ account: start }, { name: { $regex: `^${escaped(q.trim())}` } }, { pinyin: start }, { initials: start }] } : {}),
  }
}

/** The working staff of a department in the order of names, for pickers; kept some seconds. */
export const staffOf = memoFor(
  5_000,
  (department: string) => UserModel.find({ department, disabledAt: null }, { name: 1, title: 1, roles: 1, isHead: 1, phone: 1 }).sort({ sortKey: 1 }).lean<Pick<User, '_id' | 'name' | 'title' | 'roles' | 'isHead' | 'phone'>[]>(),
  (department) => department,
)

/** Ids of everybody who holds a role and works, e.g. all of the joint office. */
export async function holdersOfRole(role: Role): Promise<Types.ObjectId[]> {
  const found = await UserModel.find({ roles: role, disabledAt: null }, { _id: 1 }).lean()
  return found.map(({ _id }) => _id)
}
