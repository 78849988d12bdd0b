import express, { type RequestHandler } from 'express'
import { expect } from 'chai'
import mongoose from 'mongoose'
import request from 'supertest'
import { LinkModel } from '../../models/link/index.ts'
import { linkDoor } from '../../server/http/linkDoor.ts'
import { answerError, answerNotFound } from '../../server/http/errorPages.ts'
import { routeTable } from '../../server/http/routes.ts'
import { linkAddress, makeLinks, reissueLink, revokeLink, tokenOf } from '../../server/links/actions.ts'
import { testDeps } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'

/** A door with one page and one form behind it: the plumbing of every link page. */
function aDoor() {
  const deps = testDeps({ env: { TRUST_PROXY: '1' } })
  const door = linkDoor(deps, 'enterprise')
  const { router, get, post } = routeTable()
  get('/e/:token', { act: 'link' }, door.enter)
  get('/e/i/:id', { act: 'link' }, async (req, res) => {
    const { link, token, state } = await door.opened(req)
    res.send(`${link.subject} ${state} ${door.mark(token)}`)
  })
  post('/e/i/:id', { act: 'link', fields: ['say'] }, async (req, res) => void res.send((await door.opened(req)).link.subject))
  const app = express().set('trust proxy', 1)
  app.locals['deps'] = deps
  const withLog: RequestHandler = (req, _res, next) => { req.log = deps.log; next() }
  app.use(withLog, express.urlencoded({ extended: false }), router, answerNotFound, answerError)
  return { app, deps }
}

const inTransaction = <T>(work: (session: mongoose.ClientSession) => Promise<T>) => mongoose.connection.transaction(work)

describe('a link for people without account', () => {
  useDatabase({ emptied: 'each' })

  async function twoFirms() {
    const { app, deps } = aDoor()
    const links = await inTransaction((session) => makeLinks(deps, session, ['firm-a', 'firm-b'].map((subject) => ({ purpose: 'enterprise' as const, subject, expiresAt: null }))))
    const [a, b] = links
    if (!a || !b) throw new Error('no links')
    return { app, deps, a, b }
  }

  it('leaves the address at once and lives in a cookie of its own path', async () => {
    const { app, deps, a } = await twoFirms()
    const agent = request.agent(app)
    const first = await agent.get(new URL(linkAddress(deps, a)).pathname)
    expect(first.headers['location']).to.equal(`/e/i/${a._id}`)
    expect(first.headers['set-cookie']?.[0]).to.include(`Path=/e/i/${a._id}`).and.include('HttpOnly')
    expect((await agent.get(`/e/i/${a._id}`)).text).to.include('firm-a open')
  })

  it('is stored only as a hash', async () => {
    const { deps, a } = await twoFirms()
    expect(JSON.stringify(await LinkModel.find().lean())).not.to.include(tokenOf(deps, a))
  })

  it('opens nothing of another', async () => {
    const { app, deps, a, b } = await twoFirms()
    const cookie = `e=${tokenOf(deps, a)}`
    expect((await request(app).get(`/e/i/${b._id}`).set('Cookie', cookie)).status).to.equal(404)
    const mark = (await request(app).get(`/e/i/${a._id}`).set('Cookie', cookie)).text.split(' ')[2]
    const foreign = await request(app).post(`/e/i/${b._id}`).set('Cookie', `e=${tokenOf(deps, b)}`).type('form').send({ _csrf: mark, id: b._id, say: 'x' })
    expect(foreign.status).to.equal(403)
    const mixed = await request(app).post(`/e/i/${a._id}`).set('Cookie', cookie).type('form').send({ _csrf: mark, id: b._id, say: 'x' })
    expect(mixed.status).to.equal(403)
    const own = await request(app).post(`/e/i/${a._id}`).set('Cookie', cookie).type('form').send({ _csrf: mark, id: a._id, say: 'x' })
    expect(own.text).to.equal('firm-a')
  })

  it('of an unknown, malformed or foreign kind gets the same page, and many misses are slowed down', async () => {
    const { app, deps, a } = await twoFirms()
    const from = (path: string, address: string) => request(app).get(path).set('X-Forwarded-For', address)
    const texts = await Promise.all(['A'.repeat(43), 'short', `${tokenOf(deps, a)}x`].map(async (token) => (await from(`/e/${token}`, '198.51.100.1')).text.replace(/编号 \w+/, '')))
    expect(new Set(texts).size).to.equal(1)
    for (let i = 0; i < 27; i++) await from('/e/nothing', '198.51.100.1')
    expect((await from('/e/nothing', '198.51.100.1')).status).to.equal(429)
    expect((await from(`/e/${tokenOf(deps, a)}`, '198.51.100.1')).status).to.equal(303)
  })

  it('dies by a reissue, whose link works, and says when it was revoked or has expired', async () => {
    const { app, deps, a, b } = await twoFirms()
    const old = tokenOf(deps, a)
    const next = await inTransaction((session) => reissueLink(deps, session, 'enterprise', 'firm-a'))
    const replaced = await request(app).get(`/e/${old}`)
    expect(replaced.status).to.equal(409)
    expect(replaced.text).to.include('已换发')
    expect((await request(app).get(`/e/${next ? tokenOf(deps, next) : ''}`)).status).to.equal(303)
    await inTransaction((session) => revokeLink(session, 'enterprise', 'firm-b', deps.clock.now()))
    expect((await request(app).get(`/e/i/${b._id}`).set('Cookie', `e=${tokenOf(deps, b)}`)).text).to.include('firm-b revoked')
  })
})
