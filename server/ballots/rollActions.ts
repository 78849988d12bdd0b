import type { Types } from 'mongoose'
import { byStratum, stratumKey, type Stratum } from '../../models/ballot/stratum.ts'
import { BoxModel } from '../../models/box/index.ts'
import { makeBlanks } from '../../models/box/blanks.ts'
import { VENUE_KIND_WORDS } from '../../models/campaign/index.ts'
import { venueOf, type StoredCampaign } from '../../models/campaign/queries.ts'
import { drawnRepresentatives, type DrawnRepresentative } from '../../models/representative/queries.ts'
import { RollModel, type RollEntry } from '../../models/roll/index.ts'
import { SMALLEST_STRATUM } from '../../models/scoringPlan/composition.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import type { Actor } from '../../models/user/actor.ts'
import { act, type Tx } from '../act.ts'
import type { Deps } from '../deps.ts'
import { revokeLink } from '../links/actions.ts'
import { recordOf } from './keyActions.ts'

export interface RollCounts {
  added: number
  removed: number
}

/**
 * Makes the roll from the drawn representatives, and the box with its blanks; called again after somebody was replaced, it
 * adds who came and takes out who left and held no ballot yet. Twice in a row changes nothing.
 * @throws RuleBroken when nobody is drawn, or a stratum would have fewer than ten voters
 */
export async function writeRoll(deps: Deps, actor: Actor, campaign: StoredCampaign): Promise<RollCounts> {
  const { year } = campaign
  const drawn = await drawnRepresentatives(year)
  if (drawn.length === 0) throw new RuleBroken('roll-nobody', '还没有抽取市民代表，名册无从生成。请先完成抽取。')
  const lines = drawn.map((each) => lineOf(campaign, each))
  const small = byStratum(lines).filter(({ rows }) => rows.length < SMALLEST_STRATUM)
  if (small.length > 0) throw new RuleBroken('roll-small', smallStrata(small.map(({ stratum, rows }) => ({ stratum, voters: rows.length }))))
  return act(deps, actor, 'ballot.prepare', async (tx) => {
    const present = await RollModel.find({ campaign: year }).session(tx.session).lean<RollEntry[]>()
    const known = new Set(present.map(({ representative }) => String(representative)))
    const added = lines.filter(({ representative }) => !known.has(String(representative)))
    const still = new Set(lines.map(({ representative }) => String(representative)))
    const gone = present.filter((entry) => !still.has(String(entry.representative)) && entry.votedOn === null)
    await leave(tx, gone)
    if (added.length > 0) await RollModel.insertMany(added, { session: tx.session })
    await fillUp(tx, year, lines)
    const removed = gone.filter(({ handed }) => handed === null).length
    tx.audit({ record: recordOf(year), changes: { 名册: `增 ${added.length} 人，减 ${removed} 人` } })
    return { added: added.length, removed }
  })
}

/**
 * Puts the one who steps in on the roll in the place of the one who left, inside the act that replaces them: the letter of
 * the one dies, the other's is printed and handed out like any. Nothing to do while there is no roll.
 * @param next null where nobody was left to step in
 * @returns whether a letter is now to be printed
 * @throws RuleBroken('representative-voted') when the one who leaves has voted, and RuleBroken('representative-paper') when
 * they took a paper ballot, which may lie in the box already and cannot be told from the others
 */
export async function swapOnRoll(
  tx: Tx, campaign: StoredCampaign, gone: Types.ObjectId, next: DrawnRepresentative | null,
): Promise<boolean> {
  const entry = await RollModel.findOne({ campaign: campaign.year, representative: gone }).session(tx.session).lean<RollEntry>()
  if (entry === null) return false
  if (entry.votedOn !== null) throw new RuleBroken('representative-voted', `${entry.code} 已经投票，票收不回来，不能再由他人递补。`)
  if (entry.handed === 'paper') throw new RuleBroken('representative-paper', `${entry.code} 领了纸质选票，可能已经投进票箱，不能再由他人递补。`)
  await leave(tx, [entry])
  if (next !== null) await RollModel.insertMany([lineOf(campaign, next)], { session: tx.session })
  return next !== null
}

/**
 * Whoever left before the hand-out leaves the roll; a ballot in hand stays counted as 发出 and dies. A vote cast in the same
 * moment writes the same line, so one of the two begins anew and sees the other.
 */
async function leave(tx: Tx, gone: readonly RollEntry[]): Promise<void> {
  for (const { _id } of gone) await revokeLink(tx.session, 'ballot', String(_id), tx.now)
  const unhanded = gone.filter(({ handed }) => handed === null).map(({ _id }) => _id)
  if (unhanded.length > 0) await RollModel.deleteMany({ _id: { $in: unhanded } }, { session: tx.session })
  const handed = gone.filter((entry) => entry.handed !== null).map(({ _id }) => _id)
  if (handed.length > 0) {
    await RollModel.updateMany({ _id: { $in: handed }, leftOn: null }, { $set: { leftOn: dayOf(tx.now) } }, { session: tx.session })
  }
}

/** Makes blanks for strata that have none or fewer than voters: never one for the one who has just come. */
async function fillUp(tx: Tx, year: number, lines: readonly Stratum[]): Promise<void> {
  const counted = await BoxModel.aggregate<{ _id: Stratum, places: number }>([
    { $match: { campaign: year } },
    { $group: { _id: { campaign: '$campaign', group: '$group', venue: '$venue', category: '$category' }, places: { $sum: 1 } } },
  ]).session(tx.session)
  const places = new Map(counted.map(({ _id, places: many }) => [stratumKey(_id), many]))
  const short = byStratum(lines).filter(({ stratum, rows }) => (places.get(stratumKey(stratum)) ?? 0) < rows.length)
  await makeBlanks(tx.session, short.map(({ stratum, rows }) => ({ stratum, voters: rows.length })))
}

function lineOf(campaign: StoredCampaign, one: DrawnRepresentative): Omit<RollEntry, '_id'> {
  const venue = venueOf(campaign, one.venue)
  if (venue === null) throw new RuleBroken('roll-venue', `代表 ${one.code} 的会场不在今年的会场里，请先改会场。`)
  return {
    campaign: campaign.year, group: one.group, venue: VENUE_KIND_WORDS[venue.kind], category: one.category, place: venue.code,
    representative: one.id as unknown as RollEntry['representative'], code: one.code, district: one.district,
    handed: null, handedOn: null, handedByName: '', reissues: 0, votedOn: null, leftOn: null,
  }
}

const smallStrata = (small: readonly { stratum: Stratum, voters: number }[]): string =>
  `${small.map(({ stratum: { group, venue, category }, voters }) => `第 ${group} 组${venue}的“${category}”只有 ${voters} 人`).join('；')}`
  + `。少于 ${SMALLEST_STRATUM} 人就可能看出谁怎么投的，请先改方案或补抽。`
