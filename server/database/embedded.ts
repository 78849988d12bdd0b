import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { projectRoot } from '../lib/projectRoot.ts'
import { isAlive } from './mongod/alive.ts'
import { chooseBinary } from './mongod/binary.ts'
import { cacheFolder } from './mongod/fetch.ts'
import { keep } from './mongod/keeper.ts'
import { placeUnder, prepare, secretAt, type Place } from './mongod/place.ts'
import type { Environment } from './mongod/program.ts'
import { addressOf, makeReady } from './mongod/replicaSet.ts'
import { runningAt, startServer, stopServer, type Running } from './mongod/server.ts'
import { enter, leave } from './mongod/share.ts'
import { checkStamp, writeStamp } from './mongod/stamp.ts'

export { Missing } from './mongod/missing.ts'

export interface EmbeddedOptions {
  /** DATA_DIR; everything lies under its folder `mongo` */
  dataDir: string
  /** MONGOD_BINARY, null when not set */
  mongodBinary: string | null
  /** PATH, HOME and XDG_CACHE_HOME are looked at; programs are started with the whole of it */
  env: Environment
  /** one Chinese line for the operator */
  say: (line: string) => void
  /** other pinned wheels, for tests */
  requirements?: string
}

export interface EmbeddedDatabase {
  uri: string
  /** the server's process, shared with other processes of the app; another one after it died and was started again */
  readonly running: Running
  /** Ends this process's use; the last user stops the server. Safe to call twice. */
  stop(): Promise<void>
}

/**
 * Starts the embedded MongoDB of a data directory, or joins the one that runs there already: several processes of the
 * app share one server, and a server whose app was killed is adopted. A server that dies meanwhile is started again.
 * The caller stops it; after a `kill -9` of the app the next start does.
 *
 * @throws Missing when the machine lacks something, with one Chinese line that names it and the cure
 * @source DESIGN.md §5 Database
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const place = placeUnder(options.dataDir)
  await prepare(place)
  const password = await secretAt(place.password)
  await secretAt(place.key)
  const use = await enter(place)
  try {
    const keeper = keep(await reach(place, options, password), () => reach(place, options, password), options.say)
    const { port } = keeper.running()
    return {
      uri: addressOf(port, password),
      get running() { return keeper.running() },
      stop: once(async () => {
        await keeper.stop()
        await leave(place, use, () => stopAt(place))
      }),
    }
  } catch (error) {
    await leave(place, use, () => stopAt(place))
    throw error
  }
}

/** A server that is ready for use. One that dies while it is being made ready is started anew. */
async function reach(place: Place, options: EmbeddedOptions, password: string): Promise<Running> {
  const running = (await runningAt(place)) ?? (await startOrJoin(place, options))
  try {
    await writeStamp(place, await makeReady(running.port, password))
    return running
  } catch (error) {
    if (await isAlive(running)) throw error
    return reach(place, options, password)
  }
}

async function startOrJoin(place: Place, options: EmbeddedOptions): Promise<Running> {
  const requirements = options.requirements ?? pinnedWheels()
  const cache = cacheFolder(options.env)
  const { env, say } = options
  const mongod = await chooseBinary({ named: options.mongodBinary, cache, requirements, env, say })
  await checkStamp(place, mongod)
  let running = await startServer(mongod, place)
  while (running === null) {
    await pause(100)
    running = (await runningAt(place)) ?? (await startServer(mongod, place))
  }
  return running
}

async function stopAt(place: Place): Promise<void> {
  const running = await runningAt(place)
  if (running) await stopServer(running)
}

const pinnedWheels = (): string =>
  join(projectRoot(import.meta.dirname), 'server', 'database', 'embedded-mongod-requirements.txt')

function once(act: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null
  return () => (done ??= act())
}
