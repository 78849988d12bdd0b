import type { Request, Response } from 'express'
import { currentCampaign, type StoredCampaign } from '../../models/campaign/queries.ts'
import { allDepartments, departmentsByCode } from '../../models/department/queries.ts'
import type { Department } from '../../models/department/index.ts'
import { OpinionModel } from '../../models/opinion/index.ts'
import { RECTIFICATION_STATES } from '../../models/rectification/index.ts'
import { rectificationsOf } from '../../models/rectification/queries.ts'
import { lastPublicDay, REPORT_SECTION_NAMES, ReportModel, reportOf, reportsOf, reviewReport, sendReport, writeReport, type ReportDocument, type ReportSection } from '../../models/report/index.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import { can, type Act } from '../../models/user/permissions.ts'
import { act, type Tx } from '../act.ts'
import { campaignIn } from '../campaigns/find.ts'
import { campaignCrumbs } from '../campaigns/tabs.ts'
import { publicPage } from '../citizens/page.ts'
import type { Deps } from '../deps.ts'
import type { Body } from '../http/body.ts'
import { Conflict, Forbidden, NotFound } from '../http/errors.ts'
import { page, redirect, wantsPrint } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import type { Refused } from '../lib/actForm.ts'
import { choice, readForm, text, textOf } from '../lib/form.ts'
import { dateTimeText } from '../lib/format.ts'
import { reportPage, reportsPage, reportsPath, sectionsOf } from './view.ts'

const BASE = '/campaigns/:year/reports'

