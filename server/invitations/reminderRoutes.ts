import type { Request, Response } from 'express'
import { InvitationModel } from '../../models/invitation/index.ts'
import { mayRemind, planned, remindableFilter } from '../../models/invitation/reminding.ts'
import { QuestionnaireModel } from '../../models/questionnaire/index.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'
import { NotFound } from '../http/errors.ts'
import { page, redirect } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import type { Body } from '../lib/form.ts'
import { pathOf, questionnaireIn } from './find.ts'
import { crumbsOf } from './frame.ts'
import { waysOf } from './outgoing.ts'
import { DAY_FIELDS, readDays, remindersPage, remindNowPage } from './remindersView.ts'
import { reachOf, remind } from './sending.ts'
import { sentFlash } from './sendingView.ts'

const AT = '/questionnaires/:id/reminders'

/** The days of reminders and 现在提醒. */
export function addReminderRoutes({ get, post }: RouteTable, deps: Deps): void {
  get(AT, { act: 'invitation.remind' }, (req, res) => show(req, res))

  post(AT, { act: 'invitation.remind', fields: DAY_FIELDS }, async (req, res) => {
    const questionnaire = await questionnaireIn(req)
    const body = req.body as Body
    const read = readDays(body)
    if (!read.ok) return show(req, res, body, read.errors)
    try {
      await act(deps, requireActor(req), 'invitation.remind', async (tx) => {
        const stored = await QuestionnaireModel.findById(questionnaire._id).session(tx.session)
        if (!stored) throw new NotFound()
        stored.reminders = planned(stored.reminders, read.value, { closesAt: stored.closesAt, now: tx.now })
        stored.increment()
        await stored.save({ session: tx.session })
        tx.audit({ record: { type: 'questionnaire', id: stored._id, no: stored.no }, changes: { 提醒日: read.value.join('、') || '不自动提醒' } })
      })
    } catch (error) {
      if (!(error instanceof RuleBroken)) throw error
      return show(req, res, body, { 'onDay-1': error.message })
    }
    redirect(req, res, `${pathOf(questionnaire)}/reminders`, '已保存。')
  })

  get(`${AT}/now`, { act: 'invitation.remind' }, async (req, res) => {
    const questionnaire = await questionnaireIn(req)
    const standing = mayRemind(questionnaire, deps.clock.now())
    if (!standing.may) throw new RuleBroken('reminder.notNow', standing.why)
    const counts = await reachOf(remindableFilter(questionnaire._id), waysOf(deps))
    await page(req, res, 'invitations/confirm', remindNowPage(questionnaire, counts), {
      title: '现在提醒', breadcrumb: crumbsOf(requireActor(req), questionnaire, { text: '提醒', href: `${pathOf(questionnaire)}/reminders` }, { text: '现在提醒', href: null }),
    })
  })

  post(`${AT}/now`, { act: 'invitation.remind', fields: [] }, async (req, res) => {
    const questionnaire = await questionnaireIn(req)
    const counts = await act(deps, requireActor(req), 'invitation.remind', (tx) => remind(deps, tx, questionnaire._id, false))
    redirect(req, res, `${pathOf(questionnaire)}/reminders`, sentFlash(counts, '提醒不到'))
  })

  async function show(req: Request, res: Response, values: Body = {}, errors: Record<string, string> = {}): Promise<void> {
    const questionnaire = await questionnaireIn(req)
    const waiting = await InvitationModel.countDocuments(remindableFilter(questionnaire._id))
    const refused = Object.keys(errors).length > 0
    await page(req, res, 'invitations/reminders', remindersPage(questionnaire, { waiting, now: deps.clock.now(), values, errors }), {
      title: `${refused ? '错误：' : ''}提醒：${questionnaire.title}`, status: refused ? 422 : 200,
      breadcrumb: crumbsOf(requireActor(req), questionnaire, { text: '提醒', href: null }),
    })
  }
}
