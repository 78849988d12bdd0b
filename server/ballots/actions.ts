import type { Ballot } from '../../models/ballot/content.ts'
import { BallotKeyModel, bytesOf } from '../../models/ballot/index.ts'
import { sealBallot } from '../../models/ballot/sealing.ts'
import { isOver } from '../../models/ballot/standing.ts'
import { fillBlank } from '../../models/box/blanks.ts'
import { LinkModel } from '../../models/link/index.ts'
import { markRead } from '../../models/representative/index.ts'
import { RollModel } from '../../models/roll/index.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import type { Actor } from '../../models/user/actor.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'
import type { OpenBallot } from './opened.ts'

/** Whoever votes by a link: no account, no name. */
export const VOTER: Actor = { id: null, name: '市民代表', department: null, roles: [], isHead: false, leader: null }

/** The ballot was cast already: the second of two presses, or another phone with the same letter. */
export class AlreadyVoted extends Error {}

/**
 * Casts a ballot once. It is sealed before anything is written; marking the roll and filling a random blank are one
 * transaction, and the roll's conditional update alone decides who was first. The audit entry says that a ballot of this
 * campaign was cast and nothing of whose; no other row, session or draft knows of it.
 * @throws AlreadyVoted, RuleBroken when the time is over or the letter was replaced meanwhile
 * @source DESIGN.md §7 Ballot; security.md V1–V10
 */
export async function castBallot(deps: Deps, { entry, key, campaign, link }: OpenBallot, ballot: Ballot): Promise<void> {
  const publicKey = key?.publicKey
  if (publicKey === undefined || publicKey === null) throw new RuleBroken('ballot-no-key', '投票还没有开始，这张票没有收下。')
  const sealed = sealBallot(bytesOf(publicKey), entry, ballot)
  await act(deps, VOTER, 'ballot.cast', async (tx) => {
    const inTransaction = { session: tx.session }
    if (isOver(campaign.window, tx.now)) throw new RuleBroken('ballot-late', '投票已经截止，这张票没有收下。')
    const [same, valid] = [
      await BallotKeyModel.exists({ _id: entry.campaign, publicKey, unsealed: null }).session(tx.session),
      await LinkModel.exists({ _id: link.link._id, hash: link.link.hash, revokedAt: null }).session(tx.session),
    ]
    if (!same) throw new RuleBroken('ballot-key-changed', '选票已经启封或正在重新准备，这张票没有收下。请刷新后再看。')
    if (!valid) throw new RuleBroken('ballot-replaced', '这张选票已经换发，请用新的选票投。')
    const marked = await RollModel.updateOne(
      { _id: entry._id, votedOn: null, handed: 'token', leftOn: null }, { $set: { votedOn: dayOf(tx.now) } }, inTransaction,
    )
    if (marked.modifiedCount !== 1) throw new AlreadyVoted()
    if (!(await fillBlank(tx.session, entry, sealed))) throw new Error('The box has no blank left')
    tx.audit({ record: { type: 'ballot', id: String(entry.campaign), no: String(entry.campaign) } })
  })
}

/** Writes down that the holder pressed 已读; pressing again changes nothing. */
export async function confirmReading({ entry, materials, now }: OpenBallot): Promise<void> {
  if (materials.length > 0) await markRead(entry.representative, 'training', now)
  await markRead(entry.representative, 'reports', now)
}
