import { CardModel } from '../../models/card/index.ts'
import { issueKey } from '../../models/card/raising.ts'
import { callBack, type CallBackGiven } from '../../models/issue/callBacks.ts'
import type { IssueDocument } from '../../models/issue/index.ts'
import type { Moment } from '../../models/issue/step.ts'
import type { Actor } from '../../models/user/actor.ts'
import type { Tx } from '../act.ts'
import { cardOf } from '../ladder/cards.ts'

/** Notes what the raiser said, whoever wrote it down, with the order that a second unsatisfied answer calls for. */
export async function recordCallBack(
  tx: Tx, issue: IssueDocument, by: Actor, given: CallBackGiven, when: Moment,
): Promise<void> {
  const { orderDue } = callBack(issue, by, given, when)
  if (!orderDue) return
  // The second unsatisfied answer calls for an order beside the ladder; the supervisor signs or drops it.
  const key = issueKey(issue, 'L3', issue.dueVersion)
  const draft = cardOf(issue, { kind: 'draft', step: 'L3', rung: 'L3', key, to: [] }, when, 'unsatisfied')
  if (!(await CardModel.exists({ key }).session(tx.session))) await CardModel.insertMany([draft], { session: tx.session })
}
