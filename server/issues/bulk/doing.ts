import type { Request } from 'express'
import mongoose from 'mongoose'
import { categoriesByCode } from '../../../models/category/queries.ts'
import { IssueModel, type Issue } from '../../../models/issue/index.ts'
import { momentAt } from '../../../models/issue/moment.ts'
import { RuleBroken } from '../../../models/shared/errors.ts'
import type { Actor } from '../../../models/user/actor.ts'
import { scopeFilter } from '../../../models/user/permissions.ts'
import { act as runAct } from '../../act.ts'
import type { Deps } from '../../deps.ts'
import { answerOnce } from '../../http/once.ts'
import { refusal, type BulkAct, type BulkValue } from './acts.ts'

/** What became of a bulk act: the numbers done, and of the others why not. */
export interface BulkOutcome {
  done: string[]
  refused: { no: string; why: string }[]
}

/**
 * Does the act to each case in a transaction of its own, so that one that somebody else has just moved holds up no
 * other. The key of the form is claimed with the entry that closes the whole.
 *
 * @returns null when the form had been sent before
 */
export async function doToAll(
  req: Request,
  deps: Deps,
  actor: Actor,
  asked: { name: string; act: BulkAct; value: BulkValue; numbers: readonly string[]; back: string },
): Promise<BulkOutcome | null> {
  const { name, act, value, numbers, back } = asked
  const outcome: BulkOutcome = { done: [], refused: [] }
  let isFirst = false
  await answerOnce(req, `issue.bulk.${name}`, async (claim) => {
    for (const no of numbers) {
      const why = await doToOne(deps, actor, act, value, no)
      if (why === null) outcome.done.push(no)
      else outcome.refused.push({ no, why })
    }
    await runAct(deps, actor, 'issue.bulk', async (tx) => {
      const { done, refused } = outcome
      const changes = { act: act.title, done: `${done.length} 件`, refused: `${refused.length} 件` }
      tx.audit({ record: { type: 'issue', id: 'bulk' }, changes, result: done.length > 0 ? 'done' : 'refused' })
      await claim(back, tx.session)
    })
    isFirst = true
    return back
  })
  return isFirst ? outcome : null
}

/** @returns why it could not be done, null when it was */
async function doToOne(
  deps: Deps,
  actor: Actor,
  act: BulkAct,
  value: BulkValue,
  no: string,
): Promise<string | null> {
  const categories = await categoriesByCode()
  try {
    await runAct(deps, actor, act.right, async (tx) => {
      const issue = await IssueModel.findOne({ $and: [{ no }, scopeFilter(actor, 'issue.read')] }).session(tx.session)
      if (issue === null) throw new RuleBroken('issue-unknown', UNKNOWN)
      const when = await momentAt(tx.now)
      const why = refusal(act, issue, actor, when, value)
      if (why !== null) throw new RuleBroken('issue-bulk', why)
      act.run(issue, actor, value, when)
      await issue.save({ session: tx.session })
      tx.audit({
        record: { type: 'issue', id: issue._id, no },
        changes: value.handler ? { handler: value.handler.name } : { urged: act.title },
        reason: value.text,
      })
      const category = categories.get(issue.category)?.name ?? ''
      const telling = await act.tell(issue.toObject<Issue>(), category, actor, tx.session)
      if (telling) tx.tell(telling)
    })
    return null
  } catch (error) {
    if (error instanceof RuleBroken) return error.message
    if (error instanceof mongoose.Error.VersionError) return '别人刚刚办过，请再看一下。'
    throw error
  }
}

export const UNKNOWN = '没有这件诉求，或者您看不到。'
