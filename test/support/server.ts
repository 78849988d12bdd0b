import { randomBytes } from 'node:crypto'
import { statfsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded, type EmbeddedDatabase } from '../../server/database/embedded.ts'

/** Folders of test servers carry the id of the run, so that a later run can clear away what a killed one left. */
const PREFIX = 'zoufang-test-'

/** The server's files live in memory where there is room: the disk is most of what building indexes waits for. */
const IN_MEMORY = '/dev/shm'
const ROOM = 4 * 1024 ** 3

let started: Promise<EmbeddedDatabase> | null = null
let folder: string | null = null

/** The address of the one server of this run; MONGODB_URI in its place when set. Started when the first test asks. */
export async function testServerUri(): Promise<string> {
  const given = process.env['MONGODB_URI']
  if (given) return given
  started ??= start()
  return (await started).uri
}

/** Ends the server of this run and removes its folder; nothing happens when no test has asked for one. */
export async function stopTestServer(): Promise<void> {
  if (started === null) return
  await (await started).stop()
  if (folder) await rm(folder, { recursive: true, force: true })
  started = null
}

/** A folder for a test's own data directory; removed at the end by the caller. */
export const temporaryFolder = (): Promise<string> => mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`))

export const aDatabaseName = (): string => `test_${process.pid}_${randomBytes(4).toString('hex')}`

async function start(): Promise<EmbeddedDatabase> {
  await clearAwayKilledRuns()
  folder = await mkdtemp(join(roomyInMemory() ? IN_MEMORY : tmpdir(), `${PREFIX}${process.pid}-`))
  return startEmbedded({
    dataDir: folder,
    mongodBinary: process.env['MONGOD_BINARY'] ?? null,
    env: process.env,
    say: console.log,
  })
}

function roomyInMemory(): boolean {
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY)
    return bavail * bsize > ROOM
  } catch {
    return false
  }
}

async function clearAwayKilledRuns(): Promise<void> {
  for (const place of [tmpdir(), IN_MEMORY]) {
    const names = (await readdir(place).catch(() => [])).filter((name) => name.startsWith(PREFIX))
    for (const name of names) if (!lives(Number(name.slice(PREFIX.length).split('-')[0]))) await clearAway(join(place, name))
  }
}

async function clearAway(killed: string): Promise<void> {
  const server = await readFile(join(killed, 'mongo', 'server.json'), 'utf8').catch(() => null)
  const pid = server === null ? 0 : (JSON.parse(server) as { pid: number }).pid
  if (pid > 0 && (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).includes(killed))
    process.kill(pid, 'SIGKILL')
  await rm(killed, { recursive: true, force: true }).catch(() => null)
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
