import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isAlive, markOf, type ProcessMark } from './alive.ts'
import type { Mongod } from './binary.ts'
import { Missing } from './missing.ts'
import { readOrNull, replaceFile, type Place } from './place.ts'

/** A running mongod: where it listens and how to recognise its process. */
export interface Running extends ProcessMark { port: number }

/** Exit code of a mongod that finds another one on its data directory. */
const DATA_IN_USE = 100
const STOP_WITHIN_MS = 20_000
const ADOPT_WITHIN_MS = 5_000

/**
 * The mongod that runs on this place already; null when none does. One that was just killed is waited out, not
 * adopted.
 */
export async function runningAt(place: Place): Promise<Running | null> {
  const kept = await readRunning(place)
  return kept && (await isAlive(kept)) ? whileAlive(kept) : leftBehind(place)
}

async function whileAlive(running: Running): Promise<Running | null> {
  const until = Date.now() + ADOPT_WITHIN_MS
  while (await isAlive(running)) {
    if (await answers(running.port)) return running
    if (Date.now() > until) return null
    await pause(25)
  }
  return null
}

/**
 * A mongod whose starter died before it could note it down: known by mongod's own lock file and the port chosen
 * before.
 */
async function leftBehind(place: Place): Promise<Running | null> {
  const pid = Number(await readOrNull(join(place.data, 'mongod.lock')))
  const mark = pid > 0 ? await markOf(pid) : null
  const port = await readPort(place)
  if (mark === null || port === 0) return null
  return (await answersWithin(port, ADOPT_WITHIN_MS)) ? note(place, { ...mark, port }) : null
}

/**
 * Starts mongod as a process of its own, so that neither a Ctrl-C meant for the app nor the app's sudden death ends it.
 *
 * @returns the running server, or null when another process has just started one on the same data
 * @throws Missing('start') when it ends at once for any other reason
 */
export async function startServer(mongod: Mongod, place: Place): Promise<Running | null> {
  const port = await freePort(await readPort(place))
  await replaceFile(place.port, String(port))
  const child = spawn(mongod.path, argumentsFor(place, port), { detached: true, stdio: 'ignore' })
  let ended: { code: number | null } | null = null
  child.once('exit', (code) => { ended = { code } })
  child.once('error', () => { ended = { code: null } })
  child.unref()
  while (ended === null && !(await answers(port))) await pause(25)
  const mark = child.pid === undefined ? null : await markOf(child.pid)
  if (ended === null && mark !== null) return note(place, { ...mark, port })
  if (child.exitCode === DATA_IN_USE) return null
  throw await whyNot(place)
}

async function note(place: Place, running: Running): Promise<Running> {
  await replaceFile(place.server, JSON.stringify(running))
  return running
}

/**
 * Ends mongod cleanly and waits until its port is free again too, which comes a moment after its end. One that does
 * not obey within 20 s is killed; its journal keeps what was acknowledged.
 */
export async function stopServer(running: Running): Promise<void> {
  if (!(await isAlive(running))) return
  process.kill(running.pid, 'SIGTERM')
  const until = Date.now() + STOP_WITHIN_MS
  while ((await isAlive(running)) || (await answers(running.port))) {
    if (Date.now() > until && (await isAlive(running))) process.kill(running.pid, 'SIGKILL')
    await pause(25)
  }
}

function argumentsFor(place: Place, port: number): string[] {
  return [
    '--dbpath',
    place.data,
    '--bind_ip',
    '127.0.0.1',
    '--port',
    String(port),
    '--replSet',
    'rs0',
    '--keyFile',
    place.key,
    '--oplogSize',
    '128',
    '--wiredTigerCacheSizeGB',
    '0.25',
    '--networkMessageCompressors',
    'disabled',
    ...(process.platform === 'win32' ? [] : ['--nounixsocket']),
    '--logpath',
    place.log,
    '--logappend',
    // what a killed process had begun holds its rows for so long; the default minute would be felt by everybody else
    '--setParameter',
    'transactionLifetimeLimitSeconds=20',
  ]
}

/**
 * The same port as last time, since the replica set's own configuration names it; a free one when it is taken or
 * unknown.
 */
async function freePort(wanted: number): Promise<number> {
  return (await tryListen(wanted)) ?? (await tryListen(0)) ?? wanted
}

function tryListen(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(null))
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : null))
    })
  })
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('connect', () => { socket.destroy(); resolve(true) })
    socket.once('error', () => resolve(false))
  })
}

async function answersWithin(port: number, ms: number): Promise<boolean> {
  const until = Date.now() + ms
  while (!(await answers(port))) {
    if (Date.now() > until) return false
    await pause(50)
  }
  return true
}

async function whyNot(place: Place): Promise<Missing> {
  const log = await readFile(place.log, 'utf8').catch(() => '')
  const tail = log.slice(-20_000)
  return /No space left on device/.test(tail) ? new Missing('space', place.root) : new Missing('start', place.log)
}

async function readRunning(place: Place): Promise<Running | null> {
  const text = await readOrNull(place.server)
  return text === null ? null : (JSON.parse(text) as Running)
}

/** The port used last time, 0 before the first start. */
const readPort = async (place: Place): Promise<number> => Number((await readOrNull(place.port)) ?? 0)
