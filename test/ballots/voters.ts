import { randomBytes, randomInt } from 'node:crypto'
import { Types } from 'mongoose'
import mongoose from 'mongoose'
import request from 'supertest'
import '../../models/all.ts'
import { holderKey, makeCampaignKey } from '../../models/ballot/custody.ts'
import { publicHalf } from '../../models/ballot/curve.ts'
import { BallotKeyModel, putKey, textOf } from '../../models/ballot/index.ts'
import { byStratum } from '../../models/ballot/stratum.ts'
import { makeBlanks } from '../../models/box/blanks.ts'
import { CampaignModel, type Campaign } from '../../models/campaign/index.ts'
import { LinkModel } from '../../models/link/index.ts'
import { tokenHash } from '../../models/link/token.ts'
import { RepresentativeModel, type Representative } from '../../models/representative/index.ts'
import { RollModel, type RollEntry } from '../../models/roll/index.ts'
import { ScoringPlanModel } from '../../models/scoringPlan/index.ts'
import { DEFAULT_WEIGHTS } from '../../models/scoringPlan/weights.ts'
import type { Agent, TestApp } from '../support/app.ts'
import { aDepartment } from '../support/factories.ts'

export const YEAR = 2026
export const PHRASES = ['海上升明月 2026 天涯', '四个不相干的词：雨伞铁轨', 'correct horse battery staple'] as const
const SINCE = new Date('2026-11-20T09:00:00+08:00')

export const GROUP = [
  ['gaj', '公安局'], ['zrzy', '自然资源和规划局'], ['sthj', '生态环境局'],
] as const

/** A campaign with one group of three departments and another of one, three venues, voting from 25 to 27 November 2026. */
export async function aCampaign(values: Partial<Campaign> = {}): Promise<Campaign> {
  for (const [at, [_id, name]] of [...GROUP, ['jyj', '教育局'] as const].entries()) {
    await aDepartment({ _id, name, shortName: name, order: at + 1 })
  }
  await ScoringPlanModel.create({
    year: YEAR, version: 1, weights: DEFAULT_WEIGHTS, period: { fromOn: '2026-01-01', toOn: '2026-07-31' }, reason: '',
    createdAt: SINCE,
  })
  const made = await CampaignModel.create({
    year: YEAR, title: '2026年三民活动', phases: [], members: [],
    groups: [
      { no: 2, name: '管理执法组', departments: GROUP.map(([code]) => code) }, { no: 4, name: '社会事业组', departments: ['jyj'] },
    ],
    venues: [
      { code: 'main', name: '主会场', kind: 'main', district: null, place: '市级机关会议中心' },
      { code: 'b212', name: '崂山区分会场', kind: 'branch', district: '370212', place: '' },
      { code: 'online', name: '网上', kind: 'online', district: null, place: '' },
    ],
    window: { opensAt: new Date('2026-11-25T09:00:00+08:00'), closesAt: new Date('2026-11-27T17:30:00+08:00') },
    startedAt: SINCE, startedByName: '杨星河', createdAt: SINCE, createdByName: '杨星河', ...values,
  })
  return made.toObject<Campaign>()
}

/** The key of the campaign, its three holders with the passphrases of the tests. */
export async function aKey(): Promise<void> {
  const salts = PHRASES.map(() => randomBytes(16))
  const halves = await Promise.all(PHRASES.map(async (phrase, at) => publicHalf(await holderKey(phrase, salts[at] ?? Buffer.alloc(16)))))
  const key = new BallotKeyModel({
    _id: YEAR, holders: PHRASES.map((_, at) => ({
      user: new Types.ObjectId(), name: ['文书一', '江溪初', '裴清野'][at], department: 'lxb', salt: textOf(salts[at] ?? Buffer.alloc(16)),
      publicKey: textOf(halves[at] ?? Buffer.alloc(32)), setAt: SINCE,
    })),
  })
  putKey(key, makeCampaignKey(YEAR, halves), SINCE)
  await key.save()
}

