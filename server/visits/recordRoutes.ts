import type { Request, Response } from 'express'
import { attachmentsOf } from '../../models/attachment/queries.ts'
import { departmentsByCode } from '../../models/department/queries.ts'
import { districtNames } from '../../models/district/queries.ts'
import { can } from '../../models/user/permissions.ts'
import { ENTERED_BY_STAFF } from '../../models/visit/confirmation.ts'
import type { Visit } from '../../models/visit/index.ts'
import { act } from '../act.ts'
import { takeFiles } from '../attachments/store.ts'
import { askByLink, askedOf } from '../confirmations/asking.ts'
import { sendByOutbox } from '../confirmations/outgoing.ts'
import type { Deps } from '../deps.ts'
import { Forbidden } from '../http/errors.ts'
import { LIMITS } from '../http/limits.ts'
import { page, redirect } from '../http/page.ts'
import { filesOf, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { choice, readForm, text, textOf, type Body } from '../lib/form.ts'
import { cancelPlan, confirmVisit } from './actions.ts'
import { filedPage } from './filedView.ts'
import { issuesOf, visitOf } from './find.ts'
import { viewerOf } from './formPage.ts'
import { visitPage, whyNotByLink } from './recordView.ts'

const SHEET = { field: 'sheet', files: 1, bytes: LIMITS.photoBytes } as const

/** The record of a visit, what became of it, its confirmation, and taking a plan back. */
export function addRecordRoutes({ get, post }: RouteTable, deps: Deps): void {
  get('/visits/:no', { act: 'visit.read' }, (req, res) => showRecord(req, res, {}))

  get('/visits/:no/filed', { act: 'visit.read' }, async (req, res) => {
    const { actor, today } = viewerOf(req, deps)
    const visit = await visitOf(req, actor)
    const key = textOf(req.query['key'] as string | undefined).slice(0, 64)
    const model = filedPage(visit, await issuesOf(visit), key, today, await departmentsByCode())
    await page(req, res, 'visits/filed', model, {
      title: '走访已保存', breadcrumb: [{ text: '走访', href: '/visits' }, { text: visit.no, href: `/visits/${visit.no}` }],
    })
  })

  const confirmation = { act: 'visit.confirm', fields: ['how', 'note', 'again'], upload: SHEET } as const
  post('/visits/:no/confirmation', confirmation, async (req, res) => {
    const actor = requireActor(req)
    const visit = await visitOf(req, actor)
    if (!can(actor, 'visit.confirm', visit)) throw new Forbidden('走访由本部门同事或联席会议办公室确认。')
    if (textOf((req.body as Body)['how']) === 'link') return askVisited(req, res, visit)
    const read = readForm(req.body as Body, {
      how: choice('确认方式', ENTERED_BY_STAFF), note: text('电话里怎么说的', 500),
    })
    if (!read.ok) return showRecord(req, res, read.errors)
    const { how, note } = read.value
    if (how === 'call' && note === '') return showRecord(req, res, { note: '请写接电话的人和怎么说的' })
    const { kept, refused } = await takeFiles(deps, actor.id ?? visit.createdBy, 'confirmation', filesOf(req), 'photos')
    if (refused[0] !== undefined) return showRecord(req, res, { sheet: refused[0] })
    if (how === 'signedSheet' && kept.length === 0) return showRecord(req, res, { sheet: '请附上对方签字的登记表照片' })
    await act(deps, actor, 'visit.confirm', tx => confirmVisit(tx, visit.no, how, note, kept.map(({ _id }) => _id)))
    redirect(req, res, `/visits/${visit.no}`, '已确认，这次走访计入覆盖。')
  })

  post('/visits/:no/cancellation', { act: 'visit.edit', fields: ['reason'] }, async (req, res) => {
    const actor = requireActor(req)
    const visit = await visitOf(req, actor)
    if (!can(actor, 'visit.edit', visit)) throw new Forbidden('计划由要去走访的人和本部门负责人取消。')
    const read = readForm(req.body as Body, { reason: text('为什么不去了', 200, { required: true }) })
    if (!read.ok) return showRecord(req, res, read.errors)
    await act(deps, actor, 'visit.edit', tx => cancelPlan(tx, visit.no, read.value.reason))
    redirect(req, res, `/visits/${visit.no}`, '已取消这次走访计划。')
  })

  /** The link is made here; what the visited party says of it comes in by /c. */
  async function askVisited(req: Request, res: Response, visit: Visit): Promise<void> {
    const actor = requireActor(req)
    const why = whyNotByLink(visit)
    if (why !== null) return showRecord(req, res, { byLink: why })
    const given = textOf((req.body as Body)['again'])
    if (given === 'send') return sendLink(req, res, visit)
    const again = given === 'yes'
    await act(deps, actor, 'visit.confirm', tx => askByLink(tx, deps, { kind: 'visit', no: visit.no, round: 1 }, again))
    redirect(req, res, `/visits/${visit.no}/confirmation`, again ? '已换发，旧链接不能再用。' : '链接已生成，请发给对方。')
  }

  async function sendLink(req: Request, res: Response, visit: Visit): Promise<void> {
    const { asked, link } = await askedOf({ kind: 'visit', no: visit.no, round: 1 })
    if (!asked || !link) return redirect(req, res, `/visits/${visit.no}/confirmation`)
    const count = await act(deps, requireActor(req), 'visit.confirm', tx => sendByOutbox(tx, deps, asked, link))
    redirect(req, res, `/visits/${visit.no}/confirmation`, count > 0 ? '已交发，办公时间送到。' : '这个链接已经发过，没有再发。')
  }

  async function showRecord(req: Request, res: Response, errors: Record<string, string>): Promise<void> {
    const { actor, today } = viewerOf(req, deps)
    const visit = await visitOf(req, actor)
    const [issues, photos, sheets, departments, districts] = await Promise.all([
      issuesOf(visit), attachmentsOf('visit', visit._id), attachmentsOf('confirmation', visit._id),
      departmentsByCode(), districtNames(),
    ])
    const model = visitPage(visit, { actor, today, issues, photos, sheets, departments, districts, errors })
    const title = model.title.clauses.join('')
    const isBad = Object.keys(errors).length > 0
    await page(req, res, 'visits/show', model, {
      title: isBad ? `错误：${title}` : title, status: isBad ? 422 : 200,
      breadcrumb: [{ text: '走访', href: '/visits' }, { text: visit.no, href: null }],
    })
  }
}
