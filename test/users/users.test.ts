import { expect } from 'chai'
import { AuditEntryModel } from '../../models/audit/index.ts'
import { UserModel } from '../../models/user/index.ts'
import { anApp, submit } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity, aUser } from '../support/factories.ts'

const NEW = { account: 'qin.ruochuan', name: '秦若川', department: 'zrzy', title: '主任科员', phone: '13800005678', mail: '' }

describe('the accounts', () => {
  useDatabase({ emptied: 'each' })
  beforeEach(aSmallCity)

  it('are made by the system administrator without roles, with a one-time password shown once', async () => {
    const { agent } = await anApp().signInAs('systemAdmin')
    const slip = await submit(agent, '/admin/users/new', '/admin/users', NEW)
    expect(slip.status).to.equal(200)
    const password = /class="secret">([^<]+)</.exec(slip.text)?.[1] ?? ''
    expect(password).to.have.length(16)
    const stored = await UserModel.findOne({ account: NEW.account }).lean()
    expect(stored?.roles).to.deep.equal([])
    expect(stored?.mustChangePassword).to.equal(true)
    expect(JSON.stringify(stored)).not.to.include(password)
    const entry = await AuditEntryModel.findOne({ act: 'user.create' }).lean()
    expect(JSON.stringify(entry)).not.to.include(NEW.name)
  })

  it('keep what was typed when the account exists already, and say so', async () => {
    const { agent } = await anApp().signInAs('systemAdmin')
    await aUser({ account: NEW.account })
    const again = await submit(agent, '/admin/users/new', '/admin/users', NEW)
    expect(again.status).to.equal(422)
    expect(again.text).to.include('已经有人用').and.include('value="秦若川"')
  })

  it('get their roles from the security administrator, which ends their sessions', async () => {
    const app = anApp()
    const worker = await app.signInAs('officer')
    const { agent } = await app.signInAs('securityAdmin')
    const at = `/admin/users/${String(worker.user._id)}`
    const stored = await UserModel.findById(worker.user._id).lean<{ __v: number }>()
    const answer = await submit(agent, at, `${at}/roles`, { roles: ['officer', 'lead'], isHead: 'on', version: String(stored?.__v) })
    expect(answer.status).to.equal(303)
    expect((await UserModel.findById(worker.user._id).lean())?.roles).to.deep.equal(['officer', 'lead'])
    expect((await worker.agent.get('/sessions')).status).to.equal(303)
  })

  it('refuse roles that exclude each other', async () => {
    const app = anApp()
    const worker = await aUser()
    const { agent } = await app.signInAs('securityAdmin')
    const at = `/admin/users/${String(worker._id)}`
    const answer = await submit(agent, at, `${at}/roles`, { roles: ['systemAdmin', 'auditAdmin'], version: '0' })
    expect(answer.status).to.equal(422)
    expect(answer.text).to.include('不能由同一人担任')
  })

  it('are out of reach for the wrong administrator and for staff', async () => {
    const app = anApp()
    const worker = await aUser()
    const at = `/admin/users/${String(worker._id)}`
    const { agent: auditor } = await app.signInAs('auditAdmin')
    const page = await auditor.get(at).expect(200)
    expect(page.text).not.to.include('授予岗位').and.not.include('停用')
    await auditor.get('/admin/users/new').expect(403)
    const { agent: officer } = await app.signInAs('officer')
    await officer.get('/admin/users').expect(403)
  })

  it('answer 409 to whoever edits an old version', async () => {
    const { agent } = await anApp().signInAs('systemAdmin')
    const worker = await aUser()
    const at = `/admin/users/${String(worker._id)}/edit`
    const values = { name: '温书仪', department: 'zrzy', title: '副局长', phone: '', mail: '', version: '0' }
    expect((await submit(agent, at, at, values)).status).to.equal(303)
    const late = await submit(agent, at, at, { ...values, name: '别的' })
    expect(late.status).to.equal(409)
  })
})
