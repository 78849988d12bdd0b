import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'chai'
import '../../models/all.ts'
import { AuditEntryModel } from '../../models/audit/index.ts'
import { CardModel } from '../../models/card/index.ts'
import { IssueModel } from '../../models/issue/index.ts'
import { OutboxModel } from '../../models/outbox/index.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity, aUser } from '../support/factories.ts'
import { testServerUri } from '../support/server.ts'
import { aRunningCase } from './cases.ts'

const NOW = '2026-11-25T10:20:00+08:00'
const DUE = 200
const script = join(import.meta.dirname, 'processes', 'sweep.ts')

describe('two processes that sweep the same 200 due cases', function () {
  this.timeout(120_000)
  const database = useDatabase({ emptied: 'each' })
  beforeEach(async () => {
    await aSmallCity()
    const handler = await aUser()
    await aUser({ roles: ['supervisor'] })
    for (let n = 0; n < DUE; n += 1)
      await aRunningCase({
        startOn: '2026-11-02',
        dueOn: '2026-11-20',
        raised: ['L0', 'L1'],
        handler,
        department: n % 2 === 0 ? 'zrzy' : 'zjj',
      })
  })

  async function aSweeper(): Promise<ChildProcess> {
    const child = fork(script, [await testServerUri(), database.name(), NOW])
    await once(child, 'message')
    return child
  }

  it('raise each rung once when they run side by side', async () => {
    const sweepers = await Promise.all([aSweeper(), aSweeper()])
    const ends = sweepers.map((child) => once(child, 'exit'))
    for (const child of sweepers) child.send('go')
    await Promise.all(ends)
    await eachOnce()
  })

  it('raise each rung once although one is killed in the middle', async () => {
    const victim = await aSweeper()
    victim.send('go')
    while ((await CardModel.estimatedDocumentCount()) < DUE / 4) await pause(5)
    victim.kill('SIGKILL')
    await once(victim, 'exit')
    const left = await IssueModel.countDocuments({ nextRungAt: { $lte: new Date(NOW) } })
    expect(left, 'killed before it was done').to.be.greaterThan(0)

    const heir = await aSweeper()
    heir.send('go')
    await once(heir, 'exit')
    await eachOnce()
  })

  /** One red card and one draft order a case, each with its notices and one entry in the trail; nothing left to do. */
  async function eachOnce(): Promise<void> {
    expect(await CardModel.countDocuments({ rung: 'L2' })).to.equal(DUE)
    expect(await CardModel.countDocuments({ rung: 'L3' })).to.equal(DUE)
    expect(await AuditEntryModel.countDocuments({ act: 'job.escalateIssues', 'record.type': 'issue' })).to.equal(DUE)
    expect(await OutboxModel.countDocuments({ template: 'ladder.card' })).to.equal(DUE)
    expect(await OutboxModel.countDocuments({ template: 'order.draft', 'facts.no': { $ne: '' } })).to.equal(DUE)
    expect(await IssueModel.countDocuments({ nextRungAt: { $lte: new Date(NOW) } })).to.equal(0)
    const reds = Math.floor(DUE / 2 / 3) * 2
    expect(await CardModel.countDocuments({ rung: 'L4' })).to.equal(reds)
    expect(await CardModel.countDocuments({ rung: 'L2', usedIn: { $ne: null } })).to.equal(reds * 3)
  }
})
