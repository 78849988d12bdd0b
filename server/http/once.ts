import { createHash } from 'node:crypto'
import type { Request } from 'express'
import type { ClientSession } from 'mongoose'
import { IdempotencyModel } from '../../models/idempotency/index.ts'
import { textOf } from '../lib/form.ts'
import type { Body } from './body.ts'
import { Conflict } from './errors.ts'
import { requireActor } from './signedIn.ts'

/** Claims the form's key inside the act's transaction, with the place that a repeated post is sent to. */
export type Claim = (location: string, session: ClientSession) => Promise<void>

/**
 * Lets a posted form act once, however often it is sent: `work` claims the form's key (hidden field `once`) in its own
 * transaction and returns the place to go to; a repeated post gets the first one's place and nothing happens again.
 * @throws Conflict when the key was used for another content: the page was sent, changed and sent again
 * @source security.md N2
 */
export async function answerOnce(req: Request, form: string, work: (claim: Claim) => Promise<string>): Promise<string> {
  const user = requireActor(req).id
  const body = req.body as Body
  const key = textOf(body['once'])
  if (!/^[0-9a-f-]{36}$/.test(key) || user === null) throw new Conflict('这份表单缺少编号，请刷新页面后重新填写。')
  const bodyHash = hashOf(body)
  const earlier = () => IdempotencyModel.findOne({ user, form, key }).lean()
  const claim: Claim = async (location, session) => {
    await IdempotencyModel.create([{ user, form, key, bodyHash, location, at: req.app.locals.deps.clock.now() }], { session })
  }
  const found = await earlier()
  if (found) return sameOrConflict(found, bodyHash)
  try {
    return await work(claim)
  } catch (error) {
    if ((error as { code?: number }).code !== 11000) throw error
    const first = await earlier()
    if (!first) throw error
    return sameOrConflict(first, bodyHash)
  }
}

function sameOrConflict(found: { bodyHash: string, location: string }, bodyHash: string): string {
  if (found.bodyHash === bodyHash) return found.location
  throw new Conflict('这份表单已经交过一次，这次的内容和上次不一样，没有再收。', { text: '看上次交的', href: found.location })
}

/** What was typed, without the token and the files. */
function hashOf(body: Body): string {
  const fields = Object.entries(body).filter(([name]) => name !== '_csrf').sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(fields)).digest('base64url')
}
