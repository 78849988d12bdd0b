import type { Request, Response } from 'express'
import { windowOf } from '../../models/answer/window.ts'
import { districtNames } from '../../models/district/queries.ts'
import { contactsOf } from '../../models/invitation/contacts.ts'
import { extendUntil, markBounced, markDeclined, markDelivered, markSent, restore } from '../../models/invitation/verbs.ts'
import { linkTo } from '../../models/link/index.ts'
import { dayOf, instantOf, parseDay } from '../../models/shared/calendarDay.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import { can, type Act } from '../../models/user/permissions.ts'
import { act, trace } from '../act.ts'
import type { Deps } from '../deps.ts'
import { NotFound } from '../http/errors.ts'
import { page, redirect } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { choice, readForm, textOf, type Body } from '../lib/form.ts'
import { postButton } from '../lib/buttons.ts'
import { qrPicture, qrSource } from '../lib/qrCode.ts'
import { linkAddress } from '../links/actions.ts'
import { shareOf } from '../links/shareView.ts'
import { changeInvitation, forward, reissue, type Changed } from './actions.ts'
import { invitationIn, invitationPath, type Asking, type Stored } from './find.ts'
import { EXTENSION, FORWARDING, invitationForm, OUTCOME, type InvitationForm } from './formView.ts'
import { crumbsOf } from './frame.ts'
import { waysOf } from './outgoing.ts'
import { invitationPage, wordsFor } from './recordView.ts'
import { sendWaiting } from './sending.ts'

const AT = '/questionnaires/:id/invitations/:invitation'
/** The end of the working day: until then an extended recipient may answer. */
const LAST_TIME = '17:30'

interface Of { questionnaire: Asking, invitation: Stored }

