import { readdirSync } from 'node:fs'
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import '../../models/all.ts'
import { cleanUp } from '../../jobs/cleanUp.ts'
import { JOBS, startJobs } from '../../jobs/index.ts'
import { snapshotDay } from '../../jobs/snapshotDay.ts'
import { CardModel } from '../../models/card/index.ts'
import { IssueModel } from '../../models/issue/index.ts'
import { JobRunModel } from '../../models/jobRun/index.ts'
import { SnapshotModel } from '../../models/snapshot/index.ts'
import { forgetAll } from '../../models/shared/memo.ts'
import { currentDb } from '../../server/database/connect.ts'
import type { Job } from '../../server/jobs/job.ts'
import { runInSlot, takeSlot } from '../../server/jobs/running.ts'
import { testDeps } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'
import { aRunningCase } from './cases.ts'

describe('the schedule', function () {
  this.timeout(60_000)
  useDatabase({ emptied: 'each' })
  beforeEach(async () => {
    forgetAll()
    await aSmallCity()
  })

  it('has each file of jobs/ as a job of the same name', () => {
    const files = readdirSync(join(import.meta.dirname, '../../jobs'))
      .map((name) => name.replace('.ts', ''))
      .filter((name) => name !== 'index')
    expect(JOBS.map(({ name }) => name).sort()).to.deep.equal(files.sort())
  })

  it('gives a slot to one of many processes', async () => {
    const taken = await Promise.all(
      Array.from({ length: 10 }, () => takeSlot('escalateIssues:2026-11-25T02:20:00.000Z', new Date())),
    )
    expect(taken.filter(Boolean)).to.have.length(1)
  })

  it('notes a job that fails and goes on', async () => {
    const bad: Job = {
      name: 'bad',
      word: '',
      at: '',
      runs: 'once',
      run: () => Promise.reject(new Error('no')),
      dryRun: null,
    }
    await takeSlot('bad:1', new Date())
    expect(await runInSlot(testDeps(), bad, 'bad:1')).to.equal(null)
    expect(await JobRunModel.findById('bad:1').lean()).to.include({ state: 'failed', error: 'no' })
  })

  it('catches up at the start what a downtime missed, and stops when told', async () => {
    await aRunningCase({ startOn: '2026-11-02', dueOn: '2026-11-20' })
    const jobs = await startJobs(testDeps())
    await jobs.stop()
    expect(await CardModel.countDocuments()).to.equal(2)
    const runs = await JobRunModel.find().lean()
    expect(runs.map(({ name, state }) => `${name} ${state}`)).to.include('escalateIssues done')
    expect(runs.every(({ state }) => state === 'done')).to.equal(true)
  })
})

describe('the night’s jobs', function () {
  useDatabase({ emptied: 'each' })
  beforeEach(async () => {
    forgetAll()
    await aSmallCity()
  })

  it('freeze the day that is over, once, department by department and for the city', async () => {
    await aRunningCase({ startOn: '2026-11-24', department: 'zrzy' })
    await aRunningCase({ startOn: '2026-11-02', dueOn: '2026-11-20', department: 'zrzy' })
    const closed = await aRunningCase({ startOn: '2026-11-02', department: 'zjj' })
    await IssueModel.updateOne(
      { _id: closed._id },
      { $set: { open: false, stock: null, state: 'closed', closedAt: new Date('2026-11-24T08:00:00Z') } },
    )
    await aRunningCase({ startOn: '2026-11-25', department: 'zjj' })
    const deps = testDeps({ now: '2026-11-25T00:10+08:00' })
    expect(await snapshotDay.run(deps)).to.deep.equal({ frozen: 3 })
    expect(await snapshotDay.run(deps)).to.deep.equal({ frozen: 0 })
    const rows = await SnapshotModel.find().sort({ department: 1 }).lean()
    const words = rows.map(({ department, onDay, handling, overdue, received, closed: shut }) => [
      department,
      onDay,
      handling,
      overdue,
      received,
      shut,
    ])
    expect(words).to.deep.equal([
      ['', '2026-11-24', 2, 1, 1, 1],
      ['zjj', '2026-11-24', 0, 0, 0, 1],
      ['zrzy', '2026-11-24', 2, 1, 1, 0],
    ])
  })

  it('forget sessions that have ended and files that nobody came back for, and keep the others', async () => {
    const deps = testDeps()
    const sessions = currentDb().collection<{ _id: string, expires: Date }>('sessions')
    await sessions.insertMany([
      { _id: 'ended', expires: new Date('2026-11-25T01:00:00Z') },
      { _id: 'living', expires: new Date('2026-11-25T09:00:00Z') },
    ])
    const folder = join(deps.config.dataDir, 'tmp')
    await mkdir(folder, { recursive: true })
    for (const [name, day] of [['old', '2026-11-23'], ['fresh', '2026-11-25']] as const) {
      await writeFile(join(folder, name), '')
      await utimes(join(folder, name), new Date(day), new Date(day))
    }
    expect(await cleanUp.run(deps)).to.include({ sessions: 1, files: 1 })
    expect(await readdir(folder)).to.deep.equal(['fresh'])
    expect((await sessions.find().toArray()).map(({ _id }) => _id)).to.deep.equal(['living'])
  })
})
