import type { Request } from 'express'
import type { Actor } from '../../models/user/actor.ts'
import type { Deps } from '../deps.ts'
import type { PhoneOwner } from './phonesView.ts'

/** What the pages that both rosters share need to know of one: firms, or deputies and members. */
export interface Roster<Row extends RosterRow> {
  noun: 'enterprise' | 'member'
  list: { text: string, href: string }
  /** `这家企业` */
  word: string
  find(req: Request): Promise<Row>
  owners(row: Row): readonly PhoneOwner[]
  /** false when somebody else has saved since the page was opened */
  archive(deps: Deps, actor: Actor, id: string, version: string, archived: boolean, reason: string): Promise<boolean>
  whoMaySeePhones: string
}

export interface RosterRow {
  _id: { toString(): string }
  __v: number
  name: string
  archivedAt: Date | null
  mergedInto?: unknown
}

export const pathOf = ({ list }: { list: { href: string } }, row: RosterRow): string => `${list.href}/${row._id.toString()}`

export const crumbsOf = <Row extends RosterRow>(roster: Roster<Row>, row: Row, last: string) =>
  [roster.list, { text: row.name, href: pathOf(roster, row) }, { text: last, href: null }]
