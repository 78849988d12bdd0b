import type { Request, Response } from 'express'
import { ENTERPRISE_FIELD_NAMES, ENTERPRISE_FIELDS, type EnterpriseField } from '../../models/enterprise/fields.ts'
import { namesInRoster } from '../../models/enterprise/queries.ts'
import { checkCreditCode } from '../../models/shared/creditCode.ts'
import type { Actor } from '../../models/user/actor.ts'
import { can, mayEver } from '../../models/user/permissions.ts'
import type { Deps } from '../deps.ts'
import { Forbidden } from '../http/errors.ts'
import { page, redirect } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { textOf, type Body, type FormResult } from '../lib/form.ts'
import { cityChoices } from '../rosters/query.ts'
import { createEnterprise, editEnterprise, type Saved } from './actions.ts'
import { firmIn, type StoredEnterprise } from './find.ts'
import { ENTERPRISE_FORM_FIELDS, readEnterprise, type EnterpriseForm } from './form.ts'
import { enterpriseFormPage, enterpriseValues, type EnterpriseFormPage } from './formView.ts'
import { PATH } from './listView.ts'
import { enterprisePath } from './view.ts'

/** Taking firms into the roster and changing them, field by field as the permission table allows. */
export function formRoutes(deps: Deps, { get, post }: RouteTable): void {
  get(`${PATH}/new`, { act: 'enterprise.create' }, (req, res) => show(req, res, null, {}))

  post(PATH, { act: 'enterprise.create', fields: ENTERPRISE_FORM_FIELDS }, async (req, res) => {
    const actor = requireActor(req)
    const body = req.body as Body
    const read = await readFor(actor, null, body)
    if (!read.ok) return show(req, res, null, { errors: read.errors, values: body })
    await answer(req, res, null, body, await createEnterprise(deps, actor, read.value))
  })

  get(`${PATH}/:id/edit`, { act: 'enterprise.edit' }, async (req, res) => {
    const firm = await firmIn(req)
    mustEdit(requireActor(req), firm)
    await show(req, res, firm, {})
  })

  post(`${PATH}/:id`, { act: 'enterprise.edit', fields: ENTERPRISE_FORM_FIELDS }, async (req, res) => {
    const actor = requireActor(req)
    const firm = await firmIn(req)
    mustEdit(actor, firm)
    const body = withClosedFields(actor, firm, req.body as Body)
    const read = await readFor(actor, firm, body)
    if (!read.ok) return show(req, res, firm, { errors: read.errors, values: body })
    await answer(req, res, firm, body, await editEnterprise(deps, actor, String(firm._id), textOf(body['version']), read.value))
  })
}

/** What became of saving, as a page: the record, or the form again with what stands in the way. */
async function answer(req: Request, res: Response, firm: StoredEnterprise | null, body: Body, saved: Saved): Promise<void> {
  if (saved.outcome === 'taken') {
    const errors = { uscc: `这个代码已经属于${saved.by || '另一家企业'}，请核对，或者到名册里找到它修改` }
    return show(req, res, firm, { errors, values: body })
  }
  if (saved.outcome === 'conflict') return showConflict(req, res, body)
  redirect(req, res, `${PATH}/${saved.id}`, saved.outcome === 'unchanged' ? '没有改动。' : '已保存。')
}

interface Shown { errors?: Record<string, string>, values?: Body, status?: number, conflict?: EnterpriseFormPage['conflict'] }

async function show(req: Request, res: Response, firm: StoredEnterprise | null, { errors = {}, values = {}, status, conflict = [] }: Shown): Promise<void> {
  const actor = requireActor(req)
  const [choices, names] = await Promise.all([cityChoices(), namesInRoster()])
  const refused = Object.keys(errors).length > 0
  const path = firm === null ? PATH : enterprisePath(firm)
  const typed = textOf(values['uscc']) || firm?.uscc || ''
  const { check, inner } = checkCreditCode(typed)
  const model = enterpriseFormPage(
    firm, { action: path, cancel: path, version: String(firm?.__v ?? ''), button: firm === null ? '登记' : '保存' },
    {
      ...choices, ...names, may: (field) => mayChange(actor, firm, field),
      askCodeReason: mayEver(actor, 'enterprise.overrideCode') && (check === false || inner === false),
    },
    errors, values, conflict,
  )
  const title = firm === null ? '登记重点企业' : `修改${firm.name}`
  await page(req, res, 'enterprises/form', model, {
    title: refused ? `错误：${title}` : title, status: status ?? (refused ? 422 : 200),
    breadcrumb: [{ text: '重点企业', href: PATH }, ...(firm ? [{ text: firm.name, href: path }] : []), { text: firm ? '修改' : '登记', href: null }],
  })
}

/** Somebody else saved first: their values beside the own ones, which stay in the form. @source pages.md §5 (409) */
async function showConflict(req: Request, res: Response, body: Body): Promise<void> {
  const stored = await firmIn(req)
  const conflict = Object.entries(enterpriseValues(stored)).flatMap(([name, text]) => {
    const field = ENTERPRISE_FIELD_NAMES.find((each) => each === name)
    return field && body[name] !== undefined && textOf(body[name]).trim() !== text
      ? [{ term: ENTERPRISE_FIELDS[field].word, text: text || '空', href: null, small: `您填的是：${textOf(body[name]) || '空'}`, action: null }] : []
  })
  await show(req, res, stored, { values: body, status: 409, conflict })
}

async function readFor(actor: Actor, firm: StoredEnterprise | null, body: Body): Promise<FormResult<EnterpriseForm>> {
  const { districts, departments } = await cityChoices()
  const read = readEnterprise(body, {
    districts: districts.map(({ value }) => value), departments: departments.map(({ value }) => value), contacts: firm?.contacts ?? [],
    mayOverride: mayEver(actor, 'enterprise.overrideCode'), knownCode: firm?.uscc ?? null,
  })
  return read
}

function mustEdit(actor: Actor, firm: StoredEnterprise): void {
  if (!can(actor, 'enterprise.edit', firm)) throw new Forbidden('这家企业由走访部门、服务专员和办公室的人修改。')
}

const mayChange = (actor: Actor, firm: StoredEnterprise | null, field: EnterpriseField): boolean =>
  can(actor, ENTERPRISE_FIELDS[field].act, firm ?? {})

/**
 * Fields that this user may not change keep what is stored; a form that brings another value for one is refused.
 * @throws Forbidden
 */
function withClosedFields(actor: Actor, firm: StoredEnterprise, body: Body): Body {
  const stored = enterpriseValues(firm)
  const closed = ENTERPRISE_FIELD_NAMES.filter((field) => !mayChange(actor, firm, field))
  for (const field of closed) {
    if (body[field] !== undefined && textOf(body[field]) !== stored[field]) throw new Forbidden(`${ENTERPRISE_FIELDS[field].word}由联席会议办公室维护。`)
  }
  return { ...body, ...Object.fromEntries(closed.map((field) => [field, stored[field] ?? ''])) }
}
