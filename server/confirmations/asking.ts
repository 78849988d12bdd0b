import { Types, type ClientSession } from 'mongoose'
import { ConfirmationModel, type ConfirmationAsked, type ConfirmationKind } from '../../models/confirmation/index.ts'
import { linkTo, type Link } from '../../models/link/index.ts'
import type { Tx } from '../act.ts'
import type { Deps } from '../deps.ts'
import { makeLinks, reissueLink } from '../links/actions.ts'

/** What is asked of somebody outside. `round`: the answer that a case's result rests on; 1 for visits. */
export interface Question { kind: ConfirmationKind, no: string, round: number }

/** The question with its link; nulls while nobody has asked it. */
export interface Asked { asked: ConfirmationAsked | null, link: Link | null }

export async function askedOf({ kind, no, round }: Question, session: ClientSession | null = null): Promise<Asked> {
  const asked = await ConfirmationModel.findOne({ kind, no, round }).session(session).lean<ConfirmationAsked | null>()
  return { asked, link: asked && (await linkTo('confirmation', String(asked._id), session ?? undefined)) }
}

/** Days that a confirmation link is good for. */
const GOOD_FOR_DAYS = 30

/**
 * Makes the link to a question; where it was made before, the same one stands, and `again` gives it a new token so that
 * the former one ends.
 */
export async function askByLink(tx: Tx, deps: Deps, question: Question, again: boolean): Promise<void> {
  const { kind, no, round } = question
  const found = await askedOf(question, tx.session)
  const _id = found.asked?._id ?? new Types.ObjectId()
  if (!found.asked) {
    const by = { askedBy: tx.actor.id ?? new Types.ObjectId(), askedByName: tx.actor.name, askedAt: tx.now }
    await ConfirmationModel.create([{ _id, kind, no, round, ...by }], { session: tx.session })
    const expiresAt = new Date(tx.now.getTime() + GOOD_FOR_DAYS * 24 * 3_600_000)
    await makeLinks(deps, tx.session, [{ purpose: 'confirmation', subject: String(_id), expiresAt }])
  } else if (again) await reissueLink(deps, tx.session, 'confirmation', String(_id))
  tx.audit({ record: { type: 'confirmation', id: _id, no }, changes: { link: found.asked ? (again ? '换发' : '查看') : '生成' } })
}
