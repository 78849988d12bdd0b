import type { Request } from 'express'
import { campaignOf, currentCampaign } from '../../models/campaign/queries.ts'
import { allDepartments, departmentsByCode } from '../../models/department/queries.ts'
import { flowOf } from '../../models/opinion/counts.ts'
import { opinionCounts } from '../../models/opinion/queries.ts'
import { areasOf, publicationOf, publishedYears } from '../../models/publication/queries.ts'
import { publicRectificationsOf, rectificationCounts } from '../../models/rectification/queries.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { reconciliationOf } from '../../models/tally/queries.ts'
import { campaignLine } from '../campaigns/line.ts'
import { yearIn } from '../campaigns/find.ts'
import { publicPage } from '../citizens/page.ts'
import type { Deps } from '../deps.ts'
import { NotFound } from '../http/errors.ts'
import type { RouteTable } from '../http/routes.ts'
import { lastResult, publicDepartmentPage, reportLinks } from './departmentView.ts'
import { publishedOpinions } from '../../models/opinion/queries.ts'
import { publicPromisesOf } from '../../models/promise/queries.ts'
import { reportOf } from '../../models/report/index.ts'
import { publicResultsPage, startPage } from './publicView.ts'

const PUBLIC = { act: 'public' } as const

/** So many published opinions stand on a department's page. */
const OPINIONS_SHOWN = 3

/** What anybody may read: the start page, each judged department, the published results. What is not published is not there. */
export function addPublicRoutes({ get }: RouteTable, deps: Deps): void {
  const now = () => deps.clock.now()

  get('/public', PUBLIC, async (req, res) => {
    const [campaign, departments, years] = await Promise.all([currentCampaign(now()), allDepartments(), publishedYears(now())])
    const shown = campaign === null || campaign.startedAt === null ? null : campaign
    const line = shown === null ? '现在没有正在进行的三民活动。' : `${campaignLine(shown, now())}。`
    await publicPage(req, res, 'publications/start', startPage(shown, departments, years, line), { title: '三民活动' })
  })

  get('/public/results/:year', PUBLIC, async (req, res) => {
    const year = yearIn(req)
    const [campaign, publication] = await Promise.all([campaignOf(year), publicationOf(year)])
    if (campaign === null || publication === null || publication.publishedAt === null || publication.publishedAt > now()) throw new NotFound()
    const [departments, counts, rectified, reconciled, areas] = await Promise.all([
      departmentsByCode(), opinionCounts(year), rectificationCounts(year, {}, dayOf(now())), reconciliationOf(year), areasOf(publication),
    ])
    const model = publicResultsPage({
      campaign, publication, departments, flow: flowOf(counts), rectifications: { all: rectified.all, done: rectified.closed }, reconciled, areas, today: dayOf(now()),
    })
    await publicPage(req, res, 'publications/results', model, { title: model.heading })
  })

  get('/public/departments/:id', PUBLIC, async (req, res) => {
    const { department, campaign } = await judgedIn(req)
    const year = campaign.year
    const [rectifications, before, promises, report, opinions, [last]] = await Promise.all([
      publicRectificationsOf(year, department._id), publicRectificationsOf(year - 1, department._id), publicPromisesOf(department._id), reportOf(year, department._id),
      publishedOpinions({ department: department._id }, 1, OPINIONS_SHOWN), publishedYears(now()),
    ])
    const group = campaign.groups.find(({ departments }) => departments.includes(department._id))?.name ?? ''
    const model = publicDepartmentPage({
      department, group, promises, rectifications: [...rectifications, ...before], report: reportLinks(report, dayOf(now())), opinions,
      result: last ? lastResult(last, department._id) : null, today: dayOf(now()),
    })
    await publicPage(req, res, 'publications/department', model, { title: department.name })
  })

  /** A department of the running campaign's groups. @throws NotFound */
  async function judgedIn(req: Request) {
    const code = String(req.params['id'])
    const [campaign, departments] = await Promise.all([currentCampaign(now()), departmentsByCode()])
    const department = departments.get(code)
    if (!department || campaign === null || campaign.startedAt === null || !campaign.groups.some(({ departments: codes }) => codes.includes(code))) throw new NotFound()
    return { department, campaign }
  }
}
