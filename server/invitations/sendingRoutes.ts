import type { Request, Response } from 'express'
import { InvitationModel } from '../../models/invitation/index.ts'
import { WAYS, type Way } from '../../models/invitation/reach.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'
import { page, redirect } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import type { Body } from '../lib/form.ts'
import { listHref } from '../lib/listAddress.ts'
import { askedList, invitationsPath, questionnaireIn, type AskedList, type Asking } from './find.ts'
import { crumbsOf } from './frame.ts'
import { filtersOf } from './listView.ts'
import { waysOf } from './outgoing.ts'
import { reachOf, sendWaiting, WAITING } from './sending.ts'
import { readWays, sendingPage, sentFlash } from './sendingView.ts'

const AT = '/questionnaires/:id/invitations/sending'

/** Sending what waits, all at once or what a filter shows. The filter stays in the address, also of the post. */
export function addSendingRoutes({ get, post }: RouteTable, deps: Deps): void {
  get(AT, { act: 'invitation.make' }, async (req, res) => show(req, res, await opened(req)))

  post(AT, { act: 'invitation.make', fields: ['way'] }, async (req, res) => {
    const { questionnaire, asked } = await opened(req)
    const body = req.body as Body
    const read = readWays(body, waysOf(deps))
    if (!read.ok) return show(req, res, { questionnaire, asked }, { ...body, way: [] }, read.errors)
    const counts = await act(deps, requireActor(req), 'invitation.send', (tx) =>
      sendWaiting(deps, tx, questionnaire, asked.filter, read.value.way))
    redirect(req, res, listHref(invitationsPath(questionnaire), filtersOf(asked.query)), sentFlash(counts))
  })

  /** @throws RuleBroken when nothing may leave now */
  async function opened(req: Request): Promise<{ questionnaire: Asking, asked: AskedList }> {
    const questionnaire = await questionnaireIn(req)
    if (questionnaire.state !== 'published' || (questionnaire.closesAt !== null && questionnaire.closesAt <= deps.clock.now())) {
      throw new RuleBroken('invitation.closed', '问卷不在答卷时间内，邀请不能发出。')
    }
    return { questionnaire, asked: await askedList(req, questionnaire, requireActor(req)) }
  }

  async function show(
    req: Request, res: Response, { questionnaire, asked }: { questionnaire: Asking, asked: AskedList }, values: Body = {},
    errors: Record<string, string> = {},
  ): Promise<void> {
    const filter = { $and: [asked.filter, WAITING] }
    const ways = waysOf(deps)
    const [waiting, counts, ...singles] = await Promise.all([
      InvitationModel.countDocuments(filter), reachOf(filter, ways), ...WAYS.map((way) => reachOf(filter, [way])),
    ])
    const single = Object.fromEntries(WAYS.map((way, index) => [way, singles[index]?.[way] ?? 0])) as Record<Way, number>
    const model = sendingPage({ questionnaire, query: asked.query, waiting, single, counts, ways, values, errors })
    const refused = Object.keys(errors).length > 0
    await page(req, res, 'invitations/form', model, {
      title: `${refused ? '错误：' : ''}发送邀请`, status: refused ? 422 : 200,
      breadcrumb: crumbsOf(requireActor(req), questionnaire, { text: '发送', href: null }),
    })
  }
}
