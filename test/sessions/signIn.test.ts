import { expect } from 'chai'
import request from 'supertest'
import { anApp, submit, tokenIn } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity, aUser, PASSWORD } from '../support/factories.ts'
import { AuditEntryModel } from '../../models/audit/index.ts'
import { UserModel } from '../../models/user/index.ts'

describe('signing in', () => {
  useDatabase({ emptied: 'each' })
  beforeEach(aSmallCity)

  it('leads the right user to the home page and writes it to the audit trail', async () => {
    const { signInAs } = anApp()
    const { agent, user } = await signInAs('officer')
    const home = await agent.get('/sessions').expect(200)
    expect(home.text).to.include(user.name)
    const entry = await AuditEntryModel.findOne({ act: 'session.begin' }).lean()
    expect(String(entry?.actor)).to.equal(String(user._id))
  })

  it('says the same for an unknown account and a wrong password', async () => {
    const { app } = anApp()
    const user = await aUser()
    const answers = await Promise.all([user.account, 'nobody'].map(async (account) => {
      const agent = request.agent(app)
      return submit(agent, '/sign-in', '/sign-in', { account, password: 'Wrong-password-1' })
    }))
    for (const answer of answers) {
      expect(answer.status).to.equal(422)
      expect(answer.text).to.include('账号或密码不对')
    }
  })

  it('does not read a password from the address', async () => {
    const { app } = anApp()
    const user = await aUser()
    const agent = request.agent(app)
    const token = tokenIn((await agent.get('/sign-in')).text)
    const answer = await agent.post(`/sign-in?account=${user.account}&password=${PASSWORD}`).type('form').send({ _csrf: token })
    expect(answer.status).to.equal(422)
  })

  it('waits a quarter of an hour after five wrong ones in a row, for that address alone', async () => {
    const { app } = anApp({ env: { TRUST_PROXY: '1' } })
    const user = await aUser()
    const from = (address: string) => async (password: string) => {
      const agent = request.agent(app)
      const token = tokenIn((await agent.get('/sign-in')).text)
      return agent.post('/sign-in').set('X-Forwarded-For', address).type('form').send({ _csrf: token, account: user.account, password })
    }
    const attacker = from('198.51.100.7')
    for (let i = 0; i < 5; i++) expect((await attacker('Wrong-password-1')).status).to.equal(422)
    const blocked = await attacker(PASSWORD)
    expect(blocked.status).to.equal(429)
    expect(blocked.headers['retry-after']).to.match(/^\d+$/)
    expect((await from('203.0.113.5')(PASSWORD)).status).to.equal(303)
  })

  it('refuses a form without the session token', async () => {
    const { app } = anApp()
    const answer = await request(app).post('/sign-in').type('form').send({ account: 'a', password: 'b' })
    expect(answer.status).to.equal(403)
    expect(answer.text).to.include('页面已过期')
  })

  it('refuses a post from a sibling site', async () => {
    const { signInAs } = anApp()
    const { agent } = await signInAs('officer')
    const token = tokenIn((await agent.get('/sessions')).text)
    const answer = await agent.post('/sessions/end').set('Origin', 'https://other.city.example').type('form').send({ _csrf: token })
    expect(answer.status).to.equal(403)
  })

  it('ends a session at once when the account is disabled', async () => {
    const { signInAs } = anApp()
    const { agent, user } = await signInAs('officer')
    await agent.get('/sessions').expect(200)
    await UserModel.updateOne({ _id: user._id }, { $set: { disabledAt: new Date() } })
    await agent.get('/sessions').expect(303)
  })

  it('ends an idle session after half an hour and any session after twelve hours', async () => {
    const { signInAs, deps } = anApp()
    const { agent } = await signInAs('officer')
    deps.clock.forward(29 * 60_000)
    await agent.get('/sessions').expect(200)
    deps.clock.forward(31 * 60_000)
    await agent.get('/sessions').expect(303)
    const second = await signInAs('officer')
    for (let passed = 0; passed < 12 * 60; passed += 20) {
      await second.agent.get('/sessions').expect(200)
      deps.clock.forward(20 * 60_000)
    }
    await second.agent.get('/sessions').expect(303)
  })

  it('leads a first sign-in to a new password, which must be strong, and ends the other sessions', async () => {
    const { signIn } = anApp()
    const user = await aUser({ mustChangePassword: true, oneTimeUntil: new Date('2026-11-27T10:00:00+08:00') })
    const [one, other] = [await signIn(user.account), await signIn(user.account)]
    expect((await one.get('/sessions')).headers['location']).to.equal('/password')
    const weak = await submit(one, '/password', '/password', { current: PASSWORD, fresh: 'short', again: 'short' })
    expect(weak.status).to.equal(422)
    expect(weak.text).to.include('至少 12 个字符')
    const strong = await submit(one, '/password', '/password', { current: PASSWORD, fresh: 'Liu-Ting-Hai-an-88', again: 'Liu-Ting-Hai-an-88' })
    expect(strong.status).to.equal(303)
    await one.get('/sessions').expect(200)
    expect((await other.get('/sessions')).headers['location']).to.match(/^\/sign-in/)
  })

  it('gives pages opened side by side after signing in the same form token', async () => {
    const { signInAs } = anApp()
    const { agent } = await signInAs('officer')
    const pages = await Promise.all(Array.from({ length: 5 }, () => agent.get('/sessions')))
    expect(new Set(pages.map(({ text }) => tokenIn(text))).size).to.equal(1)
  })

  it('hands back the text of a form with files too', async () => {
    const { signInAs, deps, app } = anApp()
    const { agent, user } = await signInAs('officer')
    deps.clock.forward(40 * 60_000)
    const cut = await agent.post('/visits').field('heard', '复测做完了').attach('photos', Buffer.from('x'), 'x.jpg')
    expect(cut.status).to.equal(303)
    const fresh = request.agent(app)
    const form = await fresh.get(cut.headers['location'] as string)
    const resume = /name="resume" value="([^"]+)"/.exec(form.text)?.[1] ?? ''
    const back = await fresh.post('/sign-in').type('form').send({ _csrf: tokenIn(form.text), account: user.account, password: PASSWORD, resume })
    expect(back.status).to.equal(200)
    expect(back.text).to.include('复测做完了').and.include('action="/visits"')
  })

  it('keeps what was typed when the session has ended, and hands it back after signing in', async () => {
    const { signInAs, deps, app } = anApp()
    const { agent, user } = await signInAs('officer')
    const token = tokenIn((await agent.get('/sessions')).text)
    deps.clock.forward(40 * 60_000)
    const cut = await agent.post('/sessions/end').type('form').send({ _csrf: token })
    expect(cut.status).to.be.oneOf([303, 403])
    const fresh = request.agent(app)
    const signIn = await fresh.get('/sessions')
    expect(signIn.headers['location']).to.match(/^\/sign-in\?resume=/)
    const form = await fresh.get(signIn.headers['location'] as string)
    const resume = /name="resume" value="([^"]+)"/.exec(form.text)?.[1] ?? ''
    const after = await fresh.post('/sign-in').type('form').send({ _csrf: tokenIn(form.text), account: user.account, password: PASSWORD, resume })
    expect(after.headers['location']).to.equal('/sessions')
  })
})
