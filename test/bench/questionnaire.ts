import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import mongoose, { Types } from 'mongoose'
import { makeBlanks } from '../../models/answer/blanks.ts'
import { AnswerModel } from '../../models/answer/index.ts'
import { questionsOf, type Question } from '../../models/answer/questions.ts'
import { InvitationModel } from '../../models/invitation/index.ts'
import { QuestionnaireModel, type Questionnaire } from '../../models/questionnaire/index.ts'
import type { Section } from '../../models/questionnaire/items.ts'
import { readySections } from '../../models/questionnaire/ready.ts'
import { readConfig, type Config } from '../../server/config.ts'
import { openDatabase } from '../../server/database/open.ts'
import { systemClock } from '../../server/deps.ts'
import { readKeys } from '../../server/keys.ts'
import { linkAddress, makeLinks } from '../../server/links/actions.ts'
import { createLog } from '../../server/log.ts'
import { forkServer, type Measured } from './city.ts'
import { againOf, aVisitor, feltOutside, type Felt } from './visitor.ts'

const INVITED = 1_000
const ANSWERING = 700
const SPREAD_MS = 90_000
const PORTS = [3993, 3994] as const
/** Around the kill of the database nobody is promised anything but that nothing is lost. */
const AROUND_KILL_MS = 10_000
const GOAL = '700 of 1,000 counted, none twice, totals equal a recount, p99 ≤ 1.5 s outside 10 s around the kill'

type Values = Record<string, string>

/**
 * 1,000 invitations, 700 answers over a minute and a half through two processes of the app, half on slow links, each sent
 * twice, the database killed in the middle; once for a confidential and once for an anonymous questionnaire.
 */
export async function questionnaire(scale: number): Promise<Measured[]> {
  const count = Math.max(10, Math.round(ANSWERING * Math.min(1, scale * 5)))
  return [await rush('confidential', count), await rush('anonymous', count)]
}

