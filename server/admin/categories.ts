import type { Request, Response } from 'express'
import { CategoryModel, type Category } from '../../models/category/index.ts'
import { allCategories } from '../../models/category/queries.ts'
import { allDepartments, departmentsByCode } from '../../models/department/queries.ts'
import { GRADES } from '../../models/issue/words.ts'
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

const PATH = '/admin/categories'
const FIELDS = ['code', 'name', 'order', 'leadDepartment', 'verifyingDepartment', 'grade', 'synonyms', 'archived']
type Stored = Category & { __v: number }

/** What cases are about: who is proposed to lead, who verifies, which grade. Changes count for cases assigned from now on. */
export function categoryPages({ get, post }: RouteTable, deps: Deps): void {
  get(PATH, { act: 'category.edit' }, async (req, res) => {
    const [rows, departments] = await Promise.all([CategoryModel.find({}).sort({ archivedAt: 1, order: 1 }).lean<Stored[]>(), departmentsByCode()])
    const named = (code: string | null, none: string) => (code === null ? none : (departments.get(code)?.shortName ?? code))
    const columns = [column('类别'), column('建议牵头单位'), column('核验单位'), column('等级'), column('别称', { wide: true }), column('顺序', { number: true, wide: true })]
    const table = tableOf('诉求类别', columns, rows.map((each) => [
      linkCell(each.name, `${PATH}/${each._id}/edit`, { tag: each.archivedAt ? '已停用' : null }), textCell(named(each.leadDepartment, '看事项定')),
      textCell(named(each.verifyingDepartment, '联席会议办公室')), textCell(each.grade), textCell(each.synonyms.join('、')), numberCell(each.order),
    ]))
    await page(req, res, 'admin/list', adminList({
      heading: heading('诉求类别', '交办时的建议，交办人可以改', newButton(true, '新建类别', `${PATH}/new`)), table: rows.length > 0 ? table : null,
      empty: rows.length > 0 ? null : { what: '还没有类别。', next: '没有类别就登记不了诉求，请先建几个。', link: null },
    }), { title: '诉求类别' })
  })

  get(`${PATH}/new`, { act: 'category.edit' }, (req, res) => showForm(req, res, null, { grade: '一般' }, {}))
  get(`${PATH}/:code/edit`, { act: 'category.edit' }, async (req, res) => {
    const stored = await find(req)
    await showForm(req, res, stored, valuesOf(stored), {})
  })
  post(PATH, { act: 'category.edit', fields: FIELDS }, (req, res) => save(req, res, null))
  post(`${PATH}/:code/edit`, { act: 'category.edit', fields: FIELDS }, async (req, res) => save(req, res, await find(req)))

  async function save(req: Request, res: Response, stored: Stored | null): Promise<void> {
    const body = req.body as Body
    const codes = (await allDepartments()).map(({ _id }) => _id)
    const code: Field<string> = (raw) => (/^[a-z][a-z0-9]{1,19}$/.test(textOf(raw).trim()) ? { value: textOf(raw).trim() } : { error: '代码用 2 到 20 个小写字母或数字，字母开头' })
    const form = readForm(body, {
      name: text('名称', 20, { required: true }), order: wholeNumber('顺序', 1, 999), leadDepartment: optionalChoice('建议牵头单位', codes),
      verifyingDepartment: optionalChoice('核验单位', codes), grade: choice('等级', GRADES), synonyms: text('别称', 500), archived: tick(),
    })
    const read = stored ? { value: stored._id } : code(body['code'])
    const same = form.ok && form.value.leadDepartment !== null && form.value.leadDepartment === form.value.verifyingDepartment
    const errors = {
      ...('error' in read ? { code: read.error } : {}), ...(form.ok ? {} : form.errors), ...(same ? { verifyingDepartment: '核验单位不能就是牵头单位' } : {}),
    }
    if (!form.ok || 'error' in read || same) return showForm(req, res, stored, body, errors)
    const { archived, synonyms, ...value } = form.value
    const values = { ...value, synonyms: linesOf(synonyms), archivedAt: archived ? (stored?.archivedAt ?? deps.clock.now()) : null }
    await saveReference(deps, requireActor(req), CategoryModel, { act: 'category.edit', type: 'category', id: read.value, version: stored ? versionIn(body['version']) ?? -1 : null, back: PATH }, values)
    allCategories.forget()
    redirect(req, res, PATH, `已保存${value.name}。`)
  }

  async function showForm(req: Request, res: Response, stored: Stored | null, values: Body, errors: Record<string, string>): Promise<void> {
    const field = fieldsOf(values, errors)
    const departments = (await allDepartments()).map(({ _id, name }) => ({ value: _id, text: name }))
    const title = stored ? `修改${stored.name}` : '新建类别'
    const model = adminForm(title, errors, {
      action: stored ? `${PATH}/${stored._id}/edit` : PATH, version: stored ? textOf(values['version']) || String(stored.__v) : '', button: '保存', back: PATH,
      note: '改动只影响以后交办的诉求，已交办的不变。',
      fields: [
        ...(stored ? [] : [field.text('code', '代码', { maxLength: 20, hint: '小写字母，如 ydgh；建好后不能改' })]),
        field.text('name', '名称', { maxLength: 20 }), field.select('leadDepartment', '建议牵头单位', departments, { optional: true, placeholder: '看事项定' }),
        field.select('verifyingDepartment', '核验单位', departments, { optional: true, placeholder: '联席会议办公室' }),
        field.segments('grade', '等级', GRADES.map((value) => ({ value, text: value }))), field.text('order', '顺序', { inputMode: 'numeric', narrow: true }),
        field.textarea('synonyms', '别称', { maxLength: 500, optional: true, hint: '一行一个，导入和搜索时按别称也认得出' }), field.checkbox('archived', '已停用：登记时不再列出，原有诉求不变'),
      ],
    })
    const refused = Object.keys(errors).length > 0
    await page(req, res, 'admin/form', model, { title: refused ? `错误：${title}` : title, status: refused ? 422 : 200, breadcrumb: [{ text: '诉求类别', href: PATH }, { text: title, href: null }] })
  }
}

async function find(req: Request): Promise<Stored> {
  const stored = await CategoryModel.findById(String(req.params['code'])).lean<Stored>()
  if (!stored) throw new NotFound()
  return stored
}

const valuesOf = (stored: Stored): Body => ({
  name: stored.name, order: String(stored.order), leadDepartment: stored.leadDepartment ?? '', verifyingDepartment: stored.verifyingDepartment ?? '', grade: stored.grade,
  synonyms: stored.synonyms.join('\n'), archived: stored.archivedAt ? 'on' : '',
})
