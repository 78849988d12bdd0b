import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { currentDb } from '../../server/database/connect.ts'
import { migrate } from '../../server/database/migrate.ts'
import { useDatabase } from '../support/db.ts'
import { temporaryFolder, testServerUri } from '../support/server.ts'

describe('migrations', function () {
  this.timeout(60_000)
  const database = useDatabase({ emptied: 'each' })
  let root: string
  let folder: string
  beforeEach(async () => {
    root = await temporaryFolder()
    folder = join(root, 'migrations')
    await mkdir(folder)
    await writeFile(join(root, 'package.json'), '{"type":"module"}')
  })
  afterEach(() => rm(root, { recursive: true, force: true }))

  const file = (name: string, body: string): Promise<void> =>
    writeFile(join(folder, `${name}.ts`), `export const up = async (db) => { ${body} }\n`)
  const marks = async (): Promise<unknown[]> =>
    (await currentDb().collection('marks').find().sort({ _id: 1 }).toArray()).map((row) => row['step'])

  it('run in the order of their numbers, each once', async () => {
    await file('0002-second', "await db.collection('marks').insertOne({ step: 2 })")
    await file('0001-first', "await db.collection('marks').insertOne({ step: 1 })")
    expect(await migrate(currentDb(), folder)).to.deep.equal(['0001-first', '0002-second'])
    expect(await migrate(currentDb(), folder)).to.deep.equal([])
    expect(await marks()).to.deep.equal([1, 2])
  })

  it('run once when two instances start together', async () => {
    const slow =
      "await new Promise((done) => setTimeout(done, 200)); await db.collection('marks').insertOne({ step: 1 })"
    await file('0001-slow', slow)
    const script = join(import.meta.dirname, 'processes', 'runMigrations.ts')
    const runs = await Promise.all([1, 2].map(async () => {
      const child = fork(script, [await testServerUri(), database.name(), folder])
      const [applied] = (await once(child, 'message')) as [string[]]
      return applied
    }))
    expect(runs.flat()).to.deep.equal(['0001-slow'])
    expect(await marks()).to.deep.equal([1])
  })

  it('stop at the one that fails; the next start begins there', async () => {
    await file('0001-good', "await db.collection('marks').insertOne({ step: 1 })")
    await file('0002-bad', "throw new Error('no')")
    await expectRefusal(migrate(currentDb(), folder), 'no')
    await rm(join(folder, '0002-bad.ts'))
    await file('0003-next', "await db.collection('marks').insertOne({ step: 3 })")
    expect(await migrate(currentDb(), folder)).to.deep.equal(['0003-next'])
  })

  it('may not be changed once applied', async () => {
    await file('0001-first', '')
    await migrate(currentDb(), folder)
    await file('0001-first', "await db.collection('marks').insertOne({})")
    await expectRefusal(migrate(currentDb(), folder), '0001-first was changed')
  })
})

async function expectRefusal(promise: Promise<unknown>, words: string): Promise<void> {
  const refusal = await promise.then(() => null, (error: Error) => error)
  expect(refusal).to.have.property('message').that.includes(words)
}
