import type { Request } from 'express'
import { AttachmentModel, type Attachment } from '../../models/attachment/index.ts'
import { CardModel, type Card } from '../../models/card/index.ts'
import { allCategories, categoriesByCode } from '../../models/category/queries.ts'
import { allDepartments, departmentsByCode } from '../../models/department/queries.ts'
import { allDistricts } from '../../models/district/queries.ts'
import { EnterpriseModel } from '../../models/enterprise/index.ts'
import { InstructionModel, type Instruction } from '../../models/instruction/index.ts'
import { countedYears } from '../../models/holiday/queries.ts'
import { momentAt } from '../../models/issue/moment.ts'
import { filterOf, findIssue, firstOfQueue, issuePage, tabCounts } from '../../models/issue/queries.ts'
import { alike, sameRaiser } from '../../models/issue/related.ts'
import type { Issue } from '../../models/issue/record.ts'
import { TABS, type Tab } from '../../models/issue/tabs.ts'
import type { Actor } from '../../models/user/actor.ts'
import { scopeFilter } from '../../models/user/permissions.ts'
import type { Deps } from '../deps.ts'
import { NotFound } from '../http/errors.ts'
import { page, redirect, wantsPrint } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { addActRoutes } from './acts/routes.ts'
import { addBulkRoutes } from './bulk/routes.ts'
import { issueClockPage } from './clockView.ts'
import { handlersOf } from './handlers.ts'
import { isQueue, readIssueList } from './listForm.ts'
import { issueListPage } from './listView.ts'
import { addLinkedRoutes } from './linkedRoutes.ts'
import { addNewRoutes } from './newRoutes.ts'
import { addPhoneRoutes } from './phoneRoutes.ts'
import { issueShowPage, updatedText } from './showView.ts'

const PAGE_SIZE = 50

/** 诉求和意见: the list, the case, its clock and its acts. @source pages.md §1, DESIGN.md §7 Issue */
export function issueRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get } = table
  addNewRoutes(table, deps)
  addBulkRoutes(table, deps)

  get('/issues', { act: 'issue.read' }, async (req, res) => {
    const actor = requireActor(req)
    const asked = readIssueList(actor, req.query)
    const when = await momentAt(deps.clock.now())
    const [found, counted, departments, categories, districts, handlers] = await Promise.all([
      issuePage(filterOf(actor, asked.filter, when), asked.sort, asked.page, PAGE_SIZE),
      tabCounts(actor, asked.filter.part, when),
      allDepartments(),
      allCategories(),
      allDistricts(),
      handlersOf(actor),
    ])
    const names = {
      departments: byCode(departments),
      categories: byCode(categories),
      districts: byCode(districts),
      handlers,
    }
    return page(req, res, 'issues/index', issueListPage(actor, asked, found, counted, names, when, PAGE_SIZE), {
      title: `诉求和意见：${TABS[asked.filter.tab]}`, print: wantsPrint(req),
    })
  })

  get('/issues/next', { act: 'issue.read' }, async (req, res) => {
    const actor = requireActor(req)
    const asked = readIssueList(actor, { tab: req.query['queue'] })
    if (!isQueue(asked.filter.tab)) throw new NotFound()
    const when = await momentAt(deps.clock.now())
    const past = [req.query['skip'], req.query['after']].find((no): no is string => typeof no === 'string') ?? null
    const next = await firstOfQueue(filterOf(actor, asked.filter, when), past)
    if (next === null) return redirect(req, res, `/issues?tab=${asked.filter.tab}`)
    res.redirect(303, `/issues/${next.no}?queue=${asked.filter.tab}`)
  })

  get('/issues/:no', { act: 'issue.read' }, async (req, res) => {
    const actor = requireActor(req)
    const issue = await find(actor, req)
    const when = await momentAt(deps.clock.now())
    const model = issueShowPage(
      actor,
      {
        issue,
        ...(await aroundIt(actor, issue)),
        queue: queueOf(actor, req),
        rulingsOnly: req.query['only'] === 'rulings',
      },
      when,
    )
    return page(req, res, 'issues/show', model, {
      title: `${issue.no} ${issue.title}`,
      breadcrumb: [
        { text: '诉求', href: '/issues' },
        { text: issue.no, href: null },
      ],
      updatedText: updatedText(issue, when.now),
      printHref: `/issues/${issue.no}?print=1`,
      print: wantsPrint(req),
    })
  })

  get('/issues/:no/clock', { act: 'issue.read' }, async (req, res) => {
    const issue = await find(requireActor(req), req)
    const [when, years] = await Promise.all([momentAt(deps.clock.now()), countedYears()])
    const model = issueClockPage(issue, years, when)
    if (model === null)
      return redirect(req, res, `/issues/${issue.no}`, {
        kind: 'warn',
        text: '这件诉求还没有交办，没有期限可算。',
        linkText: null,
        linkHref: null,
      })
    return page(req, res, 'issues/clock', model, {
      title: `${issue.no} 的时限`,
      printHref: `/issues/${issue.no}/clock?print=1`,
      print: wantsPrint(req),
      breadcrumb: [
        { text: '诉求', href: '/issues' },
        { text: issue.no, href: `/issues/${issue.no}` },
        { text: '时限', href: null },
      ],
    })
  })

  addPhoneRoutes(table, deps)
  addLinkedRoutes(table)
  addActRoutes(table, deps)
  return table
}

async function find(actor: Actor, req: Request): Promise<Issue> {
  const issue = await findIssue(actor, String(req.params['no']))
  if (issue === null) throw new NotFound()
  return issue
}

/** What stands around a case on its page. */
async function aroundIt(actor: Actor, issue: Issue) {
  const enterpriseId = issue.raiser.kind === 'enterprise' ? issue.raiser.id : null
  const [cards, instructions, files, same, similar, departments, categories, districts, enterprise] = await Promise.all(
    [
      CardModel.find({ issue: issue._id }).sort({ raisedAt: 1 }).lean<Card[]>(),
      InstructionModel.find({ $and: [{ issue: issue._id }, scopeFilter(actor, 'instruction.read')] })
        .sort({ at: 1 })
        .lean<Instruction[]>(),
      AttachmentModel.find({ 'owner.id': issue._id, pending: { $ne: true } }).lean<Attachment[]>(),
      sameRaiser(actor, issue),
      alike(actor, { _id: issue._id, title: issue.title, category: issue.category, raiserId: issue.raiser.id }),
      departmentsByCode(),
      categoriesByCode(),
      allDistricts(),
      enterpriseId === null ? null : EnterpriseModel.findById(enterpriseId, { size: 1, 'linkedLeader.name': 1 }).lean(),
    ],
  )
  return {
    cards,
    instructions,
    files,
    same,
    alike: similar,
    departments,
    categories,
    districts: byCode(districts),
    enterprise,
  }
}

const byCode = <Row extends { _id: string }>(rows: readonly Row[]): ReadonlyMap<string, Row> =>
  new Map(rows.map((row) => [row._id, row]))

/** The queue that is being worked through, when the address names one. */
function queueOf(actor: Actor, req: Request): { tab: Tab; text: string } | null {
  const asked = readIssueList(actor, { tab: req.query['queue'] })
  return typeof req.query['queue'] === 'string' && isQueue(asked.filter.tab)
    ? { tab: asked.filter.tab, text: `${TABS[asked.filter.tab]}：跳过，看下一件` }
    : null
}
