import type { Actor } from '../../models/user/actor.ts'
import { mayEver, type Act } from '../../models/user/permissions.ts'
import type { Role } from '../../models/user/roles.ts'
import type { Frame } from '../lib/frame.ts'

interface Entry {
  text: string
  href: string
  act: Act
}

/** Every page that navigation can lead to. What a user may not open is not shown. */
const ENTRIES = {
  home: { text: '首页', href: '/', act: 'home.read' },
  issues: { text: '诉求', href: '/issues', act: 'issue.read' },
  visits: { text: '走访', href: '/visits', act: 'visit.read' },
  visitTasks: { text: '走访任务', href: '/visit-tasks', act: 'visitTask.read' },
  coverage: { text: '走访覆盖', href: '/coverage', act: 'coverage.read' },
  promises: { text: '承诺台账', href: '/promises', act: 'promise.read' },
  orders: { text: '督办单', href: '/orders', act: 'card.read' },
  instructions: { text: '批示', href: '/instructions', act: 'instruction.read' },
  dashboard: { text: '领导页', href: '/dashboard', act: 'dashboard.read' },
  summary: { text: '部门汇总', href: '/dashboard/summary', act: 'summary.read' },
  imports: { text: '导入', href: '/imports', act: 'import.read' },
  questionnaires: { text: '问卷', href: '/questionnaires', act: 'questionnaire.read' },
  invitations: { text: '问卷邀请', href: '/invitations', act: 'invitation.own' },
  triage: { text: '问卷意见分办', href: '/triage', act: 'answer.triage' },
  contactRequests: { text: '待电话核实', href: '/contact-requests', act: 'contactRequest.read' },
  enterprises: { text: '重点企业', href: '/enterprises', act: 'enterprise.read' },
  members: { text: '代表委员', href: '/members', act: 'member.read' },
  ladder: { text: '督办阶梯', href: '/ladder', act: 'ladder.read' },
  rehearsal: { text: '预演', href: '/ladder/rehearsal', act: 'ladder.rehearse' },
  exports: { text: '导出登记', href: '/exports', act: 'export.read' },
  users: { text: '用户', href: '/admin/users', act: 'user.read' },
  posts: { text: '岗位', href: '/admin/posts', act: 'post.edit' },
  departments: { text: '部门', href: '/admin/departments', act: 'department.edit' },
  districts: { text: '区市', href: '/admin/districts', act: 'district.edit' },
  categories: { text: '诉求类别', href: '/admin/categories', act: 'category.edit' },
  adminLadder: { text: '阶梯设置', href: '/admin/ladder', act: 'ladder.edit' },
  calendar: { text: '工作日历', href: '/admin/calendar', act: 'calendar.read' },
  campaigns: { text: '三民', href: '/campaigns', act: 'campaign.read' },
  scores: { text: '计分', href: '/scores', act: 'score.read' },
  scoringPlans: { text: '计分方案', href: '/admin/scoring-plans', act: 'scoringPlan.read' },
  jobs: { text: '定时任务', href: '/admin/jobs', act: 'job.read' },
  outbox: { text: '发件箱', href: '/admin/outbox', act: 'outbox.read' },
  audit: { text: '审计', href: '/admin/audit', act: 'audit.read' },
  rights: { text: '权限表', href: '/admin/rights', act: 'rights.read' },
} as const satisfies Record<string, Entry>

type Name = keyof typeof ENTRIES

