import type { Request, Response } from 'express'
import { allDepartments, departmentName } from '../../models/department/queries.ts'
import { nameKeys } from '../../models/shared/names.ts'
import { UserModel, type User } from '../../models/user/index.ts'
import { userPage as usersOnPage } from '../../models/user/queries.ts'
import { conflictOfRoles, needsTotp } from '../../models/user/roles.ts'
import type { Deps } from '../deps.ts'
import { NotFound } from '../http/errors.ts'
import { page, redirect } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { SessionModel } from '../http/sessionStore.ts'
import { requireActor } from '../http/signedIn.ts'
import { readForm, text, textOf, type Body } from '../lib/form.ts'
import { endSessions } from '../../models/user/account.ts'
import { act } from '../act.ts'
import { changeUser, createUser, resetPassword } from './actions.ts'
import { readNewUser, readPerson, readRoles } from './form.ts'
import { disablingPage, userFormPage, userListPage, userPage } from './view.ts'

const PERSON = ['name', 'department', 'title', 'phone', 'mail'] as const
const CRUMBS = [{ text: '用户', href: '/admin/users' }]
type StoredUser = User & { __v: number }

/** Accounts: made by the system administrator, given roles by the security administrator. @source DESIGN.md §7 Roles */
export function userRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get, post } = table

  get('/admin/users', { act: 'user.read' }, async (req, res) => {
    const query = (name: string) => textOf(req.query[name] as string | undefined).slice(0, 60)
    const state = query('state')
    const filter = { q: query('q'), department: query('department'), role: query('role'), state: state === 'active' || state === 'disabled' ? state : '' } as const
    const number = Math.min(1000, Math.max(1, Number.parseInt(query('page'), 10) || 1))
    const [{ rows, total }, departments] = await Promise.all([usersOnPage(filter, number), allDepartments()])
    return page(req, res, 'users/index', userListPage(requireActor(req), rows, total, filter, number, departments, deps.clock.now()), { title: '用户' })
  })

  get('/admin/users/new', { act: 'user.create' }, async (req, res) =>
    page(req, res, 'users/form', userFormPage({}, {}, await allDepartments(), null, 0), { title: '新建用户', breadcrumb: [...CRUMBS, { text: '新建', href: null }] }))

  post('/admin/users', { act: 'user.create', fields: ['account', ...PERSON] }, async (req, res) => {
    const departments = await allDepartments()
    const read = readNewUser(req.body as Body, departments.map(({ _id }) => _id))
    const again = (errors: Record<string, string>) =>
      page(req, res, 'users/form', userFormPage(req.body as Body, errors, departments, null, 0), { title: '错误：新建用户', status: 422, breadcrumb: [...CRUMBS, { text: '新建', href: null }] })
    if (!read.ok) return again(read.errors)
    try {
      const { id, password } = await createUser(deps, requireActor(req), read.value)
      return await showSlip(req, res, await find(String(id)), password)
    } catch (error) {
      if ((error as { code?: number }).code !== 11000) throw error
      return again({ account: `账号 ${read.value.account} 已经有人用，请换一个` })
    }
  })

  get('/admin/users/:id', { act: 'user.read' }, async (req, res) => show(req, res, await find(idOf(req)), null))

  get('/admin/users/:id/edit', { act: 'user.edit' }, async (req, res) => {
    const user = await find(idOf(req))
    const values = { name: user.name, department: user.department, title: user.title, phone: user.phone, mail: user.mail }
    return page(req, res, 'users/form', userFormPage(values, {}, await allDepartments(), user, user.__v), { title: '修改用户', breadcrumb: crumbs(user) })
  })

  post('/admin/users/:id/edit', { act: 'user.edit', fields: PERSON }, async (req, res) => {
    const user = await find(idOf(req))
    const departments = await allDepartments()
    const body = req.body as Body
    const read = readPerson(body, departments.map(({ _id }) => _id))
    if (!read.ok) return page(req, res, 'users/form', userFormPage(body, read.errors, departments, user, versionOf(body)), { title: '错误：修改用户', status: 422, breadcrumb: crumbs(user) })
    await changeUser(deps, requireActor(req), 'user.edit', user, versionOf(body), { ...read.value, ...nameKeys(read.value.name, 'person') })
    redirect(req, res, `/admin/users/${String(user._id)}`, '已保存修改。')
  })

  post('/admin/users/:id/roles', { act: 'user.grantRoles', fields: ['roles', 'isHead'] }, async (req, res) => {
    const [user, actor, body] = [await find(idOf(req)), requireActor(req), req.body as Body]
    const read = readRoles(body)
    if (!read.ok) return show(req, res, user, { values: body, errors: read.errors })
    const { roles, isHead } = read.value
    const conflict = conflictOfRoles(roles)
    if (conflict || String(actor.id) === String(user._id)) return show(req, res, user, { values: body, errors: { roles: conflict ?? '不能给自己授岗位' } })
    await changeUser(deps, actor, 'user.grantRoles', user, versionOf(body), { roles, isHead, totpRequired: needsTotp(roles) }, { endsSessions: true })
    redirect(req, res, `/admin/users/${String(user._id)}`, '岗位已授予，下次登录生效。')
  })

  post('/admin/users/:id/password-reset', { act: 'user.resetPassword', fields: [] }, async (req, res) => {
    const user = await find(idOf(req))
    return showSlip(req, res, user, await resetPassword(deps, requireActor(req), user))
  })

  post('/admin/users/:id/sessions-end', { act: 'user.endSessions', fields: [] }, async (req, res) => {
    const user = await find(idOf(req))
    await act(deps, requireActor(req), 'user.endSessions', async (tx) => {
      tx.audit({ record: { type: 'user', id: user._id, no: user.account } })
      await endSessions(user._id, tx.session)
    })
    redirect(req, res, `/admin/users/${String(user._id)}`, '这个人的登录已全部结束。')
  })

  get('/admin/users/:id/disabling', { act: 'user.disable' }, async (req, res) => showDisabling(req, res, await find(idOf(req)), {}, {}))

  post('/admin/users/:id/disabling', { act: 'user.disable', fields: ['reason'] }, async (req, res) => {
    const [user, body] = [await find(idOf(req)), req.body as Body]
    const read = readForm(body, { reason: text('停用原因', 200, { required: true }) })
    if (!read.ok) return showDisabling(req, res, user, body, read.errors)
    const { reason } = read.value
    await changeUser(deps, requireActor(req), 'user.disable', user, null, { disabledAt: deps.clock.now(), disabledWhy: reason }, { endsSessions: true, reason })
    redirect(req, res, `/admin/users/${String(user._id)}`, '已停用，登录全部结束。')
  })

  post('/admin/users/:id/enabling', { act: 'user.disable', fields: [] }, async (req, res) => {
    const user = await find(idOf(req))
    await changeUser(deps, requireActor(req), 'user.enable', user, null, { disabledAt: null, disabledWhy: '' })
    redirect(req, res, `/admin/users/${String(user._id)}`, '已恢复使用。')
  })

  return table

  async function show(req: Request, res: Response, user: StoredUser, roleForm: { values: Body, errors: Record<string, string> } | null): Promise<void> {
    const [department, sessions] = await Promise.all([departmentName(user.department), SessionModel.countDocuments({ user: user._id, expires: { $gt: deps.clock.now() } })])
    return page(req, res, 'users/show', userPage(requireActor(req), user, department, sessions, deps.clock.now(), roleForm), {
      title: roleForm ? `错误：${user.name}` : user.name, status: roleForm ? 422 : 200, breadcrumb: crumbs(user),
    })
  }

  async function showSlip(req: Request, res: Response, user: StoredUser, password: string): Promise<void> {
    const model = { heading: { clauses: ['一次性密码'], note: null, actions: [] }, account: user.account, name: user.name, password, until: '72 小时内有效，首次登录要换掉', back: `/admin/users/${String(user._id)}` }
    return page(req, res, 'users/slip', model, { title: '一次性密码', breadcrumb: crumbs(user) })
  }

  function showDisabling(req: Request, res: Response, user: StoredUser, values: Body, errors: Record<string, string>): Promise<void> {
    return page(req, res, 'users/form', disablingPage(user, values, errors), { title: errors['reason'] ? '错误：停用用户' : '停用用户', status: errors['reason'] ? 422 : 200, breadcrumb: crumbs(user) })
  }
}

const idOf = (req: Request): string => String(req.params['id'])
const versionOf = (body: Body): number => Number.parseInt(textOf(body['version']), 10) || 0
const crumbs = (user: Pick<User, '_id' | 'name'>) => [...CRUMBS, { text: user.name, href: null }]

async function find(id: string): Promise<StoredUser> {
  const user = /^[0-9a-f]{24}$/.test(id) ? await UserModel.findById(id).lean<StoredUser>() : null
  if (!user) throw new NotFound()
  return user
}
