import { randomBytes } from 'node:crypto'
import { Types } from 'mongoose'
import type { Ballot } from '../../../models/ballot/content.ts'
import { makeKeyPair, publicHalf } from '../../../models/ballot/curve.ts'
import { holderKey, makeCampaignKey } from '../../../models/ballot/custody.ts'
import { BallotKeyModel, bytesOf, putKey, textOf, type BallotKey } from '../../../models/ballot/index.ts'
import { sealBallot } from '../../../models/ballot/sealing.ts'
import { byStratum, stratumOf } from '../../../models/ballot/stratum.ts'
import { countList, shuffled, tearApart, unsealingHash } from '../../../models/ballot/unsealing.ts'
import { blanksFor, placeId } from '../../../models/box/blanks.ts'
import { BoxModel, type BoxPlace } from '../../../models/box/index.ts'
import { CampaignModel, VENUE_KIND_WORDS, type Campaign } from '../../../models/campaign/index.ts'
import { LinkModel, type Link } from '../../../models/link/index.ts'
import { tokenHash } from '../../../models/link/token.ts'
import { RepresentativeModel, type Representative } from '../../../models/representative/index.ts'
import { RollModel, type RollEntry } from '../../../models/roll/index.ts'
import { SCALES } from '../../../models/scoringPlan/scales.ts'
import { addDays, dayOf } from '../../../models/shared/calendarDay.ts'
import {
  BallotCommentModel, MarkListModel, TallyModel, type BallotComment, type TallyRow,
} from '../../../models/tally/index.ts'
import type { Deps } from '../../deps.ts'
import { markOf, moodsOf, type Moods } from './moods.ts'
import { paperVote, votesOnPaper } from './paperVote.ts'
import type { People } from './people.ts'
import { randomSource, type Random } from './random.ts'
import { insertAll } from './store.ts'

/** What the three holders of the sample's key type, in the order of the holders. */
export const DEMO_PASSPHRASES = ['海上升明月示范一号', '雨伞铁轨灯塔示范二号', '四季分明石老人示范三号'] as const

type Seat = Pick<Representative, '_id' | 'code' | 'group' | 'venue' | 'planCategory' | 'district' | 'reportsReadAt' | 'trainingReadAt'>

/** A campaign with what its vote is made of. */
interface Vote {
  campaign: Campaign
  roll: RollEntry[]
  random: Random
  moods: Moods
}

const B4 = SCALES.B4

/**
 * The votes of the sample's campaigns: of one that is open a part is cast, one whose scores were shown is unsealed and
 * tallied; between the close and that the box waits for two holders.
 * @returns the summary and one ballot that can still be cast, for whoever wants to try
 */
export async function ballots(
  deps: Deps, people: People, at: Date,
): Promise<{ summary: string[], links: Record<string, string> }> {
  const links: Record<string, string> = {}
  const summary: string[] = []
  for (const campaign of await CampaignModel.find({}).sort({ year: 1 }).lean<Campaign[]>()) {
    const seats = await RepresentativeModel.find({ campaign: campaign.year, state: 'drawn' }).sort({ code: 1 }).lean<Seat[]>()
    if (campaign.window === null || seats.length === 0) continue
    const random = randomSource(`ballots/${campaign.year}`)
    const roll = rollOf(campaign, seats, at, random, people)
    const vote = { campaign, roll, random, moods: moodsOf(campaign, random.fork('moods')) }
    if (campaign.objectionUntilOn === null) {
      const tried = await openVote(deps, vote, seats, people, at)
      if (tried !== null) links['ballot'] = tried
      summary.push(`${campaign.year}年选票：名册 ${roll.length} 人，已投 ${roll.filter(({ votedOn }) => votedOn !== null).length} 张`
        + `；保管人口令依次是 ${DEMO_PASSPHRASES.join('、')}${tried === null ? '' : `；试投一票：${tried}`}`)
    } else {
      await tallied(vote, people)
      await paperVote({ ...vote, random: random.fork('paper') }, people)
    }
  }
  return { summary, links }
}

