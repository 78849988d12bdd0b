import { fork, type ChildProcess } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'chai'
import { MongoClient } from 'mongodb'
import { startEmbedded, type EmbeddedDatabase } from '../../server/database/embedded.ts'
import { temporaryFolder } from '../support/server.ts'

const ENOUGH = 40

describe('the database killed in the middle of writes', function () {
  this.timeout(120_000)
  let dataDir: string
  let database: EmbeddedDatabase
  let app: ChildProcess | undefined

  before(async () => {
    dataDir = await temporaryFolder()
    database = await startEmbedded({
      dataDir,
      mongodBinary: process.env['MONGOD_BINARY'] ?? null,
      env: process.env,
      say: () => undefined,
    })
  })
  after(async () => {
    app?.kill('SIGKILL')
    await database.stop()
    await rm(dataDir, { recursive: true, force: true })
  })

  it('is started again, loses nothing that was acknowledged, keeps act and trail together, and the app goes on by itself', async () => {
    const said: { id: string; outcome: 'done' | 'failed' }[] = []
    const writer = fork(join(import.meta.dirname, 'processes', 'writeActs.ts'), [database.uri])
    app = writer
    writer.on('message', (message) => said.push(message as (typeof said)[number]))
    const acknowledged = () => said.filter(({ outcome }) => outcome === 'done').length
    const reached = (count: number) =>
      new Promise<void>((resolve) => {
        const look = () => void (acknowledged() >= count && resolve())
        writer.on('message', look)
        look()
      })

    for (let round = 1; round <= 3; round++) {
      await reached(round * ENOUGH)
      const { pid } = database.running
      process.kill(pid, 'SIGKILL')
      while (database.running.pid === pid) await pause(20)
    }
    await reached(4 * ENOUGH)
    writer.send('stop')
    await new Promise((resolve) => writer.once('exit', resolve))

    const client = await new MongoClient(database.uri).connect()
    const stored = await client.db().collection<{ _id: string }>('settings').find().toArray()
    const trail = await client.db().collection<{ record: { id: string } }>('auditEntries').find().toArray()
    await client.close()
    const ids = new Set(stored.map(({ _id }) => _id))
    expect(said.filter(({ id, outcome }) => outcome === 'done' && !ids.has(id))).to.deep.equal([])
    expect(trail.map(({ record }) => record.id).sort()).to.deep.equal([...ids].sort())
  })
})
