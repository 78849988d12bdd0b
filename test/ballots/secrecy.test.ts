import { expect } from 'chai'
import { Writable } from 'node:stream'
import mongoose from 'mongoose'
import { pino } from 'pino'
import { createApp } from '../../server/app.ts'
import { anApp, submit, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'
import { aCampaign, aKey, GROUP, PHRASES, vote, voters, YEAR, type Voter } from './voters.ts'

const VOTERS = 10
type Row = Record<string, unknown>
type Dump = Record<string, Row[]>

/** What a thief may have: the data files in their natural order, the oplog, and a backup after each ballot. */
interface Loot {
  dump: Dump
  oplog: Row[][]
  backups: Dump[]
}

/** Voter n's choices: no two are alike, so that a right guess is no accident. */
const choiceOf = (n: number): [number, number, number] => [n % 5, Math.floor(n / 5), (n * 3 + 1) % 5]
const commentOf = (n: number) => `第${n}位的话`
const said = (n: number): string => JSON.stringify([...choiceOf(n), commentOf(n)])

async function dumpAll(): Promise<Dump> {
  const { db } = mongoose.connection
  if (!db) throw new Error('no database')
  const names = (await db.listCollections({ type: 'collection' }, { nameOnly: true }).toArray()).map(({ name }) => name)
  const rowsOf = (name: string) => db.collection(name).find({}, { promoteBuffers: true }).sort({ $natural: 1 }).toArray()
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await rowsOf(name)] as const)))
}

const oplog = () => mongoose.connection.getClient().db('local').collection('oplog.rs')

/** Where the oplog ends now: what follows belongs to the test. */
async function endOfOplog(): Promise<unknown> {
  const [last] = await oplog().find({}, { projection: { ts: 1 } }).sort({ $natural: -1 }).limit(1).toArray()
  return last?.['ts']
}

/** Every transaction of this database in the order of the oplog, as lists of changed rows. */
async function oplogSince(ts: unknown, database: string): Promise<Row[][]> {
  const of = { ts: { $gt: ts }, 'o.applyOps.ns': { $regex: `^${database}\\.` } }
  const entries = await oplog().find(of, { promoteBuffers: true }).sort({ $natural: 1 }).toArray()
  return entries.map((entry) => (entry['o'] as { applyOps: Row[] }).applyOps)
}

/** What a place in the box says to somebody without the key; null when nothing can be read. */
function readOff(place: Row | undefined): string | null {
  const sealed = place?.['sealed']
  if (!(sealed instanceof Uint8Array)) return null
  try {
    return JSON.stringify(JSON.parse(Buffer.from(sealed).toString()))
  } catch {
    return null
  }
}

const filledIn = (dump: Dump) => (dump['box'] ?? []).filter((place) => place['filled'] === true)
const idOf = (row: unknown): string => String((row as Row | undefined)?.['_id'])
/** Every text and id anywhere in a row. */
const textsIn = (value: unknown): string[] =>
  (value !== null && typeof value === 'object' && !(value instanceof mongoose.Types.ObjectId) && !(value instanceof Date)
    && !(value instanceof Uint8Array) ? Object.values(value).flatMap(textsIn) : [String(value)])
const momentsIn = (value: unknown): number[] => {
  if (value instanceof Date) return [value.getTime()]
  return value !== null && typeof value === 'object' && !(value instanceof Uint8Array) ? Object.values(value).flatMap(momentsIn) : []
}

/** Guesses at what each voter chose, in the order in which they voted; null = no guess. */
type Guesses = (string | null)[]

/**
 * All ways by which voters, whose order is known, could be joined to what came of their ballots: by ids, by natural order, by
 * the order of ids, by time, by the transaction in the oplog, by what changed between two backups; and once the box is open,
 * by the order of marks and comments.
 */
