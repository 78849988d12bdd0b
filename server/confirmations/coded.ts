import type { Request, Response } from 'express'
import type { Link } from '../../models/link/index.ts'
import type { Actor } from '../../models/user/actor.ts'
import { act, type Tx } from '../act.ts'
import type { Deps } from '../deps.ts'
import { page, redirect } from '../http/page.ts'
import { textOf, textsOf, type Body, type FormResult } from '../lib/form.ts'
import { AlreadySaid } from './actions.ts'
import { CodeUsed, type CodeDoor, type CodeWanted } from './codes.ts'
import { codePage, type Hidden } from './codeView.ts'

/** A link that stands open, with the hidden fields that its forms carry. */
export interface LinkForm { link: Link, mark: string }

/** Something said by a link that needs a code to the contact on record, or becomes a request that the office rings about. */
export interface Coded<T> {
  /** name of the act in the audit trail */
  act: string
  actor: Actor
  heading: string
  line: string
  action: string
  wanted: CodeWanted
  fields: readonly string[]
  read(body: Body): FormResult<T>
  /** what is about to be said, above the code */
  summary(value: T): string[]
  /** the filled form again, with its messages */
  again(values: Body, errors: Record<string, string>): Promise<void>
  /** does it, inside the act's transaction, after the code was right */
  apply(tx: Tx, value: T): Promise<void>
  /** asks the office to make sure by telephone */
  ask(tx: Tx, value: T): Promise<void>
  /** where to go afterwards, and what the banner says */
  done(how: 'code' | 'request'): { to: string, text: string }
}

/**
 * The three presses of such a form: `code` sends one and asks for it on a page that keeps what was typed, `confirm` brings
 * it, `phone` does without. A double press does nothing twice.
 * @source DESIGN.md §7 Links
 */
export async function runCoded<T>(
  deps: Deps, codes: CodeDoor, req: Request, res: Response, form: LinkForm, coded: Coded<T>,
): Promise<void> {
  const body = req.body as Body
  const read = coded.read(body)
  if (!read.ok) return coded.again(body, read.errors)
  const { value } = read
  const go = textOf(body['go'])
  const finish = (how: 'code' | 'request') => {
    const { to, text } = coded.done(how)
    redirect(req, res, to, text)
  }
  if (go === 'phone') {
    await act(deps, coded.actor, coded.act, (tx) => coded.ask(tx, value)).catch(unlessSaid)
    return finish('request')
  }
  const ask = textOf(body['ask'])
  if (go === 'confirm' && ask !== '') {
    const refused = await codes.check(ask, textOf(body['code']), coded.wanted).catch(unlessSaid)
    if (refused) return showCode(ask, refused)
    await act(deps, coded.actor, coded.act, async (tx) => {
      await codes.use(tx, ask, coded.wanted)
      await coded.apply(tx, value)
    }).catch(unlessSaid)
    return finish('code')
  }
  const sent = await codes.send(req.ip ?? '', coded.wanted)
  return 'ask' in sent ? showCode(sent.ask, null) : showCode(null, sent)

  async function showCode(of: string | null, refused: { text: string, status: number } | null): Promise<void> {
    const kept: Hidden[] = coded.fields.flatMap((name) => textsOf(body[name]).map((each) => ({ name, value: each })))
    const model = codePage({
      heading: coded.heading, line: coded.line, action: coded.action, summary: coded.summary(value), kept,
      mark: form.mark, id: form.link._id, ask: of, error: refused?.text ?? null,
      sentTo: (await codes.wayTo(coded.wanted.owner)) ?? '登记的联系人',
    })
    await page(req, res, 'confirmations/code', model, {
      title: refused ? `错误：${coded.heading}` : coded.heading, status: refused?.status ?? 200, layout: 'plain', bodyClass: 'firm',
    })
  }
}

/** What was wanted is done already; the page that follows says so. */
function unlessSaid(error: unknown): null {
  if (error instanceof CodeUsed || error instanceof AlreadySaid) return null
  throw error
}