export interface Voter {
  entry: RollEntry
  representative: Types.ObjectId
  token: string
  path: string
}

let count = 0

/** So many voters of one stratum, with their letters handed out, everything read, and blanks in the box. */
export async function voters(many: number, values: Partial<RollEntry> = {}, of: Partial<Representative> = {}): Promise<Voter[]> {
  const stratum = { campaign: YEAR, group: 2, venue: '主会场', category: '专家·媒体' }
  const people = await RepresentativeModel.insertMany(Array.from({ length: many }, () => {
    const n = ++count
    return {
      campaign: YEAR, code: `R${String(n).padStart(4, '0')}`, name: `代表${n}`, sortKey: `daibiao${n}`, phone: `139${String(n).padStart(8, '0')}`,
      category: '专家', origin: 'recommended', state: 'drawn', createdAt: SINCE, trainingReadAt: SINCE, reportsReadAt: SINCE, ...of,
    }
  }))
  const roll = people.map((person): RollEntry => ({
    _id: new Types.ObjectId(), ...stratum, place: 'main', representative: person._id, code: person.code ?? '', district: null,
    handed: 'token', handedOn: '2026-11-25', handedByName: '杨星河', reissues: 0, votedOn: null, leftOn: null, ...values,
  }))
  await RollModel.insertMany(roll)
  const tokens = roll.map(() => randomBytes(32).toString('base64url'))
  await LinkModel.insertMany(roll.map((entry, at) => ({
    _id: randomBytes(9).toString('base64url'), purpose: 'ballot', subject: String(entry._id), version: 1, hash: tokenHash(tokens[at] ?? ''),
    createdAt: SINCE,
  })))
  await mongoose.connection.transaction(async (session) => {
    await makeBlanks(session, byStratum(roll).map(({ stratum: one, rows }) => ({ stratum: one, voters: rows.length })))
  })
  return roll.map((entry, at) => ({ entry, representative: entry.representative, token: tokens[at] ?? '', path: `/b/${tokens[at]}` }))
}

type Fields = Record<string, string | string[]>

/** A phone that has opened the letter. */
export interface Phone {
  agent: Agent
  base: string
  /** what every form of the link carries */
  hidden: Fields
  send(to: string, fields?: Fields): ReturnType<Agent['post']>
}

export async function phoneOf(city: Pick<TestApp, 'app'>, path: string): Promise<Phone> {
  const agent = request.agent(city.app)
  const entered = await agent.get(path)
  const base = entered.headers['location']
  if (!base) throw new Error(`${path} did not open: ${entered.status}`)
  const { text } = await agent.get(base)
  const hidden = hiddenIn(text)
  return { agent, base, hidden, send: (to, fields = {}) => agent.post(`${base}/${to}`).type('form').send({ ...hidden, ...fields }) }
}

/** The two hidden fields that tie a form to its link. */
export const hiddenIn = (html: string): Fields => Object.fromEntries(
  ['_csrf', 'id'].flatMap((name) => {
    const found = new RegExp(`name="${name}" value="([^"]*)"`).exec(html)
    return found?.[1] === undefined ? [] : [[name, found[1]]]
  }),
)

/** Everything chosen: each department the option of this number. */
export const all = (option: number): Fields => Object.fromEntries(GROUP.map(([code]) => [`m-${code}`, String(option)]))

/** Votes as a person would, from the letter to 已投票. */
export async function vote(city: Pick<TestApp, 'app'>, { path }: Voter, choices: Fields): Promise<void> {
  const phone = await phoneOf(city, path)
  const told = GROUP.map(([code]) => code).filter((code) => choices[`m-${code}`] === undefined).join(' ')
  const reviewed = await phone.send('review', choices)
  if (reviewed.status !== 200) throw new Error(`review: ${reviewed.status}`)
  const cast = await phone.send('ballot', { ...choices, told })
  if (cast.status !== 303) throw new Error(`cast: ${cast.status} ${cast.text.slice(0, 500)}`)
}

export const chance = (below: number): number => randomInt(below)