/** 述职报告: drafted by the department, reviewed by the evaluation office, public at least ten days before the vote. */
export function reportRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get, post } = table
  const now = () => deps.clock.now()

  get(BASE, { act: 'report.read' }, async (req, res) => {
    const actor = requireActor(req)
    const campaign = await campaignIn(req)
    const [departments, reports] = await Promise.all([allDepartments(), reportsOf(campaign.year)])
    const judged = departments.filter(({ _id }) => campaign.groups.some((group) => group.departments.includes(_id)) && can(actor, 'report.read', { department: _id }))
    const model = reportsPage(campaign, judged, new Map(reports.map((one) => [one.department, one])), actor, now())
    await page(req, res, 'reports/index', model, {
      title: `${campaign.year}年述职报告`, breadcrumb: campaignCrumbs(campaign.year, 'reports'), printHref: `${req.path}?print=1`, print: wantsPrint(req),
    })
  })

  get(`${BASE}/:department`, { act: 'report.read' }, (req, res) => show(req, res, null))

  post(`${BASE}/:department`, { act: 'report.write', fields: [...REPORT_SECTION_NAMES] }, async (req, res) => {
    const body = req.body as Body
    const section = text('正文', 5000)
    const read = readForm(body, { targets: section, service: section, lastYear: section, problems: section, plans: section } satisfies Record<ReportSection, typeof section>)
    if (!read.ok) return show(req, res, { act: 'words', values: body, errors: read.errors })
    await change(req, res, 'report.write', (tx, one) => writeReport(one, read.value, tx.actor, tx.now), '已保存。')
  })

  post(`${BASE}/:department/review-request`, { act: 'report.send', fields: [] }, (req, res) =>
    change(req, res, 'report.send', (_tx, one) => sendReport(one), '已送评议组审核。'))

  post(`${BASE}/:department/review`, { act: 'report.review', fields: ['publish', 'why'] }, async (req, res) => {
    const body = req.body as Body
    const read = readForm(body, { publish: choice('审核意见', ['yes', 'no'] as const), why: text('退回原因', 500) })
    if (!read.ok) return show(req, res, { act: 'review', values: body, errors: read.errors })
    const { publish, why } = read.value
    if (publish === 'no' && why === '') return show(req, res, { act: 'review', values: body, errors: { why: '请写明退回原因' } })
    const review = { publish: publish === 'yes', why, lastOn: lastPublicDay(await campaignIn(req)) }
    await change(req, res, 'report.review', (tx, one) => reviewReport(one, review, tx.actor, tx.now),
      review.publish ? '已公布，市民看得到。' : '已退回修改。')
  })

  get('/public/departments/:id/report', { act: 'public' }, async (req, res) => {
    const code = String(req.params['id'])
    const [campaign, departments] = await Promise.all([currentCampaign(now()), departmentsByCode()])
    const [department, report] = [departments.get(code), campaign === null ? null : await reportOf(campaign.year, code)]
    if (!department || report?.state !== 'published' || report.publishedAt === null) throw new NotFound()
    await publicPage(req, res, 'reports/public', {
      heading: `${department.name}：${report.campaign}年述职报告`, note: `${dateTimeText(report.publishedAt, dayOf(now()))}公布`, href: `/public/departments/${code}`,
      department: department.name, sections: sectionsOf(report),
    }, { title: `${department.name}述职报告` })
  })

  return table

  /** The judged department that the address names, within what the user may do. @throws NotFound, Forbidden */
  async function reportIn(req: Request, right: Act): Promise<{ campaign: StoredCampaign, department: Department }> {
    const actor = requireActor(req)
    const code = String(req.params['department'])
    const [campaign, departments] = await Promise.all([campaignIn(req), departmentsByCode()])
    const department = departments.get(code)
    const judged = campaign.groups.some((group) => group.departments.includes(code))
    if (!department || !judged || !can(actor, 'report.read', { department: code })) throw new NotFound()
    if (!can(actor, right, { department: code })) throw new Forbidden()
    return { campaign, department }
  }

  async function change(req: Request, res: Response, right: Act, work: (tx: Tx, one: ReportDocument) => void, done: string): Promise<void> {
    const actor = requireActor(req)
    const { campaign, department } = await reportIn(req, right)
    const back = { text: '回到述职报告', href: reportsPath(campaign.year, department._id) }
    const version = textOf((req.body as Body)['version'])
    try {
      await act(deps, actor, right, async (tx) => {
        const key = { campaign: campaign.year, department: department._id }
        const found = await ReportModel.findOne(key).session(tx.session)
        if (found === null && right !== 'report.write') throw new NotFound()
        const one = found ?? new ReportModel({ ...key, updatedAt: tx.now })
        if (found !== null && version !== String(found.__v)) throw new Conflict('述职报告在您打开以后有人改过，请看过最新的再办。', back)
        work(tx, one)
        await one.save({ session: tx.session })
        tx.audit({ record: { type: 'report', id: one._id, no: `${campaign.year}/${department._id}` }, changes: { state: one.state } })
      })
    } catch (error) {
      if (error instanceof RuleBroken) throw new Conflict(error.message, back)
      // the second of two first drafts sent at the same moment
      if ((error as { code?: number }).code === 11000) throw new Conflict('述职报告刚才已经存过一次，请看过最新的再办。', back)
      throw error
    }
    redirect(req, res, back.href, done)
  }

  async function show(req: Request, res: Response, refused: Refused | null): Promise<void> {
    const { campaign, department } = await reportIn(req, 'report.read')
    const [report, last] = await Promise.all([reportOf(campaign.year, department._id), lastYear(campaign.year - 1, department._id)])
    const model = reportPage({ campaign, department, report, ...last, actor: requireActor(req), now: now(), refused })
    await page(req, res, 'reports/show', model, {
      title: `${refused ? '错误：' : ''}${department.name}的述职报告`, status: refused ? 422 : 200, breadcrumb: campaignCrumbs(campaign.year, 'reports', department.name),
      printHref: `${reportsPath(campaign.year, department._id)}?print=1`, print: wantsPrint(req),
    })
  }

  /** What the third section starts from: last year's opinions and rectifications of the department, with the way to each. */
  async function lastYear(year: number, department: string): Promise<{ prefilled: string, ledger: { text: string, href: string }[] }> {
    const dispatched = { campaign: year, leadDepartment: department, state: { $in: ['dispatched', 'answered'] as const } }
    const [all, answered, rectifications] = await Promise.all([
      OpinionModel.countDocuments(dispatched), OpinionModel.countDocuments({ ...dispatched, state: 'answered' }), rectificationsOf(year, department),
    ])
    if (all === 0 && rectifications.length === 0) return { prefilled: '', ledger: [] }
    const closed = rectifications.filter(({ state }) => state === 'closed').length
    return {
      prefilled: [
        `${year}年市民提给我们的意见建议 ${all} 条，已答复 ${answered} 条。列入整改 ${rectifications.length} 项，已完成 ${closed} 项。`,
        ...rectifications.slice(0, 20).map(({ no, problem, state }) => `${no}：${problem.slice(0, 60)}（${RECTIFICATION_STATES[state]}）`),
      ].join('\n'),
      ledger: [
        { text: `${year}年意见建议 ${all} 条`, href: `/campaigns/${year}/opinions?department=${department}` },
        ...rectifications.slice(0, 20).map(({ no, state }) => ({ text: `${no}，${RECTIFICATION_STATES[state]}`, href: `/campaigns/${year}/rectifications/${no}` })),
      ],
    }
  }
}
