import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A mail as it arrived: to whom, and its text. */
export interface Mail { to: string, text: string }

/** A real mail server on loopback that keeps what it gets, and refuses the mailboxes named. */
export async function aMailServer(refused: readonly string[] = []): Promise<{ url: string, mails: Mail[], close(): Promise<void> }> {
  const mails: Mail[] = []
  const smtp = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _session, done) {
      done(refused.includes(address) ? Object.assign(new Error('no such mailbox'), { responseCode: 451 }) : null)
    },
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        mails.push({ to: session.envelope.rcptTo[0]?.address ?? '', text: bodyOf(Buffer.concat(parts).toString()) })
        done()
      })
    },
  })
  smtp.listen(0, '127.0.0.1')
  await once(smtp.server, 'listening')
  return {
    mails, url: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
    close: () => new Promise<void>((closed) => { smtp.close(() => closed()) }),
  }
}

/** What an HTTP adapter was told. */
export interface Told { to: string, template: string, text: string, link: string, key: string, receipt: string }

/** A real adapter on loopback: takes everything. */
export async function anAdapter(): Promise<{ url: string, told: Told[], close(): void }> {
  const told: Told[] = []
  const sink: Server = createServer((req, res) => {
    let body = ''
    req.on('data', (part: Buffer) => (body += part.toString())).on('end', () => {
      told.push(JSON.parse(body) as Told)
      res.end('{}')
    })
  }).listen(0, '127.0.0.1')
  await once(sink, 'listening')
  return {
    told, url: `http://127.0.0.1:${(sink.address() as AddressInfo).port}/send`,
    close: () => {
      sink.closeAllConnections()
      sink.close()
    },
  }
}

function bodyOf(raw: string): string {
  const [head = '', ...body] = raw.split('\r\n\r\n')
  const text = body.join('\r\n\r\n')
  return /base64/i.test(head) ? Buffer.from(text, 'base64').toString() : text
}
