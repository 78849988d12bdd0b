import type { Types } from 'mongoose'
import { dayOf } from '../shared/calendarDay.ts'
import { RuleBroken } from '../shared/errors.ts'
import { addWorkingDays, type WorkingCalendar } from '../shared/workingCalendar.ts'
import type { Actor } from '../user/actor.ts'
import { RUNG_WORDS } from '../issue/ladder.ts'
import type { Addressee } from './addressees.ts'
import type { Card } from './index.ts'

/** An order is answered within so many working days. @source domain.md §8 L3 */
const REPLY_WITHIN_WORKING_DAYS = 3

interface Now { now: Date, calendar: WorkingCalendar }

/**
 * 签发: the draft takes effect with its number and day. An order asks for a reply within three working days.
 *
 * @throws RuleBroken('card-not-draft')
 */
export function signCard(
  card: Card,
  by: Actor,
  given: { no: string; department: string; told: Addressee[] },
  { now, calendar }: Now,
): void {
  if (card.state !== 'draft')
    throw new RuleBroken('card-not-draft', `这份${RUNG_WORDS[card.rung]}${STANDING[card.state]}，不能再签发。`)
  card.state = 'issued'
  card.no = given.no
  card.department = given.department
  card.issuedAt = now
  card.issuedOn = dayOf(now)
  card.signedBy = by.id
  card.signedByName = by.name
  card.signDueAt = null
  card.told = given.told
  card.replyDueOn = card.rung === 'L3' ? addWorkingDays(dayOf(now), REPLY_WITHIN_WORKING_DAYS, calendar).day : null
}

/** 不予签发: the supervisor drops a draft, with a reason that stays with it. @throws RuleBroken('card-not-draft') */
export function dropDraft(card: Card, by: Actor, reason: string, now: Date): void {
  if (card.state !== 'draft')
    throw new RuleBroken('card-not-draft', `这份${RUNG_WORDS[card.rung]}${STANDING[card.state]}。`)
  card.state = 'void'
  card.signDueAt = null
  card.revocation = { ...asked(by, reason, now), confirmedBy: by.id, confirmedByName: by.name, confirmedAt: now }
}

/** The head's signed answer to an order. A late one is taken and shows that it is late. @throws RuleBroken */
export function replyToOrder(card: Card, by: Actor, text: string, now: Date): void {
  if (card.rung !== 'L3' || card.state !== 'issued') throw new RuleBroken('card-no-order', '只有已签发的督办单需要回复。')
  if (card.reply) throw new RuleBroken('card-replied', `这份督办单已由${card.reply.byName}回复，不能重复回复。`)
  card.reply = { text, by: person(by), byName: by.name, at: now }
}

/** 申请撤销: the first of two people, with the reason. @throws RuleBroken */
export function askRevocation(card: Card, by: Actor, reason: string, now: Date): void {
  if (card.state !== 'issued') throw new RuleBroken('card-not-issued', `这${nameOf(card)}${STANDING[card.state]}，不能撤销。`)
  if (card.revocation) throw new RuleBroken('card-revocation-asked', `${card.revocation.askedByName}已经申请撤销，等另一人确认。`)
  card.revocation = asked(by, reason, now)
}

/** 确认撤销: the second person. A revoked card stays in sight and counts no more. @throws RuleBroken */
export function confirmRevocation(card: Card, by: Actor, now: Date): void {
  const { revocation } = card
  if (card.state !== 'issued' || revocation === null) throw new RuleBroken('card-no-request', '没有待确认的撤销申请。')
  if (String(revocation.askedBy) === String(by.id)) throw new RuleBroken('card-second-person', '撤销要由申请人以外的另一人确认。')
  card.state = 'revoked'
  card.revocation = { ...revocation, confirmedBy: by.id, confirmedByName: by.name, confirmedAt: now }
}

/** 不同意撤销: the request goes, the card stays. @throws RuleBroken */
export function declineRevocation(card: Card, by: Actor): void {
  if (card.state !== 'issued' || card.revocation === null) throw new RuleBroken('card-no-request', '没有待确认的撤销申请。')
  if (String(card.revocation.askedBy) === String(by.id))
    throw new RuleBroken('card-second-person', '撤销申请要由申请人以外的另一人答复。')
  card.revocation = null
}

export const STANDING: Readonly<Record<Card['state'], string>> = {
  draft: '待签发',
  issued: '已签发',
  revoked: '已撤销',
  void: '未予签发',
}

const nameOf = ({ rung }: Card): string =>
  rung === 'L3' || rung === 'L4' || rung === 'L5' ? `份${RUNG_WORDS[rung]}` : `张${RUNG_WORDS[rung]}`

const asked = (by: Actor, reason: string, now: Date) => ({
  askedBy: person(by),
  askedByName: by.name,
  askedAt: now,
  reason,
  confirmedBy: null,
  confirmedByName: '',
  confirmedAt: null,
})

function person(by: Actor): Types.ObjectId {
  if (by.id === null) throw new RuleBroken('card-person', '这一步要由人来做。')
  return by.id
}
