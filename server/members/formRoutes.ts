import type { Request, Response } from 'express'
import { MEMBER_FIELD_NAMES, MEMBER_FIELDS, type MemberFacts, type MemberField } from '../../models/member/fields.ts'
import type { Actor } from '../../models/user/actor.ts'
import { can } from '../../models/user/permissions.ts'
import type { Deps } from '../deps.ts'
import { Forbidden } from '../http/errors.ts'
import { page, redirect } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { textOf, type Body, type FormResult } from '../lib/form.ts'
import { cityChoices } from '../rosters/query.ts'
import { createMember, editMember } from './actions.ts'
import { memberIn, type StoredMember } from './find.ts'
import { MEMBER_FORM_FIELDS, readMember } from './form.ts'
import { memberFormPage, memberValues, type MemberFormPage } from './formView.ts'
import { PATH } from './listView.ts'
import { memberPath } from './view.ts'

/** Taking deputies and members into the roster and changing them, field by field as the permission table allows. */
export function formRoutes(deps: Deps, { get, post }: RouteTable): void {
  get(`${PATH}/new`, { act: 'member.create' }, (req, res) => show(req, res, null, {}))

  post(PATH, { act: 'member.create', fields: MEMBER_FORM_FIELDS }, async (req, res) => {
    const body = req.body as Body
    const read = await readFor(null, body)
    if (!read.ok) return show(req, res, null, { errors: read.errors, values: body })
    redirect(req, res, `${PATH}/${await createMember(deps, requireActor(req), read.value)}`, `${read.value.name}已登记。`)
  })

  get(`${PATH}/:id/edit`, { act: 'member.edit' }, async (req, res) => {
    const member = await memberIn(req)
    mustEdit(requireActor(req), member)
    await show(req, res, member, {})
  })

  post(`${PATH}/:id`, { act: 'member.edit', fields: MEMBER_FORM_FIELDS }, async (req, res) => {
    const actor = requireActor(req)
    const member = await memberIn(req)
    mustEdit(actor, member)
    const body = withClosedFields(actor, member, req.body as Body)
    const read = await readFor(member, body)
    if (!read.ok) return show(req, res, member, { errors: read.errors, values: body })
    const saved = await editMember(deps, actor, String(member._id), textOf(body['version']), read.value)
    if (saved === 'conflict') return showConflict(req, res, body)
    redirect(req, res, memberPath(member), saved === 'unchanged' ? '没有改动。' : '已保存。')
  })
}

interface Shown { errors?: Record<string, string>, values?: Body, status?: number, conflict?: MemberFormPage['conflict'] }

async function show(req: Request, res: Response, member: StoredMember | null, { errors = {}, values = {}, status, conflict = [] }: Shown): Promise<void> {
  const actor = requireActor(req)
  const refused = Object.keys(errors).length > 0
  const path = member === null ? PATH : memberPath(member)
  const form = { action: path, cancel: path, version: String(member?.__v ?? ''), button: member === null ? '登记' : '保存' }
  const around = { ...(await cityChoices()), may: (field: MemberField) => mayChange(actor, member, field) }
  const title = member === null ? '登记代表委员' : `修改${member.name}`
  await page(req, res, 'members/form', memberFormPage(member, form, around, errors, values, conflict), {
    title: refused ? `错误：${title}` : title, status: status ?? (refused ? 422 : 200),
    breadcrumb: [{ text: '代表委员', href: PATH }, ...(member ? [{ text: member.name, href: path }] : []), { text: member ? '修改' : '登记', href: null }],
  })
}

/** Somebody else saved first: their values beside the own ones, which stay in the form. @source pages.md §5 (409) */
async function showConflict(req: Request, res: Response, body: Body): Promise<void> {
  const stored = await memberIn(req)
  const conflict = Object.entries(memberValues(stored)).flatMap(([name, text]) => {
    const field = MEMBER_FIELD_NAMES.find((each) => each === name)
    return field && body[name] !== undefined && textOf(body[name]).trim() !== text
      ? [{ term: MEMBER_FIELDS[field].word, text: text || '空', href: null, small: `您填的是：${textOf(body[name]) || '空'}`, action: null }] : []
  })
  await show(req, res, stored, { values: body, status: 409, conflict })
}

async function readFor(member: StoredMember | null, body: Body): Promise<FormResult<MemberFacts>> {
  const { districts, departments } = await cityChoices()
  return readMember(body, {
    districts: districts.map(({ value }) => value), departments: departments.map(({ value }) => value), phones: member?.phones ?? [], terms: member?.terms ?? [],
  })
}

function mustEdit(actor: Actor, member: StoredMember): void {
  if (!can(actor, 'member.edit', member)) throw new Forbidden('这位代表委员由联系部门和办公室的人修改。')
}

const mayChange = (actor: Actor, member: StoredMember | null, field: MemberField): boolean => can(actor, MEMBER_FIELDS[field].act, member ?? {})

/**
 * Fields that this user may not change keep what is stored; a form that brings another value for one is refused.
 * @throws Forbidden
 */
function withClosedFields(actor: Actor, member: StoredMember, body: Body): Body {
  const stored = memberValues(member)
  const closed = MEMBER_FIELD_NAMES.filter((field) => !mayChange(actor, member, field))
  for (const field of closed) {
    if (body[field] !== undefined && textOf(body[field]) !== (stored[field] ?? '')) throw new Forbidden(`${MEMBER_FIELDS[field].word}由联席会议办公室维护。`)
  }
  return { ...body, ...Object.fromEntries(closed.map((field) => [field, stored[field] ?? ''])) }
}
