import { IssueModel } from '../../models/issue/index.ts'
import { findIssue } from '../../models/issue/queries.ts'
import { maskedForAudit } from '../../models/audit/entry.ts'
import type { Actor } from '../../models/user/actor.ts'
import { can } from '../../models/user/permissions.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'
import { Forbidden, NotFound } from '../http/errors.ts'
import { page } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { errorSummaryOf, fieldsOf, type FieldView } from '../lib/fields.ts'
import { readForm, text, type Body } from '../lib/form.ts'
import { maskPhone } from '../lib/format.ts'
import type { ErrorSummary } from '../lib/parts.ts'

/** The page that shows a masked number, and the whole one once a reason is given. */
export interface PhonePage {
  no: string
  href: string
  who: string
  phone: string
  errors: ErrorSummary | null
  field: FieldView | null
}

declare module '../lib/templates.ts' {
  interface Views { 'issues/phone': PhonePage }
}

/** 查看号码: the raiser's number in full, for a reason that stands in the audit trail. @source DESIGN.md §7 Rights */
export function addPhoneRoutes({ get, post }: RouteTable, deps: Deps): void {
  get('/issues/:no/phone', { act: 'issue.revealPhone' }, async (req, res) => {
    const issue = await find(requireActor(req), String(req.params['no']))
    return page(req, res, 'issues/phone', pageOf(issue, {}, {}), { title: '查看号码', breadcrumb: crumbs(issue.no) })
  })

  post('/issues/:no/phone', { act: 'issue.revealPhone', fields: ['reason'] }, async (req, res) => {
    const actor = requireActor(req)
    const issue = await find(actor, String(req.params['no']))
    const read = readForm(req.body as Body, { reason: text('看号码的理由', 100, { required: true }) })
    if (!read.ok)
      return page(req, res, 'issues/phone', pageOf(issue, req.body as Body, read.errors), {
        title: '错误：查看号码',
        status: 422,
        breadcrumb: crumbs(issue.no),
      })
    const phone = await act(deps, actor, 'issue.revealPhone', async (tx) => {
      const stored = await IssueModel.findById(issue._id, { 'raiser.phone': 1 }).session(tx.session).lean()
      tx.audit({
        record: { type: 'issue', id: issue._id, no: issue.no }, reason: read.value.reason,
        changes: { phone: maskedForAudit(stored?.raiser.phone ?? '', deps.keys.mask) },
      })
      return stored?.raiser.phone ?? ''
    })
    return page(
      req,
      res,
      'issues/phone',
      { ...pageOf(issue, {}, {}), phone, field: null },
      { title: '联系电话', breadcrumb: crumbs(issue.no) },
    )
  })
}

async function find(actor: Actor, no: string) {
  const issue = await findIssue(actor, no)
  if (issue === null) throw new NotFound()
  if (!can(actor, 'issue.revealPhone', issue)) throw new Forbidden('这个号码只有承办、走访和办公室的人可以看。')
  return issue
}

const crumbs = (no: string) => [
  { text: '诉求', href: '/issues' },
  { text: no, href: `/issues/${no}` },
  { text: '号码', href: null },
]

const pageOf = (
  { no, raiser }: { no: string; raiser: { name: string; person: string; phone: string } },
  values: Body,
  errors: Record<string, string>,
): PhonePage => ({
  no,
  href: `/issues/${no}`,
  who: [raiser.name, raiser.person].filter(Boolean).join(' '),
  phone: maskPhone(raiser.phone),
  errors: errorSummaryOf(errors),
  field: fieldsOf(values, errors).text('reason', '看号码的理由', { maxLength: 100, hint: '会记入审计，例如：联系企业约现场复测' }),
})
