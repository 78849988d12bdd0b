import { dayOf } from '../../models/shared/calendarDay.ts'
import type { Department } from '../../models/department/index.ts'
import { USERS_A_PAGE, type UserFilter, type UserRow } from '../../models/user/queries.ts'
import { ROLES } from '../../models/user/roles.ts'
import type { Actor } from '../../models/user/actor.ts'
import { mayEver } from '../../models/user/permissions.ts'
import type { User } from '../../models/user/index.ts'
import { linkButton, postButton } from '../lib/buttons.ts'
import { column, linkCell, tableOf, textCell } from '../lib/cells.ts'
import { errorSummaryOf, fieldsOf, type FieldView } from '../lib/fields.ts'
import type { Body } from '../lib/form.ts'
import { countText, dateTimeText } from '../lib/format.ts'
import { filterBar, filterSelect, pagerOf, type ListQuery } from '../lib/listAddress.ts'
import type { Button, Empty, ErrorSummary, Fact, FilterBar, PageTitle, Pager, TableView } from '../lib/parts.ts'
import { roleChoices } from './form.ts'

export interface UserListPage { heading: PageTitle, filter: FilterBar, table: TableView | null, empty: Empty | null, pager: Pager }
export interface UserFormPage { heading: PageTitle, errors: ErrorSummary | null, action: string, version: string, fields: FieldView[], button: string, note: string | null }
export interface UserPage { heading: PageTitle, facts: Fact[], acts: Button[], roles: UserFormPage | null }
export interface PasswordSlip { heading: PageTitle, account: string, name: string, password: string, until: string, back: string }

declare module '../lib/templates.ts' {
  interface Views { 'users/index': UserListPage, 'users/form': UserFormPage, 'users/show': UserPage, 'users/slip': PasswordSlip }
}

const title = (text: string, note: string | null = null, actions: Button[] = []): PageTitle => ({ clauses: [text], note, actions })
const rolesText = (roles: UserRow['roles']) => roles.map((role) => ROLES[role]).join('、') || '还没有岗位'

export function userListPage(actor: Actor, rows: UserRow[], total: number, filter: UserFilter, page: number, departments: readonly Department[], now: Date): UserListPage {
  const query: ListQuery = { q: filter.q, department: filter.department, role: filter.role, state: filter.state }
  const names = new Map(departments.map((each) => [each._id, each.name]))
  const today = dayOf(now)
  const columns = [column('账号'), column('姓名'), column('部门'), column('岗位'), column('职务', { wide: true }), column('上次登录', { wide: true }), column('状态')]
  const table = tableOf('用户', columns, rows.map((user) => [
    linkCell(user.account, `/admin/users/${String(user._id)}`), textCell(user.name), textCell(names.get(user.department) ?? user.department),
    textCell(rolesText(user.roles)), textCell(user.title), textCell(user.lastSeenAt ? dateTimeText(user.lastSeenAt, today) : '没有登录过'), textCell(stateText(user)),
  ]))
  return {
    heading: title('用户', '一人一号；账号由系统管理员建，岗位由安全管理员授', mayEver(actor, 'user.create') ? [linkButton('新建用户', '/admin/users/new', 'primary')] : []),
    filter: filterBar({
      path: '/admin/users', query, search: { placeholder: '姓名、拼音、账号' }, keep: [], exportable: false, printable: false, countText: `${countText(total)} 人`,
      selects: [
        filterSelect('department', '部门', departments.map(({ _id, name }) => ({ value: _id, text: name })), query),
        filterSelect('role', '岗位', roleChoices, query),
        filterSelect('state', '状态', [{ value: 'active', text: '在用' }, { value: 'disabled', text: '已停用' }], query),
      ],
    }),
    table: rows.length > 0 ? table : null,
    empty: rows.length > 0 ? null : { what: '没有符合条件的用户。', next: '换一个条件，或者清除筛选。', link: { text: '看全部用户', href: '/admin/users' } },
    pager: pagerOf('/admin/users', query, page, USERS_A_PAGE, total > 1000 ? { atLeast: 1000 } : total, '人'),
  }
}

const stateText = (user: Pick<UserRow, 'disabledAt' | 'mustChangePassword'>) => (user.disabledAt ? '已停用' : user.mustChangePassword ? '待首次登录' : '在用')