async function rush(confidentiality: Questionnaire['confidentiality'], answering: number): Promise<Measured> {
  const dataDir = mkdtempSync(join(tmpdir(), 'zoufang-bench-'))
  const config = readConfig({ DATA_DIR: dataDir, JOBS: 'off', LOG_LEVEL: 'silent' })
  const database = await openDatabase({
    mongodbUri: null,
    mongodBinary: process.env['MONGOD_BINARY'] ?? null,
    dataDir,
    env: process.env,
    say: () => undefined,
  })
  const servers = []
  try {
    const { paths, sections } = await invited(config, confidentiality)
    for (const port of PORTS) servers.push(await forkServer(config, port))
    const felt: Felt[] = []
    const addresses = servers.map(({ address }) => address)
    const sent: Values[] = []
    let killedAt = 0
    const killing = pause(SPREAD_MS / 2).then(async () => {
      killedAt = performance.now()
      process.kill(await databasePid(dataDir), 'SIGKILL')
    })
    await Promise.all(
      paths.slice(0, answering).map(async (path, index) => {
        await pause((SPREAD_MS / answering) * index)
        sent.push(await answer(aVisitor({ servers: () => addresses, slow: index % 2 === 1, felt }), path, sections))
      }),
    )
    await killing
    const { timed, within } = feltOutside(felt, killedAt, killedAt + AROUND_KILL_MS)
    const p99 = within(0.99)
    const proof = await recount(sent)
    return {
      name: `questionnaire, ${confidentiality}`,
      goal: GOAL,
      met: proof.answers === answering && proof.answered === answering && proof.differences === 0 && p99 <= 1_500,
      figures: {
        invited: INVITED,
        answering,
        ...proof,
        requests: felt.length,
        timed,
        p50: within(0.5),
        p99,
        again: againOf(felt),
      },
    }
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
    await database.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function databasePid(dataDir: string): Promise<number> {
  return (JSON.parse(await readFile(join(dataDir, 'mongo', 'server.json'), 'utf8')) as { pid: number }).pid
}

/** A running questionnaire with its invitations and the paths of their links. */
async function invited(
  config: Config,
  confidentiality: Questionnaire['confidentiality'],
): Promise<{ paths: string[]; sections: Section[] }> {
  const deps = { config, clock: systemClock, log: createLog('silent'), keys: readKeys(config) }
  const [createdAt, sections] = [new Date(Date.now() - 86_400_000), readySections()]
  const { _id } = await QuestionnaireModel.create({
    no: 'WJ2026-01',
    title: '企业服务满意度问卷',
    year: 2026,
    state: 'published',
    confidentiality,
    asker: '市统计局',
    purpose: '测量',
    minutes: 5,
    thanks: '谢谢',
    versions: [{ n: 1, publishedAt: createdAt, sections }],
    opensAt: createdAt,
    closesAt: new Date(Date.now() + 86_400_000),
    createdBy: new Types.ObjectId(),
    createdAt,
  })
  const invitations = await InvitationModel.insertMany(
    Array.from({ length: INVITED }, (_, n) => ({
      questionnaire: _id,
      enterprise: new Types.ObjectId(),
      enterpriseName: `企业${n}`,
      district: '370202',
      industry: 'C',
      size: 'small',
      state: 'sent',
      sentAt: createdAt,
      createdAt,
    })),
  )
  const links = await mongoose.connection.transaction(async (session) => {
    if (confidentiality === 'anonymous') await makeBlanks(session, _id, INVITED)
    return makeLinks(
      deps,
      session,
      invitations.map((row) => ({ purpose: 'questionnaire' as const, subject: String(row._id), expiresAt: null })),
    )
  })
  return { paths: links.map((link) => new URL(linkAddress(deps, link)).pathname), sections }
}

/** Opens the link, fills every section, sends twice at once. @returns what was sent */
async function answer(
  visitor: ReturnType<typeof aVisitor>,
  path: string,
  sections: readonly Section[],
): Promise<Values> {
  const { location: base } = await visitor.get(path)
  const marks = visitor.hidden((await visitor.get(`${base}/1`)).text)
  const sent: Values = {}
  for (const [index, section] of sections.entries()) {
    const typed = Object.fromEntries(
      questionsOf(section)
        .map((question) => [question.key, typedFor(question)])
        .filter(([, value]) => value !== ''),
    )
    Object.assign(sent, typed)
    const saved = await visitor.post(`${base}/${index + 1}`, [
      ...marks,
      ...Object.entries(typed).map(([key, value]): [string, string] => [`a-${key}`, String(value)]),
    ])
    if (saved.status !== 303) throw new Error(`section ${index + 1}: ${saved.status}`)
  }
  const twice = await Promise.all([visitor.post(`${base}/answer`, marks), visitor.post(`${base}/answer`, marks)])
  const wrong = twice.find(({ status }) => status !== 303)
  if (wrong) throw new Error(`sending: ${wrong.status}`)
  return sent
}

function typedFor({ kind, options, required }: Question): string {
  if (kind === 'short' || kind === 'long') return required || Math.random() < 0.3 ? '希望检查前先打招呼' : ''
  if (kind === 'number') return String(Math.floor(Math.random() * 100))
  if (kind === 'date') return '2026-10-08'
  return options[Math.floor(Math.random() * options.length)]?.value ?? ''
}

/** What the database holds against what was sent: answers, roll, and the count of every value of every question. */
async function recount(sent: readonly Values[]): Promise<{ answers: number; answered: number; differences: number }> {
  const stored = await AnswerModel.find({ filled: true }).lean()
  const [ours, theirs] = [tally(sent), tally(stored.map(({ values }) => values as Values))]
  const differences = [...new Set([...ours.keys(), ...theirs.keys()])].filter(
    (key) => ours.get(key) !== theirs.get(key),
  ).length
  return { answers: stored.length, answered: await InvitationModel.countDocuments({ state: 'answered' }), differences }
}

function tally(all: readonly Values[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const values of all)
    for (const [key, value] of Object.entries(values)) {
      const each = `${key}=${[value].flat().join('|')}`
      counts.set(each, (counts.get(each) ?? 0) + 1)
    }
  return counts
}
