import { once } from 'node:events'
import { createServer, type Server, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { Types } from 'mongoose'
import { SMTPServer } from 'smtp-server'
import '../../models/all.ts'
import { NoticeModel } from '../../models/notice/index.ts'
import { OutboxModel, type OutboxRow } from '../../models/outbox/index.ts'
import { TRIES_AT_MOST } from '../../models/outbox/retry.ts'
import { forgetAll } from '../../models/shared/memo.ts'
import { deliverDue, type Delivered } from '../../server/outbox/actions.ts'
import { sendersOf } from '../../server/outbox/senders.ts'
import type { TestClock } from '../support/app.ts'
import { testDeps } from '../support/app.ts'
import type { Deps } from '../../server/deps.ts'
import { useDatabase } from '../support/db.ts'
import { aUser } from '../support/factories.ts'

type TestDeps = Deps & { clock: TestClock }
let count = 0

describe('the outbox', function () {
  this.timeout(60_000)
  useDatabase({ emptied: 'each' })
  beforeEach(forgetAll)

  /** A row as an act writes it. */
  async function aRow(to: Types.ObjectId, more: Partial<OutboxRow> = {}): Promise<OutboxRow> {
    count += 1
    const row = await OutboxModel.create({
      key: `card:${count}`,
      channel: 'http',
      to,
      template: 'ladder.card',
      link: '/issues/SQ2026-000001',
      nextAt: new Date('2026-11-25T01:00:00Z'),
      facts: { no: 'SQ2026-000001', category: '用地规划', act: '黄牌', day: '2026-11-26' },
      createdAt: new Date('2026-11-25T01:00:00Z'),
      ...more,
    })
    return row.toObject<OutboxRow>()
  }
  const stateOf = async ({ _id }: OutboxRow): Promise<OutboxRow> =>
    (await OutboxModel.findById(_id).lean<OutboxRow>()) as OutboxRow

  describe('on the page', () => {
    it('leaves at any hour, once, in words without title or name', async () => {
      const user = await aUser()
      await aRow(user._id, { channel: 'page', urgent: true })
      const deps = testDeps({ now: '2026-11-25T23:00+08:00' })
      expect((await deliverDue(deps)).sent).to.equal(1)
      expect((await deliverDue(deps)).sent).to.equal(0)
      const notices = await NoticeModel.find().lean()
      expect(notices.map(({ text, issueNo, link }) => [text, issueNo, link])).to.deep.equal([
        ['黄牌：SQ2026-000001（用地规划），11月26日到期', 'SQ2026-000001', '/issues/SQ2026-000001'],
      ])
    })

    it('makes one notice of one row although two processes deliver at the same moment, and one died halfway', async () => {
      const user = await aUser()
      const row = await aRow(user._id, { channel: 'page' })
      await NoticeModel.create({
        key: row.key,
        user: user._id,
        kind: row.template,
        text: '已送到',
        link: row.link,
        at: row.createdAt,
      })
      for (let n = 0; n < 40; n += 1) await aRow(user._id, { channel: 'page' })
      await Promise.all([deliverDue(testDeps()), deliverDue(testDeps())])
      expect(await NoticeModel.countDocuments()).to.equal(41)
    })
  })

  describe('by mail', () => {
    let smtp: SMTPServer
    let mails: { to: string, text: string }[]
    beforeEach(async () => {
      mails = []
      smtp = new SMTPServer({
        authOptional: true, disabledCommands: ['STARTTLS'],
        onData(stream, session, done) {
          const parts: Buffer[] = []
          stream.on('data', (part: Buffer) => parts.push(part))
          stream.on('end', () => {
            mails.push({ to: session.envelope.rcptTo[0]?.address ?? '', text: Buffer.concat(parts).toString() })
            done()
          })
        },
      })
      smtp.listen(0, '127.0.0.1')
      await once(smtp.server, 'listening')
    })
    afterEach(() => new Promise<void>((closed) => { smtp.close(() => closed()) }))
    const deps = (now = '2026-11-25T10:20+08:00') =>
      testDeps({
        now,
        env: {
          SMTP_URL: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
          PUBLIC_URL: 'https://zoufang.example',
        },
      })

    it('reaches the mailbox with number, category, day and link', async () => {
      const user = await aUser({ mail: 'wen@example.org' })
      const row = await aRow(user._id, { channel: 'mail' })
      expect((await deliverDue(deps())).sent).to.equal(1)
      expect(mails).to.have.length(1)
      expect(mails[0]?.to).to.equal('wen@example.org')
      expect(decoded(mails[0]?.text ?? ''))
        .to.include('SQ2026-000001（用地规划）')
        .and.to.include('https://zoufang.example/issues/SQ2026-000001')
      expect((await stateOf(row)).state).to.equal('sent')
    })

    it('waits for office hours unless urgent', async () => {
      const user = await aUser({ mail: 'wen@example.org' })
      const usual = await aRow(user._id, { channel: 'mail' })
      await aRow(user._id, { channel: 'mail', urgent: true })
      const clocked = deps('2026-11-25T19:00+08:00')
      await deliverDue(clocked)
      expect(mails).to.have.length(1)
      expect((await stateOf(usual)).nextAt.toISOString()).to.equal('2026-11-26T01:00:00.000Z')
      clocked.clock.set('2026-11-26T09:00+08:00')
      await deliverDue(clocked)
      expect(mails).to.have.length(2)
    })

    it('is dropped for who has no mailbox or no account any more', async () => {
      const [nobody, gone] = [await aUser(), await aUser({ mail: 'gone@example.org', disabledAt: new Date() })]
      const rows = [await aRow(nobody._id, { channel: 'mail' }), await aRow(gone._id, { channel: 'mail' })]
      expect((await deliverDue(deps())).dropped).to.equal(2)
      expect(
        (await Promise.all(rows.map(stateOf))).map(({ state, lastError }) => `${state} ${lastError}`),
      ).to.deep.equal(['dropped 没有登记邮箱', 'dropped 账号已停用'])
    })
  })

  describe('to the webhook', () => {
    let sink: Server
    let answer: (req: IncomingMessage, res: ServerResponse, body: string) => void
    let received: { key: string, body: Record<string, unknown> }[]
    beforeEach(async () => {
      received = []
      answer = (_req, res) => res.end('{"errcode":0}')
      sink = createServer((req, res) => {
        let body = ''
        req.on('data', (part: Buffer) => (body += part.toString())).on('end', () => {
          received.push({
            key: String(req.headers['idempotency-key']),
            body: JSON.parse(body) as Record<string, unknown>,
          })
          answer(req, res, body)
        })
      }).listen(0, '127.0.0.1')
      await once(sink, 'listening')
    })
    afterEach(() => {
      sink.closeAllConnections()
      sink.close()
    })
    const deps = (form = 'plain'): TestDeps =>
      testDeps({
        env: { NOTIFY_URL: `http://127.0.0.1:${(sink.address() as AddressInfo).port}/hook`, NOTIFY_FORM: form },
      })
    const deliver = (given: TestDeps, withinMs = 300): Promise<Delivered> =>
      deliverDue(given, sendersOf(given, withinMs))

    it('speaks the form of the gateway, of WeCom and of DingTalk', async () => {
      const user = await aUser({ phone: '13800005678' })
      for (const form of ['plain', 'wecom', 'dingtalk']) {
        await aRow(user._id)
        expect((await deliver(deps(form))).sent, form).to.equal(1)
      }
      const [plain, wecom, dingtalk] = received.map(({ body }) => body)
      expect(plain).to.include({ to: '13800005678', template: 'ladder.card' })
      expect(wecom).to.deep.nested.include({ msgtype: 'text', 'text.mentioned_mobile_list': ['13800005678'] })
      expect(dingtalk).to.deep.nested.include({ msgtype: 'text', 'at.atMobiles': ['13800005678'] })
    })

    for (const [what, trouble] of [
      ['hangs', () => {}],
      ['answers 500', (_req: IncomingMessage, res: ServerResponse) => void res.writeHead(500).end()],
      ['resets the connection', (req: IncomingMessage) => void req.socket.destroy()],
      [
        'says 200 and refuses in the body',
        (_req: IncomingMessage, res: ServerResponse) => void res.end('{"errcode":93000,"errmsg":"invalid webhook"}'),
      ],
    ] as const) {
      it(`that ${what} is tried again later; after it has recovered everything arrives`, async () => {
        const user = await aUser({ phone: '13800005678' })
        const row = await aRow(user._id)
        const given = deps('wecom')
        answer = trouble
        expect(await deliver(given)).to.include({ failed: 1, sent: 0 })
        expect(await deliver(given), 'before its time').to.include({ failed: 0, sent: 0 })
        expect(await stateOf(row)).to.include({ state: 'waiting', tries: 1 })
        answer = (_req, res) => res.end('{"errcode":0}')
        given.clock.forward(61_000)
        expect(await deliver(given)).to.include({ failed: 0, sent: 1 })
        expect(new Set(received.map(({ key }) => key)).size, 'the same key both times').to.equal(1)
      })
    }

    it('that is down holds up neither the pages nor the run: three failures end it', async () => {
      const user = await aUser({ phone: '13800005678' })
      for (let n = 0; n < 10; n += 1) await aRow(user._id)
      await aRow(user._id, { channel: 'page' })
      answer = () => {}
      const began = Date.now()
      expect(await deliver(deps(), 200)).to.include({ failed: 3, sent: 1 })
      expect(Date.now() - began).to.be.lessThan(2_000)
    })

    it('parks a poisoned row after eight tries and goes on with the others', async () => {
      const user = await aUser({ phone: '13800005678' })
      const poison = await aRow(user._id, { urgent: true })
      answer = (_req, res, body) => {
        const isPoison = (JSON.parse(body) as { key: string }).key === poison.key
        res.writeHead(isPoison ? 400 : 200).end('{}')
      }
      const given = deps()
      for (let n = 0; n < TRIES_AT_MOST + 2; n += 1) {
        await deliver(given)
        given.clock.forward(3_600_000)
      }
      expect(await stateOf(poison)).to.include({ state: 'parked', tries: TRIES_AT_MOST, lastError: 'HTTP 400' })
      const healthy = await aRow(user._id, { nextAt: given.clock.now(), urgent: true })
      await deliver(given)
      expect((await stateOf(healthy)).state).to.equal('sent')
    })

    it('claims each row once when two processes deliver at the same moment', async () => {
      const user = await aUser({ phone: '13800005678' })
      for (let n = 0; n < 30; n += 1) await aRow(user._id)
      await Promise.all([deliver(deps()), deliver(deps())])
      expect(received).to.have.length(30)
      expect(new Set(received.map(({ key }) => key)).size).to.equal(30)
    })
  })
})

/** Bodies and subjects travel encoded. */
function decoded(mail: string): string {
  const [head = '', ...body] = mail.split('\r\n\r\n')
  return `${head}\n${Buffer.from(body.join(''), 'base64').toString()}\n${mail}`
}
