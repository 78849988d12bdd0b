import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { expect } from 'chai'
import { MongoClient } from 'mongodb'
import { startEmbedded, type EmbeddedDatabase } from '../../server/database/embedded.ts'
import { isAlive } from '../../server/database/mongod/alive.ts'
import type { Running } from '../../server/database/mongod/server.ts'
import { temporaryFolder } from '../support/server.ts'

const script = join(import.meta.dirname, 'processes', 'useServer.ts')
const open = (dataDir: string): Promise<EmbeddedDatabase> =>
  startEmbedded({ dataDir, mongodBinary: process.env['MONGOD_BINARY'] ?? null, env: process.env, say: () => {} })

describe('the embedded database', function () {
  this.timeout(60_000)
  let dataDir: string
  const processes: ChildProcess[] = []

  /** Another process of the app that has joined the server. */
  async function join(): Promise<{ child: ChildProcess, running: Running }> {
    const child = fork(script, [dataDir])
    processes.push(child)
    const [running] = (await once(child, 'message')) as [Running]
    return { child, running }
  }

  beforeEach(async () => {
    dataDir = await temporaryFolder()
  })

  afterEach(async () => {
    for (const child of processes.splice(0)) child.kill('SIGKILL')
    // whatever a test left running is adopted and stopped here, as the next start of the app would do
    await (await open(dataDir)).stop()
    await rm(dataDir, { recursive: true, force: true })
  })

  it('is shared by processes that start together, and stops with the last of them', async () => {
    const [one, other] = await Promise.all([join(), join()])
    expect(other.running.pid).to.equal(one.running.pid)

    await leave(one.child)
    expect(await isAlive(one.running)).to.equal(true)
    await leave(other.child)
    expect(await isAlive(one.running)).to.equal(false)
  })

  it('outlives an app that is killed, is adopted by the next start and stops with it', async () => {
    const { child, running } = await join()
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await isAlive(running)).to.equal(true)

    const adopted = await open(dataDir)
    expect(adopted.running).to.deep.equal(running)
    await adopted.stop()
    expect(await isAlive(running)).to.equal(false)
  })

  it('is adopted also when its starter died before it could note the server down', async () => {
    const { child, running } = await join()
    child.kill('SIGKILL')
    await once(child, 'exit')
    await rm(pathOf('server.json'))

    const adopted = await open(dataDir)
    expect(adopted.running).to.deep.equal(running)
    await adopted.stop()
  })

  it('keeps its port and its data over a restart', async () => {
    const first = await open(dataDir)
    await within(first, (client) => client.db('zoufang').collection('kept').insertOne({ word: '走访' }))
    await first.stop()

    const second = await open(dataDir)
    expect(second.running.port).to.equal(first.running.port)
    const row = await within(second, (client) => client.db('zoufang').collection('kept').findOne())
    expect(row?.['word']).to.equal('走访')
    await second.stop()
  })

  it('moves to another port when a stranger holds its own, and takes writes there', async () => {
    const first = await open(dataDir)
    await first.stop()
    const stranger = await hold(first.running.port)

    const second = await open(dataDir)
    stranger.close()
    expect(second.running.port).not.to.equal(first.running.port)
    await within(second, (client) => client.db('zoufang').collection('moved').insertOne({}))
    await second.stop()
  })

  it('lets nobody in without the password', async () => {
    const database = await open(dataDir)
    const stranger = new MongoClient(`mongodb://127.0.0.1:${database.running.port}/?directConnection=true`)
    const refusal = await stranger.db('zoufang').collection('secret').findOne().catch((error: Error) => error)
    expect(refusal).to.be.instanceOf(Error).with.property('codeName', 'Unauthorized')
    await stranger.close()
    await database.stop()
  })

  it('has a version stamp beside the data and refuses data that a newer server wrote', async () => {
    const database = await open(dataDir)
    await database.stop()
    const stamp = await readFile(pathOf('version.json'), 'utf8')
    expect(JSON.parse(stamp)).to.have.property('version').that.matches(/^\d+\.\d+/)

    await writeFile(pathOf('version.json'), '{"version":"99.0"}')
    const refusal = await open(dataDir).catch((error: Error) => error)
    expect(refusal).to.have.property('message').that.includes('数据目录由较新的数据库写成')
    await writeFile(pathOf('version.json'), stamp)
  })

  const pathOf = (name: string): string => `${dataDir}/mongo/${name}`
})

async function leave(child: ChildProcess): Promise<void> {
  child.send('leave')
  await once(child, 'exit')
}

/** Some other program that listens there and does not speak the database's language. */
async function hold(port: number): Promise<Server> {
  const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(port, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function within<T>({ uri }: EmbeddedDatabase, use: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = await new MongoClient(uri).connect()
  return use(client).finally(() => client.close())
}
