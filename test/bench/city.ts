import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { readConfig, type Config } from '../../server/config.ts'
import { openDatabase } from '../../server/database/open.ts'
import { systemClock } from '../../server/deps.ts'
import { startServer, type RunningServer } from '../../server/index.ts'
import { readKeys } from '../../server/keys.ts'
import { createLog } from '../../server/log.ts'
import { DEMO_PASSWORD, demoSignIns } from '../../server/operator/seed/city.ts'
import { fillDatabase } from '../../server/operator/seed/profiles.ts'
import mongoose from 'mongoose'

/** What each measurement prints: its figures, the goal of DESIGN.md §6, and whether it was met. */
export interface Measured {
  name: string
  goal: string
  met: boolean
  figures: Record<string, number | string>
}

export interface BenchCity {
  server: RunningServer
  config: Config
  /** seconds that filling the city took */
  filled: number
  /** a signed-in cookie and the form token of a role */
  signIn(role: string): Promise<{ cookie: string, token: string }>
}

const PORT = 3990

/** A load city in a data directory of its own, with the product running on it; everything is removed afterwards. */
export async function withLoadCity<T>(scale: number, work: (city: BenchCity) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'zoufang-bench-'))
  const config = readConfig({ DATA_DIR: dataDir, PORT: String(PORT), JOBS: 'off', LOG_LEVEL: 'silent' })
  const began = performance.now()
  const database = await openDatabase({ mongodbUri: null, mongodBinary: null, dataDir, env: process.env, say: () => undefined })
  try {
    await fillDatabase({ config, clock: systemClock, log: createLog('silent'), keys: readKeys(config) }, { profile: 'load', scale, at: new Date() })
  } finally {
    await database.close()
  }
  const filled = Math.round((performance.now() - began) / 100) / 10
  const server = await startServer(config)
  try {
    return await work({ server, config, filled, signIn: (role) => signIn(server.address, role) })
  } finally {
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** The product in a process of its own, so that the load and the product do not share one thread. */
export async function forkServer(config: Config, port: number): Promise<{ address: string, pid: number, stop(): Promise<void> }> {
  const suffix = import.meta.filename.endsWith('.ts') ? 'ts' : 'js'
  const child = fork(join(import.meta.dirname, `../../server/operator/start.${suffix}`), {
    env: { ...process.env, DATA_DIR: config.dataDir, PORT: String(port), LOG_LEVEL: 'silent', JOBS: 'off' },
  })
  const address = `http://127.0.0.1:${port}`
  while (!(await fetch(`${address}/sign-in`).then((answer) => answer.ok, () => false))) await new Promise((resolve) => setTimeout(resolve, 50))
  const stop = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
  }
  return { address, pid: child.pid ?? 0, stop }
}

/** Signs in on a running server as one of the city's people of a role. */
export async function signIn(address: string, role: string): Promise<{ cookie: string, token: string }> {
  const account = (await demoSignIns(mongoose.connection)).find((each) => each.role === role)?.account
  if (!account) throw new Error(`Nobody in the city is ${role}`)
  const form = await fetch(`${address}/sign-in`)
  const first = cookiesOf(form)
  const answer = await fetch(`${address}/sign-in`, {
    method: 'POST', redirect: 'manual', headers: { cookie: first }, body: new URLSearchParams({ _csrf: tokenIn(await form.text()), account, password: DEMO_PASSWORD }),
  })
  const cookie = cookiesOf(answer)
  const page = await fetch(`${address}/sessions`, { headers: { cookie } })
  return { cookie, token: tokenIn(await page.text()) }
}

const cookiesOf = (answer: Response) => answer.headers.getSetCookie().map((each) => each.split(';')[0]).join('; ')
const tokenIn = (html: string) => /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? ''

const WARM_UP_SECONDS = 8
const SECONDS = 10

/** Requests a second and latencies at so many connections, after a warm-up; the generator runs in a thread of its own. */
export async function load(url: string, connections: number, more: Partial<autocannon.Options> = {}): Promise<{ rps: number, p50: number, p95: number, p99: number, failed: number }> {
  const options: autocannon.Options = { url, connections, ...(more.requests ? {} : { workers: 1 }), ...more }
  await autocannon({ ...options, duration: WARM_UP_SECONDS })
  const result = await autocannon({ ...options, duration: SECONDS })
  return {
    rps: Math.round(result.requests.average), p50: result.latency.p50, p95: result.latency.p97_5, p99: result.latency.p99, failed: result.non2xx - (result.statusCodeStats?.['303']?.count ?? 0) + result.errors,
  }
}
