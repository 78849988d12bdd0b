import { execFile } from 'node:child_process'
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { MongoClient } from 'mongodb'
import { aDatabaseName, temporaryFolder, testServerUri } from '../support/server.ts'

const operator = join(import.meta.dirname, '../../server/operator')

interface Answer { code: number, out: string, words: string }

describe('the operator’s commands', function () {
  this.timeout(120_000)
  let client: MongoClient
  let folder: string
  const [from, to] = [aDatabaseName(), aDatabaseName()]
  before(async () => {
    client = await new MongoClient(await testServerUri()).connect()
    folder = await temporaryFolder()
    await client.db(from).collection('settings').insertOne({ value: '值班' })
  })
  after(async () => {
    await client.db(from).dropDatabase()
    await client.db(to).dropDatabase()
    await client.close()
    await rm(folder, { recursive: true, force: true })
  })

  /** Runs a command as an operator would, on a database of its own. */
  async function run(database: string, name: string, ...args: string[]): Promise<Answer> {
    const uri = (await testServerUri()).replace(/(:\d+\/)[^?]*/, `$1${database}`)
    const env = { ...process.env, MONGODB_URI: uri, DATA_DIR: join(folder, database), LOG_LEVEL: 'silent' }
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        [...process.execArgv, join(operator, `${name}.ts`), ...args],
        { env },
        (error, out, words) => {
          resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, words })
        },
      )
    })
  }

  it('backup and restore say what they did, and carry a database from one place to another', async () => {
    const file = join(folder, 'city.backup')
    const written = await run(from, 'backup', file)
    expect([written.code, written.words]).to.deep.equal([0, ''])
    expect(written.out).to.include('1 条数据').and.to.include('密钥不在备份里')
    expect((await stat(file)).mode & 0o077, 'for the owner alone').to.equal(0)

    expect((await run(to, 'restore', file)).out).to.include('已恢复')
    expect(await client.db(to).collection('settings').findOne()).to.include({ value: '值班' })
    const again = await run(to, 'restore', file)
    expect([again.code, again.words]).to.deep.equal([1, '目标数据库里已有数据，没有恢复。确认要覆盖时加上 --replace。\n'])
    expect((await run(to, 'restore', file, '--replace')).code).to.equal(0)
  })

  it('say how they are called when they are called wrongly', async () => {
    expect(await run(from, 'backup')).to.include({ code: 2, words: '用法：npm run backup -- 文件\n' })
    expect(await run(from, 'restore', join(folder, 'nothing'))).to.include({
      code: 1,
      words: `没有找到备份文件 ${join(folder, 'nothing')}。\n`,
    })
  })

  it('job names the jobs there are, and prints its counts as JSON', async () => {
    const unknown = await run(from, 'job', 'everything')
    expect(unknown.code).to.equal(2)
    expect(unknown.words).to.include('escalateIssues').and.to.include('deliverOutbox')
    expect((await run(from, 'job', 'escalateIssues', '--at', 'yesterday')).code).to.equal(2)
    const dry = await run(from, 'job', 'escalateIssues', '--at', '2026-11-25T09:00+08:00', '--dry-run')
    expect(JSON.parse(dry.out)).to.deep.equal({ reminders: 0, cards: 0, drafts: 0, combined: 0, unsigned: 0 })
    const wet = await run(from, 'job', 'escalateIssues', '--at', '2026-11-25T09:00+08:00')
    expect(JSON.parse(wet.out)).to.include({ looked: 0, cards: 0, failed: 0 })
  })
})
