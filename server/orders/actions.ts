import type { Types } from 'mongoose'
import { addresseesOf, LISTENERS, type Addressee } from '../../models/card/addressees.ts'
import { CardModel, type Card } from '../../models/card/index.ts'
import { isPaper, PAPERS, paperNumber } from '../../models/card/numbering.ts'
import { readPeople } from '../../models/card/people.ts'
import {
  askRevocation,
  confirmRevocation,
  declineRevocation,
  dropDraft,
  replyToOrder,
  signCard,
} from '../../models/card/verbs.ts'
import { IssueModel, type Issue } from '../../models/issue/index.ts'
import { RUNG_WORDS } from '../../models/issue/ladder.ts'
import { momentAt } from '../../models/issue/moment.ts'
import { record } from '../../models/issue/step.ts'
import { dayOf, yearOf } from '../../models/shared/calendarDay.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import type { Actor } from '../../models/user/actor.ts'
import { act, type Tx } from '../act.ts'
import { nextNumber } from '../database/counters.ts'
import type { Deps } from '../deps.ts'
import { Conflict, NotFound } from '../http/errors.ts'

type StoredCard = InstanceType<typeof CardModel>

/** Which card, and the version of it that the acting person has seen. */
export interface Seen { id: Types.ObjectId, version: number }

/** Who is told when a paper takes effect today. */
export async function addresseesToday(
  card: Pick<Card, 'rung' | 'department'>,
  department: string,
  on: string,
): Promise<Addressee[]> {
  return addresseesOf(LISTENERS[card.rung], { department, handler: null }, await readPeople(), on)
}

/** The department a paper is about: the lead department of the day on which it is signed. @source DESIGN.md §7 R */
export async function departmentToday(card: Pick<Card, 'issue' | 'department'>): Promise<string> {
  const issue =
    card.issue && (await IssueModel.findById(card.issue, { leadDepartment: 1 }).lean<Pick<Issue, 'leadDepartment'>>())
  return issue?.leadDepartment ?? card.department
}

/** 签发: gives the draft its number and day and tells those it goes to. @returns the number */
export function signOrder(deps: Deps, actor: Actor, seen: Seen): Promise<string> {
  return withCard(deps, actor, 'order.sign', seen, async (card, tx) => {
    if (!isPaper(card.rung)) throw new RuleBroken('card-no-paper', `${RUNG_WORDS[card.rung]}由系统亮出，不用签发。`)
    const today = dayOf(tx.now)
    const department = await departmentToday(card)
    const told = await addresseesToday(card, department, today)
    const when = await momentAt(tx.now)
    const year = yearOf(today)
    const no = paperNumber(card.rung, year, await nextNumber(tx.session, PAPERS[card.rung].series, year))
    signCard(card, tx.actor, { no, department, told }, when)
    tx.audit({ record: { type: 'card', id: card._id, no }, changes: { state: '待签发 → 已签发' } })
    tell(tx, card, 'order.issued', told.map(({ user }) => user), card.replyDueOn ?? today)
    return no
  })
}

/** 不予签发. */
export function dropOrder(deps: Deps, actor: Actor, seen: Seen, reason: string): Promise<void> {
  return withCard(deps, actor, 'order.drop', seen, (card, tx) => {
    dropDraft(card, tx.actor, reason, tx.now)
    tx.audit({ record: { type: 'card', id: card._id }, changes: { state: '待签发 → 未予签发' }, reason })
  })
}

/** The department's answer to an order; it stands in the case's history too. */
export function answerOrder(
  deps: Deps,
  actor: Actor,
  seen: Seen,
  text: string,
  claim: (tx: Tx) => Promise<void>,
): Promise<void> {
  return withCard(deps, actor, 'order.reply', seen, async (card, tx) => {
    replyToOrder(card, tx.actor, text, tx.now)
    await noteInHistory(card, 'orderReply', `${card.no ?? ''} ${text}`.trim(), tx)
    tx.audit({ record: { type: 'card', id: card._id, no: card.no ?? '' }, changes: { reply: '已回复' } })
    tell(tx, card, 'order.reply', [card.signedBy], dayOf(tx.now))
    await claim(tx)
  })
}

/** The first of two people asks; every other supervisor is told. */
export function askToRevoke(deps: Deps, actor: Actor, seen: Seen, reason: string): Promise<void> {
  return withCard(deps, actor, 'card.askRevocation', seen, async (card, tx) => {
    askRevocation(card, tx.actor, reason, tx.now)
    tx.audit({ record: { type: 'card', id: card._id, no: card.no ?? '' }, changes: { revocation: '申请撤销' }, reason })
    const { supervisors } = await readPeople()
    tell(
      tx,
      card,
      'card.revocation',
      supervisors.map(({ id }) => id).filter((id) => String(id) !== String(actor.id)),
      dayOf(tx.now),
    )
  })
}

/** The second person decides. */
export function decideRevocation(deps: Deps, actor: Actor, seen: Seen, decision: 'confirm' | 'decline'): Promise<void> {
  return withCard(deps, actor, 'card.confirmRevocation', seen, async (card, tx) => {
    const reason = card.revocation?.reason ?? ''
    if (decision === 'decline') declineRevocation(card, tx.actor)
    else {
      confirmRevocation(card, tx.actor, tx.now)
      await noteInHistory(card, 'cardRevocation', `${card.no ?? RUNG_WORDS[card.rung]}：${reason}`, tx)
      tell(tx, card, 'card.revoked', card.told.map(({ user }) => user), dayOf(tx.now))
    }
    tx.audit({
      record: { type: 'card', id: card._id, no: card.no ?? '' },
      changes: { revocation: decision === 'confirm' ? '确认撤销' : '不同意撤销' },
      reason,
    })
  })
}

/** Loads, checks that nobody was faster, acts, saves once. */
function withCard<T>(
  deps: Deps,
  actor: Actor,
  name: string,
  { id, version }: Seen,
  work: (card: StoredCard, tx: Tx) => T | Promise<T>,
): Promise<T> {
  return act(deps, actor, name, async (tx) => {
    const card = await CardModel.findById(id).session(tx.session)
    if (!card) throw new NotFound()
    if (card.__v !== version)
      throw new Conflict('您打开这一页以后，别人已经办过。请看现在的情况再办。', {
        text: '看现在的情况',
        href: `/orders/${String(id)}`,
      })
    const result = await work(card, tx)
    await card.save({ session: tx.session })
    return result
  })
}

async function noteInHistory(
  card: StoredCard,
  what: 'orderReply' | 'cardRevocation',
  text: string,
  tx: Tx,
): Promise<void> {
  const issue = card.issue && (await IssueModel.findById(card.issue).session(tx.session))
  if (!issue) return
  record(issue, what, tx.actor, await momentAt(tx.now), { text })
  await issue.save({ session: tx.session })
}

function tell(tx: Tx, card: StoredCard, template: string, to: readonly (Types.ObjectId | null)[], day: string): void {
  tx.tell({
    to, template, facts: { no: card.no ?? card.issueNo ?? '', category: '', act: RUNG_WORDS[card.rung], day },
    link: `/orders/${String(card._id)}`, key: `card:${String(card._id)}:${template}:${card.__v}`,
  })
}