/** The roll as the sign-in left it: nearly all have come, most of them have voted. */
function rollOf(campaign: Campaign, seats: readonly Seat[], at: Date, random: Random, people: People): RollEntry[] {
  const { opensAt, closesAt } = campaign.window ?? { opensAt: at, closesAt: at }
  const kinds = new Map(campaign.venues.map(({ code, kind }) => [code, VENUE_KIND_WORDS[kind]]))
  const office = people.users.find(({ roles }) => roles.includes('evaluation'))?.name ?? ''
  const begun = at >= opensAt
  const share = at >= closesAt ? 0.985 : 0.55
  return seats.map((seat): RollEntry => {
    const came = begun && random.chance(0.97)
    const read = seat.reportsReadAt !== null && seat.trainingReadAt !== null
    const where = { group: seat.group ?? 0, category: seat.planCategory ?? '', place: seat.venue ?? '' }
    // who voted on paper is not marked: the sheet of the place has them
    const paper = campaign.objectionUntilOn !== null && votesOnPaper(where)
    const voted = came && !paper && (read || at >= closesAt) && random.chance(share)
    return {
      _id: new Types.ObjectId(), campaign: campaign.year, ...where, venue: kinds.get(seat.venue ?? '') ?? '',
      representative: seat._id, code: seat.code ?? '', district: seat.district,
      handed: came ? (paper ? 'paper' : 'token') : null, handedOn: came ? dayOf(opensAt) : null, handedByName: came ? office : '',
      reissues: came && !paper && random.chance(0.01) ? 1 : 0, votedOn: voted ? votedDay(opensAt, at, random) : null, leftOn: null,
    }
  })
}

const votedDay = (opensAt: Date, at: Date, random: Random): string => {
  const days = Math.min(3, Math.floor((at.getTime() - opensAt.getTime()) / 86_400_000))
  return addDays(dayOf(opensAt), random.int(0, Math.max(0, days)))
}

/** A vote that still waits for its unsealing: a real key, real ciphertexts, letters that were printed. */
async function openVote(
  deps: Deps, vote: Vote, seats: readonly Seat[], people: People, at: Date,
): Promise<string | null> {
  const { campaign, roll } = vote
  const salts = DEMO_PASSPHRASES.map(() => randomBytes(16))
  const halves = await Promise.all(DEMO_PASSPHRASES.map(async (phrase, place) =>
    publicHalf(await holderKey(phrase, salts[place] ?? Buffer.alloc(16)))))
  const setAt = new Date((campaign.startedAt ?? at).getTime() + 86_400_000)
  const key = new BallotKeyModel({ _id: campaign.year, holders: holdersOf(campaign, people, salts, halves, setAt) })
  putKey(key, makeCampaignKey(campaign.year, halves), setAt)
  const stored = key.toObject<BallotKey>()
  await insertAll(BallotKeyModel, [stored])
  const cast = new Map(ballotsOf(vote).map(({ entry, ballot }) =>
    [entry._id, sealBallot(bytesOf(stored.publicKey ?? ''), stratumOf(entry), ballot)]))
  await store(roll, cast)
  const tokens = roll.map(() => randomBytes(32).toString('base64url'))
  await insertAll(LinkModel, roll.map((entry, index): Link => ({
    _id: randomBytes(9).toString('base64url'), purpose: 'ballot', subject: String(entry._id), version: 1 + entry.reissues,
    hash: tokenHash(tokens[index] ?? ''), formerHashes: entry.reissues > 0 ? [tokenHash(randomBytes(32).toString('base64url'))] : [],
    expiresAt: null, revokedAt: null, createdAt: setAt,
  })))
  const read = new Set(seats.filter(({ reportsReadAt }) => reportsReadAt !== null).map(({ _id }) => String(_id)))
  const free = roll.findIndex(({ handed, votedOn, representative }) => handed === 'token' && votedOn === null && read.has(String(representative)))
  return free < 0 ? null : `${deps.config.publicUrl}/b/${tokens[free]}`
}

