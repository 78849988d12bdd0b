import type { Request } from 'express'
import { opinionByNo, type OpinionFilter, type StoredOpinion } from '../../models/opinion/queries.ts'
import { MARK_NAMES, OPINION_SOURCE_NAMES, OPINION_STATE_NAMES } from '../../models/opinion/words.ts'
import type { Actor } from '../../models/user/actor.ts'
import { scopeFilter, type Act } from '../../models/user/permissions.ts'
import { yearIn } from '../campaigns/find.ts'
import { NotFound } from '../http/errors.ts'

const word = (query: Readonly<Record<string, unknown>>, name: string): string => {
  const value = query[name]
  return typeof value === 'string' ? value.trim().slice(0, 60) : ''
}

/** The list's filter as its address says it; what is no word of ours narrows nothing. */
export function askedOpinions(query: Readonly<Record<string, unknown>>): OpinionFilter {
  const one = <T extends string>(name: string, of: readonly T[]): T | null => of.find((each) => each === word(query, name)) ?? null
  return {
    state: one('tab', OPINION_STATE_NAMES), source: one('source', OPINION_SOURCE_NAMES), mark: one('mark', MARK_NAMES),
    department: /^[\w-]{1,40}$/.test(word(query, 'department')) ? word(query, 'department') : '',
    category: /^[\w-]{1,40}$/.test(word(query, 'category')) ? word(query, 'category') : '', q: word(query, 'q'),
  }
}

/** The opinion that an address names, within what the actor may see, in the year of the address. @throws NotFound */
export async function opinionIn(req: Request, actor: Actor, right: Act = 'opinion.read'): Promise<StoredOpinion> {
  const one = await opinionByNo(String(req.params['no']), { ...scopeFilter(actor, right), campaign: yearIn(req) })
  if (one === null) throw new NotFound()
  return one
}
