import { mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect } from 'chai'
import { BSON, Double, Int32, Long, MongoClient, ObjectId, type Db } from 'mongodb'
import { keepingInstants } from '../../server/database/backup/instants.ts'
import { restoreBackup } from '../../server/database/backup/restore.ts'
import { writeBackup } from '../../server/database/backup/write.ts'
import { refuseHalfRestored } from '../../server/database/restoring.ts'
import { aDatabaseName, temporaryFolder, testServerUri } from '../support/server.ts'

const now = new Date('2026-11-25T09:00:00+08:00')

describe('a backup', function () {
  this.timeout(60_000)
  let client: MongoClient
  let folder: string
  let from: string
  let to: string

  before(async function () {
    client = await new MongoClient(await testServerUri()).connect()
  })
  beforeEach(async () => {
    folder = await temporaryFolder()
    from = aDatabaseName()
    to = aDatabaseName()
    await mkdir(join(folder, 'from', 'uploads', '2026'), { recursive: true })
    await writeFile(join(folder, 'from', 'uploads', '2026', 'photo'), Buffer.alloc(3_000_000, 7))
    await writeFile(join(folder, 'from', 'uploads', 'empty'), '')
    await writeFile(join(folder, 'from', 'secret'), 'the key that stays here')
    await fill(client.db(from))
  })
  afterEach(async () => {
    await client.db(from).dropDatabase()
    await client.db(to).dropDatabase()
    await rm(folder, { recursive: true, force: true })
  })
  after(() => client.close())

  const file = (): string => join(folder, 'city.backup')
  const write = () => writeBackup({ client, database: from, dataDir: join(folder, 'from'), file: file(), now })
  const restore = (replace = false) =>
    restoreBackup({ client, database: to, dataDir: join(folder, 'to'), file: file(), replace, now })

  it('restored elsewhere is the same to the byte: rows, types, indexes, uploads', async () => {
    const written = await write()
    expect(await restore()).to.deep.equal(written)
    expect(await bytesOf(client.db(to))).to.deep.equal(await bytesOf(client.db(from)))
    expect(await client.db(to).collection('issues').indexExists('no_1')).to.equal(true)
    expect(await readFile(join(folder, 'to', 'uploads', '2026', 'photo'))).to.have.length(3_000_000)
    expect(await readFile(join(folder, 'to', 'uploads', 'empty'))).to.have.length(0)
  })

  it('has the server keep its instant for as long as it takes, and puts the window back', async () => {
    const admin = client.db('admin')
    const seconds = async (): Promise<unknown> =>
      (await admin.command({ getParameter: 1, minSnapshotHistoryWindowInSeconds: 1 }))['minSnapshotHistoryWindowInSeconds']
    const before = await seconds()
    expect(await keepingInstants(client, seconds)).to.equal(7_200)
    expect(await seconds()).to.equal(before)
    await keepingInstants(client, () => Promise.reject(new Error('the disk is full'))).catch(() => undefined)
    expect(await seconds()).to.equal(before)
  })

  it('holds neither sessions nor secrets', async () => {
    await write()
    const plain = gunzipSync(await readFile(file())).toString('latin1')
    expect(plain).not.to.include('session-of-somebody')
    expect(plain).not.to.include('the key that stays here')
  })

  it('shows one instant, whatever is written meanwhile', async () => {
    const db = client.db(from)
    let stop = false
    const writer = (async () => {
      while (!stop) {
        await client.withSession((session) => session.withTransaction(async () => {
          await db.collection('issues').insertOne({ no: new ObjectId().toHexString() }, { session })
          await db.collection('ledger').insertOne({ of: 'issue' }, { session })
        }))
      }
    })()
    await write()
    stop = true
    await writer
    await restore()
    const issues = await client.db(to).collection('issues').countDocuments({ kind: { $exists: false } })
    expect(await client.db(to).collection('ledger').countDocuments()).to.equal(issues)
  })

  it('is restored only into an empty database, unless told to replace', async () => {
    await write()
    await client.db(to).collection('issues').insertOne({ no: 'own work' })
    expect(await refusal(restore())).to.include('已有数据')
    await restore(true)
    expect(await bytesOf(client.db(to))).to.deep.equal(await bytesOf(client.db(from)))
  })

  it('that was cut off or is something else is refused before anything is replaced', async () => {
    await write()
    const { length } = await readFile(file())
    await client.db(to).collection('issues').insertOne({ no: 'own work' })
    await truncate(file(), length - 20)
    expect(await refusal(restore(true))).to.include('不完整')
    await writeFile(file(), 'PK a workbook')
    expect(await refusal(restore(true))).to.include('备份文件已损坏')
    expect(await client.db(to).collection('issues').countDocuments({ no: 'own work' })).to.equal(1)
  })

  it('half restored is not started upon', async () => {
    await client.db(to).collection<{ _id: string, at: Date }>('restores').insertOne({ _id: 'running', at: now })
    expect(await refusal(refuseHalfRestored(client.db(to)))).to.include('上次恢复没有完成')
  })
})

async function fill(db: Db): Promise<void> {
  const odd = {
    kind: 'odd',
    int: new Int32(3),
    double: new Double(3),
    long: Long.fromNumber(3),
    on: now,
    list: [null, { deep: '诉求' }],
  }
  await db.collection('issues').createIndex({ no: 1 }, { unique: true })
  await db.collection('issues').insertOne({ no: 'SQ2026-000000', ...odd })
  await db
    .collection('issues')
    .insertMany(
      Array.from({ length: 2_500 }, (_, index) => ({
        no: `SQ-${index}`,
        kind: 'plain',
        text: '反映停车难'.repeat(20),
      })),
    )
  await db.collection('empty').createIndex({ at: 1 })
  await db.collection('sessions').insertOne({ cookie: 'session-of-somebody' })
}

/** Every stored document as its bytes: types are compared too. */
async function bytesOf(db: Db): Promise<Record<string, string[]>> {
  const names = (await db.listCollections({}, { nameOnly: true }).toArray())
    .map(({ name }) => name)
    .filter((name) => name !== 'sessions')
    .sort()
  const rows = await Promise.all(names.map(async (name) => {
    const raw = await db.collection(name).find({}, { sort: { _id: 1 }, promoteValues: false }).toArray()
    return [name, raw.map((row) => Buffer.from(BSON.serialize(row)).toString('base64'))] as const
  }))
  return Object.fromEntries(rows)
}

const refusal = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'not refused',
    (error: Error) => error.message,
  )
