import type { Request, Response } from 'express'
import { maskedForAudit } from '../../models/audit/entry.ts'
import { contactsOf, type Reached } from '../../models/invitation/contacts.ts'
import { InvitationModel, type Invitation } from '../../models/invitation/index.ts'
import { invitationRows } from '../../models/invitation/queries.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import type { Actor } from '../../models/user/actor.ts'
import { can, mayEver, scopeFilter } from '../../models/user/permissions.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'
import { page, wantsPrint } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { readForm, text, textOf, type Body } from '../lib/form.ts'
import { cityChoices, listQuery, pageOf } from '../rosters/query.ts'
import { CALLS_TOGETHER, callsPage } from './callsView.ts'
import { pathOf, questionnaireIn, type Asking } from './find.ts'
import { crumbsOf } from './frame.ts'

const AT = '/questionnaires/:id/calls'

/** Whom to ring after the last reminder; numbers in full for a reason that stands in the audit trail. */
export function addCallRoutes({ get, post }: RouteTable, deps: Deps): void {
  get(AT, { act: 'invitation.read' }, async (req, res) => show(req, res, pageOf(listQuery(req, ['page']))))

  post(AT, { act: 'enterprise.revealPhone', fields: ['reason', 'page'] }, async (req, res) => {
    const body = req.body as Body
    const number = pageOf({ page: textOf(body['page']) })
    const read = readForm(body, { reason: text('用途', 100, { required: true }) })
    if (!read.ok) return show(req, res, number, { reason: textOf(body['reason']), errors: read.errors })
    await show(req, res, number, { because: read.value.reason })
  })

  async function show(
    req: Request, res: Response, number: number, { reason = '', errors = {}, because }: { reason?: string, errors?: Record<string, string>, because?: string } = {},
  ): Promise<void> {
    const actor = requireActor(req)
    const questionnaire = await questionnaireIn(req)
    const filter = callFilter(questionnaire, actor)
    const [rows, total, { districts }] = await Promise.all([
      invitationRows(filter, number, CALLS_TOGETHER), InvitationModel.countDocuments(filter), cityChoices(),
    ])
    const reached = await contactsOf(rows)
    const allowed = (row: Reached<Invitation>) => row.firm !== null && can(actor, 'enterprise.revealPhone', row.firm)
    if (because !== undefined) await reveal(actor, questionnaire, reached.filter(allowed), because)
    const model = callsPage(reached, {
      questionnaire, page: number, total, districts, today: dayOf(deps.clock.now()), reason, errors, revealed: because !== undefined,
      shown: (row) => because !== undefined && allowed(row), mayReveal: mayEver(actor, 'enterprise.revealPhone') && reached.some(allowed),
    })
    const refused = Object.keys(errors).length > 0
    await page(req, res, 'invitations/calls', model, {
      title: `${refused ? '错误：' : ''}打电话名单：${questionnaire.title}`, status: refused ? 422 : 200, print: wantsPrint(req),
      printHref: because === undefined ? `${pathOf(questionnaire)}/calls?page=${number}&print=1` : null,
      breadcrumb: crumbsOf(actor, questionnaire, { text: '打电话名单', href: null }),
    })
  }

  const reveal = (actor: Actor, { _id, no }: Asking, reached: readonly Reached<Invitation>[], reason: string) =>
    act(deps, actor, 'enterprise.revealPhone', (tx) => {
      const seen = reached.flatMap(({ contact }) => (contact.phone === '' ? [] : [maskedForAudit(contact.phone, deps.keys.mask)]))
      tx.audit({ record: { type: 'questionnaire', id: _id, no }, reason, changes: { 号码: seen.join('，') } })
      return Promise.resolve()
    })
}

/** Nothing came after the last reminder; before the first one nobody is to be rung. */
function callFilter({ _id, reminders }: Asking, actor: Actor): Record<string, unknown> {
  const reminded = reminders.some(({ sentAt }) => sentAt !== null)
  const open = reminded ? { state: { $in: ['sent', 'delivered', 'begun', 'bounced'] } } : { _id: { $in: [] } }
  return { $and: [{ questionnaire: _id }, open, scopeFilter(actor, 'invitation.read')] }
}
