import { expect } from 'chai'
import '../../models/all.ts'
import { cleanUp } from '../../jobs/cleanUp.ts'
import { EnterpriseModel } from '../../models/enterprise/index.ts'
import { ImportFileModel, ImportRowModel } from '../../models/import/index.ts'
import { forgetAll } from '../../models/shared/memo.ts'
import { importsSettled } from '../../server/imports/background.ts'
import { anApp, submit, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'
import { batchAt, press, theDistricts, upload } from './upload.ts'
import { EXPECTED } from './rosters.ts'

const FILE = Object.entries(EXPECTED.files).find(
  ([, file]) => file.kind === 'enterprises' && Number(file.created.count) > 0,
)?.[0] ?? ''

describe('the uploaded file of an import', function () {
  this.timeout(60_000)
  useDatabase({ emptied: 'each' })
  let city: TestApp
  let agent: Agent
  beforeEach(async () => {
    forgetAll()
    await aSmallCity()
    await theDistricts()
    city = anApp()
    agent = await anOffice()
  })
  const anOffice = async (): Promise<Agent> => (await city.signInAs('coordinator', { department: 'lxb' })).agent

  it('is kept for thirty days and then goes, while the batch stays and can still be undone', async () => {
    const { at } = await upload(agent, 'enterprises', FILE)
    await press(agent, at, 'confirmation')
    const made = await EnterpriseModel.countDocuments()
    expect((await agent.get(at)).text).to.include(`${at}/workbook`)

    city.deps.clock.set('2026-12-24T09:00:00+08:00')
    expect(await cleanUp.run(city.deps)).to.include({ imports: 0 })
    expect(await ImportFileModel.countDocuments()).to.equal(1)
    city.deps.clock.set('2026-12-26T09:00:00+08:00')
    expect(await cleanUp.run(city.deps)).to.include({ imports: 1 })
    expect(await ImportFileModel.countDocuments()).to.equal(0)
    expect(await cleanUp.run(city.deps)).to.include({ imports: 0 })

    const later = await anOffice()
    const page = await later.get(at).expect(200)
    expect(page.text).to.include('文件已按期删除').and.not.include(`${at}/workbook`)
    const gone = await later.get(`${at}/workbook`).expect(409)
    expect(gone.text).to.include('文件已按期删除，不能再下载')
    await submit(later, `${at}/undo`, `${at}/undo`, {})
    await importsSettled()
    expect((await batchAt(at)).state).to.equal('undone')
    expect(await EnterpriseModel.countDocuments()).to.equal(0)
    expect(made).to.be.above(0)
  })

  it('of a preview that nobody came back to goes with its rows, and the page says so', async () => {
    const { at } = await upload(agent, 'enterprises', FILE)
    city.deps.clock.set('2026-12-26T09:00:00+08:00')
    expect(await cleanUp.run(city.deps)).to.include({ imports: 1 })
    expect((await ImportFileModel.countDocuments()) + (await ImportRowModel.countDocuments())).to.equal(0)
    const later = await anOffice()
    const page = await later.get(at).expect(200)
    expect(page.text).to.include('文件已按期删除').and.include('请重新上传')
    expect(await EnterpriseModel.countDocuments()).to.equal(0)
  })
})
