import type { Request, Response } from 'express'
import { DistrictModel, type District } from '../../models/district/index.ts'
import { allDistricts } from '../../models/district/queries.ts'
import type { Deps } from '../deps.ts'
import { NotFound } from '../http/errors.ts'
import { page, redirect } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { column, linkCell, numberCell, tableOf, textCell } from '../lib/cells.ts'
import { fieldsOf } from '../lib/fields.ts'
import { choice, day, readForm, text, textOf, wholeNumber, type Body, type Field } from '../lib/form.ts'
import { adminForm, adminList, heading, newButton } from './pages.ts'
import { saveReference, versionIn } from './saving.ts'

const PATH = '/admin/districts'
const KINDS = ['行政区', '功能区'] as const
const FIELDS = ['code', 'name', 'kind', 'order', 'validFrom', 'validTo']
type Stored = District & { __v: number }

/** 区市 by their codes; 功能区 come and go, so both ends of their validity are kept. */
export function districtPages({ get, post }: RouteTable, deps: Deps): void {
  get(PATH, { act: 'district.edit' }, async (req, res) => {
    const rows = await DistrictModel.find({}).sort({ order: 1 }).lean<Stored[]>()
    const columns = [column('区市'), column('区划代码'), column('类型'), column('顺序', { number: true, wide: true }), column('有效期', { wide: true })]
    const table = tableOf('区市', columns, rows.map((each) => [
      linkCell(each.name, `${PATH}/${each._id}/edit`), textCell(each._id), textCell(each.kind), numberCell(each.order),
      textCell(each.validFrom || each.validTo ? `${each.validFrom ?? '一直'} 至 ${each.validTo ?? '今后'}` : '长期'),
    ]))
    await page(req, res, 'admin/list', adminList({
      heading: heading('区市', '行政区划和功能区', newButton(true, '新建区市', `${PATH}/new`)), table: rows.length > 0 ? table : null,
      empty: rows.length > 0 ? null : { what: '还没有区市。', next: '按民政部门公布的区划代码建。', link: null },
    }), { title: '区市' })
  })

  get(`${PATH}/new`, { act: 'district.edit' }, (req, res) => showForm(req, res, null, {}, {}))
  get(`${PATH}/:code/edit`, { act: 'district.edit' }, async (req, res) => {
    const stored = await find(req)
    const { name, kind, order, validFrom, validTo } = stored
    await showForm(req, res, stored, { name, kind, order: String(order), validFrom: validFrom ?? '', validTo: validTo ?? '' }, {})
  })
  post(PATH, { act: 'district.edit', fields: FIELDS }, (req, res) => save(req, res, null))
  post(`${PATH}/:code/edit`, { act: 'district.edit', fields: FIELDS }, async (req, res) => save(req, res, await find(req)))

  async function save(req: Request, res: Response, stored: Stored | null): Promise<void> {
    const body = req.body as Body
    const code: Field<string> = (raw) => (/^\d{6}$/.test(textOf(raw).trim()) ? { value: textOf(raw).trim() } : { error: '区划代码是 6 位数字，如 370212' })
    const form = readForm(body, {
      name: text('名称', 20, { required: true }), kind: choice('类型', KINDS), order: wholeNumber('顺序', 1, 999), validFrom: day('起始日期'), validTo: day('终止日期'),
    })
    const read = stored ? { value: stored._id } : code(body['code'])
    const errors = { ...('error' in read ? { code: read.error } : {}), ...(form.ok ? {} : form.errors) }
    if (!form.ok || 'error' in read) return showForm(req, res, stored, body, errors)
    await saveReference(deps, requireActor(req), DistrictModel, { act: 'district.edit', type: 'district', id: read.value, version: stored ? versionIn(body['version']) ?? -1 : null, back: PATH }, form.value)
    allDistricts.forget()
    redirect(req, res, PATH, `已保存${form.value.name}。`)
  }

  async function showForm(req: Request, res: Response, stored: Stored | null, values: Body, errors: Record<string, string>): Promise<void> {
    const field = fieldsOf(values, errors)
    const title = stored ? `修改${stored.name}` : '新建区市'
    const model = adminForm(title, errors, {
      action: stored ? `${PATH}/${stored._id}/edit` : PATH, version: stored ? textOf(values['version']) || String(stored.__v) : '', button: '保存', back: PATH,
      fields: [
        ...(stored ? [] : [field.text('code', '区划代码', { maxLength: 6, inputMode: 'numeric', narrow: true, hint: '6 位数字，建好后不能改' })]),
        field.text('name', '名称', { maxLength: 20 }), field.segments('kind', '类型', KINDS.map((value) => ({ value, text: value }))),
        field.text('order', '顺序', { inputMode: 'numeric', narrow: true }), field.date('validFrom', '起始日期', { optional: true }), field.date('validTo', '终止日期', { optional: true }),
      ],
    })
    const refused = Object.keys(errors).length > 0
    await page(req, res, 'admin/form', model, { title: refused ? `错误：${title}` : title, status: refused ? 422 : 200, breadcrumb: [{ text: '区市', href: PATH }, { text: title, href: null }] })
  }
}

async function find(req: Request): Promise<Stored> {
  const stored = await DistrictModel.findById(String(req.params['code'])).lean<Stored>()
  if (!stored) throw new NotFound()
  return stored
}