function attack({ dump, oplog: log, backups }: Loot, people: readonly Voter[]): Record<string, Guesses> {
  const places = filledIn(dump)
  const byId = new Map(places.map((place) => [String(place['_id']), place]))
  const ballots = places.filter((place) => readOff(place) !== null)
  const ownTexts = (voter: Voter) => new Set([
    String(voter.entry._id), String(voter.representative), voter.entry.code, voter.token,
    ...(dump['links'] ?? []).filter((row) => row['subject'] === String(voter.entry._id)).map((row) => String(row['_id'])),
  ])
  const marks = (dump['unsealedMarks'] ?? []).map((list) => list['marks'] as (number | null)[])
  const comments = (dump['ballotComments'] ?? []).map((row) => String(row['text']))
  const sortedIds = [...ballots].sort((a, b) => (String(a['_id']) < String(b['_id']) ? -1 : 1))
  const casts = (dump['auditEntries'] ?? []).filter((row) => row['act'] === 'ballot.cast')
  return {
    'ids': people.map((voter) => {
      const own = ownTexts(voter)
      return readOff(ballots.find((place) => textsIn(place).some((text) => own.has(text))))
    }),
    'natural order of the box': people.map((_, n) => readOff(ballots[n])),
    'order of the box’s ids': people.map((_, n) => readOff(sortedIds[n])),
    'times': people.map((_, n) => {
      const at = momentsIn(casts[n] ?? {})[0] ?? 0
      const timed = ballots.filter((place) => momentsIn(place).length > 0)
      return readOff(timed.sort((a, b) => Math.abs((momentsIn(a)[0] ?? 0) - at) - Math.abs((momentsIn(b)[0] ?? 0) - at))[0])
    }),
    'transactions of the oplog': people.map((voter) => {
      const own = log.find((ops) => ops.some((op) => idOf(op['o2']) === String(voter.entry._id)))
      const place = own?.find((op) => byId.has(idOf(op['o2'])))
      return readOff(byId.get(idOf(place?.['o2'])))
    }),
    'two backups': people.map((_, n) => {
      const before = new Set(filledIn(backups[n] ?? {}).map(idOf))
      const came = filledIn(backups[n + 1] ?? {}).filter((place) => !before.has(idOf(place)))
      return readOff(byId.get(idOf(came[0])))
    }),
    'order of marks and comments': people.map((_, n) =>
      (marks.length === 0 ? null : JSON.stringify([...marks.map((list) => list[n]), comments[n] ?? '']))),
    'order of marks alone': people.map((_, n) => (marks.length === 0 ? null : JSON.stringify([...marks.map((list) => list[n]), commentOf(n)]))),
    'order of comments alone': people.map((_, n) => (comments.length === 0 ? null : JSON.stringify([...choiceOf(n), comments[n] ?? '']))),
  }
}

const right = (guesses: Guesses): number => guesses.filter((guess, n) => guess === said(n)).length
/** More right guesses come by chance once in a hundred thousand: right pairs of a random order are Poisson(1). */
const CHANCE = 7

