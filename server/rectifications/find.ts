import type { Request } from 'express'
import { RECTIFICATION_TABS, rectificationByNo, type RectificationTab, type StoredRectification } from '../../models/rectification/queries.ts'
import type { Actor } from '../../models/user/actor.ts'
import { scopeFilter, type Act } from '../../models/user/permissions.ts'
import { yearIn } from '../campaigns/find.ts'
import { NotFound } from '../http/errors.ts'

/** The list's filter as its address says it. */
export function askedRectifications(query: Readonly<Record<string, unknown>>): { tab: RectificationTab, department: string, q: string } {
  const word = (name: string) => (typeof query[name] === 'string' ? query[name].trim().slice(0, 60) : '')
  return {
    tab: RECTIFICATION_TABS.find((each) => each === word('tab')) ?? 'all', q: word('q'),
    department: /^[\w-]{1,40}$/.test(word('department')) ? word('department') : '',
  }
}

/** The record that an address names, within what the actor may see, in the year of the address. @throws NotFound */
export async function rectificationIn(req: Request, actor: Actor, right: Act = 'rectification.read'): Promise<StoredRectification> {
  const one = await rectificationByNo(String(req.params['no']), { ...scopeFilter(actor, right), campaign: yearIn(req) })
  if (one === null) throw new NotFound()
  return one
}
