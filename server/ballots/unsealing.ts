import { randomInt, type KeyObject } from 'node:crypto'
import type { Ballot } from '../../models/ballot/content.ts'
import { BallotKeyModel, fingerprintOf, type Unsealing } from '../../models/ballot/index.ts'
import { ballotKeyKept, type StoredKey } from '../../models/ballot/queries.ts'
import { openBallot } from '../../models/ballot/sealing.ts'
import { mayUnseal } from '../../models/ballot/standing.ts'
import { stratumKey, stratumOf, type Stratum } from '../../models/ballot/stratum.ts'
import {
  countList, shuffled, tearApart, unsealingHash, type LooseComment, type MarkList,
} from '../../models/ballot/unsealing.ts'
import { placeId } from '../../models/box/blanks.ts'
import { BoxModel, type BoxPlace } from '../../models/box/index.ts'
import type { StoredCampaign } from '../../models/campaign/queries.ts'
import type { Scale } from '../../models/scoringPlan/scales.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import { BallotCommentModel, MarkListModel, TallyModel, type TallyRow } from '../../models/tally/index.ts'
import type { Actor } from '../../models/user/actor.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'
import { recordOf } from './keyActions.ts'

/** After so many ballots other requests get their turn. */
const AT_A_TIME = 25

interface Opened {
  stratum: Stratum
  ballots: Ballot[]
}

/**
 * 启封计票: opens every ballot, tears it into marks and comments, shuffles each, and writes what came out; the ciphertexts and
 * the locks of the key go in the same transaction, so that it happens wholly or not at all, and only once.
 * @throws RuleBroken before the close, or when it has been done
 * @source DESIGN.md §7 Ballot
 */
export async function unsealBox(
  deps: Deps, actor: Actor, asked: { campaign: StoredCampaign, key: StoredKey, holders: string[], scale: Scale },
  privateKey: KeyObject,
): Promise<Unsealing> {
  const { campaign, key, holders, scale } = asked
  const { year } = campaign
  if (!mayUnseal(campaign.window, deps.clock.now())) throw new RuleBroken('unseal-early', '投票截止一分钟以后才能启封。')
  const { opened, invalid } = await openAll(campaign, privateKey, scale)
  const { lists, comments } = tornApart(campaign, opened)
  const rows = lists.map((list) => rowOf(list, scale))
  const result: Omit<Unsealing, 'at'> = {
    holders, byName: actor.name, hash: unsealingHash(lists, scale.options.length), invalid, comments: comments.length,
    ballots: opened.reduce((sum, { ballots }) => sum + ballots.length, 0),
  }
  const done = await act(deps, actor, 'ballot.unseal', async (tx) => {
    const inTransaction = { session: tx.session }
    const unsealed = { at: tx.now, ...result }
    const once = await BallotKeyModel.updateOne(
      { _id: year, unsealed: null, publicKey: key.publicKey }, { $set: { unsealed, locks: [] }, $inc: { __v: 1 } }, inTransaction,
    )
    if (once.modifiedCount !== 1) throw new RuleBroken('unsealed-before', '选票已经启封过，不能再启封。')
    await MarkListModel.insertMany(lists, inTransaction)
    await TallyModel.insertMany(rows, inTransaction)
    await BallotCommentModel.insertMany(comments.map((comment) => ({ _id: placeId(), campaign: year, ...comment })), inTransaction)
    await BoxModel.updateMany({ campaign: year, filled: true }, { $set: { sealed: null } }, inTransaction)
    tx.audit({
      record: recordOf(year), changes: { 保管人: holders.join('、'), 选票: String(result.ballots), 无效: String(invalid), 校验码: result.hash },
      ...(key.publicKey === null ? {} : { reason: `公钥指纹 ${fingerprintOf(key.publicKey)}，密钥已销毁` }),
    })
    return unsealed
  })
  ballotKeyKept.forget()
  return done
}

/** Reads the whole box. A ballot that does not open counts as 无效 and is not looked into further. */
async function openAll(
  { year, groups }: StoredCampaign, privateKey: KeyObject, scale: Scale,
): Promise<{ opened: Opened[], invalid: number }> {
  const strata = new Map<string, Opened>()
  const sizes = new Map(groups.map(({ no, departments }) => [no, departments.length]))
  let [seen, invalid] = [0, 0]
  const places = BoxModel.collection.find<BoxPlace>({ campaign: year, filled: true }, { promoteBuffers: true })
  for await (const place of places) {
    const size = sizes.get(place.group) ?? 0
    const ballot = place.sealed && openBallot(privateKey, stratumOf(place), place.sealed, size, scale)
    if (ballot) {
      const own = strata.get(stratumKey(place)) ?? { stratum: stratumOf(place), ballots: [] }
      own.ballots.push(ballot)
      strata.set(stratumKey(place), own)
    } else invalid += 1
    if (++seen % AT_A_TIME === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  return { opened: [...strata.values()], invalid }
}

/** Marks and comments of all strata, each in a random order. */
function tornApart({ groups }: StoredCampaign, opened: readonly Opened[]): { lists: MarkList[], comments: LooseComment[] } {
  const torn = opened.map(({ stratum, ballots }) =>
    tearApart(stratum, groups.find(({ no }) => no === stratum.group)?.departments ?? [], ballots, randomInt))
  return {
    lists: torn.flatMap(({ lists }) => lists), comments: shuffled(torn.flatMap(({ comments }) => comments), randomInt),
  }
}

function rowOf({ marks, ...list }: MarkList, { options }: Scale): Omit<TallyRow, '_id'> {
  const { counts, abstained } = countList(marks, options.length)
  const named = Object.fromEntries(options.map((option, at) => [option, counts[at] ?? 0]))
  return { ...list, source: 'online', marks: named, abstained, void: 0 }
}
