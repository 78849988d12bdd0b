import type { Request, Response } from 'express'
import { IssueModel, type Issue } from '../../../models/issue/index.ts'
import { momentAt } from '../../../models/issue/moment.ts'
import type { Actor } from '../../../models/user/actor.ts'
import { mayEver, scopeFilter } from '../../../models/user/permissions.ts'
import type { Deps } from '../../deps.ts'
import { Forbidden, NotFound } from '../../http/errors.ts'
import { page, redirect } from '../../http/page.ts'
import type { RouteTable } from '../../http/routes.ts'
import { requireActor } from '../../http/signedIn.ts'
import { textOf, textsOf, type Body } from '../../lib/form.ts'
import { listHref } from '../../lib/listAddress.ts'
import { handlersOf } from '../handlers.ts'
import { readIssueList } from '../listForm.ts'
import { BULK_ACTS, bulkActOf, refusal, type BulkName, type BulkValue } from './acts.ts'
import { doToAll, UNKNOWN } from './doing.ts'
import { issueBulkPage, outcomeFlash, type BulkAsked } from './view.ts'

/** As many as a page of the list holds. */
const AT_MOST = 50

/** One act for many cases: the list sends the ticked ones, a page says what will happen, a post does it. */
export function addBulkRoutes({ get, post }: RouteTable, deps: Deps): void {
  get('/issues/bulk', { act: 'issue.read' }, async (req, res) => {
    const actor = requireActor(req)
    const given = req.query as Body
    const name = allowed(actor, given)
    const numbers = numbersIn(given)
    if (numbers.length === 0) {
      const text = `请先在列表里勾选要${BULK_ACTS[name].title}的诉求。`
      return redirect(req, res, backIn(actor, given), { kind: 'warn', text, linkText: null, linkHref: null })
    }
    await show(req, res, await askedOf(actor, name, numbers, given, null), given, {})
  })

  post('/issues/bulk', { act: 'issue.read', fields: ['act', 'no', 'back', 'handler', 'text'] }, async (req, res) => {
    const actor = requireActor(req)
    const body = req.body as Body
    const name = allowed(actor, body)
    const act = BULK_ACTS[name]
    const numbers = numbersIn(body)
    const read = act.read(body, await handlersOf(actor))
    if (!read.ok) return show(req, res, await askedOf(actor, name, numbers, body, null), body, read.errors)
    const back = backIn(actor, body)
    const outcome = await doToAll(req, deps, actor, { name, act, value: read.value, numbers, back })
    redirect(req, res, back, outcomeFlash(act, read.value, outcome))
  })

  async function askedOf(
    actor: Actor,
    name: BulkName,
    numbers: readonly string[],
    given: Body,
    value: BulkValue | null,
  ): Promise<BulkAsked> {
    const act = BULK_ACTS[name]
    const [when, handlers, issues] = await Promise.all([
      momentAt(deps.clock.now()),
      handlersOf(actor),
      IssueModel.find({ $and: [{ no: { $in: numbers } }, scopeFilter(actor, 'issue.read')] }).lean<Issue[]>(),
    ])
    const byNo = new Map(issues.map((issue) => [issue.no, issue]))
    const judged = numbers.map((no) => {
      const issue = byNo.get(no)
      return { no, issue, why: issue ? refusal(act, issue, actor, when, value) : UNKNOWN }
    })
    return {
      name,
      act,
      handlers,
      able: judged.flatMap(({ issue, why }) => (issue && why === null ? [issue] : [])),
      unable: judged.flatMap(({ no, issue, why }) => (why === null ? [] : [{ no, title: issue?.title ?? '', why }])),
      back: backIn(actor, given),
    }
  }

  async function show(
    req: Request,
    res: Response,
    asked: BulkAsked,
    values: Body,
    errors: Record<string, string>,
  ): Promise<void> {
    const refused = Object.keys(errors).length > 0
    const { title } = asked.act
    await page(req, res, 'issues/bulk', issueBulkPage(asked, await momentAt(deps.clock.now()), values, errors), {
      title: refused ? `错误：${title}` : title,
      status: refused ? 422 : 200,
      breadcrumb: [{ text: '诉求', href: asked.back }, { text: title, href: null }],
    })
  }
}

/** The act of the form. @throws NotFound for a word that names none, Forbidden when this user may never do it */
function allowed(actor: Actor, given: Body): BulkName {
  const name = bulkActOf(textOf(given['act']))
  if (name === null) throw new NotFound()
  if (!mayEver(actor, BULK_ACTS[name].right)) throw new Forbidden()
  return name
}

const numbersIn = (given: Body): string[] =>
  [...new Set(textsOf(given['no']))].filter((no) => /^SQ\d{4}-\d{6}$/.test(no)).slice(0, AT_MOST)

/** The list that the user came from: only what is a list of cases with parameters that it knows. */
function backIn(actor: Actor, given: Body): string {
  const [path, query] = textOf(given['back']).slice(0, 600).split('?')
  if (path !== '/issues') return '/issues'
  return listHref('/issues', readIssueList(actor, Object.fromEntries(new URLSearchParams(query ?? ''))).query)
}
