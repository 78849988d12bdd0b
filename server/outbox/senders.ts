import { createTransport } from 'nodemailer'
import type { Deps } from '../deps.ts'

/** One notice as it leaves the building. */
export interface Message {
  key: string
  text: string
  /** absolute address of the page it leads to */
  link: string
  template: string
  /** absolute address to which a gateway may report what became of it */
  receipt: string
}

export interface Recipient { mail: string, phone: string }

/** Why a row cannot be sent to this person at all; trying again would not help. */
export class Unreachable extends Error {}

/** Hands a notice to a person over one channel. @throws Unreachable, or whatever the other side did */
export type Sender = (message: Message, to: Recipient) => Promise<void>

/** A sink that does not answer holds a delivery no longer than this. */
const ANSWER_WITHIN_MS = 10_000

/** The senders that the configuration allows. `close` ends kept connections. */
export interface Senders { mail: Sender | null, http: Sender | null, close(): void }

export function sendersOf({ config }: Deps, answerWithinMs = ANSWER_WITHIN_MS): Senders {
  const mail = config.smtpUrl === null ? null : smtpSender(config.smtpUrl, config.mailFrom, answerWithinMs)
  const http = config.notifyUrl === null ? null : httpSender(config.notifyUrl, config.notifyForm, answerWithinMs)
  return { mail: mail?.send ?? null, http, close: () => mail?.close() }
}

function smtpSender(url: string, from: string, withinMs: number): { send: Sender, close(): void } {
  const timeouts = {
    connectionTimeout: withinMs,
    greetingTimeout: withinMs,
    socketTimeout: withinMs,
    dnsTimeout: withinMs,
  }
  const transport = createTransport({ url, pool: true, maxConnections: 2, ...timeouts } as object)
  return {
    send: async ({ key, text, link }, { mail }) => {
      if (mail === '') throw new Unreachable('没有登记邮箱')
      // the same row sent twice carries the same id, so a mailbox can tell
      const messageId = `<${Buffer.from(key).toString('base64url')}@zoufang>`
      await transport.sendMail({
        from,
        to: mail,
        subject: `【走访联系】${text}`,
        text: `${text}\n\n${link}\n`,
        textEncoding: 'base64',
        messageId,
      })
    },
    close: () => transport.close(),
  }
}

type Form = Deps['config']['notifyForm']

/** What each kind of receiver wants to be told, and how it says that it took it. */
const FORMS: Readonly<
  Record<Form, { body(message: Message, to: Recipient): object; refusal(answer: unknown): string | null }>
> = {
  plain: {
    body: ({ key, text, link, template, receipt }, { phone }) => ({ to: phone, template, text, link, key, receipt }),
    refusal: () => null,
  },
  wecom: {
    body: ({ text, link }, { phone }) => ({
      msgtype: 'text',
      text: { content: `${text}\n${link}`, mentioned_mobile_list: [phone] },
    }),
    refusal: errcode,
  },
  dingtalk: {
    body: ({ text, link }, { phone }) => ({
      msgtype: 'text',
      text: { content: `${text}\n${link}` },
      at: { atMobiles: [phone] },
    }),
    refusal: errcode,
  },
}

function httpSender(url: string, form: Form, withinMs: number): Sender {
  const { body, refusal } = FORMS[form]
  return async (message, to) => {
    if (to.phone === '') throw new Unreachable('没有登记手机号')
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': message.key },
      body: JSON.stringify(body(message, to)),
      redirect: 'error',
      signal: AbortSignal.timeout(withinMs),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`)
    const refused = refusal(parsed(text))
    if (refused !== null) throw new Error(refused)
  }
}

/** WeCom and DingTalk answer 200 and say in the body whether they took it. */
function errcode(answer: unknown): string | null {
  const { errcode: code, errmsg } = (answer ?? {}) as { errcode?: unknown, errmsg?: unknown }
  return code === 0 ? null : `errcode ${String(code)} ${String(errmsg ?? '')}`.trim()
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