/** A vote that is over: marks and comments as an unsealing leaves them, nothing left of ciphertexts and key. */
async function tallied(vote: Vote, people: People): Promise<void> {
  const { campaign, roll, random } = vote
  const { year, window } = campaign
  const cast = ballotsOf(vote)
  const chance = (below: number) => random.int(0, below - 1)
  const torn = byStratum(cast.map(({ entry, ballot }) => ({ ...stratumOf(entry), ballot }))).map(({ stratum, rows }) =>
    tearApart(stratum, departmentsOf(campaign, stratum.group), rows.map(({ ballot }) => ballot), chance))
  const lists = torn.flatMap((each) => each.lists)
  const comments = shuffled(torn.flatMap((each) => each.comments), chance)
  const at = new Date((window?.closesAt ?? new Date(0)).getTime() + 90 * 60_000)
  const halves = DEMO_PASSPHRASES.map(() => makeKeyPair().publicKey)
  const holders = holdersOf(campaign, people, DEMO_PASSPHRASES.map(() => randomBytes(16)), halves, campaign.startedAt ?? at)
  const key: BallotKey = {
    _id: year, holders, publicKey: textOf(makeKeyPair().publicKey), locks: [], madeAt: campaign.startedAt,
    unsealed: {
      at, holders: holders.slice(0, 2).map(({ name }) => name), byName: campaign.startedByName, hash: unsealingHash(lists, B4.options.length),
      ballots: cast.length, invalid: 0, comments: comments.length,
    },
  }
  await insertAll(BallotKeyModel, [key])
  await store(roll, new Map(cast.map(({ entry }) => [entry._id, null])))
  await insertAll(MarkListModel, lists)
  await insertAll(TallyModel, lists.map(({ marks, ...list }): Omit<TallyRow, '_id'> => {
    const { counts, abstained } = countList(marks, B4.options.length)
    return { ...list, source: 'online', marks: Object.fromEntries(B4.options.map((option, index) => [option, counts[index] ?? 0])), abstained, void: 0 }
  }))
  await insertAll(BallotCommentModel, comments.map((comment): BallotComment => ({
    _id: placeId(), campaign: year, ...comment, state: 'released', reason: '', reviewedAt: new Date(at.getTime() + 3 * 86_400_000),
    reviewedByName: campaign.startedByName,
  })))
}

/** Roll and box; each cast ballot lies in a random place of its stratum. */
async function store(roll: readonly RollEntry[], cast: ReadonlyMap<Types.ObjectId, Buffer | null>): Promise<void> {
  const chance = (below: number) => randomBytes(4).readUInt32BE() % below
  const places = byStratum(roll).flatMap(({ stratum, rows }) => {
    const filled = rows.flatMap(({ _id }) => (cast.has(_id) ? [cast.get(_id) ?? null] : []))
    return Array.from({ length: blanksFor(rows.length) }, (_, at): BoxPlace =>
      ({ _id: placeId(), ...stratum, filled: at < filled.length, sealed: filled[at] ?? null }))
  })
  await insertAll(RollModel, roll)
  await insertAll(BoxModel, shuffled(places, chance))
}

const departmentsOf = ({ groups }: Campaign, group: number): string[] => groups.find(({ no }) => no === group)?.departments ?? []

function ballotsOf({ campaign, roll, random, moods }: Vote): { entry: RollEntry, ballot: Ballot }[] {
  return roll.filter(({ votedOn }) => votedOn !== null).map((entry) => ({
    entry,
    ballot: departmentsOf(campaign, entry.group).map((code) => {
      const mark = markOf(moods.get(code) ?? 0, random)
      return { mark, comment: random.chance(mark === 3 ? 0.4 : 0.03) ? random.pick(COMMENTS) : '' }
    }),
  }))
}

const COMMENTS = [
  '窗口人手少，排队时间长，建议上午多开一个窗口。', '电话难打通，希望有人接、能说清楚。', '办得快，工作人员耐心，继续保持。',
  '网上申请要反复上传同样的材料，能不能一次提交多处使用。', '答应的事要有个时间，到期给个回话。', '政策解读再通俗一点，小企业看不明白。',
  '夜间和周末也应当有人值班。', '现场踏勘来得及时，问题解决了。', '同一件事问了三个科室，答复不一样，建议统一口径。',
]

const holdersOf = (
  { holders }: Campaign, { users }: People, salts: readonly Buffer[], halves: readonly Buffer[], setAt: Date,
): BallotKey['holders'] => holders.map(({ user, name }, place) => ({
  user, name, department: users.find(({ _id }) => _id.equals(user))?.department ?? '', salt: textOf(salts[place] ?? Buffer.alloc(16)), publicKey: textOf(halves[place] ?? Buffer.alloc(32)), setAt,
}))
