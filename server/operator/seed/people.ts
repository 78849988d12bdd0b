import { Types } from 'mongoose'
import type { People as Listeners } from '../../../models/card/addressees.ts'
import type { Post, PostKind } from '../../../models/post/index.ts'
import { nameKeys } from '../../../models/shared/names.ts'
import { actorOf, type Actor } from '../../../models/user/actor.ts'
import type { User } from '../../../models/user/index.ts'
import { ROLE_NAMES, type Role } from '../../../models/user/roles.ts'
import { DEPARTMENTS } from './departments.ts'
import { landline } from './personNames.ts'
import type { Random } from './random.ts'
import { KNOWN, LEADER_NAMES, vacancies } from './vacancies.ts'

/** The well-known password of everybody in a sample city; printed by the commands that fill one. */
export const DEMO_PASSWORD = 'Yanshi-2026-Chengshi'

const POSTS_SINCE = '2024-01-02'

/** Everybody with an account, their posts, and who plays which part. */
export interface People {
  users: User[]
  posts: Post[]
  /** accounts by role that a visitor of the sample city is shown */
  shown: ReadonlyMap<Role, User>
  leaders: User[]
  headOf(department: string): Actor
  leadOf(department: string): Actor
  officersOf(department: string): readonly Actor[]
  coordinators: readonly Actor[]
  supervisors: readonly Actor[]
  /** the same people as the ladder addresses them */
  listeners: Listeners
}

/**
 * The accounts of the city with their posts: three hundred. All have one password.
 */
export function people(random: Random, passwordHash: string, personName: () => string, createdAt: Date): People {
  const taken = new Map<string, number>()
  const users: User[] = []
  const posts: Post[] = []
  const byRank = new Map<string, User[]>()
  for (const { department, rank, title, roles, isHead, post } of vacancies()) {
    const key = `${department}/${rank}`
    const index = byRank.get(key)?.length ?? 0
    const name = (rank === 'leader' ? LEADER_NAMES[index] : KNOWN[key]?.[index]) ?? personName()
    const user = account(
      { name, department, title, roles, isHead: isHead ?? false, createdAt, passwordHash },
      random,
      taken,
    )
    if (rank === 'secretary') user.actsFor = byRank.get('bangong/leader')?.[index]?._id ?? null
    byRank.set(key, [...(byRank.get(key) ?? []), user])
    users.push(user)
    if (post) posts.push(postOf(user, post, index))
  }
  const actors = new Map(users.map((user) => [user._id, actorOf(user)]))
  const partOf = (key: string): Actor[] => (byRank.get(key) ?? []).flatMap((user) => actors.get(user._id) ?? [])
  const one = (key: string): Actor => {
    const [first] = partOf(key)
    if (!first) throw new RangeError(`nobody is ${key}`)
    return first
  }
  return {
    users,
    posts,
    shown: shownByRole(users),
    leaders: byRank.get('bangong/leader') ?? [],
    headOf: (department) => one(`${department}/head`),
    leadOf: (department) =>
      one(`${department}/${department === 'lianban' || department === 'ducha' ? 'head' : 'deputy'}`),
    officersOf: (department) =>
      department === 'lianban' ? partOf('lianban/coordinator') : partOf(`${department}/officer`),
    coordinators: partOf('lianban/coordinator'),
    supervisors: partOf('ducha/supervisor'),
    listeners: listenersOf(users, posts),
  }
}

function listenersOf(users: readonly User[], posts: readonly Post[]): Listeners {
  const facts = ({ _id, name }: User) => ({ id: _id, name })
  return {
    posts,
    users: new Map(users.map((user) => [String(user._id), facts(user)])),
    supervisors: users.filter(({ roles }) => roles.includes('supervisor')).map(facts),
    office: users.filter(({ roles }) => roles.includes('coordinator')).map(facts),
    departments: DEPARTMENTS.filter(({ kind }) => kind !== 'office').map(({ code }) => code),
  }
}

function account(
  given: Pick<User, 'name' | 'department' | 'title' | 'roles' | 'isHead' | 'createdAt' | 'passwordHash'>,
  random: Random,
  taken: Map<string, number>,
): User {
  const { sortKey, pinyin, initials } = nameKeys(given.name, 'person')
  const n = (taken.get(pinyin) ?? 0) + 1
  taken.set(pinyin, n)
  const name = n === 1 ? pinyin : `${pinyin}${n}`
  return {
    _id: new Types.ObjectId(),
    ...given,
    account: name,
    sortKey,
    pinyin,
    initials,
    actsFor: null,
    phone: landline(random),
    mail: `${name}@example.invalid`,
    mustChangePassword: false,
    oneTimeUntil: null,
    passwordChangedAt: given.createdAt,
    formerHashes: [],
    totp: null,
    totpRequired: false,
    sessionVersion: 1,
    disabledAt: null,
    disabledWhy: '',
    lastSeenAt: null,
  }
}

/** The seven leaders share the bureaus out among them. */
function postOf(user: User, kind: PostKind, index: number): Post {
  const own = DEPARTMENTS.filter((department) => department.kind === 'bureau')
    .filter((_, n) => kind === 'viceMayor' && n % (LEADER_NAMES.length - 1) === index - 1)
    .map(({ code }) => code)
  return {
    _id: new Types.ObjectId(),
    department: user.department,
    kind,
    title: user.title,
    departments: own,
    holders: [{ user: user._id, fromOn: POSTS_SINCE, toOn: null }],
    archivedAt: null,
  }
}

/** Whom the mockups show, else the first of the role. */
const SHOWN = ['秦若川', '温书仪', '沈砚秋', '裴青野']

function shownByRole(users: readonly User[]): ReadonlyMap<Role, User> {
  return new Map(
    ROLE_NAMES.flatMap((role) => {
      const own = users.filter(({ roles }) => roles.includes(role))
      const secretaryOfShown =
        role === 'secretary'
          ? own.find(({ actsFor }) => users.find(({ _id }) => _id === actsFor)?.name === '裴青野')
          : undefined
      const found = secretaryOfShown ?? own.find(({ name }) => SHOWN.includes(name)) ?? own[0]
      return found ? [[role, found] as const] : []
    }),
  )
}
