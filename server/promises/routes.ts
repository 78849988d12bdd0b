import type { Request, Response } from 'express'
import { departmentsByCode } from '../../models/department/queries.ts'
import { loadedCalendar } from '../../models/holiday/queries.ts'
import { IssueModel, type Issue } from '../../models/issue/index.ts'
import { promiseCountsByTab, promiseFilter, promisePage, PROMISE_TABS } from '../../models/promise/queries.ts'
import { approveWording } from '../../models/promise/wording.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { can, scopeFilter } from '../../models/user/permissions.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'
import type { Body } from '../http/body.ts'
import { Forbidden, NotFound } from '../http/errors.ts'
import { page, redirect, wantsPrint } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { readForm, text } from '../lib/form.ts'
import { listHref } from '../lib/listAddress.ts'
import { promiseListPage, promiseShowPage } from './view.ts'

/** 承诺台账: what departments promised by class-B answers, by when, and in which words citizens see it. */
export function promiseRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get, post } = table
  const now = () => deps.clock.now()

  get('/promises', { act: 'promise.read' }, async (req, res) => {
    const actor = requireActor(req)
    const departments = await departmentsByCode()
    const tab = PROMISE_TABS.find(each => each === req.query['tab']) ?? 'pledged'
    const asked = req.query['department']
    const department = typeof asked === 'string' && departments.has(asked) ? asked : undefined
    const pageNumber = Math.max(1, Math.trunc(Number(req.query['page'] ?? 1)) || 1)
    const scope = {
      $and: [scopeFilter(actor, 'promise.read'), department === undefined ? {} : { leadDepartment: department }],
    }
    const [counts, found, calendar] = await Promise.all([
      promiseCountsByTab(scope, dayOf(now())),
      promisePage({ $and: [scope, promiseFilter(tab, dayOf(now()))] }, pageNumber), loadedCalendar(),
    ])
    const query = { tab, department }
    await page(req, res, 'promises/index', promiseListPage(
      found, { query, tab, page: pageNumber, counts, departments, calendar, now: now() },
    ), {
      title: '承诺台账', printHref: listHref('/promises', query, { print: '1' }), print: wantsPrint(req),
    })
  })

  get('/promises/:no', { act: 'promise.read' }, async (req, res) => show(req, res, {}, {}))

  post('/promises/:no/wording', { act: 'promise.approveWording', fields: ['publicText'] }, async (req, res) => {
    const actor = requireActor(req)
    const issue = await find(req)
    if (!can(actor, 'promise.approveWording', issue)) throw new Forbidden('公开的措辞由承办部门的负责人审定。')
    const read = readForm(req.body as Body, { publicText: text('公开的措辞', 60, { required: true }) })
    if (!read.ok) return show(req, res, read.values, read.errors)
    await act(deps, actor, 'promise.approveWording', async tx => {
      const stored = await IssueModel.findById(issue._id).session(tx.session)
      if (!stored) throw new NotFound()
      approveWording(stored, read.value.publicText, actor)
      stored.markModified('promise')
      await stored.save({ session: tx.session })
      tx.audit({
        record: { type: 'issue', id: stored._id, no: stored.no }, changes: { publicText: read.value.publicText },
      })
    })
    redirect(req, res, `/promises/${issue.no}`, '措辞已审定，可以向市民公开。')
  })

  return table

  async function find(req: Request): Promise<Issue> {
    const scope = scopeFilter(requireActor(req), 'promise.read')
    const issue = await IssueModel.findOne({
      $and: [{ no: String(req.params['no']), 'promise.dueOn': { $type: 'string' } }, scope],
    }).lean<Issue>()
    if (!issue) throw new NotFound()
    return issue
  }

  async function show(req: Request, res: Response, values: Body, errors: Record<string, string>) {
    const issue = await find(req)
    const [departments, calendar] = await Promise.all([departmentsByCode(), loadedCalendar()])
    const mayApprove = can(requireActor(req), 'promise.approveWording', issue)
    const refused = Object.keys(errors).length > 0
    await page(req, res, 'promises/show', promiseShowPage(
      issue, { departments, calendar, now: now(), mayApprove, values, errors },
    ), {
      title: `${refused ? '错误：' : ''}${issue.no} 的承诺`, status: refused ? 422 : 200,
      breadcrumb: [{ text: '承诺台账', href: '/promises' }, { text: issue.no, href: null }],
    })
  }
}
