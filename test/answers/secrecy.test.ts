import { expect } from 'chai'
import { Writable } from 'node:stream'
import mongoose from 'mongoose'
import { pino } from 'pino'
import { AnswerModel } from '../../models/answer/index.ts'
import { instantOf } from '../../models/shared/calendarDay.ts'
import { createApp } from '../../server/app.ts'
import { anApp, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { answerAll, aQuestionnaire, FILLED, hidden, invite, openBy } from './asked.ts'

const FIRMS = 24
type Row = Record<string, unknown>
type Dump = Record<string, Row[]>

/** What tells the answers of the test apart: each firm gave another number. */
const saysOf = (answer: Row): unknown => (answer['values'] as Row | undefined)?.['q2']

/** Every collection in its natural order, as a thief of the data files would see it. */
async function dumpAll(): Promise<Dump> {
  const { db } = mongoose.connection
  if (!db) throw new Error('no database')
  const names = (await db.listCollections({ type: 'collection' }, { nameOnly: true }).toArray()).map(({ name }) => name)
  const rowsOf = (name: string) => db.collection(name).find().sort({ $natural: 1 }).toArray()
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await rowsOf(name)] as const)))
}

/** Whatever could be an id in a row: the values, not the names of fields. */
const idsIn = (value: unknown): string[] => {
  if (value instanceof Date || value === null || value === undefined) return []
  const composed = typeof value === 'object' && !(value instanceof mongoose.Types.ObjectId)
  if (composed) return Object.values(value).flatMap(idsIn)
  return String(value).match(/^[\w-]{8,43}$/) ? [String(value)] : []
}
/** Moments anywhere in a row, ObjectIds read for their second, too. */
const momentsIn = (value: unknown): number[] => {
  if (value instanceof Date) return [value.getTime()]
  if (value instanceof mongoose.Types.ObjectId) return [value.getTimestamp().getTime()]
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(momentsIn) : []
}

/**
 * Guesses the answer of each firm of the roll. By ids: a row anywhere that leads from the firm's rows to the answer. By
 * order: the n-th of each trace of sending (roll, audit, requests for contact) is the n-th answer. By time: the answer
 * nearest in time.
 * @returns for each way, how many guesses are right
 */
function attack(dump: Dump, questionnaire: string, truth: ReadonlyMap<string, string>): Record<string, number> {
  const answers = (dump['answers'] ?? []).filter((row) => row['filled'] === true)
  const roll = (dump['invitations'] ?? []).filter((row) => row['state'] === 'answered')
  const right = (pairs: readonly (readonly [Row | undefined, Row | undefined])[]) =>
    pairs.filter(([firm, answer]) => firm && answer && truth.get(String(firm['_id'])) === saysOf(answer)).length

  // what stands in one answer alone could point to it; the questionnaire stands in all
  const counts = new Map<string, number>()
  for (const answer of answers) for (const id of new Set(idsIn(answer))) counts.set(id, (counts.get(id) ?? 0) + 1)
  const namedBy = (row: Row) => new Set(idsIn(row).filter((id) => (counts.get(id) ?? 0) < 2 && id !== questionnaire))
  const byId = roll.map((firm) => {
    const own = namedBy(firm)
    const elsewhere = Object.values(dump).filter((rows) => rows !== dump['answers']).flat()
    for (const row of elsewhere.filter((each) => idsIn(each).includes(String(firm['_id'])))) {
      namedBy(row).forEach((id) => own.add(id))
    }
    return [firm, answers.find((answer) => [...namedBy(answer)].some((id) => own.has(id)))] as const
  })
  const inOrder = (firms: readonly Row[], lined: readonly Row[]) => firms.map((firm, n) => [firm, lined[n]] as const)
  const rollIds = new Map(roll.map((firm) => [String(firm['_id']), firm]))
  const sent = (dump['auditEntries'] ?? []).filter((row) => row['act'] === 'questionnaire.answer')
  const known = (ids: unknown[]) => ids.map((id) => rollIds.get(String(id))).filter((firm) => firm !== undefined)
  const asSent = known(sent.map((row) => (row['record'] as Row)['id']))
  const wishes = known((dump['contactRequests'] ?? []).map((row) => row['invitation']))
  const dated = (row: Row) => momentsIn({ ...row, questionnaire: null, enterprise: null }).at(-1) ?? 0
  const byTime = roll.map((firm) => {
    const at = dated(firm)
    const moments = answers
      .map((answer) => ({ answer, at: momentsIn({ ...answer, questionnaire: null })[0] }))
      .filter((each) => each.at !== undefined)
    return [firm, moments.sort((a, b) => Math.abs((a.at ?? 0) - at) - Math.abs((b.at ?? 0) - at))[0]?.answer] as const
  })
  const byAnswerId = [...answers].sort((a, b) => (String(a['_id']) < String(b['_id']) ? -1 : 1))
  return {
    'ids': right(byId),
    'order of the roll': right(inOrder(roll, answers)),
    'order of the sending': right(inOrder(asSent, answers)),
    'order of the requests': right(inOrder(wishes, answers)),
    'order of the answers’ ids': right(inOrder(roll, byAnswerId)),
    'times': right(byTime),
  }
}

