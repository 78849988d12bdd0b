import { Types } from 'mongoose'
import type { People as Listeners } from '../../../models/card/addressees.ts'
import type { Post, PostKind } from '../../../models/post/index.ts'
import { nameKeys } from '../../../models/shared/names.ts'
import { actorOf, type Actor } from '../../../models/user/actor.ts'
import type { User } from '../../../models/user/index.ts'
import { ROLE_NAMES, type Role } from '../../../models/user/roles.ts'
import { DEPARTMENTS, type SeedDepartment } from './departments.ts'
import { landline } from './personNames.ts'
import type { Random } from './random.ts'

/** The well-known password of everybody in a sample city; printed by the commands that fill one. */
export const DEMO_PASSWORD = 'Yanshi-2026-Chengshi'

/** People of the mockups by department and rank, so that the demo shows what the pictures show. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  'ziran/head': ['吴敬山'], 'ziran/deputy': ['温书仪'], 'ziran/officer': ['秦若川', '何闻溪', '段清越', '陆其安'],
  'zhujian/head': ['江砚北'], 'jiaotong/head': ['卫南浦'], 'huanjing/head': ['闻一诺'], 'lianban/coordinator': ['沈砚秋'],
}
export const LEADER_NAMES = ['邵景行', '裴青野', '陶一苇', '骆清和', '祁望舒', '柏景初', '闻人瑾'] as const
const SINCE = '2024-01-02'

interface Vacancy { department: string, rank: string, title: string, roles: Role[], isHead?: boolean, post?: PostKind }

const times = (n: number, vacancy: Vacancy): Vacancy[] => Array.from({ length: n }, () => vacancy)

function vacanciesOf({ code, kind, name }: SeedDepartment, officers: number): Vacancy[] {
  const chief = /委$/.test(name) ? '主任' : kind === 'bureau' && name.endsWith('局') ? '局长' : '主任'
  if (kind === 'office') return code === 'lianban'
    ? [
        { department: code, rank: 'head', title: '主任', roles: ['coordinator'], isHead: true, post: 'head' },
        ...times(5, { department: code, rank: 'coordinator', title: '协调科', roles: ['coordinator'], post: 'officer' }),
        ...times(3, { department: code, rank: 'evaluation', title: '评议组', roles: ['evaluation'] }),
        ...times(2, { department: code, rank: 'statistics', title: '统计组', roles: ['statistics'] }),
        ...times(2, { department: code, rank: 'discipline', title: '纪律组', roles: ['discipline'] }),
      ]
    : [
        { department: code, rank: 'head', title: '主任', roles: ['supervisor'], isHead: true, post: 'head' },
        ...times(4, { department: code, rank: 'supervisor', title: '督查专员', roles: ['supervisor'], post: 'officer' }),
      ]
  const staff: Role = kind === 'district' ? 'districtOfficer' : 'officer'
  return [
    { department: code, rank: 'head', title: chief, roles: ['lead'], isHead: true, post: 'head' },
    { department: code, rank: 'deputy', title: `副${chief}`, roles: ['lead'], post: 'deputy' },
    ...times(kind === 'district' ? 2 : officers, { department: code, rank: 'officer', title: '联络员', roles: [staff], post: 'officer' }),
  ]
}

/** Bureaus with the heaviest load have five officers, those with the lightest three, the others four. */
const HEAVY = new Set(['ziran', 'zhujian', 'gongxin', 'jiaotong', 'chengguan', 'renshe', 'fagai', 'shijian', 'huanjing', 'shuiwu', 'shenpi', 'shangwu'])
const LIGHT = new Set(['zhongcai', 'waiban', 'gongxiao', 'tiyu', 'shenji', 'tongji', 'tuiyi', 'gongjijin', 'yibao', 'guozi', 'sifa', 'dashuju', 'bangong', 'yuanlin', 'yingji'])
const officersIn = (department: string): number => HEAVY.has(department) ? 5 : LIGHT.has(department) ? 3 : 4

