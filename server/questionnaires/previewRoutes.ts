import type { Request, Response } from 'express'
import { Types } from 'mongoose'
import { readStep } from '../../models/answer/steps.ts'
import { InvitationModel, type Invitation } from '../../models/invitation/index.ts'
import type { Link } from '../../models/link/index.ts'
import type { Section } from '../../models/questionnaire/items.ts'
import type { Opened } from '../answers/opened.ts'
import { startPage, stepPage } from '../answers/view.ts'
import type { Deps } from '../deps.ts'
import { csrfToken } from '../http/csrf.ts'
import { NotFound } from '../http/errors.ts'
import { page, redirect } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { textOf, type Body } from '../lib/form.ts'
import type { Views } from '../lib/templates.ts'
import { find, pathOf, type Building } from './find.ts'

const SAMPLE_FIRM = '（预览）示例企业'
const END_OF_PREVIEW = '预览到最后一部分了。收件人接着会看一遍再提交；预览不保存任何内容。'

/**
 * The questionnaire as its readers will see it, at a phone's width: the same pages, the same checks of what is typed, but
 * nothing is saved and nobody is invited.
 */
export function addPreviewRoutes({ get, post }: RouteTable, deps: Deps): void {
  const openedIn = async (req: Request) => asOpened(await find(req), deps.clock.now())

  get('/questionnaires/:id/preview', { act: 'questionnaire.read' }, async (req, res) => {
    const opened = await openedIn(req)
    const model = { ...startPage(opened, null), begin: { text: '开始填写', href: `${opened.path}/1` } }
    await show(req, res, opened, 'answers/start', model, opened.questionnaire.title)
  })

  get('/questionnaires/:id/preview/:step', { act: 'questionnaire.read' }, async (req, res) => {
    const opened = await openedIn(req)
    const { step, section } = stepIn(req, opened)
    await show(req, res, opened, 'answers/step', stepPage(opened, step, section, csrfToken(req)), section.title)
  })

  post('/questionnaires/:id/preview/:step', {
    act: 'questionnaire.read', fields: ['a-*', 'go', 'id', 'version'],
  }, async (req, res) => {
    const opened = await openedIn(req)
    const { step, section } = stepIn(req, opened)
    const body = req.body as Body
    const typed = Object.fromEntries(Object.entries(body).flatMap(([name, value]) =>
      (name.startsWith('a-') ? [[name.slice(2), value]] : [])))
    const back = textOf(body['go']) === 'back'
    const read = readStep(section, typed, back ? 'back' : 'on')
    if (!read.ok) {
      const model = stepPage(opened, step, section, csrfToken(req), { typed, errors: read.errors })
      return show(req, res, opened, 'answers/step', model, section.title, 422)
    }
    if (back) return redirect(req, res, `${opened.path}/${Math.max(1, step - 1)}`)
    if (step < opened.version.sections.length) return redirect(req, res, `${opened.path}/${step + 1}`)
    redirect(req, res, pathOf(opened.questionnaire), END_OF_PREVIEW)
  })
}

/** Above every page stands that it is a preview, with the way back. */
const show = <K extends keyof Views & string>(
  req: Request, res: Response, { questionnaire }: Opened, name: K, model: Views[K], title: string, status = 200,
) => page(req, res, name, model, {
  layout: 'plain', bodyClass: 'answer preview', status, title: `${status === 422 ? '错误' : '预览'}：${title}`,
  flash: { kind: 'warn', text: '这是预览，不保存任何内容。', linkText: '回问卷', linkHref: pathOf(questionnaire) },
})

function stepIn(req: Request, { version }: Opened): { step: number, section: Section } {
  const step = Number(req.params['step'])
  const section = version.sections[step - 1]
  if (!section) throw new NotFound()
  return { step, section }
}

/** An invitation that nobody got, to what is being built. */
function asOpened(questionnaire: Building, now: Date): Opened {
  const id = new Types.ObjectId()
  const link: Link = {
    _id: '', purpose: 'questionnaire', subject: String(id), version: 1, hash: '', formerHashes: [], expiresAt: null,
    revokedAt: null, createdAt: now,
  }
  const invitation = new InvitationModel({
    _id: id, questionnaire: questionnaire._id, enterprise: id, enterpriseName: SAMPLE_FIRM, state: 'sent', createdAt: now,
  }).toObject<Invitation>()
  return {
    link: { link, token: '', state: 'open' },
    path: `${pathOf(questionnaire)}/preview`, invitation, questionnaire,
    version: { n: 0, publishedAt: now, sections: questionnaire.draft }, draft: null, values: {}, unreadable: false, device: null,
    window: { state: 'open', deadline: questionnaire.closesAt, lastAt: null }, standing: 'open', now,
  }
}
