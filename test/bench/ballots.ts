import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { campaignKey, holderKey } from '../../models/ballot/custody.ts'
import { BallotKeyModel, bytesOf, locksOf } from '../../models/ballot/index.ts'
import { openBallot } from '../../models/ballot/sealing.ts'
import { stratumOf } from '../../models/ballot/stratum.ts'
import { BoxModel, type BoxPlace } from '../../models/box/index.ts'
import { RollModel } from '../../models/roll/index.ts'
import { SCALES } from '../../models/scoringPlan/scales.ts'
import { readConfig, type Config } from '../../server/config.ts'
import { openDatabase } from '../../server/database/open.ts'
import { aCampaign, aKey, PHRASES, voters, YEAR, type Voter } from '../ballots/voters.ts'
import { aDepartment } from '../support/factories.ts'
import { forkServer, type Measured } from './city.ts'
import { threeMembers } from './threeMembers.ts'
import { againOf, aVisitor, feltOutside, type Felt } from './visitor.ts'

const PORTS = [3992, 3993] as const
const VOTERS = 3000
const SECONDS = 60
const STEPDOWN_VOTERS = 600
const STEPDOWN_SECONDS = 20
const USUAL_SCALE = 0.2
/** Around the kill latencies are not held against the product: what matters there is that nothing is lost. */
const AROUND_KILL_MS = 10_000
const DEPARTMENTS = Array.from({ length: 10 }, (_, at) => `dept${at}`)
const STRATA = [['主会场', '专家·媒体'], ['分会场', '社区居民'], ['网上', '公众']] as const

/**
 * The rush in the hall: 3,000 letters from one address in a minute, each voter coming at a set moment whatever the product does
 * (open model), a tenth pressing twice, two app processes of which one is killed halfway and started again. Then the same,
 * smaller and without timing, on three database members whose primary gives way.
 * @source DESIGN.md §6, security.md L2
 */
export async function ballots(scale: number): Promise<Measured[]> {
  // the whole rush at the usual scale; less only to try the bench itself
  const share = Math.min(1, scale / USUAL_SCALE)
  const [many, few] = [VOTERS * share, STEPDOWN_VOTERS * share].map((each) => Math.ceil(each / STRATA.length) * STRATA.length) as [number, number]
  const rush = await inCity(null, many, async (city) => rushOn(city, SECONDS * share, () => city.kill()))
  const members = await threeMembers()
  try {
    const stepdown = await inCity(members.uri, few, async (city) => rushOn(city, STEPDOWN_SECONDS * share, () => members.stepDown()))
    return [
      {
        name: 'ballots', goal: '3,000 ballots in 60 s from one address: each counted once, p99 ≤ 1.5 s outside 10 s around a kill',
        met: [rush.once, rush.roll, rush.box].every((count) => count === many) && rush.p99 <= 1500, figures: { ...rush },
      },
      {
        name: 'ballots, stepdown', goal: 'three members, the primary gives way: each counted once',
        met: [stepdown.once, stepdown.roll, stepdown.box].every((count) => count === few), figures: { ...stepdown },
      },
    ]
  } finally {
    await members.stop()
  }
}

interface City {
  people: Voter[]
  /** addresses of the processes that live */
  living: () => string[]
  /** kills one process without warning; another takes its place a few seconds later */
  kill(): void
}

