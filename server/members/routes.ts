import { dayOf } from '../../models/shared/calendarDay.ts'
import { departmentsByCode } from '../../models/department/queries.ts'
import { districtNames } from '../../models/district/queries.ts'
import { countMembers, memberRows, termsInRoster } from '../../models/member/queries.ts'
import { subjectHistory } from '../../models/subject/queries.ts'
import { can, mayEver } from '../../models/user/permissions.ts'
import type { Deps } from '../deps.ts'
import { page, redirect, wantsPrint } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { archivingRoutes } from '../rosters/archivingRoutes.ts'
import { historyView } from '../rosters/historyView.ts'
import { mergedPlace, mergeRoutes } from '../rosters/mergeRoutes.ts'
import { phoneRoutes } from '../rosters/phoneRoutes.ts'
import { cityChoices, listQuery, pageOf } from '../rosters/query.ts'
import { memberIn } from './find.ts'
import { formRoutes } from './formRoutes.ts'
import { memberListOf } from './listQuery.ts'
import { memberListPage, PATH } from './listView.ts'
import { MEMBER_MERGE } from './merge.ts'
import { MEMBERS } from './roster.ts'
import { memberPage, memberPath } from './view.ts'

const FILTERS = ['q', 'kind', 'term', 'district', 'department', 'archived', 'sort', 'page']

/** The roster of deputies and CPPCC members: list, record, form, archive, telephone numbers. */
export function memberRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get } = table
  const today = () => dayOf(deps.clock.now())

  get(PATH, { act: 'member.read' }, async (req, res) => {
    const actor = requireActor(req)
    const query = listQuery(req, FILTERS)
    const { filter, sort } = memberListOf(query)
    const [rows, total, terms, choices] = await Promise.all([memberRows(filter, sort, pageOf(query)), countMembers(filter), termsInRoster(), cityChoices()])
    const model = memberListPage(rows, {
      query, page: pageOf(query), total, terms, ...choices, mayCreate: mayEver(actor, 'member.create'), mayImport: mayEver(actor, 'import.members'), mayExport: mayEver(actor, 'export.create'),
    })
    await page(req, res, 'members/index', model, { title: '代表委员', print: wantsPrint(req) })
  })

  formRoutes(deps, table)

  get(`${PATH}/:id`, { act: 'member.read' }, async (req, res) => {
    const actor = requireActor(req)
    const member = await memberIn(req)
    const place = mergedPlace(req, PATH, member)
    if (place !== null) return redirect(req, res, place)
    const [history, departments, districts] = await Promise.all([subjectHistory(member._id, actor), departmentsByCode(), districtNames()])
    const rights = {
      edit: can(actor, 'member.edit', member), archive: can(actor, 'member.archive', member), reveal: can(actor, 'member.revealPhone', member),
      visit: mayEver(actor, 'visit.create'),
    }
    const names = { district: districts.get(member.district ?? '') ?? '', department: departments.get(member.liaisonDepartment ?? '')?.name ?? '' }
    const model = memberPage(member, names, rights, historyView(history, departments, '意见建议', today()), today())
    await page(req, res, 'members/show', model, {
      title: member.name, breadcrumb: [{ text: '代表委员', href: PATH }, { text: member.name, href: null }], printHref: `${memberPath(member)}?print=1`,
      print: wantsPrint(req),
    })
  })

  mergeRoutes(deps, table, MEMBER_MERGE)
  archivingRoutes(deps, table, MEMBERS)
  phoneRoutes(deps, table, MEMBERS)
  return table
}
