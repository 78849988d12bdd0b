import { createHmac, timingSafeEqual } from 'node:crypto'
import { Types } from 'mongoose'
import { InvitationModel } from '../../models/invitation/index.ts'
import { markBounced, markDelivered, markSent } from '../../models/invitation/verbs.ts'
import { OutboxModel, type OutboxRow, type Receipt } from '../../models/outbox/index.ts'
import { SYSTEM } from '../../models/user/actor.ts'
import { act, type Tx } from '../act.ts'
import type { Deps } from '../deps.ts'

const proofOf = ({ keys }: Pick<Deps, 'keys'>, row: string): string =>
  createHmac('sha256', keys.links).update(JSON.stringify(['receipt', row])).digest('base64url')

/**
 * The address to which a gateway reports what became of one message. It carries its own proof, derived from a key outside
 * the database, so a gateway needs no account and can speak of its own messages alone.
 */
export const receiptAddress = (deps: Pick<Deps, 'keys' | 'config'>, row: string): string =>
  `${deps.config.publicUrl}/receipts/${row}/${proofOf(deps, row)}`

export function isProof(deps: Pick<Deps, 'keys'>, row: string, given: string): boolean {
  const [own, other] = [Buffer.from(proofOf(deps, row)), Buffer.from(given)]
  return own.length === other.length && timingSafeEqual(own, other)
}

/** `early`: the message is still being handed over, so the gateway should report again. */
export type Taken = 'taken' | 'known' | 'early' | 'unknown'

/**
 * Writes down what a gateway says of a message, once: the first report counts. An invitation becomes 已送达 or 退回 with it,
 * unless its recipient has gone further meanwhile.
 */
export async function takeReceipt(deps: Deps, id: string, receipt: Receipt): Promise<Taken> {
  const row = Types.ObjectId.isValid(id) ? await OutboxModel.findOne({ _id: id, channel: 'http' }).lean<OutboxRow>() : null
  if (row === null) return 'unknown'
  if (row.state === 'waiting') return 'early'
  if (row.receipt) return 'known'
  return act(deps, SYSTEM, 'outbox.receipt', async (tx) => {
    const marked = await OutboxModel.updateOne(
      { _id: row._id, receipt: null }, { $set: { receipt, receiptAt: tx.now } }, { session: tx.session },
    )
    tx.audit({ record: { type: 'outbox', id: row._id }, changes: { 回执: receipt === 'delivered' ? '已送达' : '未送达' } })
    if (marked.modifiedCount === 1 && row.outsider?.kind === 'invitation') await tellInvitation(tx, row, receipt)
    return marked.modifiedCount === 1 ? 'taken' : 'known'
  })
}

async function tellInvitation(tx: Tx, row: OutboxRow, receipt: Receipt): Promise<void> {
  const invitation = await InvitationModel.findById(row.outsider?.id).session(tx.session)
  if (!invitation) return
  // the roll takes over what left by a job; a receipt may be quicker
  if (invitation.state === 'made' && invitation.mailing === row.key) markSent(invitation, 'http', row.sentAt ?? tx.now)
  if (invitation.state !== 'sent') return
  if (receipt === 'delivered') markDelivered(invitation, tx.now)
  else markBounced(invitation, '短信没有送达')
  await invitation.save({ session: tx.session })
}
