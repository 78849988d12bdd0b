import type { Request } from 'express'
import { departmentsByCode } from '../../models/department/queries.ts'
import { districtNames } from '../../models/district/queries.ts'
import type { Deps } from '../deps.ts'
import { Conflict, NotFound } from '../http/errors.ts'
import { page, redirect } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { textOf, type Body } from '../lib/form.ts'
import { mergeRecords, movedFrom, type Merging, type MergeRow } from './merging.ts'
import { mergeComparePage, mergeSearchPage, plainWords } from './mergeView.ts'
import { crumbsOf, pathOf, type Roster, type RosterRow } from './roster.ts'

export interface MergeRoster<Row extends MergeRow & RosterRow> {
  roster: Roster<Row>
  merging: Merging<Row>
  byId(id: string): Promise<Row | null>
  search(typed: string): Promise<{ _id: { toString(): string }; name: string; archivedAt?: Date | null }[]>
}

/** Two records of one firm or person become one: choose the other, look at both, merge. */
export function mergeRoutes<Row extends MergeRow & RosterRow>(
  deps: Deps,
  { get, post }: RouteTable,
  { roster, merging, byId, search }: MergeRoster<Row>,
): void {
  const policy = `${merging.noun}.merge` as const
  const address = `${roster.list.href}/:id/merge`

  get(address, { act: policy }, async (req, res) => {
    const row = await roster.find(req)
    const path = pathOf(roster, row)
    mustBeIn(row, path)
    const frame = { title: `合并${row.name}`, breadcrumb: crumbsOf(roster, row, '合并') }
    const id = String(req.query['other'] ?? '')
    if (id === '') {
      const q = String(req.query['q'] ?? '').trim().slice(0, 60)
      const found = q === '' ? [] : (await search(q)).filter(({ archivedAt }) => !archivedAt)
      return page(req, res, 'rosters/merge', mergeSearchPage(row, path, q, found), frame)
    }
    const other = await otherOf(id, row)
    const [moved, districts, departments] = await Promise.all([movedFrom(other._id), districtNames(), departmentsByCode()])
    const names = (code: string) => districts.get(code) ?? departments.get(code)?.name ?? code
    const model = mergeComparePage(merging, row, other, moved, (_field, value) => plainWords(value, names), {
      own: path,
      other: pathOf(roster, other),
    })
    return page(req, res, 'rosters/merge', model, frame)
  })

  post(address, { act: policy, fields: ['other', 'otherVersion'] }, async (req, res) => {
    const kept = await roster.find(req)
    mustBeIn(kept, pathOf(roster, kept))
    const body = req.body as Body
    const other = await otherOf(textOf(body['other']), kept)
    const versions = [textOf(body['version']), textOf(body['otherVersion'])] as const
    await mergeRecords(deps, requireActor(req), merging, { kept, other, versions })
    redirect(req, res, pathOf(roster, kept), `${other.name}已并入这条记录。`)
  })

  async function otherOf(id: string, row: Row): Promise<Row> {
    const other = /^[0-9a-f]{24}$/.test(id) && id !== String(row._id) ? await byId(id) : null
    if (other === null) throw new NotFound()
    mustBeIn(other, pathOf(roster, row))
    return other
  }
}

function mustBeIn({ archivedAt, name }: RosterRow, href: string): void {
  if (archivedAt !== null) throw new Conflict(`${name}已经归档，不能合并。`, { text: '回到这条记录', href })
}

/** Where an address of a merged record leads; null for one that was not merged. */
export const mergedPlace = (req: Request, list: string, row: { mergedInto?: unknown }): string | null =>
  row.mergedInto ? `${list}/${String(row.mergedInto)}${req.query['print'] ? '?print=1' : ''}` : null
