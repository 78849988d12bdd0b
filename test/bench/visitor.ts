import { Agent, request, type IncomingMessage } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

/** One press as it was felt: when it was made, how long its answer took, how often it had to be made again. */
export interface Felt {
  at: number
  ms: number
  again: number
}

export interface Answered {
  status: number
  location: string
  text: string
}

interface Visit {
  /** addresses of the processes that live now; each request goes to the next of them */
  servers: () => readonly string[]
  /** a slow link sends a form in pieces and is slow to read */
  slow?: boolean
  felt: Felt[]
}

const AGENT = new Agent({ keepAlive: true, maxSockets: 400 })
const TRIES = 120
const AGAIN_MS = 500
const PIECE_MS = 120

/**
 * Somebody with a browser and no account: keeps cookies, follows nothing by itself, and presses again when no answer or a
 * 5xx comes, as a person would. Time runs from the first press, or from the moment at which it was due, to the answer that
 * counts; what a slow link takes to send a form is not held against the product.
 */
export function aVisitor({ servers, slow = false, felt }: Visit) {
  const cookies = new Map<string, string>()
  let turn = Math.floor(Math.random() * 1_000)

  async function ask(method: 'GET' | 'POST', path: string, body = '', dueAt?: number): Promise<Answered> {
    let pressedAt = dueAt
    for (let again = 0; again < TRIES; again++) {
      const living = servers()
      const server = living[turn++ % living.length] ?? ''
      const sent = (at: number) => void (pressedAt ??= at)
      const answer = await once(server, method, path, body, sent).catch(() => null)
      if (answer && answer.status < 500) {
        const at = pressedAt ?? performance.now()
        felt.push({ at, ms: performance.now() - at, again })
        return answer
      }
      await pause(AGAIN_MS)
    }
    throw new Error(`${method} ${path.slice(0, 3)}…: no answer after ${TRIES} tries`)
  }

  async function once(
    server: string, method: string, path: string, body: string, sent: (at: number) => void,
  ): Promise<Answered> {
    const response = await send(server, method, path, body, sent)
    for (const line of response.headers['set-cookie'] ?? []) keep(line)
    let text = ''
    for await (const chunk of response.setEncoding('utf8')) text += String(chunk)
    return { status: response.statusCode ?? 0, location: response.headers.location ?? '', text }
  }

  async function send(
    server: string, method: string, path: string, body: string, sent: (at: number) => void,
  ): Promise<IncomingMessage> {
    const form = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) }
    const headers = {
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      ...(method === 'POST' ? { origin: server, ...form } : {}),
    }
    const asked = request(server + path, { method, headers, agent: AGENT, timeout: 20_000 })
    asked.on('timeout', () => asked.destroy(new Error('no answer')))
    const answered = new Promise<IncomingMessage>((resolve, reject) =>
      asked.once('response', resolve).once('error', reject))
    answered.catch(() => undefined)
    for (const piece of slow ? thirdsOf(body) : []) {
      asked.write(piece)
      await pause(PIECE_MS)
    }
    asked.end(slow ? '' : body)
    sent(performance.now())
    return answered
  }

  function keep(line: string): void {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (name !== undefined && value !== undefined) cookies.set(name, value)
  }

  return {
    /** @param dueAt when it had to be made, on the clock of `performance.now()`; now when left out */
    get: (path: string, dueAt?: number) => ask('GET', path, '', dueAt),
    post: (path: string, fields: [string, string][]) => ask('POST', path, new URLSearchParams(fields).toString()),
    /** The hidden fields of the first form of a page. */
    hidden: (text: string): [string, string][] =>
      [...text.matchAll(/type="hidden" name="([\w-]+)" value="([^"]*)"/g)]
        .map(([, name = '', value = '']): [string, string] => [name, value]),
  }
}

function thirdsOf(body: string): string[] {
  const third = Math.ceil(body.length / 3)
  return [0, 1, 2].map((at) => body.slice(at * third, (at + 1) * third)).filter((piece) => piece !== '')
}

/** What was felt outside a span: how many presses, and a share of them within so many ms. */
export function feltOutside(felt: readonly Felt[], from: number, to: number): { timed: number, within: (share: number) => number } {
  const outside = felt.filter(({ at, ms }) => at + ms < from || at > to).map(({ ms }) => ms)
    .sort((one, other) => one - other)
  const at = (share: number) => Math.min(outside.length - 1, Math.floor(outside.length * share))
  return { timed: outside.length, within: (share) => Math.round(outside[at(share)] ?? 0) }
}

/** How many presses had to be made again. */
export const againOf = (felt: readonly Felt[]): number => felt.reduce((sum, { again }) => sum + again, 0)
