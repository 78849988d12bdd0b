import { maskedForAudit } from '../../models/audit/entry.ts'
import type { Actor } from '../../models/user/actor.ts'
import { can } from '../../models/user/permissions.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'
import { Forbidden } from '../http/errors.ts'
import { page } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { readForm, text, textOf, type Body } from '../lib/form.ts'
import { phonesPage, revealedPage } from './phonesView.ts'
import { crumbsOf, pathOf, type Roster, type RosterRow } from './roster.ts'

/** 查看号码: the numbers in full, for a reason that stands in the audit trail. @source DESIGN.md §7 Rights */
export function phoneRoutes<Row extends RosterRow>(deps: Deps, { get, post }: RouteTable, roster: Roster<Row>): void {
  const reveal = `${roster.noun}.revealPhone` as const
  const address = `${roster.list.href}/:id/phones`
  const mustBeAllowed = (actor: Actor, row: Row) => {
    if (!can(actor, reveal, row)) throw new Forbidden(`这些号码只有${roster.whoMaySeePhones}可以看。`)
  }

  get(address, { act: reveal }, async (req, res) => {
    const row = await roster.find(req)
    mustBeAllowed(requireActor(req), row)
    const model = phonesPage(row.name, pathOf(roster, row), roster.owners(row), {})
    await page(req, res, 'rosters/phones', model, { title: '查看号码', breadcrumb: crumbsOf(roster, row, '联系电话') })
  })

  post(address, { act: reveal, fields: ['reason'] }, async (req, res) => {
    const actor = requireActor(req)
    const row = await roster.find(req)
    mustBeAllowed(actor, row)
    const body = req.body as Body
    const read = readForm(body, { reason: text('为什么要看', 100, { required: true }) })
    const breadcrumb = crumbsOf(roster, row, '联系电话')
    if (!read.ok) {
      const model = phonesPage(row.name, pathOf(roster, row), roster.owners(row), read.errors, textOf(body['reason']))
      return page(req, res, 'rosters/phones', model, { title: '错误：查看号码', status: 422, breadcrumb })
    }
    await act(deps, actor, reveal, (tx) => {
      const seen = roster.owners(row).flatMap(({ phones }) => phones.map((phone) => maskedForAudit(phone, deps.keys.mask)))
      tx.audit({ record: { type: roster.noun, id: row._id.toString() }, reason: read.value.reason, changes: { 号码: seen.join('，') } })
      return Promise.resolve()
    })
    await page(req, res, 'rosters/phones', revealedPage(row.name, pathOf(roster, row), roster.owners(row)), { title: '联系电话', breadcrumb })
  })
}
