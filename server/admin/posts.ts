import type { Request, Response } from 'express'
import { Types } from 'mongoose'
import { allDepartments, departmentsByCode } from '../../models/department/queries.ts'
import { appoint, vacate } from '../../models/post/appointment.ts'
import { holderOn, POST_KIND_WORDS, POST_KINDS, PostModel, type Post } from '../../models/post/index.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { UserModel } from '../../models/user/index.ts'
import type { Deps } from '../deps.ts'
import { NotFound } from '../http/errors.ts'
import { page, redirect } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { column, linkCell, tableOf, textCell } from '../lib/cells.ts'
import { fieldsOf, errorSummaryOf } from '../lib/fields.ts'
import { choice, readForm, requiredDay, text, textOf, ticks, type Body, type Field } from '../lib/form.ts'
import { shortDayText } from '../lib/format.ts'
import { filterBar, filterSelect, pagerOf } from '../lib/listAddress.ts'
import { adminForm, adminList, heading, newButton } from './pages.ts'
import { postPage } from './postView.ts'
import { saveReference, versionIn } from './saving.ts'

const PATH = '/admin/posts'
const PAGE_SIZE = 50
type Stored = Post & { __v: number }

/** Posts, not persons: rungs of the ladder are addressed to them, a vacant one passes upward. @source DESIGN.md §7 Posts */
export function postPages({ get, post }: RouteTable, deps: Deps): void {
  const today = () => dayOf(deps.clock.now())

  get(PATH, { act: 'post.edit' }, async (req, res) => {
    const [department, state] = [textOf(req.query['department'] as string | undefined), textOf(req.query['state'] as string | undefined)]
    const [stored, departments] = await Promise.all([PostModel.find({ archivedAt: null, ...(department ? { department } : {}) }).lean<Stored[]>(), departmentsByCode()])
    const names = await namesOf(stored)
    const order = (each: Stored) => (departments.get(each.department)?.order ?? 9999) * 10 + POST_KINDS.indexOf(each.kind)
    const rows = stored.filter((each) => state !== 'vacant' || holderOn(each, today()) === null).toSorted((one, other) => order(one) - order(other))
    const vacant = stored.filter((each) => holderOn(each, today()) === null).length
    const columns = [column('岗位'), column('部门'), column('类型'), column('现任'), column('任职起', { wide: true }), column('分管部门', { wide: true })]
    const cells = (each: Stored) => {
      const holder = each.holders.find(({ fromOn, toOn }) => fromOn <= today() && (toOn === null || toOn >= today()))
      return [
        linkCell(each.title, `${PATH}/${String(each._id)}`), textCell(departments.get(each.department)?.name ?? each.department), textCell(POST_KIND_WORDS[each.kind]),
        holder ? textCell(names.get(String(holder.user)) ?? '已删除的用户') : textCell('空缺', { tone: 'near' }), textCell(holder ? shortDayText(holder.fromOn, today()) : null),
        textCell(each.departments.map((code) => departments.get(code)?.shortName ?? code).join('、')),
      ]
    }
    const query = { department, state }
    const number = Math.min(Math.max(1, Number.parseInt(textOf(req.query['page'] as string | undefined), 10) || 1), Math.max(1, Math.ceil(rows.length / PAGE_SIZE)))
    const shown = rows.slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE)
    await page(req, res, 'admin/list', adminList({
      heading: heading('岗位', '督办通知发给岗位；空缺的往上一级走', newButton(true, '新建岗位', `${PATH}/new`)),
      alarm: vacant > 0 ? `有 ${vacant} 个岗位空缺，发给它们的通知会转到上一级。` : null,
      filter: filterBar({
        path: PATH, query, search: null, keep: [], exportable: false, printable: false, countText: `${rows.length} 个岗位`,
        selects: [filterSelect('department', '部门', [...departments.values()].map(({ _id, name }) => ({ value: _id, text: name })), query), filterSelect('state', '状态', [{ value: 'vacant', text: '空缺' }], query)],
      }),
      table: rows.length > 0 ? tableOf('岗位', columns, shown.map(cells)) : null,
      pager: rows.length > 0 ? pagerOf(PATH, query, number, PAGE_SIZE, rows.length, '个') : null,
      empty: rows.length > 0 ? null : { what: '没有符合条件的岗位。', next: '可以在这里新建，也可以用“导入”一次建好。', link: null },
    }), { title: '岗位' })
  })

  get(`${PATH}/new`, { act: 'post.edit' }, (req, res) => showForm(req, res, null, {}, {}))
  post(PATH, { act: 'post.edit', fields: ['department', 'kind', 'title', 'departments'] }, (req, res) => save(req, res, null))
  get(`${PATH}/:id`, { act: 'post.edit' }, async (req, res) => show(req, res, await find(req), {}, {}))
  get(`${PATH}/:id/edit`, { act: 'post.edit' }, async (req, res) => {
    const stored = await find(req)
    await showForm(req, res, stored, { department: stored.department, kind: stored.kind, title: stored.title, departments: stored.departments }, {})
  })
  post(`${PATH}/:id/edit`, { act: 'post.edit', fields: ['department', 'kind', 'title', 'departments'] }, async (req, res) => save(req, res, await find(req)))

  post(`${PATH}/:id/appointment`, { act: 'post.edit', fields: ['account', 'fromOn'] }, async (req, res) => {
    const [stored, body] = [await find(req), req.body as Body]
    const form = readForm(body, { account: text('账号', 40, { required: true }), fromOn: requiredDay('任职日期') })
    if (!form.ok) return show(req, res, stored, body, form.errors)
    const user = await UserModel.findOne({ account: form.value.account.split(' ')[0]?.toLowerCase() ?? '', disabledAt: null }, { name: 1 }).lean()
    if (!user) return show(req, res, stored, body, { account: '没有这个账号，或者已停用。先到“用户”里建账号' })
    await saveHolders(req, stored, body, appoint(stored.holders, user._id, form.value.fromOn))
    redirect(req, res, `${PATH}/${String(stored._id)}`, `${user.name}从 ${form.value.fromOn} 起任${stored.title}。`)
  })

  post(`${PATH}/:id/vacancy`, { act: 'post.edit', fields: ['toOn'] }, async (req, res) => {
    const [stored, body] = [await find(req), req.body as Body]
    const form = readForm(body, { toOn: requiredDay('卸任日期') })
    if (!form.ok) return show(req, res, stored, body, form.errors)
    await saveHolders(req, stored, body, vacate(stored.holders, form.value.toOn))
    redirect(req, res, `${PATH}/${String(stored._id)}`, `已记下卸任，${form.value.toOn} 以后空缺。`)
  })

  const saveHolders = (req: Request, stored: Stored, body: Body, holders: Post['holders']): Promise<void> =>
    saveReference(deps, requireActor(req), PostModel, { act: 'post.edit', type: 'post', id: stored._id, version: versionIn(body['version']) ?? -1, back: `${PATH}/${String(stored._id)}` }, { holders })

  async function save(req: Request, res: Response, stored: Stored | null): Promise<void> {
    const body = req.body as Body
    const codes = (await allDepartments()).map(({ _id }) => _id)
    const form = readForm(body, {
      department: choice('部门', codes), kind: choice('类型', POST_KINDS), title: text('岗位名称', 40, { required: true }), departments: ticks('分管部门', codes) as Field<string[]>,
    })
    if (!form.ok) return showForm(req, res, stored, body, form.errors)
    const id = stored?._id ?? new Types.ObjectId()
    await saveReference(deps, requireActor(req), PostModel, { act: 'post.edit', type: 'post', id, version: stored ? versionIn(body['version']) ?? -1 : null, back: PATH }, form.value)
    redirect(req, res, `${PATH}/${String(id)}`, `已保存${form.value.title}。`)
  }

  async function show(req: Request, res: Response, stored: Stored, values: Body, errors: Record<string, string>): Promise<void> {
    const [names, departments, users] = await Promise.all([
      namesOf([stored]), departmentsByCode(), UserModel.find({ department: stored.department, disabledAt: null }, { account: 1, name: 1 }).sort({ sortKey: 1 }).limit(200).lean(),
    ])
    const model = postPage(stored, { names, departments, users, today: today(), values, errors: errorSummaryOf(errors), messages: errors })
    const refused = Object.keys(errors).length > 0
    await page(req, res, 'admin/post', model, { title: refused ? `错误：${stored.title}` : stored.title, status: refused ? 422 : 200, breadcrumb: [{ text: '岗位', href: PATH }, { text: stored.title, href: null }] })
  }

  async function showForm(req: Request, res: Response, stored: Stored | null, values: Body, errors: Record<string, string>): Promise<void> {
    const field = fieldsOf(values, errors)
    const departments = (await allDepartments()).map(({ _id, name }) => ({ value: _id, text: name }))
    const title = stored ? `修改${stored.title}` : '新建岗位'
    const model = adminForm(title, errors, {
      action: stored ? `${PATH}/${String(stored._id)}/edit` : PATH, version: stored ? textOf(values['version']) || String(stored.__v) : '', button: '保存', back: stored ? `${PATH}/${String(stored._id)}` : PATH,
      fields: [
        field.select('department', '部门', departments), field.select('kind', '类型', POST_KINDS.map((value) => ({ value, text: POST_KIND_WORDS[value] }))),
        field.text('title', '岗位名称', { maxLength: 40, hint: '印在通知和单子上，如 分管副局长' }), field.checks('departments', '分管部门', departments, { optional: true, hint: '副市长的填' }),
      ],
    })
    const refused = Object.keys(errors).length > 0
    await page(req, res, 'admin/form', model, { title: refused ? `错误：${title}` : title, status: refused ? 422 : 200, breadcrumb: [{ text: '岗位', href: PATH }, { text: title, href: null }] })
  }
}

async function find(req: Request): Promise<Stored> {
  const id = String(req.params['id'])
  const stored = /^[0-9a-f]{24}$/.test(id) ? await PostModel.findById(id).lean<Stored>() : null
  if (!stored) throw new NotFound()
  return stored
}

async function namesOf(posts: readonly Post[]): Promise<Map<string, string>> {
  const ids = posts.flatMap(({ holders }) => holders.map(({ user }) => user))
  const users = await UserModel.find({ _id: { $in: ids } }, { name: 1 }).lean()
  return new Map(users.map(({ _id, name }) => [String(_id), name]))
}