function vacancies(): Vacancy[] {
  return [
    ...LEADER_NAMES.map((_, index): Vacancy => ({
      department: 'bangong', rank: 'leader', title: index === 0 ? '市长' : '副市长', roles: ['leader'], post: index === 0 ? 'mayor' : 'viceMayor',
    })),
    ...times(LEADER_NAMES.length, { department: 'bangong', rank: 'secretary', title: '秘书', roles: ['secretary'] }),
    { department: 'dashuju', rank: 'systemAdmin', title: '系统管理员', roles: ['systemAdmin'] },
    { department: 'dashuju', rank: 'securityAdmin', title: '安全管理员', roles: ['securityAdmin'] },
    { department: 'shenji', rank: 'auditAdmin', title: '审计管理员', roles: ['auditAdmin'] },
    ...DEPARTMENTS.flatMap((department) => vacanciesOf(department, officersIn(department.code))),
  ]
}

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
    const user = account({ name, department, title, roles, isHead: isHead ?? false, createdAt, passwordHash }, random, taken)
    if (rank === 'secretary') user.actsFor = byRank.get('bangong/leader')?.[index]?._id ?? null
    byRank.set(key, [...byRank.get(key) ?? [], user])
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
    users, posts, shown: shownByRole(users), leaders: byRank.get('bangong/leader') ?? [],
    headOf: (department) => one(`${department}/head`),
    leadOf: (department) => one(`${department}/${department === 'lianban' || department === 'ducha' ? 'head' : 'deputy'}`),
    officersOf: (department) => department === 'lianban' ? partOf('lianban/coordinator') : partOf(`${department}/officer`),
    coordinators: partOf('lianban/coordinator'),
    supervisors: partOf('ducha/supervisor'),
    listeners: listenersOf(users, posts),
  }
}

function listenersOf(users: readonly User[], posts: readonly Post[]): Listeners {
  const facts = ({ _id, name }: User) => ({ id: _id, name })
  return {
    posts, users: new Map(users.map((user) => [String(user._id), facts(user)])),
    supervisors: users.filter(({ roles }) => roles.includes('supervisor')).map(facts),
    office: users.filter(({ roles }) => roles.includes('coordinator')).map(facts),
    departments: DEPARTMENTS.filter(({ kind }) => kind !== 'office').map(({ code }) => code),
  }
}

function account(
  given: Pick<User, 'name' | 'department' | 'title' | 'roles' | 'isHead' | 'createdAt' | 'passwordHash'>, random: Random, taken: Map<string, number>,
): User {
  const { sortKey, pinyin, initials } = nameKeys(given.name, 'person')
  const n = (taken.get(pinyin) ?? 0) + 1
  taken.set(pinyin, n)
  const name = n === 1 ? pinyin : `${pinyin}${n}`
  return {
    _id: new Types.ObjectId(), ...given, account: name, sortKey, pinyin, initials, actsFor: null, phone: landline(random),
    mail: `${name}@example.invalid`, mustChangePassword: false, oneTimeUntil: null, passwordChangedAt: given.createdAt, formerHashes: [],
    totp: null, totpRequired: false, sessionVersion: 1, disabledAt: null, disabledWhy: '', lastSeenAt: null,
  }
}

/** The seven leaders share the bureaus out among them. */
function postOf(user: User, kind: PostKind, index: number): Post {
  const own = DEPARTMENTS.filter((department) => department.kind === 'bureau')
    .filter((_, n) => kind === 'viceMayor' && n % (LEADER_NAMES.length - 1) === index - 1).map(({ code }) => code)
  return {
    _id: new Types.ObjectId(), department: user.department, kind, title: user.title, departments: own,
    holders: [{ user: user._id, fromOn: SINCE, toOn: null }], archivedAt: null,
  }
}

/** Whom the mockups show, else the first of the role. */
const SHOWN = ['秦若川', '温书仪', '沈砚秋', '裴青野']

function shownByRole(users: readonly User[]): ReadonlyMap<Role, User> {
  return new Map(ROLE_NAMES.flatMap((role) => {
    const own = users.filter(({ roles }) => roles.includes(role))
    const secretaryOfShown = role === 'secretary' ? own.find(({ actsFor }) => users.find(({ _id }) => _id === actsFor)?.name === '裴青野') : undefined
    const found = secretaryOfShown ?? own.find(({ name }) => SHOWN.includes(name)) ?? own[0]
    return found ? [[role, found] as const] : []
  }))
}
