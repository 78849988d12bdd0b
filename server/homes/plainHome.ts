import { loadedCalendar } from '../../models/holiday/queries.ts'
import { dayOf, yearOf } from '../../models/shared/calendarDay.ts'
import type { Actor } from '../../models/user/actor.ts'
import { mayEver, type Act } from '../../models/user/permissions.ts'
import { ROLES } from '../../models/user/roles.ts'
import { dayText } from '../lib/format.ts'
import type { Empty, Flash, PageTitle } from '../lib/parts.ts'

/** A home that says what its role can do, one line each. */
export interface PlainHome {
  title: PageTitle, notice: Flash | null, links: { text: string, href: string, note: string }[], empty: Empty
}

declare module '../lib/templates.ts' {
  interface Views { 'homes/plain': PlainHome }
}

interface Way { text: string, href: string, act: Act, note: string }

/** What administrators and the evaluation office come for. Shown as far as the permission table allows. */
const WAYS: readonly Way[] = [
  { text: '用户', href: '/admin/users', act: 'user.read', note: '建账号、停用、重置密码' },
  { text: '岗位', href: '/admin/posts', act: 'post.edit', note: '谁在哪个岗位，从哪天到哪天；督办通知发给岗位' },
  { text: '工作日历', href: '/admin/calendar', act: 'calendar.edit', note: '节假日和调休，载入下一年' },
  { text: '部门', href: '/admin/departments', act: 'department.edit', note: '名称、电话、评议分组' },
  { text: '诉求类别', href: '/admin/categories', act: 'category.edit', note: '牵头和核验部门' },
  { text: '督办阶梯', href: '/admin/ladder', act: 'ladder.edit', note: '哪一级在第几个工作日亮' },
  { text: '定时任务', href: '/admin/jobs', act: 'job.read', note: '上次跑了什么，下次什么时候' },
  { text: '发件箱', href: '/admin/outbox', act: 'outbox.read', note: '没有送达的通知' },
  { text: '权限表', href: '/admin/rights', act: 'rights.read', note: '谁能在哪些记录上做什么' },
  { text: '审计', href: '/admin/audit', act: 'audit.read', note: '谁在什么时候做了什么' },
  { text: '代表委员', href: '/members', act: 'member.read', note: '人大代表和政协委员名录' },
  { text: '重点企业', href: '/enterprises', act: 'enterprise.read', note: '市领导联系的企业名录' },
  { text: '走访覆盖', href: '/coverage', act: 'coverage.read', note: '谁还没有走访' },
  { text: '承诺台账', href: '/promises', act: 'promise.read', note: '部门答应的事，最迟哪天' },
  { text: '计分方案', href: '/admin/scoring-plans', act: 'scoringPlan.read', note: '权重和版本' },
  { text: '导出登记', href: '/exports', act: 'export.read', note: '谁导出了什么' },
]

/** From this day of the year on the administrators are asked for the next year's holidays. @source DESIGN.md §5 Time */
const ASK_FROM = '-11-15'

/** The home of roles without a desk. The system administrator is asked for the missing calendar year. */
export async function plainHome(actor: Actor, now: Date): Promise<PlainHome> {
  const today = dayOf(now)
  const isAdmin = mayEver(actor, 'calendar.edit')
  const missing = isAdmin ? missingYear(today, (await loadedCalendar()).years) : null
  return {
    title: {
      clauses: [`${dayText(today, today)}`], note: `${actor.name}，${actor.roles.map(role => ROLES[role]).join('、')}`,
      actions: [],
    },
    notice: missing === null ? null : {
      kind: 'warn', text: `${missing} 年的节假日还没有载入，到那一年的期限都是暂定的。国务院办公厅的通知一般在 11月发布。`, linkText: '载入',
      linkHref: '/admin/calendar',
    },
    links: WAYS.filter(way => mayEver(actor, way.act)),
    empty: { what: '您的岗位现在没有可办的事项。', next: '如果不对，请找安全管理员核对角色。', link: null },
  }
}

/** The year whose holidays must be loaded by now, or null. A missing present year is asked for at once. */
export function missingYear(today: string, loaded: { has(year: number): boolean }): number | null {
  const year = yearOf(today)
  if (!loaded.has(year)) return year
  return today >= `${year}${ASK_FROM}` && !loaded.has(year + 1) ? year + 1 : null
}
