import type { Request, Response } from 'express'
import { contactsOf } from '../../models/invitation/contacts.ts'
import { InvitationModel, type Invitation } from '../../models/invitation/index.ts'
import { invitationRows } from '../../models/invitation/queries.ts'
import { LinkModel, type Link } from '../../models/link/index.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { scopeFilter } from '../../models/user/permissions.ts'
import { act, trace } from '../act.ts'
import type { Deps } from '../deps.ts'
import { NotFound } from '../http/errors.ts'
import { page, redirect } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { readContact } from '../lib/contact.ts'
import { textOf, type Body } from '../lib/form.ts'
import { countText } from '../lib/format.ts'
import { listHref } from '../lib/listAddress.ts'
import { qrSource } from '../lib/qrCode.ts'
import { linkAddress } from '../links/actions.ts'
import { pageOf } from '../rosters/query.ts'
import { askedList, invitationIn, pathOf, questionnaireIn, type Asking } from './find.ts'
import { crumbsOf } from './frame.ts'
import { filtersOf } from './listView.ts'
import { LETTERS_TOGETHER, lettersPage, untilText, type Letter } from './lettersView.ts'

const AT = '/questionnaires/:id/letters'
/** Nobody writes to who has answered or said no. */
const WRITABLE = { state: { $nin: ['answered', 'declined'] } }

/** Printed letters with the firm's own QR code, some at a time, and the tick that they were posted. */
export function addLetterRoutes({ get, post }: RouteTable, deps: Deps): void {
  get(AT, { act: 'invitation.send' }, async (req, res) => {
    const actor = requireActor(req)
    const questionnaire = await questionnaireIn(req)
    const asked = await askedList(req, questionnaire, actor)
    const filter: Record<string, unknown> = { $and: [asked.filter, scopeFilter(actor, 'invitation.send'), WRITABLE] }
    const part = pageOf(asked.query)
    const [rows, total] = await Promise.all([
      invitationRows(filter, part, LETTERS_TOGETHER), InvitationModel.countDocuments(filter),
    ])
    await show(req, res, questionnaire, rows, {
      total, part, single: false,
      href: (each) => listHref(`${pathOf(questionnaire)}/letters`, { ...filtersOf(asked.query), page: each === 1 ? undefined : String(each) }),
    })
  })

  get('/questionnaires/:id/invitations/:invitation/letter', { act: 'invitation.send' }, async (req, res) => {
    const { questionnaire, invitation } = await invitationIn(req, requireActor(req), 'invitation.send')
    if (invitation.state === 'answered') throw new NotFound()
    await show(req, res, questionnaire, [invitation], { total: 1, part: 1, single: true, href: () => '' })
  })

  post(AT, { act: 'invitation.send', fields: ['invitations'] }, async (req, res) => {
    const actor = requireActor(req)
    const questionnaire = await questionnaireIn(req)
    const ids = textOf((req.body as Body)['invitations']).split(' ').filter((id) => /^[0-9a-f]{24}$/.test(id)).slice(0, LETTERS_TOGETHER)
    const posted = await act(deps, actor, 'invitation.send', async (tx) => {
      const unsent: Record<string, unknown> = {
        $and: [
          { _id: { $in: ids }, questionnaire: questionnaire._id, state: { $in: ['made', 'bounced'] }, mailing: null },
          scopeFilter(actor, 'invitation.send'),
        ],
      }
      const { modifiedCount } = await InvitationModel.updateMany(
        unsent,
        { $set: { state: 'sent', channel: 'letter', sentAt: tx.now, problem: '' }, $inc: { __v: 1 } }, { session: tx.session },
      )
      tx.audit({ record: { type: 'questionnaire', id: questionnaire._id, no: questionnaire.no }, changes: { 信函: `${modifiedCount} 户已寄出` } })
      return modifiedCount
    })
    redirect(req, res, `${pathOf(questionnaire)}/invitations`, posted === 0
      ? { kind: 'warn', text: '这一批都已发出过，没有改动。', linkText: null, linkHref: null } : `${countText(posted)} 户已记为信函寄出。`)
  })

  async function show(
    req: Request, res: Response, questionnaire: Asking, rows: readonly Invitation[],
    around: { total: number, part: number, single: boolean, href(part: number): string },
  ): Promise<void> {
    const actor = requireActor(req)
    const model = lettersPage(await lettersFor(questionnaire, rows), {
      ...around, questionnaire, contact: await readContact(), now: deps.clock.now(),
    })
    await trace(deps, actor, 'invitation.link', {
      record: { type: 'questionnaire', id: questionnaire._id, no: questionnaire.no }, changes: { 链接: `打印信函 ${model.letters.length} 户` },
    })
    await page(req, res, 'invitations/letters', model, {
      title: `信函：${questionnaire.title}`, bodyClass: 'firm-letters', breadcrumb: crumbsOf(actor, questionnaire, { text: '打印信函', href: null }),
    })
  }

  async function lettersFor(questionnaire: Asking, rows: readonly Invitation[]): Promise<Letter[]> {
    const [links, reached] = await Promise.all([
      LinkModel.find({ purpose: 'questionnaire', subject: { $in: rows.map(({ _id }) => String(_id)) }, revokedAt: null }).lean<Link[]>(),
      contactsOf(rows),
    ])
    const bySubject = new Map(links.map((link) => [link.subject, link]))
    const today = dayOf(deps.clock.now())
    const letters = reached.flatMap(({ invitation, contact }) => {
      const link = bySubject.get(String(invitation._id))
      if (!link) return []
      const address = linkAddress(deps, link)
      const person = contact.name === '' ? '' : `${contact.name} 收`
      return [qrSource(address).then((qr): Letter => ({
        id: String(invitation._id), firm: invitation.enterpriseName, person, qr, address, until: untilText(questionnaire, invitation, today),
      }))]
    })
    return Promise.all(letters)
  }
}