/** More right guesses than this come by chance once in ten thousand: right pairs of a random order are Poisson(1). */
const CHANCE = 7

describe('an anonymous answer', function () {
  this.timeout(120_000)
  useDatabase({ emptied: 'each' })
  let city: TestApp
  const truth = new Map<string, string>()
  let questionnaire = ''

  /** All answer in the order of the roll, a minute after each other: the worst case. Every third asks to be rung. */
  async function everybodyAnswers() {
    const asked = await aQuestionnaire({ confidentiality: 'anonymous' })
    questionnaire = String(asked._id)
    const invited = await invite(city.deps, asked, FIRMS)
    for (const [n, { invitation, path }] of invited.entries()) {
      const browser = await openBy(city, path)
      const wish = n % 3 === 0 ? { 'a-q19.contact': 'on' } : {}
      const [first, second, third] = FILLED
      await answerAll(browser, [{ ...first, 'a-q2': String(1000 + n) }, { ...second }, { ...third, ...wish }])
      truth.set(String(invitation._id), String(1000 + n))
      city.deps.clock.forward(60_000)
    }
    const unfinished = await openBy(city, (await invite(city.deps, { ...asked }, 1))[0]?.path ?? '')
    await hidden(unfinished)
    await unfinished.send('1', { ...FILLED[0], 'a-q2': '98765' })
  }

  beforeEach(async () => {
    city = anApp()
    truth.clear()
    await everybodyAnswers()
  })

  it('cannot be joined to the roll from a whole dump, and the same attack succeeds on copies that leak', async () => {
    const dump = await dumpAll()
    const guessed = Object.entries(attack(dump, questionnaire, truth))
    for (const [way, hits] of guessed) expect(hits, way).to.be.at.most(CHANCE)

    const answers = (dump['answers'] ?? []).filter((row) => row['filled'] === true)
    const roll = dump['invitations'] ?? []
    const ownerOf = new Map([...truth].map(([firm, value]) => [value, firm]))
    const firmOf = (answer: Row) =>
      roll.find((row) => String(row['_id']) === ownerOf.get(String(saysOf(answer))))
    const leaking = (answersNow: Row[]): Dump => ({ ...dump, answers: answersNow })
    const inOrderOfSending = [...answers].sort((a, b) => Number(saysOf(a)) - Number(saysOf(b)))
    expect(attack(leaking(inOrderOfSending), questionnaire, truth)['order of the roll']).to.equal(FIRMS)
    const withReceipts = leaking(answers.map((answer) => ({ ...answer, receipt: firmOf(answer)?.['receipt'] })))
    expect(attack(withReceipts, questionnaire, truth)['ids']).to.equal(FIRMS)
    const timed = {
      ...dump,
      answers: answers.map((answer) => ({ ...answer, at: new Date(Number(saysOf(answer)) * 60_000) })),
      invitations: roll.map((row) => ({
        ...row, sentAt: null, createdAt: null, begunAt: null,
        at: new Date(Number(truth.get(String(row['_id']))) * 60_000),
      })),
    }
    expect(attack(timed, questionnaire, truth)['times']).to.equal(FIRMS)
  })

  it('holds no time, no invitation and an id that is no ObjectId; the roll knows days only', async () => {
    const dump = await dumpAll()
    for (const answer of dump['answers'] ?? []) {
      expect(momentsIn({ ...answer, questionnaire: null })).to.deep.equal([])
      expect(answer).to.include({ invitation: null, enterprise: null, submittedOn: null })
      expect(answer['_id']).to.match(/^[\w-]{20}$/)
    }
    for (const row of dump['invitations'] ?? []) expect(row['begunAt']).to.deep.equal(instantOf('2026-11-25', '00:00'))
    const sendings = (dump['auditEntries'] ?? []).filter((row) => row['act'] === 'questionnaire.answer')
    expect(sendings).to.have.length(FIRMS)
    for (const entry of sendings) {
      expect(entry['record']).to.include({ type: 'questionnaire', id: questionnaire })
    }
  })

  it('leaves no line in the log that says whose it was', async () => {
    const lines: string[] = []
    const stream = new Writable({ write: (chunk: Buffer, _encoding, done) => { lines.push(chunk.toString()); done() } })
    const [guest] = await invite(city.deps, await aQuestionnaire({ confidentiality: 'anonymous' }), 1)
    const logged = { ...city, app: createApp({ ...city.deps, log: pino({ level: 'info' }, stream) }) }
    const browser = await openBy(logged, guest?.path ?? '')
    await answerAll(browser)
    const log = lines.join('')
    expect(log).to.include('/q/i/…/answer')
    for (const secret of [browser.base.slice('/q/i/'.length), guest?.path.slice('/q/'.length) ?? '', String(guest?.invitation._id), '路灯']) {
      expect(log).not.to.include(secret)
    }
  })

  it('and its unfinished draft can be read nowhere without the link; tokens are nowhere', async () => {
    const text = JSON.stringify(await dumpAll())
    expect(text).not.to.include('98765')
    expect(text).to.include('1000')
    expect(await AnswerModel.countDocuments({ filled: true })).to.equal(FIRMS)
    expect(text.match(/"sealed":"[^"]+"/g)).to.have.length(1)
  })
})
