import type { Types } from 'mongoose'
import { ConfirmationModel, type ConfirmationAsked } from '../../models/confirmation/index.ts'
import { IssueModel, type Issue } from '../../models/issue/index.ts'
import { linkTo, type Link } from '../../models/link/index.ts'
import { noticeText } from '../../models/notice/words.ts'
import type { OneTimeCode } from '../../models/oneTimeCode/index.ts'
import { OutboxModel, type OutboxRow } from '../../models/outbox/index.ts'
import { VisitModel, type Visit } from '../../models/visit/index.ts'
import type { Tx } from '../act.ts'
import type { Deps } from '../deps.ts'
import { linkAddress } from '../links/actions.ts'
import { contactOnRecord, waysTo } from '../outbox/onRecord.ts'
import { Unreachable, type Recipient } from '../outbox/senders.ts'
import { raiserOf, visitedOf } from './subjects.ts'

type Asked = Pick<ConfirmationAsked, '_id' | 'kind' | 'no'>

/** Whose word a question wants; null when the record is gone. */
async function ownerOf({ kind, no }: Asked): Promise<OneTimeCode['owner'] | null> {
  if (kind === 'closing') {
    const issue = await IssueModel.findOne({ no }, { raiser: 1 }).lean<Pick<Issue, 'raiser'> | null>()
    return issue && (await raiserOf(issue)).owner
  }
  const visit = await VisitModel.findOne({ no }, { subjects: 1 }).lean<Pick<Visit, 'subjects'> | null>()
  return visit && (await visitedOf(visit)).owner
}

/** Where the link could be sent, masked; '' when nowhere. */
export async function placeToSend(deps: Deps, asked: Asked): Promise<string> {
  const owner = await ownerOf(asked)
  return owner ? waysTo(deps, await contactOnRecord(owner)).map(({ shown }) => shown).join('和') : ''
}

const WORDS = { closing: '请确认办理结果', visit: '请确认走访' } as const

/**
 * Puts the link into the outbox, in office hours: number, act and link leave, the token is derived at sending. Once for
 * each token.
 * @returns how many messages will leave
 */
export async function sendByOutbox(tx: Tx, deps: Deps, asked: Asked, { version }: Pick<Link, 'version'>): Promise<number> {
  const owner = await ownerOf(asked)
  const ways = owner ? waysTo(deps, await contactOnRecord(owner)) : []
  const rows = ways.map(({ channel }) => ({
    key: `confirmation:${String(asked._id)}:${version}:${channel}`, channel, to: null, template: 'confirmation.asked',
    outsider: { kind: 'confirmation' as const, id: String(asked._id) }, facts: { act: WORDS[asked.kind], no: asked.no },
    urgent: false, nextAt: tx.now, createdAt: tx.now,
  }))
  const sent = await OutboxModel.find({ key: { $in: rows.map(({ key }) => key) } }, { key: 1 }).session(tx.session).lean<{ key: string }[]>()
  const fresh = rows.filter(({ key }) => !sent.some((row) => row.key === key))
  if (fresh.length > 0) await OutboxModel.insertMany(fresh, { session: tx.session })
  tx.audit({ record: { type: 'confirmation', id: asked._id, no: asked.no }, changes: { link: fresh.length > 0 ? '发出' : '已发过' } })
  return fresh.length
}

/** What leaves: a question that was answered meanwhile is not sent any more. @throws Unreachable */
export async function confirmationLook(
  deps: Deps, row: OutboxRow, id: string,
): Promise<{ to: Recipient, text: string, link: string }> {
  const asked = await ConfirmationModel.findById(id).lean<(ConfirmationAsked & { _id: Types.ObjectId }) | null>()
  const link = asked && (await linkTo('confirmation', id))
  if (!asked || asked.saidAt || !link || link.revokedAt) throw new Unreachable('已经回复，或者链接已作废')
  const owner = await ownerOf(asked)
  if (!owner) throw new Unreachable('记录已不在')
  return { to: await contactOnRecord(owner), text: noticeText(row.template, row.facts), link: linkAddress(deps, link) }
}