describe('the secret vote', function () {
  this.timeout(60_000)
  const database = useDatabase({ emptied: 'each' })
  let city: TestApp
  let people: Voter[] = []
  let loot: Loot
  let begun: unknown

  /** All vote in the order of the roll, a minute after each other, and a backup is taken after each: the worst case. */
  beforeEach(async () => {
    begun = await endOfOplog()
    city = anApp()
    await aSmallCity()
    await aCampaign()
    await aKey()
    people = await voters(VOTERS)
    const backups = [await dumpAll()]
    for (const [n, voter] of people.entries()) {
      const choices = Object.fromEntries(GROUP.map(([code], at) => [`m-${code}`, String(choiceOf(n)[at])]))
      await vote(city, voter, { ...choices, 'c-gaj': commentOf(n) })
      backups.push(await dumpAll())
      city.deps.clock.forward(60_000)
    }
    loot = { dump: await dumpAll(), oplog: await oplogSince(begun, database.name()), backups }
  })

  const unseal = async () => {
    city.deps.clock.set('2026-11-27T17:31:00+08:00')
    const { agent } = await city.signInAs('evaluation', { department: 'lxb' })
    const path = `/campaigns/${YEAR}/ballots/unsealing`
    const done = await submit(agent, path, path, { 'holder-1': '0', 'passphrase-1': PHRASES[0], 'holder-2': '1', 'passphrase-2': PHRASES[1] })
    expect(done.status).to.equal(303)
    await agent.get(`/campaigns/${YEAR}/tallies.xlsx`)
    return { ...loot, dump: await dumpAll(), oplog: await oplogSince(begun, database.name()) }
  }

  /** What the files would be if ballots were stored as a careless program stores them. */
  const leaky = (from: Loot, change: (place: Row, n: number) => Row): Loot => {
    const ids = people.map((_, n) => {
      const before = new Set(filledIn(from.backups[n] ?? {}).map(idOf))
      return idOf(filledIn(from.backups[n + 1] ?? {}).find((place) => !before.has(idOf(place))))
    })
    const at = new Map(filledIn(from.dump).map((place) => [idOf(place), place]))
    const box = ids.map((id, n) => change({ ...at.get(id), sealed: Buffer.from(said(n)) }, n))
    return { ...from, dump: { ...from.dump, box } }
  }
  const shuffledRows = (rows: readonly Row[]) => rows.toSorted((a, b) => (String(a['_id']) < String(b['_id']) ? -1 : 1))

  it('cannot be joined to the voters before the unsealing, by any way', () => {
    for (const [way, guesses] of Object.entries(attack(loot, people))) expect(right(guesses), way).to.equal(0)
    expect(filledIn(loot.dump)).to.have.length(VOTERS)
    expect(loot.oplog.length).to.be.at.least(VOTERS)
  })

  it('cannot be joined to the voters after the unsealing, with all earlier backups and the oplog in hand', async () => {
    const after = await unseal()
    for (const [way, guesses] of Object.entries(attack(after, people))) expect(right(guesses), way).to.be.at.most(CHANCE)
    // and the earlier files with what is known now
    const both = { ...after, dump: { ...after.dump, box: loot.dump['box'] ?? [] } }
    for (const [way, guesses] of Object.entries(attack(both, people))) expect(right(guesses), way).to.be.at.most(CHANCE)
  })

  it('would be found out on copies that leak, so the attack is no sham', async () => {
    const open = leaky(loot, (place) => place)
    expect(right(attack(open, people)['natural order of the box'] ?? [])).to.equal(VOTERS)
    expect(right(attack(open, people)['two backups'] ?? [])).to.equal(VOTERS)
    expect(right(attack(open, people)['transactions of the oplog'] ?? [])).to.equal(VOTERS)
    const named = leaky(loot, (place, n) => ({ ...place, receipt: people[n]?.entry.code }))
    named.dump['box'] = shuffledRows(named.dump['box'] ?? [])
    expect(right(attack(named, people)['ids'] ?? [])).to.equal(VOTERS)
    const start = new Date('2026-11-25T10:20:00+08:00').getTime()
    const timed = leaky(loot, (place, n) => ({ ...place, castAt: new Date(start + n * 60_000) }))
    timed.dump['box'] = shuffledRows(timed.dump['box'] ?? [])
    expect(right(attack(timed, people)['times'] ?? [])).to.equal(VOTERS)
    const after = await unseal()
    const lists = (after.dump['unsealedMarks'] ?? []).map((list, at) => ({ ...list, marks: people.map((_, n) => choiceOf(n)[at]) }))
    const unshuffled = { ...after, dump: { ...after.dump, unsealedMarks: lists } }
    expect(right(attack(unshuffled, people)['order of marks alone'] ?? [])).to.equal(VOTERS)
  })

  it('stands in no row, no session, no draft and no log line; the roll knows the day alone', async () => {
    const everything = JSON.stringify([loot.dump, loot.oplog], (_, value: unknown) =>
      (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value))
    for (const [n, voter] of people.entries()) {
      expect(everything).not.to.include(commentOf(n))
      expect(everything).not.to.include(voter.token)
    }
    expect(loot.dump['sessions'] ?? []).to.deep.equal([])
    expect(loot.dump['idempotencyKeys'] ?? loot.dump['idempotency'] ?? []).to.deep.equal([])
    for (const place of loot.dump['box'] ?? []) {
      expect(Object.keys(place).sort()).to.deep.equal(['_id', 'campaign', 'category', 'filled', 'group', 'sealed', 'venue'])
      expect(place['_id']).to.match(/^[\w-]{20}$/)
    }
    for (const line of loot.dump['roll'] ?? []) expect(momentsIn(line)).to.deep.equal([])
    const casts = (loot.dump['auditEntries'] ?? []).filter((row) => row['act'] === 'ballot.cast')
    expect(casts).to.have.length(VOTERS)
    for (const entry of casts) expect(entry['record']).to.deep.equal({ type: 'ballot', id: '2026', no: '2026' })
    const sizes = new Set(filledIn(loot.dump).map((place) => (place['sealed'] as Uint8Array).length))
    expect(sizes.size).to.equal(1)
  })

  it('leaves log lines without letter, link, choice and comment', async () => {
    const lines: string[] = []
    const stream = new Writable({ write: (chunk: Buffer, _encoding, done) => { lines.push(chunk.toString()); done() } })
    const [late] = await voters(1)
    if (!late) throw new Error('nobody')
    const logged = { app: createApp({ ...city.deps, log: pino({ level: 'trace' }, stream) }) }
    await vote(logged, late, { 'm-gaj': '3', 'c-gaj': '夜里太吵' })
    const log = lines.join('')
    expect(log).to.include('/b/i/…/ballot')
    const link = (await mongoose.connection.collection('links').findOne({ subject: String(late.entry._id) })) as Row | null
    for (const secret of [late.token, idOf(link), late.entry.code, String(late.entry._id), '夜里太吵', encodeURIComponent('夜里太吵'), 'm-gaj']) {
      expect(log).not.to.include(secret)
    }
  })
})
