import { dayOf } from '../../models/shared/calendarDay.ts'
import { departmentsByCode } from '../../models/department/queries.ts'
import { districtNames } from '../../models/district/queries.ts'
import {
  countEnterprises, enterpriseRows, namesInRoster,
} from '../../models/enterprise/queries.ts'
import { subjectHistory } from '../../models/subject/queries.ts'
import { can, mayEver } from '../../models/user/permissions.ts'
import type { Deps } from '../deps.ts'
import { page, redirect, wantsPrint } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { indexFacts, responseFacts } from '../results/indexFacts.ts'
import { archivingRoutes } from '../rosters/archivingRoutes.ts'
import { historyView } from '../rosters/historyView.ts'
import { mergedPlace, mergeRoutes } from '../rosters/mergeRoutes.ts'
import { phoneRoutes } from '../rosters/phoneRoutes.ts'
import { cityChoices, listQuery, pageOf } from '../rosters/query.ts'
import { firmIn } from './find.ts'
import { formRoutes } from './formRoutes.ts'
import { linkRoutes } from './linkRoutes.ts'
import { enterpriseListOf } from './listQuery.ts'
import { enterpriseListPage, PATH } from './listView.ts'
import { ENTERPRISE_MERGE } from './merge.ts'
import { ENTERPRISES } from './roster.ts'
import { enterprisePage, enterprisePath } from './view.ts'

const FILTERS = ['q', 'district', 'industry', 'size', 'leader', 'steward', 'department', 'archived', 'sort', 'page']

/** The roster of firms: list, record, form, archive, telephone numbers. */
export function enterpriseRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get } = table
  const today = () => dayOf(deps.clock.now())

  get(PATH, { act: 'enterprise.read' }, async (req, res) => {
    const actor = requireActor(req)
    const query = listQuery(req, FILTERS)
    const { filter, sort } = enterpriseListOf(query)
    const [rows, total, names, choices] = await Promise.all([
      enterpriseRows(filter, sort, pageOf(query)), countEnterprises(filter), namesInRoster(), cityChoices(),
    ])
    const model = enterpriseListPage(rows, {
      query, page: pageOf(query), total, ...choices, ...names, mayCreate: mayEver(actor, 'enterprise.create'), mayImport: mayEver(actor, 'import.enterprises'), mayExport: mayEver(actor, 'export.create'),
    })
    await page(req, res, 'enterprises/index', model, { title: '重点企业', print: wantsPrint(req) })
  })

  formRoutes(deps, table)

  get(`${PATH}/:id`, { act: 'enterprise.read' }, async (req, res) => {
    const actor = requireActor(req)
    const firm = await firmIn(req)
    const place = mergedPlace(req, PATH, firm)
    if (place !== null) return redirect(req, res, place)
    const [history, departments, districts] = await Promise.all([subjectHistory(firm._id, actor), departmentsByCode(), districtNames()])
    const rights = {
      edit: can(actor, 'enterprise.edit', firm), archive: can(actor, 'enterprise.archive', firm), reveal: can(actor, 'enterprise.revealPhone', firm),
      visit: mayEver(actor, 'visit.create'), link: can(actor, 'enterprise.link', firm),
    }
    const names = { district: districts.get(firm.district) ?? firm.district, department: departments.get(firm.visitDepartment ?? '')?.name ?? '' }
    const model = enterprisePage(firm, names, rights, historyView(history, departments, '诉求', today()), today())
    const facts = [...model.facts, ...await responseFacts(actor, firm._id, today()), ...await indexFacts(actor, null)]
    await page(req, res, 'enterprises/show', { ...model, facts }, {
      title: firm.name, breadcrumb: [{ text: '重点企业', href: PATH }, { text: firm.name, href: null }], printHref: `${enterprisePath(firm)}?print=1`,
      print: wantsPrint(req),
    })
  })

  linkRoutes(deps, table)
  mergeRoutes(deps, table, ENTERPRISE_MERGE)
  archivingRoutes(deps, table, ENTERPRISES)
  phoneRoutes(deps, table, ENTERPRISES)
  return table
}