/** One invitation: its link to hand on, and every act on it. */
export function addRecordRoutes({ get, post }: RouteTable, deps: Deps): void {
  const now = () => deps.clock.now()
  const windowFor = async ({ questionnaire, invitation }: Of) => windowOf({ ...questionnaire, results: null }, invitation, now())

  get(AT, { act: 'invitation.read' }, async (req, res) => {
    const actor = requireActor(req)
    const { questionnaire, invitation } = await invitationIn(req, actor)
    const [window, link, [reached], districts] = await Promise.all([
      windowFor({ questionnaire, invitation }), linkTo('questionnaire', String(invitation._id)), contactsOf([invitation]), districtNames(),
    ])
    if (!link || !reached) throw new NotFound()
    const rights = {
      send: can(actor, 'invitation.send', invitation), reissue: can(actor, 'invitation.reissue', invitation),
      extend: can(actor, 'invitation.extend', invitation),
    }
    const shown = rights.send && link.revokedAt === null && invitation.state !== 'answered'
    const today = dayOf(now())
    const address = linkAddress(deps, link)
    if (shown) await seen({ questionnaire, invitation }, req)
    const model = invitationPage({
      questionnaire, reached, window, rights, today, revoked: link.revokedAt !== null, version: link.version,
      district: districts.get(invitation.district) ?? invitation.district, ways: waysOf(deps).filter((way) => way !== 'steward'),
      share: shown
        ? { ...shareOf(address, await qrSource(address), wordsFor(questionnaire, window.deadline, today), `${invitationPath(questionnaire, invitation)}/qr.png`), rows: 8 }
        : null,
    })
    await page(req, res, 'invitations/show', model, {
      title: `${invitation.enterpriseName}的问卷邀请`, breadcrumb: crumbsOf(actor, questionnaire, { text: invitation.enterpriseName, href: null }),
    })
  })

  get(`${AT}/qr.png`, { act: 'invitation.send' }, async (req, res) => {
    const of = await invitationIn(req, requireActor(req), 'invitation.send')
    const link = await linkTo('questionnaire', String(of.invitation._id))
    if (!link || link.revokedAt || of.invitation.state === 'answered') throw new NotFound()
    await seen(of, req)
    res.type('png').set('Cache-Control', 'no-store').send(await qrPicture(linkAddress(deps, link)))
  })

  post(`${AT}/handing`, { act: 'invitation.send', fields: ['to'] }, (req, res) =>
    press(req, res, 'invitation.send', '已记为微信发送。', (invitation, at) => {
      markSent(invitation, 'steward', at)
      return { changes: { 发出: '微信' } }
    }))

  post(`${AT}/delivery`, { act: 'invitation.send', fields: [] }, (req, res) =>
    press(req, res, 'invitation.send', '已记为送达。', (invitation, at) => {
      markDelivered(invitation, at)
      return { changes: { 状态: '已送达' } }
    }))

  post(`${AT}/restoration`, { act: 'invitation.send', fields: [] }, (req, res) =>
    press(req, res, 'invitation.send', '已恢复。', (invitation) => {
      restore(invitation)
      return { changes: { 状态: '恢复' } }
    }))

  post(`${AT}/mailing`, { act: 'invitation.send', fields: ['way'] }, async (req, res) => {
    const actor = requireActor(req)
    const { questionnaire, invitation } = await invitationIn(req, actor, 'invitation.send')
    const read = readForm(req.body as Body, { way: choice('途径', ['mail', 'http'] as const) })
    if (!read.ok) throw new NotFound()
    await mustBeOpen({ questionnaire, invitation })
    const counts = await act(deps, actor, 'invitation.send', (tx) =>
      sendWaiting(deps, tx, questionnaire, { _id: invitation._id }, [read.value.way]))
    redirect(req, res, invitationPath(questionnaire, invitation), counts.mail + counts.http > 0
      ? '已放进发件箱，办公时间内送出。' : { kind: 'warn', text: '没有发：对方没有这种联系方式，或者已经在发。', linkText: null, linkHref: null })
  })

  get(`${AT}/reissue`, { act: 'invitation.reissue' }, async (req, res) => {
    const actor = requireActor(req)
    const { questionnaire, invitation } = await invitationIn(req, actor, 'invitation.reissue')
    const path = invitationPath(questionnaire, invitation)
    const begun = invitation.begunAt !== null
    await page(req, res, 'invitations/confirm', {
      title: '换发链接', paragraphs: [
        `${invitation.enterpriseName}会有一个新链接，现在的链接马上失效，打开旧链接的人会看到“已换发”。`,
        ...(begun && questionnaire.confidentiality === 'anonymous' ? ['对方已经填了一部分。匿名问卷的草稿只有原来的链接能打开，换发后要重新填。'] : []),
        '换发后要把新链接再发给对方。',
      ],
      button: postButton('换发链接', `${path}/reissue`, { version: String(invitation.__v) }, 'primary'), cancel: { text: '返回，不办', href: path },
    }, { title: '换发链接', breadcrumb: crumbsOf(actor, questionnaire, { text: invitation.enterpriseName, href: path }, { text: '换发链接', href: null }) })
  })

  post(`${AT}/reissue`, { act: 'invitation.reissue', fields: [] }, (req, res) =>
    press(req, res, 'invitation.reissue', '已换发，旧链接不能再用。请把新链接发给对方。', (invitation, _at, tx) => reissue(deps, invitation, tx)))

  addForm(EXTENSION, 'invitation.extend', '已延期。', ({ untilOn, reason }, invitation, { questionnaire }) => {
    const until = parseDay(untilOn)
    if (until === null) throw new RuleBroken('day', '请填写日期。')
    extendUntil(invitation, instantOf(until, LAST_TIME), reason, { closesAt: questionnaire.closesAt, now: now() })
    return { changes: { 延期到: untilOn }, reason }
  })
  addForm(FORWARDING, 'invitation.reissue', '已换人，新链接还没有发出。', (person, invitation, _of, tx) => forward(deps, invitation, person, tx))
  addForm(OUTCOME, 'invitation.send', '已记下。', ({ outcome, problem }, invitation) => {
    if (outcome === 'bounced') markBounced(invitation, problem)
    else markDeclined(invitation, problem)
    return { changes: { 状态: outcome === 'bounced' ? '退回' : '不参加' }, reason: problem }
  })

  type Work = Parameters<typeof changeInvitation>[5]
  type Tx = Parameters<Work>[1]

  /** A form of its own page: what does not fit comes back on it with a message and the own words. */
  function addForm<Value>(
    form: InvitationForm<Value>, right: Act, done: string,
    work: (value: Value, invitation: Parameters<Work>[0], of: Of, tx: Tx) => Promise<Changed> | Changed,
  ): void {
    const show = async (req: Request, res: Response, of: Of, values: Body = {}, errors: Record<string, string> = {}) => {
      const path = invitationPath(of.questionnaire, of.invitation)
      const refused = Object.keys(errors).length > 0
      const model = invitationForm(form, { name: of.invitation.enterpriseName, path, version: of.invitation.__v, values, errors })
      await page(req, res, 'invitations/form', model, {
        title: `${refused ? '错误：' : ''}${form.title}`, status: refused ? 422 : 200,
        breadcrumb: crumbsOf(requireActor(req), of.questionnaire, { text: of.invitation.enterpriseName, href: path }, { text: form.title, href: null }),
      })
    }
    get(`${AT}/${form.piece}`, { act: right }, async (req, res) => show(req, res, await invitationIn(req, requireActor(req), right)))
    post(`${AT}/${form.piece}`, { act: right, fields: form.names }, async (req, res) => {
      const actor = requireActor(req)
      const of = await invitationIn(req, actor, right)
      const body = req.body as Body
      const read = form.read(body)
      if (!read.ok) return show(req, res, of, body, read.errors)
      try {
        await changeInvitation(deps, actor, right, of, textOf(body['version']), (invitation, tx) => work(read.value, invitation, of, tx))
      } catch (error) {
        if (!(error instanceof RuleBroken)) throw error
        return show(req, res, of, body, { [form.names[0] ?? '']: error.message })
      }
      redirect(req, res, invitationPath(of.questionnaire, of.invitation), done)
    })
  }

  /** A button: one act, then back to where it was pressed. */
  async function press(
    req: Request, res: Response, right: Act, done: string,
    work: (invitation: Parameters<Work>[0], at: Date, tx: Tx) => Promise<Changed> | Changed,
  ): Promise<void> {
    const actor = requireActor(req)
    const of = await invitationIn(req, actor, right)
    const body = req.body as Body
    await changeInvitation(deps, actor, right, of, textOf(body['version']), (invitation, tx) => work(invitation, tx.now, tx))
    redirect(req, res, textOf(body['to']) === 'mine' ? '/invitations' : invitationPath(of.questionnaire, of.invitation), done)
  }

  async function mustBeOpen(of: Of): Promise<void> {
    const { state } = await windowFor(of)
    if (state === 'closed' || state === 'grace') throw new RuleBroken('invitation.closed', '答卷时间已过，不能再发。要发请先延期。')
  }

  /** Who looked at whose link is on record. */
  const seen = ({ questionnaire, invitation }: Of, req: Request) =>
    trace(deps, requireActor(req), 'invitation.link', { record: { type: 'invitation', id: invitation._id, no: questionnaire.no }, changes: { 链接: '查看' } })
}
