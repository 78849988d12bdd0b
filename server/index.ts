import { createServer, type Server } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { AddressInfo } from 'node:net'
import { readSetting } from '../models/setting/index.ts'
import { startJobs, type RunningJobs } from '../jobs/index.ts'
import { createApp } from './app.ts'
import { sealAll } from './audit/actions.ts'
import type { Config } from './config.ts'
import { openDatabase } from './database/open.ts'
import { systemClock, type Clock, type Deps } from './deps.ts'
import { LIMITS } from './http/limits.ts'
import { readKeys } from './keys.ts'
import { createLog } from './log.ts'
import { startMetrics } from './metrics.ts'

const PROBE_MS = 500

export interface RunningServer {
  address: string
  deps: Deps
  stop(): Promise<void>
}

/** Not a fault of the program: one line for the operator, exit 1. */
export class Refused extends Error {}

/**
 * Starts the product: database, indexes, jobs, web door. `stop` ends it in the opposite order: no new requests, those in
 * flight finish, jobs end, the audit trail is sealed, the database is left.
 * @throws Refused for a sample city on a public address, Missing for a prerequisite of the embedded database
 */
export async function startServer(config: Config, { clock = systemClock }: { clock?: Clock } = {}): Promise<RunningServer> {
  const log = createLog(config.logLevel)
  const database = await openDatabase({
    mongodbUri: config.mongodbUri, mongodBinary: config.mongodBinary, dataDir: config.dataDir, env: process.env, say: (line) => log.info(line),
  })
  try {
    await refuseSampleCityInPublic(config)
    const deps: Deps = { config, clock, log, keys: readKeys(config) }
    const readiness = { accepting: true }
    const server = createServer({ requestTimeout: LIMITS.requestMs, headersTimeout: LIMITS.headersMs, maxHeaderSize: LIMITS.urlBytes * 2 }, createApp(deps, readiness))
    await listen(server, config)
    const jobs = config.jobs ? await startJobs(deps) : null
    const metrics = config.metricsPort === null ? null : await startMetrics(config.metricsPort)
    const { port } = server.address() as AddressInfo
    const address = config.publicUrl.replace(`:${config.port}`, `:${port}`)
    log.info({ address }, 'listening')
    return {
      address,
      deps,
      stop: async () => {
        readiness.accepting = false
        // a proxy needs a moment to see that; what it still sends is served
        await pause(PROBE_MS)
        await closeServer(server)
        await stopJobs(jobs)
        await metrics?.stop()
        await sealAll(deps)
        await database.close()
        log.info('stopped')
      },
    }
  } catch (error) {
    await database.close()
    throw error
  }
}

async function refuseSampleCityInPublic(config: Config): Promise<void> {
  const sample = await readSetting<{ profile: string } | null>('sampleCity', null)
  const loopback = ['127.0.0.1', 'localhost', '::1'].includes(config.host)
  if (sample && !loopback) throw new Refused('这个数据库里是示范城市，账号口令是公开的，只能在本机地址（HOST=127.0.0.1）上运行。')
}

const listen = (server: Server, { port, host }: Config) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE' ? new Refused(`端口 ${port} 已被占用，请换一个 PORT。`) : error))
    server.listen(port, host, () => resolve())
  })

/** A connection that goes idle after close() would hold the process for seconds; it is swept. @source ecosystem.md §9 */
async function closeServer(server: Server): Promise<void> {
  const sweep = setInterval(() => server.closeIdleConnections(), 100)
  const hardStop = setTimeout(() => server.closeAllConnections(), 8_000)
  await new Promise<void>((resolve) => server.close(() => resolve()))
  clearInterval(sweep)
  clearTimeout(hardStop)
}

const stopJobs = async (jobs: RunningJobs | null): Promise<void> => jobs?.stop()
