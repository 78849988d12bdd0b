import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { MongoClient } from 'mongodb'
import { chooseBinary } from '../../server/database/mongod/binary.ts'
import { cacheFolder } from '../../server/database/mongod/fetch.ts'

/** A replica set of three real members on this machine, for what happens when a primary gives way. */
export interface ThreeMembers {
  uri: string
  /** the primary gives way and does not come back for some seconds */
  stepDown(): Promise<void>
  stop(): Promise<void>
}

export async function threeMembers(): Promise<ThreeMembers> {
  const folder = mkdtempSync(join(tmpdir(), 'zoufang-three-'))
  const { path } = await chooseBinary({
    named: process.env['MONGOD_BINARY'] ?? null, cache: cacheFolder(process.env), env: process.env, say: () => undefined,
    requirements: join(import.meta.dirname, '../../server/database/embedded-mongod-requirements.txt'),
  })
  const ports = [await freePort(), await freePort(), await freePort()]
  const members = ports.map((port) => spawn(path, [
    '--dbpath', mkdtempSync(join(folder, 'member-')), '--bind_ip', '127.0.0.1', '--port', String(port), '--replSet', 'three',
    '--wiredTigerCacheSizeGB', '0.25', '--oplogSize', '128', '--nounixsocket', '--networkMessageCompressors', 'disabled',
  ], { stdio: 'ignore' }))
  const hosts = ports.map((port) => `127.0.0.1:${port}`)
  const first = new MongoClient(`mongodb://${hosts[0]}/?directConnection=true`)
  const set = { _id: 'three', members: hosts.map((host, _id) => ({ _id, host })) }
  await untilDone(() => first.connect().then(() => first.db('admin').command({ replSetInitiate: set })))
  await first.close()
  const uri = `mongodb://${hosts.join(',')}/vote?replicaSet=three`
  const client = new MongoClient(uri)
  await untilDone(() => client.connect().then(() => client.db('vote').command({ ping: 1 })))
  await untilDone(() => client.db('vote').collection('ready').insertOne({}))
  return {
    uri,
    stepDown: () => client.db('admin').command({ replSetStepDown: 20, secondaryCatchUpPeriodSecs: 5 }).then(() => undefined, () => undefined),
    stop: async () => {
      await client.close()
      await Promise.all(members.map((member) => new Promise((resolve) => {
        member.once('exit', resolve)
        member.kill('SIGTERM')
      })))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function untilDone(task: () => Promise<unknown>): Promise<void> {
  const until = Date.now() + 60_000
  for (;;) {
    try {
      await task()
      return
    } catch (error) {
      if (Date.now() > until) throw error
      await pause(200)
    }
  }
}

const freePort = (): Promise<number> => new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo
    server.close(() => resolve(port))
  })
})
