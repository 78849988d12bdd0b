import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import '../../models/all.ts'
import { AuditEntryModel } from '../../models/audit/index.ts'
import { EnterpriseModel } from '../../models/enterprise/index.ts'
import { ImportModel, ImportRowModel } from '../../models/import/index.ts'
import { forgetAll } from '../../models/shared/memo.ts'
import { currentDb } from '../../server/database/connect.ts'
import { resumeImports } from '../../server/imports/background.ts'
import { anApp, type Agent, type TestApp } from '../support/app.ts'
import { emptyDatabase, useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'
import { testServerUri } from '../support/server.ts'
import { batchAt, press, theDistricts, upload } from './upload.ts'

const PROGRAM = fileURLToPath(new URL('confirmThenDie.ts', import.meta.url))

describe('an import whose process is killed', function () {
  this.timeout(90_000)
  const database = useDatabase()
  let test: TestApp
  let agent: Agent

  beforeEach(async () => {
    await emptyDatabase()
    forgetAll()
    await aSmallCity()
    await theDistricts()
    test = anApp()
    agent = (await test.signInAs('coordinator', { department: 'lxb' })).agent
  })

  it('stands at whole rows, and another process goes on to the end', async () => {
    const { at } = await upload(agent, 'enterprises', 'enterprises-clean.xlsx')
    const { no, _id } = await batchAt(at)
    const changes = ImportModel.watch(
      [{ $match: { 'fullDocument.progress.done': { $gte: 80 } } }], { fullDocument: 'updateLookup' },
    )
    const underWay = once(changes, 'change')
    await once(changes, 'ready')
    const child = fork(PROGRAM, [await testServerUri(), database.name(), no], { stdio: 'ignore' })
    const ended = once(child, 'exit')
    // As soon as two chunks are in, the process dies without a word.
    await underWay
    child.kill('SIGKILL')
    await ended
    await changes.close()

    const half = await batchAt(at)
    const applied = await ImportRowModel.countDocuments({ import: _id, state: 'applied' })
    expect(half.state).to.equal('confirming')
    expect(applied).to.be.within(80, 999)
    expect(await EnterpriseModel.countDocuments()).to.equal(applied)
    expect(await AuditEntryModel.countDocuments({ 'record.type': 'enterprise' })).to.equal(applied)
    expect(half.applied.created).to.equal(applied)
    expect((await agent.get(at)).text).to.include('正在导入')

    // The dead process's lease runs out.
    await currentDb().collection<{ _id: string }>('leases').updateOne(
      { _id: `import:${no}` }, { $set: { until: new Date(0) } },
    )
    expect(await resumeImports(test.deps)).to.deep.equal({ resumed: 1 })
    const done = await batchAt(at)
    expect(done.state).to.equal('done')
    expect(done.applied).to.deep.include({ created: 1000, changed: 0, unchanged: 0 })
    expect(await EnterpriseModel.countDocuments()).to.equal(1000)
    expect(await AuditEntryModel.countDocuments({ 'record.type': 'enterprise' })).to.equal(1000)
    expect(await resumeImports(test.deps), 'nothing is left to do').to.deep.equal({ resumed: 0 })
  })

  it('is not worked on by two processes at once', async () => {
    const { at } = await upload(agent, 'enterprises', 'date1904.xlsx')
    const { no } = await batchAt(at)
    const other = { holder: 'another process', fence: 7, until: new Date(Date.now() + 60_000) }
    await currentDb().collection<{ _id: string }>('leases').updateOne(
      { _id: `import:${no}` }, { $set: other }, { upsert: true },
    )
    await press(agent, at, 'confirmation')
    expect((await batchAt(at)).state).to.equal('confirming')
    expect(await EnterpriseModel.countDocuments()).to.equal(0)
  })
})