export function userFormPage(values: Body, errors: Record<string, string>, departments: readonly Department[], user: Pick<User, '_id' | 'account'> | null, version: number): UserFormPage {
  const field = fieldsOf(values, errors)
  const choices = departments.map(({ _id, name }) => ({ value: _id, text: name }))
  const account = user ? [] : [field.text('account', '账号', { hint: '字母开头，可用小写字母、数字、点、短横', maxLength: 40, autocomplete: 'off' })]
  return {
    heading: title(user ? `修改 ${user.account}` : '新建用户'),
    errors: errorSummaryOf(errors),
    action: user ? `/admin/users/${String(user._id)}/edit` : '/admin/users',
    version: String(version),
    fields: [
      ...account,
      field.text('name', '姓名', { maxLength: 40 }),
      field.select('department', '部门', choices),
      field.text('title', '职务', { optional: true, maxLength: 60 }),
      field.text('phone', '联系电话', { optional: true, maxLength: 20, inputMode: 'tel', hint: '手机或带区号的座机' }),
      field.text('mail', '邮箱', { optional: true, maxLength: 120, type: 'email', hint: '收提醒用' }),
    ],
    button: user ? '保存修改' : '新建并生成一次性密码',
    note: user ? null : '新用户还没有岗位，由安全管理员授予。',
  }
}

export function userPage(actor: Actor, user: User & { __v: number }, department: string, sessions: number, now: Date, roleForm: { values: Body, errors: Record<string, string> } | null): UserPage {
  const today = dayOf(now)
  const at = `/admin/users/${String(user._id)}`
  const self = actor.id !== null && String(actor.id) === String(user._id)
  const acts = [
    ...(mayEver(actor, 'user.edit') ? [linkButton('修改资料', `${at}/edit`)] : []),
    ...(mayEver(actor, 'user.resetPassword') && !self ? [postButton('重置密码', `${at}/password-reset`)] : []),
    ...(mayEver(actor, 'user.endSessions') && sessions > 0 ? [postButton(`结束 ${sessions} 处登录`, `${at}/sessions-end`)] : []),
    ...(mayEver(actor, 'user.disable') && !self ? [user.disabledAt ? postButton('恢复使用', `${at}/enabling`) : linkButton('停用', `${at}/disabling`)] : []),
  ]
  return {
    heading: title(user.name, user.account),
    facts: [
      fact('部门', department), fact('职务', user.title || '—'), fact('岗位', rolesText(user.roles) + (user.isHead ? '（主要负责人）' : '')),
      fact('联系电话', user.phone || '—'), fact('邮箱', user.mail || '—'),
      fact('状态', stateText(user) + (user.disabledWhy && user.disabledAt ? `，${user.disabledWhy}` : '')),
      fact('动态码', user.totpRequired ? (user.totp ? '要用，已绑定' : '要用，还没有绑定') : '不用'),
      fact('登录中', `${sessions} 处`), fact('上次登录', user.lastSeenAt ? dateTimeText(user.lastSeenAt, today) : '没有登录过'),
    ],
    acts,
    roles: mayEver(actor, 'user.grantRoles') && !self ? rolesForm(user, roleForm?.values ?? null, roleForm?.errors ?? {}) : null,
  }
}

function rolesForm(user: User & { __v: number }, values: Body | null, errors: Record<string, string>): UserFormPage {
  const field = fieldsOf(values ?? { roles: user.roles, isHead: user.isHead ? 'on' : '' }, errors)
  return {
    heading: title('岗位'), errors: errorSummaryOf(errors), action: `/admin/users/${String(user._id)}/roles`, version: String(user.__v),
    fields: [field.checks('roles', '岗位', roleChoices), field.checkbox('isHead', '是本部门主要负责人')],
    button: '授予岗位', note: '授予后立即生效，这个人的登录会全部结束。',
  }
}

/** What disabling does, and why it is done: the reason stands in the audit trail. */
export function disablingPage(user: Pick<User, '_id' | 'name'> & { __v: number }, values: Body, errors: Record<string, string>): UserFormPage {
  const field = fieldsOf(values, errors)
  return {
    heading: title(`停用 ${user.name}`), errors: errorSummaryOf(errors), action: `/admin/users/${String(user._id)}/disabling`, version: String(user.__v),
    fields: [field.textarea('reason', '停用原因', { maxLength: 200, rows: 2, hint: '如调离、退休、账号长期不用' })],
    button: '停用这个用户', note: '停用后立即不能登录，办过的事和记录都保留，可以恢复。',
  }
}

const fact = (term: string, text: string): Fact => ({ term, text, href: null, small: null, action: null })
