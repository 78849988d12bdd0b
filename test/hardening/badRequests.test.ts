import { request as rawRequest } from 'node:http'
import { createServer, type Server } from 'node:http'
import { connect as openSocket, type AddressInfo } from 'node:net'
import { expect } from 'chai'
import fc from 'fast-check'
import request from 'supertest'
import type { Role } from '../../models/user/roles.ts'
import { LIMITS } from '../../server/http/limits.ts'
import type { Declared } from '../../server/http/routes.ts'
import { anApp, tokenIn, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'

const RUNS = Number(process.env['BAD_REQUESTS'] ?? 500)
const SEED = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const ROLES: Role[] = ['officer', 'lead', 'coordinator', 'supervisor', 'leader', 'systemAdmin', 'auditAdmin']

/** What people and programs send that no form of ours would. */
const CORPUS = [
  '', ' ', '0', '-1', '1e9', '999999999999999999999', 'true', 'null', 'undefined', '__proto__', 'constructor', '{"$ne":null}', '[object Object]', '$where', "'; DROP TABLE", '../../etc/passwd',
  '<script>alert(1)</script>', '{{constructor}}', '=cmd|1', '\u202e倒', '𠮷野家', 'a\u0000b', '\ud800', '😀'.repeat(50), '长'.repeat(5_000), '2026-02-30', '2026-13-01', '9999-99-99', '0000-00-00',
  '64b0c0ffee0000000000beef', 'SQ2026-000001', 'zrzy', '%00', '%', '\r\nSet-Cookie: a=b', '//evil.example', '/\\evil.example',
]
const value = fc.oneof(fc.constantFrom(...CORPUS), fc.string({ unit: 'grapheme', maxLength: 40 }), fc.string({ unit: 'binary', maxLength: 20 }))

interface Bad { route: Declared, role: Role, params: string[], fields: [string, string][], query: [string, string][] }

describe(`bad requests (seed ${SEED})`, () => {
  useDatabase()
  let house: TestApp
  const agents = new Map<Role, { agent: Agent, token: string }>()
  before(async function () {
    this.timeout(60_000)
    await aSmallCity()
    house = anApp()
    for (const role of ROLES) {
      const { agent } = await house.signInAs(role)
      agents.set(role, { agent, token: tokenIn((await agent.get('/sessions')).text) })
    }
  })

  it(`${RUNS} of every kind get an answer of ours: no failure, no stack, no secret`, async function () {
    this.timeout(RUNS * 400 + 30_000)
    const routes = house.app.locals.declared.filter(({ path }) => !['/sign-out', '/sign-in', '/password', '/sessions/end'].includes(path) && !path.includes('/jobs'))
    const bad: fc.Arbitrary<Bad> = fc.constantFrom(...routes).chain((route) => fc.record({
      route: fc.constant(route),
      role: fc.constantFrom(...ROLES),
      params: fc.array(value, { minLength: 3, maxLength: 3 }),
      fields: fc.array(fc.tuple(fc.oneof(fc.constantFrom(...(route.fields?.length ? route.fields.map((name) => name.replace('*', '0')) : ['x'])), value), value), { maxLength: 8 }),
      query: fc.array(fc.tuple(fc.constantFrom('q', 'page', 'sort', 'tab', 'state', 'department', 'a[$ne]', 'from', 'to', 'at', 'year', 'kind'), value), { maxLength: 4 }),
    }))
    for (const each of fc.sample(bad, { numRuns: RUNS, seed: SEED })) {
      const { agent, token } = agents.get(each.role) ?? { agent: request(house.app), token: '' }
      let next = 0
      const path = each.route.path.replace(/:\w+/g, () => encodeSafely(each.params[next++ % 3] ?? 'x'))
      const query = each.query.map(([name, text]) => `${encodeSafely(name)}=${encodeSafely(text)}`).join('&')
      const to = query ? `${path}?${query}` : path
      const body = [['_csrf', token], ...each.fields].map(([name = '', text = '']) => `${encodeSafely(name)}=${encodeSafely(text)}`).join('&')
      const asked = each.route.method === 'GET' ? agent.get(to) : agent.post(to).set('Content-Type', 'application/x-www-form-urlencoded').send(body)
      const answer = await asked.then((given) => given, (error: NodeJS.ErrnoException) => {
        // what is too big is answered and hung up on before all of it is sent; some senders see the hanging up alone
        expect([error.code, to.length > LIMITS.urlBytes || body.length > LIMITS.bodyBytes], to.slice(0, 200)).to.deep.equal(['ECONNRESET', true])
        return { status: 413, text: '' }
      })
      const what = `${each.role} ${each.route.method} ${to.slice(0, 200)} ${body.slice(0, 300)}`
      expect(answer.status, what).to.be.below(500)
      expect(answer.text ?? '', what).not.to.match(/ {4}at .*\.(ts|js):\d+|MongoServerError|passwordHash/)
    }
  })
})

const encodeSafely = (text: string): string => {
  try {
    return encodeURIComponent(text) || 'x'
  } catch {
    // a lone surrogate cannot be encoded; its bytes are sent as they are
    return '%ED%A0%80'
  }
}

describe('what is too big', () => {
  useDatabase()
  let server: Server
  let port = 0
  before(async () => {
    await aSmallCity()
    server = createServer({ maxHeaderSize: 16 * 1024 }, anApp().app)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  })
  after(() => new Promise<void>((resolve) => void server.close(() => resolve())))

  const post = (path: string, body: string, headers: Record<string, string>) =>
    new Promise<number>((resolve, reject) => {
      const req = rawRequest({ port, path, method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers } }, (res) => {
        res.resume()
        res.on('end', () => resolve(res.statusCode ?? 0))
      })
      // the server may answer and hang up before everything is sent
      req.on('error', (error: NodeJS.ErrnoException) => (error.code === 'EPIPE' || error.code === 'ECONNRESET' ? resolve(413) : reject(error)))
      req.end(body)
    })

  it('is refused before it is read: bodies, fields, addresses', async () => {
    expect(await post('/sign-in', `account=${'a'.repeat(300_000)}`, {})).to.equal(413)
    expect(await post('/sign-in', Array.from({ length: 600 }, (_, i) => `f${i}=1`).join('&'), {})).to.equal(413)
    const status = await new Promise<string>((resolve, reject) => {
      const socket = openSocket(port, '127.0.0.1', () => socket.write(`GET /${'a'.repeat(40_000)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`))
      socket.once('data', (data) => {
        resolve(data.toString().split(' ')[1] ?? '')
        socket.destroy()
      })
      socket.once('error', reject)
    })
    expect(status).to.equal('431')
  })

  it('with both a length and chunks is refused', async () => {
    const status = await new Promise<string>((resolve, reject) => {
      const socket = openSocket(port, '127.0.0.1', () => socket.write('POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'))
      socket.once('data', (data) => {
        resolve(data.toString().split(' ')[1] ?? '')
        socket.destroy()
      })
      socket.once('error', reject)
    })
    expect(status).to.equal('400')
  })
})
