import type { Actor } from '../../models/user/actor.ts'
import { can } from '../../models/user/permissions.ts'
import type { Deps } from '../deps.ts'
import { Conflict, Forbidden } from '../http/errors.ts'
import { page, redirect } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { readForm, text, textOf, type Body } from '../lib/form.ts'
import { archivingPage } from './archivingView.ts'
import { crumbsOf, pathOf, type Roster, type RosterRow } from './roster.ts'

const ACTS = [{ noun: 'archiving', word: '归档', archived: true }, { noun: 'restoration', word: '恢复', archived: false }] as const

/** Out of the roster and back, with a reason each time. */
export function archivingRoutes<Row extends RosterRow>(deps: Deps, { get, post }: RouteTable, roster: Roster<Row>): void {
  const act = `${roster.noun}.archive` as const
  const facts = (row: Row) => ({ name: row.name, path: pathOf(roster, row), version: String(row.__v), archived: row.archivedAt !== null })

  const mustFit = (actor: Actor, row: Row, archived: boolean) => {
    if (!can(actor, act, row)) throw new Forbidden()
    if (!archived && row.mergedInto) throw new Conflict(`${roster.word}已并入另一条记录，不能恢复。`, backTo(roster, row))
    if ((row.archivedAt !== null) !== archived) return
    throw new Conflict(archived ? `${roster.word}已经归档了。` : `${roster.word}在册，不用恢复。`, backTo(roster, row))
  }

  for (const { noun, word, archived } of ACTS) {
    const address = `${roster.list.href}/:id/${noun}`

    get(address, { act }, async (req, res) => {
      const row = await roster.find(req)
      mustFit(requireActor(req), row, archived)
      await page(req, res, 'rosters/archiving', archivingPage(facts(row)), { title: `${word}${row.name}`, breadcrumb: crumbsOf(roster, row, word) })
    })

    post(address, { act, fields: ['reason'] }, async (req, res) => {
      const actor = requireActor(req)
      const row = await roster.find(req)
      mustFit(actor, row, archived)
      const body = req.body as Body
      const read = readForm(body, { reason: text('原因', 200, { required: true }) })
      if (!read.ok) {
        const model = archivingPage(facts(row), read.errors, textOf(body['reason']))
        return page(req, res, 'rosters/archiving', model, { title: `错误：${word}${row.name}`, status: 422, breadcrumb: crumbsOf(roster, row, word) })
      }
      const done = await roster.archive(deps, actor, row._id.toString(), textOf(body['version']), archived, read.value.reason)
      if (!done) throw new Conflict(`您打开这一页之后，别人改过${roster.word}，没有办理。`, backTo(roster, row))
      redirect(req, res, pathOf(roster, row), `${row.name}已${word}。`)
    })
  }
}

const backTo = <Row extends RosterRow>(roster: Roster<Row>, row: Row) => ({ text: `看${roster.word}`, href: pathOf(roster, row) })
