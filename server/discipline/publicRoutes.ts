import type { Request, Response } from 'express'
import { campaignStateAt } from '../../models/campaign/phases.ts'
import { currentCampaign, type StoredCampaign } from '../../models/campaign/queries.ts'
import { allDepartments } from '../../models/department/queries.ts'
import { DisciplineCaseModel } from '../../models/disciplineCase/index.ts'
import { act } from '../act.ts'
import { CITIZEN } from '../citizens/citizen.ts'
import { floodLimit, networkOf } from '../citizens/flood.ts'
import { publicPage } from '../citizens/page.ts'
import type { Deps } from '../deps.ts'
import { LIMITS } from '../http/limits.ts'
import type { RouteTable } from '../http/routes.ts'
import { textOf, type Body } from '../lib/form.ts'
import { openCase } from './actions.ts'
import { readPublicReport, REPORT_FIELDS } from './form.ts'
import { publicReportPage } from './view.ts'

declare module 'express-session' {
  interface SessionData {
    /** the last report that this browser sent, for the thank-you page */
    disciplineNo?: string
  }
}

const PUBLIC = { act: 'public' } as const

/** Reports about the conduct of the evaluation from anybody, without an account. */
export function addPublicRoutes({ get, post }: RouteTable, deps: Deps): void {
  const flood = floodLimit('discipline-address', LIMITS.reportsPerAddress)
  const departmentsNow = async () => (await allDepartments()).filter(({ archivedAt }) => archivedAt === null)

  get('/public/discipline/new', PUBLIC, (req, res) => show(req, res, {}, {}, 200))

  get('/public/discipline/sent', PUBLIC, async (req, res) => {
    const no = req.session.disciplineNo
    if (no === undefined) return res.redirect(303, '/public/discipline/new')
    await publicPage(req, res, 'discipline/publicSent', { no }, { title: '已收到您反映的情况' })
  })

  post('/public/discipline/new', { ...PUBLIC, fields: [...REPORT_FIELDS, 'consent'] }, async (req, res) => {
    const body = req.body as Body
    const campaign = await reportable()
    if (campaign === null) return show(req, res, body, {}, 409)
    const codes = (await departmentsNow()).map(({ _id }) => _id)
    const read = readPublicReport(body, codes, campaign.venues.map(({ code }) => code))
    if (!read.ok) return show(req, res, body, read.errors, 422)
    const once = textOf(body['once'])
    const formKey = /^[0-9a-f-]{36}$/.test(once) ? once : null
    const earlier = await sentBefore(formKey)
    if (earlier !== null) return sent(req, res, earlier)
    const wait = await flood.spend(networkOf(req.ip ?? ''))
    if (wait !== null) {
      return show(req, res, body, { text: `这里提交得太多，请 ${wait} 分钟后再试。您写的内容还在下面。` }, 429)
    }
    const { consent: _consent, name, phone, ...facts } = read.value
    const reporter = { named: name !== '' || phone !== '', name, phone }
    try {
      sent(req, res, await act(deps, CITIZEN, 'disciplineCase.report', (tx) =>
        openCase(tx, { ...facts, campaign: campaign.year, origin: 'public', originNo: '', reporter, formKey })))
    } catch (error) {
      // the second of two posts at the same moment
      const first = (error as { code?: number }).code === 11000 ? await sentBefore(formKey) : null
      if (first === null) throw error
      sent(req, res, first)
    }
  })

  async function reportable(): Promise<StoredCampaign | null> {
    const now = deps.clock.now()
    const campaign = await currentCampaign(now)
    return campaign === null || campaignStateAt(campaign, now) === 'planning' ? null : campaign
  }

  async function sentBefore(formKey: string | null): Promise<string | null> {
    if (formKey === null) return null
    return (await DisciplineCaseModel.findOne({ formKey }, { no: 1 }).lean())?.no ?? null
  }

  function sent(req: Request, res: Response, no: string): void {
    req.session.disciplineNo = no
    res.redirect(303, '/public/discipline/sent')
  }

  async function show(
    req: Request, res: Response, values: Body, errors: Record<string, string>, status: number,
  ): Promise<void> {
    const model = publicReportPage(await reportable(), await departmentsNow(), values, errors)
    await publicPage(req, res, 'discipline/publicNew', model, {
      title: status === 200 ? '纪律监督' : '错误：纪律监督', status, form: true,
    })
  }
}