/** The first entries of each role, in the order of its day; the rest stands under 更多. At most six here. */
const FIRST: Partial<Record<Role, readonly Name[]>> = {
  leader: ['home', 'instructions', 'coverage', 'promises', 'orders', 'issues'],
  secretary: ['home', 'instructions', 'coverage', 'promises', 'orders', 'issues'],
  coordinator: ['home', 'issues', 'visits', 'coverage', 'imports', 'summary'],
  supervisor: ['home', 'issues', 'orders', 'dashboard', 'coverage', 'promises'],
  lead: ['home', 'issues', 'visits', 'coverage', 'promises', 'orders'],
  officer: ['home', 'issues', 'visits', 'visitTasks', 'promises', 'orders'],
  evaluation: ['home', 'campaigns', 'scores', 'members', 'coverage', 'summary'],
  districtOfficer: ['home', 'campaigns', 'enterprises', 'members', 'calendar'],
  discipline: ['home', 'campaigns', 'members', 'enterprises', 'calendar'],
  systemAdmin: ['home', 'users', 'posts', 'departments', 'calendar', 'jobs'],
  securityAdmin: ['home', 'users', 'rights', 'exports', 'calendar'],
  statistics: ['home', 'questionnaires', 'triage', 'enterprises', 'calendar'],
  auditAdmin: ['home', 'audit', 'rights', 'users', 'exports', 'calendar'],
}
const FALLBACK: readonly Name[] = ['home', 'enterprises', 'members', 'calendar']
const MORE = { text: '更多', href: '/more' }

/** The role whose day decides the frame: the first of this order that the user holds. */
export const mainRole = (actor: Actor): Role | null =>
  (Object.keys(FIRST) as Role[]).find((role) => actor.roles.includes(role)) ?? actor.roles[0] ?? null

/**
 * The row under the top bar and the phone's bottom bar. `path` decides which entry is current.
 * @param campaign the year that 三民 opens; the list of years without one
 */
export function navOf(actor: Actor, path: string, campaign?: number): Pick<Frame, 'nav' | 'phoneNav'> {
  const role = mainRole(actor)
  const first = (role && FIRST[role]) ?? FALLBACK
  const shown: { text: string, href: string }[] = first.map((name) => ENTRIES[name]).filter((entry) => mayEver(actor, entry.act))
  const current = currentOf([...shown, ...moreOf(actor)], path)
  const inRow = shown.some(({ href }) => href === current)
  const nav = [
    ...shown.map(({ text, href }) => ({
      text, href: href === ENTRIES.campaigns.href && campaign !== undefined ? `${href}/${campaign}` : href, current: href === current,
    })),
    { ...MORE, current: !inRow && (current !== null || path === MORE.href) },
  ]
  return { nav, phoneNav: phoneNav(actor, path, current) }
}

/** Everything the user may open that is not in the row: the page 更多. */
export function moreOf(actor: Actor): { text: string, href: string }[] {
  const role = mainRole(actor)
  const first: readonly Name[] = (role && FIRST[role]) ?? FALLBACK
  return (Object.keys(ENTRIES) as Name[])
    .filter((name) => !first.includes(name) && mayEver(actor, ENTRIES[name].act))
    .map((name) => ({ text: ENTRIES[name].text, href: ENTRIES[name].href }))
}

/** All entries, for the phone's 更多. */
export const allOf = (actor: Actor): { text: string, href: string }[] =>
  Object.values(ENTRIES).filter((entry) => mayEver(actor, entry.act)).map(({ text, href }) => ({ text, href }))

function currentOf(entries: readonly { href: string }[], path: string): string | null {
  if (path === '/') return '/'
  const fitting = entries.filter(({ href }) => href !== '/' && (path === href || path.startsWith(`${href}/`)))
  return fitting.sort((a, b) => b.href.length - a.href.length)[0]?.href ?? null
}

function phoneNav(actor: Actor, path: string, current: string | null): Frame['phoneNav'] {
  const entry = (text: string, href: string, icon: 'home' | 'pen' | 'list' | 'more') => ({ text, href, icon, current: href === '/' ? path === '/' : path === href || current === href })
  return [
    entry('首页', '/', 'home'),
    ...(mayEver(actor, 'visit.create') ? [entry('记走访', '/visits/new', 'pen')] : []),
    ...(mayEver(actor, 'issue.read') ? [entry('诉求', '/issues', 'list')] : []),
    entry('更多', MORE.href, 'more'),
  ]
}
