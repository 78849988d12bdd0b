import { Agent, request, type IncomingMessage } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

/** One request as it was felt: when it was sent, how long the answer took, what it was. */
export interface Felt {
  at: number
  ms: number
  status: number
}

export interface Answered {
  status: number
  location: string
  text: string
}

interface Visit {
  /** addresses of the app's processes; each request goes to the next of them */
  servers: readonly string[]
  /** a slow link sends a form in pieces and is slow to read */
  slow: boolean
  felt: Felt[]
}

const AGENT = new Agent({ keepAlive: true, maxSockets: 400 })
const TRIES = 60
const PIECE_MS = 120

/**
 * Somebody with a browser and no account: keeps cookies, follows nothing by itself, and presses again when no answer or a
 * 5xx comes, as a person would. Time is counted from the last byte sent, so a slow link does not count as a slow server.
 */
export function aVisitor({ servers, slow, felt }: Visit) {
  const cookies = new Map<string, string>()
  let turn = Math.floor(Math.random() * servers.length)

  async function ask(method: 'GET' | 'POST', path: string, body = ''): Promise<Answered> {
    for (let tries = 1; ; tries++) {
      const server = servers[turn++ % servers.length] ?? ''
      const answer = await once(server, method, path, body).catch(() => null)
      if (answer && answer.status < 500) return answer
      if (tries === TRIES)
        throw new Error(
          `${method} ${path.split('/')[1] ?? ''}: no answer after ${TRIES} tries, last ${answer?.status ?? 'none'}`,
        )
      await pause(1_000)
    }
  }

  async function once(server: string, method: string, path: string, body: string): Promise<Answered> {
    const { response, sentAt } = await send(server, method, path, body)
    for (const line of response.headers['set-cookie'] ?? []) keep(line)
    let text = ''
    for await (const chunk of response.setEncoding('utf8')) text += String(chunk)
    felt.push({ at: sentAt, ms: performance.now() - sentAt, status: response.statusCode ?? 0 })
    return { status: response.statusCode ?? 0, location: response.headers.location ?? '', text }
  }

  async function send(
    server: string,
    method: string,
    path: string,
    body: string,
  ): Promise<{ response: IncomingMessage; sentAt: number }> {
    const headers = {
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      ...(method === 'POST'
        ? {
            origin: server,
            'content-type': 'application/x-www-form-urlencoded',
            'content-length': Buffer.byteLength(body),
          }
        : {}),
    }
    const asked = request(server + path, { method, headers, agent: AGENT, timeout: 20_000 })
    asked.on('timeout', () => asked.destroy(new Error('no answer')))
    const answered = new Promise<IncomingMessage>((resolve, reject) =>
      asked.once('response', resolve).once('error', reject),
    )
    answered.catch(() => undefined)
    if (slow) {
      const third = Math.ceil(body.length / 3)
      for (let from = 0; from < body.length; from += third) {
        asked.write(body.slice(from, from + third))
        await pause(PIECE_MS)
      }
      asked.end()
    } else asked.end(body)
    const sentAt = performance.now()
    const response = await answered
    if (slow) await pause(PIECE_MS)
    return { response, sentAt }
  }

  function keep(line: string): void {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (name !== undefined && value !== undefined) cookies.set(name, value)
  }

  return {
    get: (path: string) => ask('GET', path),
    post: (path: string, fields: [string, string][]) => ask('POST', path, new URLSearchParams(fields).toString()),
    /** The hidden fields of the first form of a page. */
    hidden: (text: string): [string, string][] =>
      [...text.matchAll(/type="hidden" name="([\w-]+)" value="([^"]*)"/g)].map(([, name, value]) => [
        name ?? '',
        value ?? '',
      ]),
  }
}

/** 99th percentile in ms of what was felt outside the given span, and how many there were. */
export function p99Outside(felt: readonly Felt[], from: number, to: number): { p99: number; counted: number } {
  const outside = felt
    .filter(({ at, ms }) => at + ms < from || at > to)
    .map(({ ms }) => ms)
    .sort((one, other) => one - other)
  return { p99: Math.round(outside[Math.floor(outside.length * 0.99)] ?? 0), counted: outside.length }
}
