import { expect } from 'chai'
import request from 'supertest'
import { ACTS, can, mayEver, relationsFor, scopeFilter, type Act } from '../models/user/permissions.ts'
import { ROLE_NAMES, type Role } from '../models/user/roles.ts'
import type { Actor } from '../models/user/actor.ts'
import { Types } from 'mongoose'
import { isOpen } from '../server/http/routes.ts'
import { anApp, tokenIn, type Agent, type TestApp } from './support/app.ts'
import { useDatabase } from './support/db.ts'
import { aSmallCity } from './support/factories.ts'

const actor = (role: Role, more: Partial<Actor> = {}): Actor => ({ id: new Types.ObjectId(), name: '测试', department: 'zrzy', roles: [role], isHead: false, leader: null, ...more })

describe('the permission table', () => {
  it('lets a list show exactly the records that a page would open', () => {
    const record = { leadDepartment: 'zjj', coDepartments: [{ department: 'zrzy' }], verifyingDepartment: 'xzsp', visitDepartment: null, createdBy: null, handler: null }
    const officer = actor('officer')
    expect(can(officer, 'issue.read', record)).to.equal(true)
    expect(scopeFilter(officer, 'issue.read')).to.deep.equal({ $or: [
      { leadDepartment: 'zrzy' }, { 'coDepartments.department': 'zrzy' }, { verifyingDepartment: 'zrzy' }, { visitDepartment: 'zrzy' }, { createdBy: officer.id }, { handler: officer.id },
    ] })
    expect(can(actor('officer', { department: 'sw' }), 'issue.read', record)).to.equal(false)
  })

  it('shows nothing to whom it grants nothing', () => {
    expect(scopeFilter(actor('auditAdmin'), 'issue.read')).to.deep.equal({ _id: { $in: [] } })
    expect(mayEver(actor('systemAdmin'), 'issue.sign')).to.equal(false)
  })

  it('keeps the three administrators out of casework and out of each other’s acts', () => {
    const business: Act[] = ACTS.filter((each) => /^(issue|visit|instruction|order|card|score|import\.(enterprises|members))\b/.test(each))
    for (const role of ['systemAdmin', 'securityAdmin', 'auditAdmin'] as const) {
      expect(business.filter((each) => mayEver(actor(role), each)), role).to.deep.equal([])
    }
    expect(mayEver(actor('systemAdmin'), 'user.grantRoles')).to.equal(false)
    expect(mayEver(actor('securityAdmin'), 'user.create')).to.equal(false)
    expect(mayEver(actor('systemAdmin'), 'audit.read')).to.equal(false)
  })

  it('gives every act to somebody', () => {
    expect(ACTS.filter((each) => !ROLE_NAMES.some((role) => relationsFor(actor(role), each).length > 0))).to.deep.equal([])
  })
})

describe('every route, tried by every role', () => {
  useDatabase()
  let house: TestApp
  const agents = new Map<Role, Agent>()
  before(async function () {
    this.timeout(60_000)
    await aSmallCity()
    house = anApp()
    for (const role of ROLE_NAMES) agents.set(role, (await house.signInAs(role)).agent)
  })

  it('is closed to strangers unless it is declared public', async function () {
    this.timeout(60_000)
    for (const { method, path, act } of house.app.locals.declared) {
      if (isOpen(act)) continue
      const to = filled(path)
      const answer = await (method === 'GET' ? request(house.app).get(to) : request(house.app).post(to).type('form').send({}))
      expect(answer.status, `${method} ${to}`).to.be.oneOf([303, 403])
      expect(answer.text ?? '', `${method} ${to}`).not.to.include('<main id="main" class="frame" tabindex')
    }
  })

  it('refuses with 403 exactly the roles that the table does not name, and never fails', async function () {
    this.timeout(600_000)
    const failures: string[] = []
    await Promise.all([...agents].map(async ([role, agent]) => {
      const token = tokenIn((await agent.get('/sessions')).text)
      for (const { method, path, act } of house.app.locals.declared) {
        if (isOpen(act) || path === '/sessions/end') continue
        const to = filled(path)
        const answer = await (method === 'GET' ? agent.get(to) : agent.post(to).type('form').send({ _csrf: token }))
        const allowed = mayEver(actor(role), act)
        if (answer.status >= 500) failures.push(`${role} ${method} ${to}: ${answer.status}`)
        if (!allowed && answer.status !== 403) failures.push(`${role} ${method} ${to}: ${answer.status}, expected 403`)
      }
    }))
    expect(failures).to.deep.equal([])
  })
})

/** An address with something in each place: nothing exists there, so whoever may come in gets 404 or 422, never 500. */
const filled = (path: string) => path.replace(/:\w+/g, '64b0c0ffee0000000000beef')
