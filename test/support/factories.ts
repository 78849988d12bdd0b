import { Types } from 'mongoose'
import { DepartmentModel, type Department } from '../../models/department/index.ts'
import { DistrictModel } from '../../models/district/index.ts'
import { CategoryModel } from '../../models/category/index.ts'
import { PostModel, type PostKind } from '../../models/post/index.ts'
import { UserModel, type User } from '../../models/user/index.ts'
import { hashPassword } from '../../server/lib/hashing.ts'

/** The password of every test user. */
export const PASSWORD = 'Cheng-Shi-2026-lianluo'
let hash: Promise<string> | null = null
let count = 0

/** A department with a code of its own; the same code twice is the same department. */
export async function aDepartment(values: Partial<Department> & { _id: string }): Promise<Department> {
  const name = values.name ?? `${values._id}局`
  const department: Department = {
    name, shortName: name, kind: 'bureau', group: 2, district: null, order: ++count, phone: '0532-8000 0000', contactName: '', aliases: [], archivedAt: null, ...values,
  }
  await DepartmentModel.updateOne({ _id: department._id }, { $set: department }, { upsert: true })
  return department
}

/** A user past the first sign-in, without a second factor. Names only what matters. */
export async function aUser(values: Partial<User> = {}): Promise<User> {
  hash ??= hashPassword(PASSWORD)
  const number = ++count
  const user: User = {
    _id: new Types.ObjectId(), account: `user${number}`, name: `测试${number}`, sortKey: `ce shi ${number}`, pinyin: `ceshi${number}`, initials: `cs${number}`,
    department: 'zrzy', title: '', roles: ['officer'], isHead: false, actsFor: null, phone: '', mail: '', passwordHash: await hash, mustChangePassword: false,
    oneTimeUntil: null, passwordChangedAt: null, formerHashes: [], totp: null, totpRequired: false, sessionVersion: 1, disabledAt: null, disabledWhy: '',
    lastSeenAt: null, createdAt: new Date('2026-01-05T09:00:00+08:00'), ...values,
  }
  await UserModel.create(user)
  return user
}

/** A post held by the user since the start of 2026; vacant without one. */
export async function aPost(values: { department: string, kind: PostKind, title?: string, departments?: string[], user?: Types.ObjectId }) {
  const holders = values.user ? [{ user: values.user, fromOn: '2026-01-01', toOn: null }] : []
  return PostModel.create({ department: values.department, kind: values.kind, title: values.title ?? '', departments: values.departments ?? [], holders, ...(values.title ? {} : { title: '岗位' }) })
}

/** Two bureaus, the joint office and the supervisors' office, the district of the examples and one category. */
export async function aSmallCity(): Promise<void> {
  await aDepartment({ _id: 'zrzy', name: '自然资源和规划局', order: 1 })
  await aDepartment({ _id: 'zjj', name: '住房城乡建设局', order: 2 })
  await aDepartment({ _id: 'xzsp', name: '行政审批局', order: 3, group: 3 })
  await aDepartment({ _id: 'lxb', name: '市联席会议办公室', kind: 'office', group: null, order: 90 })
  await aDepartment({ _id: 'dcs', name: '市督查室', kind: 'office', group: null, order: 91 })
  await DistrictModel.updateOne({ _id: '370212' }, { $set: { name: '崂山区', kind: '行政区', order: 4 } }, { upsert: true })
  await CategoryModel.updateOne({ _id: 'ydgh' }, { $set: { name: '用地规划', order: 4, leadDepartment: 'zrzy', verifyingDepartment: 'xzsp', grade: '复杂', synonyms: [] } }, { upsert: true })
}
