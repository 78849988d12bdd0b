import { fork, type ChildProcess } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { AuditEntryModel } from '../../models/audit/index.ts'
import { UserModel } from '../../models/user/index.ts'
import { connect, disconnect } from '../../server/database/connect.ts'
import { startEmbedded, type EmbeddedDatabase } from '../../server/database/embedded.ts'
import { aSmallCity, aUser, PASSWORD } from '../support/factories.ts'
import { tokenIn } from '../support/app.ts'
import { temporaryFolder } from '../support/server.ts'

const KILLS = Number(process.env['KILLS'] ?? 5)
const PORT = 3900 + (process.pid % 90)

/** The product as it runs for an office: a process of its own on the embedded database, spoken to over HTTP. */
describe('the running product', function () {
  this.timeout(180_000)
  let dataDir: string
  let database: EmbeddedDatabase
  let app: ChildProcess | undefined
  let cookie = ''
  let token = ''

  const at = (path: string) => `http://127.0.0.1:${PORT}${path}`
  const get = (path: string) => fetch(at(path), { headers: { cookie }, redirect: 'manual', signal: AbortSignal.timeout(12_000) })
  const post = (path: string, fields: Record<string, string>) =>
    fetch(at(path), { method: 'POST', headers: { cookie, origin: at('') }, body: new URLSearchParams(fields), redirect: 'manual', signal: AbortSignal.timeout(12_000) })

  async function until(what: () => Promise<boolean>, ms: number): Promise<number> {
    const began = Date.now()
    while (Date.now() - began < ms) {
      if (await what().catch(() => false)) return Date.now() - began
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error(`Not within ${ms} ms`)
  }
  const isReady = async () => (await fetch(at('/readyz'))).status === 200

  async function start(): Promise<void> {
    app = fork(join(import.meta.dirname, '../../server/operator/start.ts'), {
      env: { ...process.env, DATA_DIR: dataDir, PORT: String(PORT), PUBLIC_URL: at(''), JOBS: 'off', LOG_LEVEL: process.env['TEST_LOG'] ?? 'silent', TZ: 'Asia/Shanghai' }, stdio: ['ignore', process.env['TEST_LOG'] ? 'inherit' : 'ignore', 'inherit', 'ipc'],
    })
    await until(isReady, 30_000)
  }

  before(async () => {
    dataDir = await temporaryFolder()
    database = await startEmbedded({ dataDir, mongodBinary: process.env['MONGOD_BINARY'] ?? null, env: process.env, say: () => undefined })
    await connect(database.uri)
    await aSmallCity()
    await aUser({ account: 'admin', roles: ['systemAdmin'] })
    await start()
    const form = await fetch(at('/sign-in'))
    cookie = form.headers.getSetCookie().map((each) => each.split(';')[0]).join('; ')
    const signedIn = await post('/sign-in', { _csrf: tokenIn(await form.text()), account: 'admin', password: PASSWORD })
    cookie = signedIn.headers.getSetCookie().map((each) => each.split(';')[0]).join('; ')
    token = tokenIn(await (await get('/sessions')).text())
  })
  after(async () => {
    app?.kill('SIGKILL')
    await disconnect()
    await database.stop()
    await rm(dataDir, { recursive: true, force: true })
  })

  it(`killed ${KILLS} times while it writes, loses nothing acknowledged and does nothing by half or twice`, async () => {
    const acknowledged: string[] = []
    let going = true
    const write = async (writer: number) => {
      for (let n = 0; going; n++) {
        const account = `w${writer}.n${n}`
        const answer = await post('/admin/users', { _csrf: token, account, name: '秦若川', department: 'zrzy', title: '', phone: '', mail: '' }).catch(() => null)
        if (answer?.status === 200) acknowledged.push(account)
        else await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }
    const writers = [1, 2, 3, 4].map(write)
    for (let kill = 0; kill < KILLS; kill++) {
      const before = acknowledged.length
      await until(() => Promise.resolve(acknowledged.length > before + 10), 30_000)
      app?.kill('SIGKILL')
      await start()
    }
    going = false
    await Promise.all(writers)

    const stored = (await UserModel.find({ account: /^w\d/ }, { account: 1 }).lean()).map(({ account }) => account)
    expect(acknowledged.filter((account) => !stored.includes(account))).to.deep.equal([])
    const trail = (await AuditEntryModel.find({ act: 'user.create' }).lean()).map(({ record }) => record.no)
    expect(trail.sort()).to.deep.equal(stored.sort())
  })

  it('answers with a page of its own while the database is frozen, and is well again by itself', async () => {
    const { pid } = JSON.parse(await readFile(join(dataDir, 'mongo', 'server.json'), 'utf8')) as { pid: number }
    process.kill(pid, 'SIGSTOP')
    await until(async () => (await readFile(`/proc/${pid}/stat`, 'utf8')).includes(') T '), 5_000)
    try {
      const began = Date.now()
      const timed = async (asked: Promise<Response>): Promise<[number, Response]> => {
        const answer = await asked
        await answer.clone().text()
        return [Date.now() - began, answer]
      }
      const [health, ready, ...pages] = await Promise.all([
        fetch(at('/healthz')),
        fetch(at('/readyz')),
        timed(get('/admin/users')),
        timed(post('/admin/users', { _csrf: token, account: 'frozen', name: '秦若川', department: 'zrzy' })),
        timed(fetch(at('/sign-in'))),
      ])
      expect([health.status, ready.status]).to.deep.equal([200, 503])
      // the sign-in page too: a form whose session could not be stored would be refused when it is sent
      expect(pages.map(([, { status }]) => status)).to.deep.equal([503, 503, 503])
      for (const [ms] of pages) expect(ms).to.be.below(5_000)
      const [, page] = pages[0] ?? []
      if (!page) throw new Error('no page')
      const text = await page.text()
      expect(text).to.include('暂时连不上数据库').and.not.include('    at ')
      expect(page.headers.get('retry-after')).to.match(/^\d+$/)
    } finally {
      process.kill(pid, 'SIGCONT')
    }
    await until(async () => (await get('/admin/users')).status === 200, 15_000)
    expect(await UserModel.countDocuments({ account: 'frozen' }), 'a post answered with 503 was acted on').to.equal(0)
  })

  it('answers in time when the database freezes between two steps of a page, and lets the late answer go', async () => {
    const { pid } = JSON.parse(await readFile(join(dataDir, 'mongo', 'server.json'), 'utf8')) as { pid: number }
    for (const pause of [1, 3, 6]) {
      const asked = get('/admin/users')
      await new Promise((resolve) => setTimeout(resolve, pause))
      process.kill(pid, 'SIGSTOP')
      const began = Date.now()
      try {
        const answer = await asked
        expect(answer.status).to.be.oneOf([200, 503])
        await answer.text()
        expect(Date.now() - began).to.be.below(5_000)
      } finally {
        process.kill(pid, 'SIGCONT')
      }
      await until(async () => (await get('/admin/users')).status === 200, 15_000)
    }
    expect(app?.exitCode).to.equal(null)
  })

  it('finishes what is in flight when it is told to stop, and ends cleanly', async () => {
    const answers = Array.from({ length: 10 }, () => get('/admin/users'))
    const ended = new Promise<number | null>((resolve) => app?.once('exit', resolve))
    await new Promise((resolve) => setTimeout(resolve, 30))
    app?.kill('SIGTERM')
    expect((await Promise.all(answers)).map(({ status }) => status)).to.deep.equal(Array(10).fill(200))
    expect(await ended).to.equal(0)
  })
})
