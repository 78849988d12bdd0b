import { expect } from 'chai'
import request from 'supertest'
import { blockHash, macOf } from '../../models/audit/entry.ts'
import { AuditBlockModel, AuditEntryModel } from '../../models/audit/index.ts'
import { OutboxModel } from '../../models/outbox/index.ts'
import { SettingModel, writeSetting } from '../../models/setting/index.ts'
import { SYSTEM } from '../../models/user/actor.ts'
import { act } from '../../server/act.ts'
import { auditRefusals, sealAll, sealPending } from '../../server/audit/actions.ts'
import { anApp, submit, testDeps } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity, aUser } from '../support/factories.ts'

const note = (id: string) => ({ record: { type: 'setting', id } })

describe('an act', () => {
  useDatabase({ emptied: 'each' })

  it('stores what it did, its audit entry and what it tells in one piece, or nothing', async () => {
    const deps = testDeps()
    const user = await aUser()
    const telling = { to: [user._id], template: 'assigned', facts: { no: 'SQ2026-000001' }, link: '/issues/SQ2026-000001', key: 'k' }
    const failing = act(deps, SYSTEM, 'job.test', async (tx) => {
      await writeSetting('x', 1, tx.now, tx.session)
      tx.audit(note('x'))
      tx.tell(telling)
      throw new Error('broken off')
    })
    await failing.then(() => expect.fail('should fail'), (error: Error) => expect(error.message).to.equal('broken off'))
    expect(await Promise.all([SettingModel.countDocuments(), AuditEntryModel.countDocuments(), OutboxModel.countDocuments()])).to.deep.equal([0, 0, 0])
    await act(deps, SYSTEM, 'job.test', async (tx) => {
      await writeSetting('x', 1, tx.now, tx.session)
      tx.audit(note('x'))
      tx.tell(telling)
    })
    expect(await Promise.all([SettingModel.countDocuments(), AuditEntryModel.countDocuments(), OutboxModel.countDocuments()])).to.deep.equal([1, 1, 1])
  })

  it('that leaves no trace is a bug and does nothing', async () => {
    const silent = act(testDeps(), SYSTEM, 'job.test', async (tx) => writeSetting('x', 1, tx.now, tx.session))
    await silent.then(() => expect.fail('should fail'), (error: Error) => expect(error.message).to.include('no audit entry'))
    expect(await SettingModel.countDocuments()).to.equal(0)
  })
})

describe('the audit trail', () => {
  useDatabase({ emptied: 'each' })
  const leave = (deps: ReturnType<typeof testDeps>, id: string) => act(deps, SYSTEM, 'job.test', async (tx) => { tx.audit(note(id)); await Promise.resolve() })

  it('signs each entry and seals each once, whoever seals', async () => {
    const deps = testDeps()
    await Promise.all(Array.from({ length: 30 }, (_, i) => leave(deps, String(i))))
    const sealed = await Promise.all([sealPending(deps), sealPending(deps), sealPending(deps)])
    await sealAll(deps)
    expect(sealed.reduce((a, b) => a + b)).to.be.at.most(30)
    const [entries, blocks] = await Promise.all([AuditEntryModel.find().lean(), AuditBlockModel.find().sort({ _id: 1 }).lean()])
    expect(blocks.flatMap((block) => block.entries.map(String)).sort()).to.deep.equal(entries.map(({ _id }) => String(_id)).sort())
    let previous = 'first'
    for (const block of blocks) {
      const macs = block.entries.map((id) => entries.find((entry) => entry._id.equals(id))?.mac ?? '')
      expect(block.previous).to.equal(previous)
      expect(block.hash).to.equal(blockHash(block._id, previous, macs, deps.keys.audit))
      previous = block.hash
    }
    for (const entry of entries) expect(entry.mac).to.equal(macOf({ ...entry, actor: null }, deps.keys.audit))
  })

  it('sums refused sign-ins per address and minute', async () => {
    await aSmallCity()
    const { app, deps } = anApp()
    for (let i = 0; i < 3; i++) await submit(request.agent(app), '/sign-in', '/sign-in', { account: `nobody${i}`, password: 'Wrong-password-1' })
    expect(await auditRefusals(deps)).to.equal(0)
    deps.clock.forward(2 * 60_000)
    expect(await auditRefusals(deps)).to.equal(1)
    const entry = await AuditEntryModel.findOne({ act: 'session.refused' }).lean()
    expect(entry?.changes['count']).to.equal('3')
  })
})
