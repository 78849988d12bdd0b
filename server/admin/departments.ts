import type { Request, Response } from 'express'
import { DEPARTMENT_KINDS, DepartmentModel, type Department } from '../../models/department/index.ts'
import { allDepartments } from '../../models/department/queries.ts'
import { allDistricts } from '../../models/district/queries.ts'
import type { Deps } from '../deps.ts'
import { NotFound } from '../http/errors.ts'
import { page, redirect } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { column, linkCell, numberCell, tableOf, textCell } from '../lib/cells.ts'
import { fieldsOf } from '../lib/fields.ts'
import { choice, optionalChoice, readForm, text, textOf, tick, wholeNumber, type Body, type Field } from '../lib/form.ts'
import { adminForm, adminList, heading, linesOf, newButton } from './pages.ts'
import { saveReference, versionIn } from './saving.ts'

const PATH = '/admin/departments'
const KIND_WORDS = { bureau: '部门', district: '区市', office: '综合办公室' } as const
const GROUPS = ['1', '2', '3', '4'] as const
const FIELDS = ['code', 'name', 'shortName', 'kind', 'group', 'district', 'order', 'phone', 'contactName', 'duties', 'targets', 'address', 'aliases', 'archived']
type Stored = Department & { __v: number }

/** The bodies that visit, handle cases and are evaluated. A body that is gone is archived, never deleted: its cases stay. */
export function departmentPages({ get, post }: RouteTable, deps: Deps): void {
  get(PATH, { act: 'department.edit' }, async (req, res) => {
    const rows = await DepartmentModel.find({}).sort({ archivedAt: 1, order: 1 }).lean<Stored[]>()
    const columns = [column('部门'), column('简称'), column('类型'), column('组别'), column('顺序', { number: true, wide: true }), column('联系人', { wide: true }), column('电话', { wide: true })]
    const cells = (each: Stored) => [
      linkCell(each.name, `${PATH}/${each._id}/edit`, { tag: each.archivedAt ? '已撤销' : null }), textCell(each.shortName), textCell(KIND_WORDS[each.kind]),
      textCell(each.group === null ? '不参评' : `第 ${each.group} 组`), numberCell(each.order), textCell(each.contactName), textCell(each.phone),
    ]
    await page(req, res, 'admin/list', adminList({
      heading: heading('部门', '表格里的顺序就是各种汇总表的固定顺序', newButton(true, '新建部门', `${PATH}/new`)), table: rows.length > 0 ? tableOf('部门', columns, rows.map(cells)) : null,
      empty: rows.length > 0 ? null : { what: '还没有部门。', next: '先建部门，再建用户和岗位。', link: null },
    }), { title: '部门' })
  })

  get(`${PATH}/new`, { act: 'department.edit' }, (req, res) => showForm(req, res, null, { order: String(1) }, {}))
  get(`${PATH}/:code/edit`, { act: 'department.edit' }, async (req, res) => {
    const stored = await find(req)
    await showForm(req, res, stored, valuesOf(stored), {})
  })

  post(PATH, { act: 'department.edit', fields: FIELDS }, (req, res) => save(req, res, null))
  post(`${PATH}/:code/edit`, { act: 'department.edit', fields: FIELDS }, async (req, res) => save(req, res, await find(req)))

  async function save(req: Request, res: Response, stored: Stored | null): Promise<void> {
    const body = req.body as Body
    const districts = (await allDistricts()).map(({ _id }) => _id)
    const code: Field<string> = (raw) => (/^[a-z][a-z0-9]{1,19}$/.test(textOf(raw).trim()) ? { value: textOf(raw).trim() } : { error: '代码用 2 到 20 个小写字母或数字，字母开头' })
    const form = readForm(body, {
      ...(stored ? {} : { code }), name: text('名称', 60, { required: true }), shortName: text('简称', 20, { required: true }),
      kind: choice('类型', DEPARTMENT_KINDS), group: optionalChoice('组别', GROUPS), district: optionalChoice('服务区市', districts), order: wholeNumber('顺序', 1, 9999),
      phone: text('电话', 40), contactName: text('联系人', 40), duties: text('职责', 200), targets: text('今年目标', 1000), address: text('地址', 100), aliases: text('别称', 500), archived: tick(),
    })
    if (!form.ok) return showForm(req, res, stored, body, form.errors)
    const { archived, aliases, targets, group, ...value } = form.value
    const id = stored?._id ?? (value as { code?: string }).code ?? ''
    const values = {
      name: value.name, shortName: value.shortName, kind: value.kind, district: value.district, order: value.order, phone: value.phone, contactName: value.contactName,
      duties: value.duties, targets: linesOf(targets), address: value.address,
      group: group === null ? null : Number(group), aliases: linesOf(aliases), archivedAt: archived ? (stored?.archivedAt ?? deps.clock.now()) : null,
    }
    await saveReference(deps, requireActor(req), DepartmentModel, { act: 'department.edit', type: 'department', id, version: stored ? versionIn(body['version']) ?? -1 : null, back: PATH }, values)
    allDepartments.forget()
    redirect(req, res, PATH, `已保存${value.name}。`)
  }

  async function showForm(req: Request, res: Response, stored: Stored | null, values: Body, errors: Record<string, string>): Promise<void> {
    const field = fieldsOf(values, errors)
    const districts = (await allDistricts()).map(({ _id, name }) => ({ value: _id, text: name }))
    const title = stored ? `修改${stored.name}` : '新建部门'
    const model = adminForm(title, errors, {
      action: stored ? `${PATH}/${stored._id}/edit` : PATH, version: stored ? textOf(values['version']) || String(stored.__v) : '', button: '保存', back: PATH,
      fields: [
        ...(stored ? [] : [field.text('code', '代码', { maxLength: 20, hint: '小写字母，如 zrzy；建好后不能改，会出现在地址里' })]),
        field.text('name', '名称', { maxLength: 60 }), field.text('shortName', '简称', { maxLength: 20, hint: '表格里用的' }),
        field.segments('kind', '类型', DEPARTMENT_KINDS.map((value) => ({ value, text: KIND_WORDS[value] }))),
        field.select('group', '组别', GROUPS.map((value) => ({ value, text: `第 ${value} 组` })), { optional: true, placeholder: '不参评' }),
        field.select('district', '服务区市', districts, { optional: true, placeholder: '不属于区市', hint: '类型为区市的填' }),
        field.text('order', '顺序', { inputMode: 'numeric', narrow: true }), field.text('phone', '电话', { maxLength: 40, optional: true, hint: '印在台账和单子上' }),
        field.text('contactName', '联系人', { maxLength: 40, optional: true }),
        field.text('duties', '职责', { maxLength: 200, optional: true, hint: '一句话，公众页上给市民看' }),
        field.textarea('targets', '今年目标', { maxLength: 1000, optional: true, hint: '一行一条，公众页上给市民看' }),
        field.text('address', '地址', { maxLength: 100, optional: true }),
        field.textarea('aliases', '别称', { maxLength: 500, optional: true, hint: '一行一个，导入时按别称也认得出' }),
        field.checkbox('archived', '已撤销：不再派给新的任务，原有记录保留'),
      ],
    })
    await page(req, res, 'admin/form', model, { title: Object.keys(errors).length > 0 ? `错误：${title}` : title, status: Object.keys(errors).length > 0 ? 422 : 200, breadcrumb: [{ text: '部门', href: PATH }, { text: title, href: null }] })
  }
}

async function find(req: Request): Promise<Stored> {
  const stored = await DepartmentModel.findById(String(req.params['code'])).lean<Stored>()
  if (!stored) throw new NotFound()
  return stored
}

const valuesOf = (stored: Stored): Body => ({
  name: stored.name, shortName: stored.shortName, kind: stored.kind, group: stored.group === null ? '' : String(stored.group), district: stored.district ?? '',
  order: String(stored.order), phone: stored.phone, contactName: stored.contactName,
  duties: stored.duties ?? '', targets: (stored.targets ?? []).join('\n'), address: stored.address ?? '', aliases: stored.aliases.join('\n'), archived: stored.archivedAt ? 'on' : '',
})
