import { allCategories } from '../../models/category/queries.ts'
import { ConfirmationModel, type ConfirmationAsked } from '../../models/confirmation/index.ts'
import { BY_LINK } from '../../models/issue/callBacks.ts'
import { IssueModel } from '../../models/issue/index.ts'
import { momentAt } from '../../models/issue/moment.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import { VisitModel } from '../../models/visit/index.ts'
import type { Tx } from '../act.ts'
import { recordCallBack } from '../issues/callingBack.ts'
import { tellingOfTurn } from '../issues/acts/telling.ts'
import { confirmByLink } from '../visits/actions.ts'
import type { ClosingSaid } from './form.ts'

/** It was answered a moment ago, by the same or another device. */
export class AlreadySaid extends Error {}

/**
 * What the raiser says of a result goes in as the call-back, by the same verb as when the office rings.
 * @param round the answer that was judged; a later one has to be judged anew
 * @throws RuleBroken when the case no longer waits for it
 */
export async function sayOfClosing(tx: Tx, no: string, round: number, said: ClosingSaid): Promise<void> {
  const when = await momentAt(tx.now)
  const issue = await IssueModel.findOne({ no }).session(tx.session)
  if (!issue || issue.state !== 'callBack' || issue.answers.length !== round) {
    throw new RuleBroken('confirmation-late', '这件事的办理情况已有变化，请重新打开链接看最新的情况。')
  }
  const { state, dueOn } = issue
  await recordCallBack(tx, issue, tx.actor, { how: BY_LINK, reached: true, ...said }, when)
  await issue.save({ session: tx.session })
  const changes = { state: `${state} → ${issue.state}`, ...(dueOn === issue.dueOn ? {} : { dueOn: issue.dueOn ?? '—' }) }
  tx.audit({ record: { type: 'issue', id: issue._id, no }, changes })
  const category = (await allCategories()).find(({ _id }) => _id === issue.category)?.name ?? ''
  const telling = await tellingOfTurn(issue, state, category, null, tx.session)
  if (telling) tx.tell(telling)
}

/** The visited party says that the visit took place: it is confirmed, and counts. @throws RuleBroken */
export async function sayOfVisit(tx: Tx, no: string, text: string): Promise<void> {
  const visit = await VisitModel.findOne({ no }).session(tx.session)
  if (visit === null) throw new RuleBroken('visit-gone', '这次走访的记录已经撤销。')
  await confirmByLink(tx, visit, text)
}

/** Notes on the link what was said, once. @throws AlreadySaid */
export async function markSaid(
  tx: Tx, { _id, no }: Pick<ConfirmationAsked, '_id' | 'no'>, how: 'code' | 'request',
  { text, ...said }: { text: string } & Partial<NonNullable<ConfirmationAsked['said']>>,
): Promise<void> {
  const marked = await ConfirmationModel.updateOne(
    { _id, saidAt: null },
    { $set: { saidAt: tx.now, how, text, said: { solved: null, satisfaction: null, happened: null, ...said } } },
    { session: tx.session },
  )
  if (marked.modifiedCount === 0) throw new AlreadySaid()
  tx.audit({ record: { type: 'confirmation', id: _id, no }, changes: { how } })
}

/** The same question may have gone out as a link of its own: said on the firm's page, it is answered there, too. */
export async function markOwnAnswer(
  tx: Tx, question: Pick<ConfirmationAsked, 'kind' | 'no' | 'round'>,
  { text, ...said }: { text: string } & Partial<NonNullable<ConfirmationAsked['said']>>,
): Promise<void> {
  await ConfirmationModel.updateOne(
    { ...question, saidAt: null },
    { $set: { saidAt: tx.now, how: 'code', text, said: { solved: null, satisfaction: null, happened: null, ...said } } },
    { session: tx.session },
  )
}
