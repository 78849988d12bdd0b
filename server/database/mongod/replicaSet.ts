import { MongoClient, MongoServerError } from 'mongodb'
import { setTimeout as pause } from 'node:timers/promises'

const USER = 'zoufang'
export const DATABASE = 'zoufang'

/** Answers of the server that mean "this has been done already". */
const ALREADY_INITIATED = 23
const USER_EXISTS = 51003
/** The server has just started and has not read its configuration yet. */
const NOT_YET_LOADED = 94
const NOT_AUTHENTICATED = new Set([13, 18])
/**
 * A stranger on the set's old port who accepts and stays silent costs mongod 30 s before it reads its configuration.
 */
const READY_WITHIN_MS = 60_000

/** Address for the driver; `directConnection` holds whatever host name the replica set's configuration remembers. */
export const addressOf = (port: number, password: string): string =>
  `mongodb://${USER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${DATABASE}?authSource=admin&directConnection=true`

/**
 * Makes a freshly started or adopted server usable: replica set, user, right host name, a primary that takes writes.
 * Every step may already have been done, also by a process that died halfway.
 *
 * @returns the version of the data's format (`6.0`), which a newer server leaves as it is
 */
export async function makeReady(port: number, password: string): Promise<string> {
  if (!(await isKnown(port, password))) await introduce(port, password)
  return withClient(addressOf(port, password), async (client) => {
    await correctHost(client, port)
    await untilPrimary(client)
    const answer = await client.db('admin').command({ getParameter: 1, featureCompatibilityVersion: 1 })
    return String(answer['featureCompatibilityVersion'].version)
  })
}

async function isKnown(port: number, password: string): Promise<boolean> {
  try {
    await withClient(addressOf(port, password), (client) => client.db('admin').command({ ping: 1 }))
    return true
  } catch (error) {
    if (error instanceof MongoServerError && NOT_AUTHENTICATED.has(Number(error.code))) return false
    throw error
  }
}

/** Until the first user exists the server lets a local client through, and only for these two steps. */
async function introduce(port: number, password: string): Promise<void> {
  await withClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, async (client) => {
    const admin = client.db('admin')
    const members = [{ _id: 0, host: `127.0.0.1:${port}` }]
    await unless(ALREADY_INITIATED, admin.command({ replSetInitiate: { _id: 'rs0', members } }))
    await untilPrimary(client)
    await unless(USER_EXISTS, admin.command({ createUser: USER, pwd: password, roles: ['root'] }))
  })
}

/** A set that was configured on another port has no primary until its configuration names the present one. */
async function correctHost(client: MongoClient, port: number): Promise<void> {
  const host = `127.0.0.1:${port}`
  const config = await client.db('local').collection('system.replset').findOne()
  if (config === null || config['members'][0].host === host) return
  const members = [{ ...config['members'][0], host }]
  const replSetReconfig = { ...config, members, version: config['version'] + 1 }
  await retryWhile(NOT_YET_LOADED, () => client.db('admin').command({ replSetReconfig, force: true }))
}

async function untilPrimary(client: MongoClient): Promise<void> {
  const until = Date.now() + READY_WITHIN_MS
  while (!(await client.db('admin').command({ hello: 1 })).isWritablePrimary) {
    if (Date.now() > until) throw new Error('the embedded database has no primary after 60 s')
    await pause(50)
  }
}

async function retryWhile(code: number, command: () => Promise<unknown>): Promise<void> {
  const until = Date.now() + READY_WITHIN_MS
  for (;;) {
    try {
      await command()
      return
    } catch (error) {
      if (!(error instanceof MongoServerError) || error.code !== code || Date.now() > until) throw error
      await pause(50)
    }
  }
}

async function unless(code: number, command: Promise<unknown>): Promise<void> {
  try {
    await command
  } catch (error) {
    if (!(error instanceof MongoServerError) || error.code !== code) throw error
  }
}

async function withClient<T>(uri: string, use: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 5_000, maxPoolSize: 1 })
  try {
    return await use(await client.connect())
  } finally {
    await client.close()
  }
}
