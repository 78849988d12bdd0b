import { randomBytes } from 'node:crypto'
import type { StoredCampaign } from '../../models/campaign/queries.ts'
import { LinkModel, type Link } from '../../models/link/index.ts'
import { tokenHash } from '../../models/link/token.ts'
import { RollModel, type RollEntry } from '../../models/roll/index.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import type { Actor } from '../../models/user/actor.ts'
import { act, type Tx } from '../act.ts'
import type { Deps } from '../deps.ts'
import { revokeLink } from '../links/actions.ts'
import { recordOf } from './keyActions.ts'

/** A letter as it is printed: the only moment at which the token exists outside the voter's hand. */
export interface Letter {
  code: string
  group: number
  place: string
  token: string
}

const TOKEN_BYTES = 32
/** Ballot tokens are random and kept nowhere, so whoever has the database and all its keys cannot make one. */
const newToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url')

/**
 * Makes the letters of a place that were not printed yet, or, with `again`, all that were not handed out: those printed
 * before die.
 * @returns the letters; they cannot be shown a second time
 * @source DESIGN.md §7 Links
 */
export async function printLetters(
  deps: Deps, actor: Actor, { year }: StoredCampaign, place: string, again: boolean,
): Promise<Letter[]> {
  return act(deps, actor, 'ballot.print', async (tx) => {
    const entries = await RollModel.find({ campaign: year, place, handed: null, votedOn: null })
      .sort({ group: 1, code: 1 }).session(tx.session).lean<RollEntry[]>()
    const links = await LinkModel.find({ purpose: 'ballot', subject: { $in: entries.map(({ _id }) => String(_id)) } })
      .session(tx.session).lean<Link[]>()
    const linked = new Map(links.map((link) => [link.subject, link]))
    const due = entries.filter(({ _id }) => again || !linked.has(String(_id)))
    const letters = due.map((entry): Letter => ({ code: entry.code, group: entry.group, place, token: newToken() }))
    const made = due.map((entry, at) => ({ entry, link: linked.get(String(entry._id)), token: letters[at]?.token ?? '' }))
    const fresh = made.filter(({ link }) => link === undefined).map(({ entry, token }) => newLink(entry, token, tx.now))
    if (fresh.length > 0) await LinkModel.insertMany(fresh, { session: tx.session })
    const renewed = made.flatMap(({ link, token }) => (link === undefined ? [] : [renewal(link, token)]))
    if (renewed.length > 0) await LinkModel.bulkWrite(renewed, { session: tx.session })
    tx.audit({ record: recordOf(year), changes: { 会场: place, 选票信: `${letters.length} 封` }, ...(again ? { reason: '重印' } : {}) })
    return letters
  })
}

const newLink = (entry: Pick<RollEntry, '_id'>, token: string, createdAt: Date): Link => ({
  _id: randomBytes(9).toString('base64url'), purpose: 'ballot', subject: String(entry._id), version: 1,
  hash: tokenHash(token), formerHashes: [], expiresAt: null, revokedAt: null, createdAt,
})

const renewal = (link: Link, token: string) => ({
  updateOne: {
    filter: { _id: link._id, version: link.version },
    update: {
      $set: { hash: tokenHash(token), version: link.version + 1, revokedAt: null }, $push: { formerHashes: link.hash },
      $inc: { __v: 1 },
    },
  },
})

/**
 * Ticks ballots as handed out at the sign-in, letter or paper. Whoever takes paper cannot vote by the letter any more.
 * @returns how many were ticked; those that somebody else has ticked meanwhile are left
 */
export async function handOut(
  deps: Deps, actor: Actor, year: number, entries: readonly RollEntry[], medium: 'token' | 'paper',
): Promise<number> {
  return act(deps, actor, 'ballot.handOut', async (tx) => {
    const ids = entries.map(({ _id }) => _id)
    if (medium === 'token') await mustBePrinted(tx, entries)
    const { modifiedCount } = await RollModel.updateMany(
      { _id: { $in: ids }, handed: null },
      { $set: { handed: medium, handedOn: dayOf(tx.now), handedByName: actor.name } }, { session: tx.session },
    )
    if (medium === 'paper') for (const _id of ids) await revokeLink(tx.session, 'ballot', String(_id), tx.now)
    tx.audit({
      record: recordOf(year), changes: { 发放: `${medium === 'paper' ? '纸质选票' : '选票信'} ${modifiedCount} 张` },
      reason: entries.slice(0, 50).map(({ code }) => code).join('、'),
    })
    return modifiedCount
  })
}

async function mustBePrinted(tx: Tx, entries: readonly RollEntry[]): Promise<void> {
  const subjects = entries.map(({ _id }) => String(_id))
  const printed = await LinkModel.countDocuments({ purpose: 'ballot', subject: { $in: subjects }, revokedAt: null }).session(tx.session)
  if (printed < subjects.length) {
    throw new RuleBroken('letter-not-printed', `有 ${subjects.length - printed} 封选票信还没有打印，请先打印这个会场的选票信。`)
  }
}

/**
 * Replaces a letter that was handed out and lost: the old one dies, the roll keeps its line and counts 作废换发.
 * @throws RuleBroken when it was voted with, or none was handed out
 */
export async function reissueLetter(deps: Deps, actor: Actor, entry: RollEntry): Promise<Letter> {
  const token = newToken()
  await act(deps, actor, 'ballot.reissue', async (tx) => {
    const counted = await RollModel.updateOne(
      { _id: entry._id, votedOn: null, handed: 'token', leftOn: null }, { $inc: { reissues: 1 } }, { session: tx.session },
    )
    if (counted.modifiedCount !== 1) {
      throw new RuleBroken('reissue-late', `${entry.code} 的选票已经投出，或者没有发放过选票信，不能换发。`)
    }
    const link = await LinkModel.findOne({ purpose: 'ballot', subject: String(entry._id) }).session(tx.session).lean<Link>()
    if (link) await LinkModel.bulkWrite([renewal(link, token)], { session: tx.session })
    else await LinkModel.insertMany([newLink(entry, token, tx.now)], { session: tx.session })
    tx.audit({ record: recordOf(entry.campaign), changes: { 换发: entry.code } })
  })
  return { code: entry.code, group: entry.group, place: entry.place, token }
}