async function inCity<T>(mongodbUri: string | null, many: number, work: (city: City) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'zoufang-bench-'))
  const config = readConfig({ DATA_DIR: dataDir, JOBS: 'off', LOG_LEVEL: 'silent', ...(mongodbUri === null ? {} : { MONGODB_URI: mongodbUri }) })
  const database = await openDatabase({ mongodbUri, mongodBinary: null, dataDir, env: process.env, say: () => undefined })
  if (mongodbUri === null) delete process.env['MONGODB_URI']
  else process.env['MONGODB_URI'] = mongodbUri
  const servers = new Map<number, Awaited<ReturnType<typeof forkServer>>>()
  let restarting: Promise<unknown> = Promise.resolve()
  try {
    const people = await aHall(many)
    for (const port of PORTS) servers.set(port, await forkServer(config, port))
    return await work({
      people, living: () => [...servers.values()].map(({ address }) => address),
      kill: () => {
        const [port, victim] = [...servers][1] ?? []
        if (!port || !victim) return
        servers.delete(port)
        process.kill(victim.pid, 'SIGKILL')
        restarting = revive(config, port, servers)
      },
    })
  } finally {
    await restarting
    await Promise.all([...servers.values()].map((server) => server.stop()))
    await database.close()
    delete process.env['MONGODB_URI']
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function revive(config: Config, port: number, servers: Map<number, Awaited<ReturnType<typeof forkServer>>>): Promise<void> {
  await pause(3000)
  servers.set(port, await forkServer(config, port))
}

async function aHall(many: number): Promise<Voter[]> {
  const now = Date.now()
  const window = { opensAt: new Date(now - 3_600_000), closesAt: new Date(now + 6 * 3_600_000) }
  for (const [at, _id] of DEPARTMENTS.entries()) await aDepartment({ _id, name: `第${at + 1}局`, order: at })
  await aCampaign({ window, groups: [{ no: 2, name: '管理执法组', departments: DEPARTMENTS }] })
  await aKey()
  const people: Voter[] = []
  for (const [venue, category] of STRATA) people.push(...(await voters(many / STRATA.length, { venue, category })))
  return people
}

type Rush = { voters: number, once: number, roll: number, box: number, again: number, p50: number, p99: number, slowest: number }

async function rushOn(city: City, seconds: number, halfway: () => Promise<void> | void): Promise<Rush> {
  const felt: Felt[] = []
  const start = performance.now() + 500
  const trouble = start + (seconds * 1000) / 2
  const troubled = pause(trouble - performance.now()).then(halfway)
  await Promise.all(city.people.map(async (voter, n) => {
    const due = start + (n * seconds * 1000) / city.people.length
    await pause(due - performance.now())
    await vote(aVisitor({ servers: city.living, felt }), voter, n, due)
  }))
  await troubled
  const { within } = feltOutside(felt, trouble, trouble + AROUND_KILL_MS)
  return { voters: city.people.length, ...(await recount()), again: againOf(felt), p50: within(0.5), p99: within(0.99), slowest: within(1) }
}

/** One voter from the letter to 已投票; each tenth presses twice. @throws Error when an answer is not what a voter may expect */
async function vote(visitor: ReturnType<typeof aVisitor>, { token }: Voter, n: number, due: number): Promise<void> {
  const { location } = await visitor.get(`/b/${token}`, due)
  const marks = visitor.hidden((await visitor.get(location)).text).filter(([name]) => name === '_csrf' || name === 'id')
  const choices = DEPARTMENTS.map((code, at): [string, string] => [`m-${code}`, String((n + at) % 5)])
  const filled: [string, string][] = [...marks, ...choices, ['c-dept0', `第${n}位`]]
  const post = async (to: string, expected: number, more: [string, string][] = []) => {
    const { status } = await visitor.post(`${location}/${to}`, [...filled, ...more])
    if (status !== expected) throw new Error(`Voter ${n} got ${status} from ${to}`)
  }
  await post('review', 200)
  await Promise.all(Array.from({ length: n % 10 === 0 ? 2 : 1 }, () => post('ballot', 303, [['told', '']])))
}

/** Opens the box with the tests' passphrases: how many different voters' ballots are in it, each just as it was cast. */
async function recount(): Promise<{ once: number, roll: number, box: number }> {
  const key = await BallotKeyModel.findById(YEAR).lean()
  if (!key) throw new Error('There is no key')
  const holders = await Promise.all([0, 1].map((place) => holderKey(PHRASES[place] ?? '', bytesOf(key.holders[place]?.salt ?? ''))))
  const opened = campaignKey(YEAR, locksOf(key), new Map(holders.map((holder, place) => [place, holder])))
  if (!opened) throw new Error('The key does not open')
  const seen = new Set<string>()
  let box = 0
  for await (const place of BoxModel.collection.find<BoxPlace>({ campaign: YEAR, filled: true }, { promoteBuffers: true })) {
    box += 1
    const ballot = place.sealed && openBallot(opened, stratumOf(place), place.sealed, DEPARTMENTS.length, SCALES.B4)
    const n = Number(/\d+/.exec(ballot?.[0]?.comment ?? '')?.[0] ?? -1)
    if (ballot?.every(({ mark }, at) => mark === (n + at) % 5)) seen.add(String(n))
  }
  return { once: seen.size, box, roll: await RollModel.countDocuments({ campaign: YEAR, votedOn: { $ne: null } }).exec() }
}
