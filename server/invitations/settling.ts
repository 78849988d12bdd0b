import type { Types } from 'mongoose'
import { InvitationModel, type Invitation } from '../../models/invitation/index.ts'
import { OutboxModel, type OutboxRow } from '../../models/outbox/index.ts'
import { SYSTEM } from '../../models/user/actor.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'

/** What became of invitations under way. */
export interface Settled { sent: number, bounced: number }

const AT_ONCE = 1000
type Mailed = Pick<Invitation, '_id' | 'questionnaire' | 'mailing' | 'state'>
type Fate = Pick<OutboxRow, 'key' | 'state' | 'sentAt' | 'lastError'>

/**
 * Takes over into the roll what became of invitations in the outbox: sent, or not to be delivered. A row that is still
 * waiting, or parked until an administrator sends it again, is looked at next time.
 */
export async function settleMailings(deps: Deps): Promise<Settled> {
  const mailed = await InvitationModel.find(
    { mailing: { $type: 'string' } }, { questionnaire: 1, mailing: 1, state: 1 },
  ).limit(AT_ONCE).lean<Mailed[]>()
  const sum: Settled = { sent: 0, bounced: 0 }
  if (mailed.length === 0) return sum
  const rows = await OutboxModel.find(
    { key: { $in: mailed.flatMap(({ mailing }) => mailing ?? []) }, state: { $in: ['sent', 'dropped'] } },
    { key: 1, state: 1, sentAt: 1, lastError: 1 },
  ).lean<Fate[]>()
  const fates = new Map(rows.map((row) => [row.key, row]))
  for (const [questionnaire, own] of byQuestionnaire(mailed)) {
    const done = await settle(deps, questionnaire, own.flatMap((each) => {
      const fate = fates.get(each.mailing ?? '')
      return fate ? [{ invitation: each, fate }] : []
    }))
    sum.sent += done.sent
    sum.bounced += done.bounced
  }
  return sum
}

async function settle(
  deps: Deps, id: Types.ObjectId, settled: readonly { invitation: Mailed, fate: Fate }[],
): Promise<Settled> {
  const sent = settled.filter(({ fate }) => fate.state === 'sent').length
  if (settled.length === 0) return { sent: 0, bounced: 0 }
  await act(deps, SYSTEM, 'job.sendInvitations', async (tx) => {
    // the state may have moved on since: who has begun by now stays there
    await InvitationModel.bulkWrite(settled.flatMap(({ invitation: { _id, mailing }, fate }) => [
      { updateOne: { filter: { _id, mailing, state: 'made' }, update: { $set: standingAfter(fate) } } },
      { updateOne: { filter: { _id, mailing }, update: { $set: { mailing: null }, $inc: { __v: 1 } } } },
    ]), { session: tx.session })
    tx.audit({
      record: { type: 'questionnaire', id }, changes: { 已发出: String(sent), 退回: String(settled.length - sent) },
    })
  })
  return { sent, bounced: settled.length - sent }
}

const standingAfter = ({ state, sentAt, lastError }: Fate): Partial<Invitation> =>
  (state === 'sent' ? { state: 'sent', sentAt } : { state: 'bounced', problem: lastError })

function byQuestionnaire(rows: readonly Mailed[]): Map<Types.ObjectId, Mailed[]> {
  const ids = new Map(rows.map(({ questionnaire }) => [String(questionnaire), questionnaire]))
  return new Map([...ids.values()].map((id) => [id, rows.filter(({ questionnaire }) => questionnaire.equals(id))]))
}
