import type { Addressee } from '../../models/card/addressees.ts'
import type { Card } from '../../models/card/index.ts'
import { RUNG_WORDS } from '../../models/issue/ladder.ts'
import { STATES, type IssueState } from '../../models/issue/words.ts'
import { dayOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import { workingDaysBetween, type WorkingCalendar } from '../../models/shared/workingCalendar.ts'
import { linkButton, postButton, withPrimary } from '../lib/buttons.ts'
import { countText, dateTimeText, dayText, restText, restTone } from '../lib/format.ts'
import type { Button, Fact, NextStep, PageTitle, StepFact, Tone } from '../lib/parts.ts'
import { BASIS_WORDS, stateWords } from './listView.ts'

export interface OrderShowPage {
  title: PageTitle
  next: NextStep | null
  facts: Fact[]
  told: { name: string, post: string }[]
  toldTitle: string
  moreTold: string | null
  reply: { text: string, by: string, tag: string | null } | null
  madeFrom: { text: string, href: string, state: string }[]
  revocation: { text: string, reason: string } | null
}

declare module '../lib/templates.ts' {
  interface Views { 'orders/show': OrderShowPage }
}

/** A card as read, with its version for the next form. */
export type StoredCard = Card & { __v: number }

/** What this user may do now; an act that would be refused is not among it. */
export interface OrderRights { sign: boolean, reply: boolean, askRevocation: boolean, confirmRevocation: boolean }

export interface Shown {
  card: StoredCard
  rights: OrderRights
  issueState: IssueState | null
  departmentName: (code: string) => string
  parts: readonly Card[]
  /** whom a draft would go to today */
  wouldTell: readonly Addressee[]
  calendar: WorkingCalendar
  now: Date
}

/** People named before the rest is only counted. */
export const TOLD_SHOWN = 12
export const hrefOf = (card: Pick<Card, '_id'>): string => `/orders/${String(card._id)}`
export const nameOf = (card: Pick<Card, 'no' | 'rung'>): string =>
  card.no ? `${RUNG_WORDS[card.rung]} ${card.no}` : RUNG_WORDS[card.rung]

export function orderShowPage(shown: Shown): OrderShowPage {
  const { card, parts, wouldTell, now } = shown
  const today = dayOf(now)
  const told = card.state === 'draft' ? wouldTell : card.told
  return {
    title: { clauses: [nameOf(card)], note: stateWords(card), actions: [] },
    next: nextStepOf(shown),
    facts: factsOf(shown, today),
    told: told.slice(0, TOLD_SHOWN).map(({ name, post }) => ({ name, post })),
    toldTitle: card.state === 'draft' ? '签发后发给' : '已通知',
    moreTold: told.length > TOLD_SHOWN ? `等 ${countText(told.length)} 人` : null,
    reply: card.reply && {
      text: card.reply.text,
      by: `${card.reply.byName} ${dateTimeText(card.reply.at, today)}`,
      tag: card.replyDueOn && dayOf(card.reply.at) > card.replyDueOn ? '逾期回复' : null,
    },
    madeFrom: parts.map((part) => ({
      text: `${nameOf(part)}，${part.issueNo ?? ''} ${part.issueTitle}`.trim(),
      href: hrefOf(part),
      state: stateWords(part),
    })),
    revocation: revocationOf(card, today),
  }
}

function factsOf({ card, issueState, departmentName }: Shown, today: CivilDay): Fact[] {
  const fact = (term: string, text: string | null, more: Partial<Fact> = {}): Fact[] =>
    text ? [{ term, text, href: null, small: null, action: null, ...more }] : []
  return [
    ...fact('诉求', card.issueNo, {
      href: `/issues/${card.issueNo ?? ''}`,
      small: [card.issueTitle, issueState && STATES[issueState]].filter(Boolean).join('，'),
    }),
    ...fact('部门', departmentName(card.department)),
    ...fact('事由', BASIS_WORDS[card.basis]),
    ...fact('办理时限', card.dueOn && dayText(card.dueOn, today)),
    ...fact(
      card.no === null && card.state !== 'draft' && card.state !== 'void' ? '亮牌' : '起草',
      dateTimeText(card.raisedAt, today),
    ),
    ...fact('签发', card.no && card.issuedAt ? `${card.signedByName} ${dateTimeText(card.issuedAt, today)}` : null),
    ...fact('回复期限', card.replyDueOn && dayText(card.replyDueOn, today)),
  ]
}

const step = (text: string, small: string | null = null, tone: Tone = ''): StepFact => ({ text, small, tone })

/** Whose turn it is with this paper; null when nobody has to do anything. */
function nextStepOf(shown: Shown): NextStep | null {
  const { card, rights, departmentName, calendar, now } = shown
  const today = dayOf(now)
  const by = (on: CivilDay | null): StepFact => {
    if (on === null) return step('没有期限')
    const rest = { workingDays: workingDaysBetween(today, on, calendar) }
    const tone = restTone(rest)
    return step(dayText(on, today), restText(rest), tone === 'calm' ? '' : tone)
  }
  const version = { version: String(card.__v) }
  if (card.state === 'draft') {
    const buttons = rights.sign
      ? [linkButton('签发', `${hrefOf(card)}/signature`), linkButton('不予签发', `${hrefOf(card)}/rejection`)]
      : []
    return {
      who: step('督查室'),
      what: step(`签发${RUNG_WORDS[card.rung]}`, '签发后编号、生效、通知'),
      when: by(card.signDueAt && dayOf(card.signDueAt)),
      buttons: withPrimary(buttons),
      note: null,
    }
  }
  if (card.state !== 'issued') return null
  if (card.revocation) {
    const buttons = rights.confirmRevocation
      ? [
          postButton('确认撤销', `${hrefOf(card)}/revocation-decision`, { ...version, decision: 'confirm' }),
          postButton('不同意撤销', `${hrefOf(card)}/revocation-decision`, { ...version, decision: 'decline' }),
        ]
      : []
    return {
      who: step('督查室另一人', `${card.revocation.askedByName}已申请`),
      what: step('确认或不同意撤销'),
      when: step('没有期限'),
      buttons: withPrimary(buttons),
      note: rights.confirmRevocation ? null : '撤销要由申请人以外的另一人确认。',
    }
  }
  const revoke: Button[] = rights.askRevocation ? [linkButton('申请撤销', `${hrefOf(card)}/revocation`)] : []
  if (card.rung === 'L3' && !card.reply) {
    const buttons = rights.reply ? withPrimary([linkButton('回复', `${hrefOf(card)}/reply`), ...revoke]) : revoke
    return {
      who: step(departmentName(card.department), '主要负责人签字回复'),
      what: step('回复督办单'),
      when: by(card.replyDueOn),
      buttons,
      note: null,
    }
  }
  return revoke.length === 0
    ? null
    : { who: step('无人'), what: step('已办完'), when: step('—'), buttons: revoke, note: null }
}

function revocationOf({ state, revocation }: Card, today: CivilDay): OrderShowPage['revocation'] {
  if (!revocation) return null
  const asked = `${revocation.askedByName} ${dateTimeText(revocation.askedAt, today)} ${state === 'void' ? '不予签发' : '申请撤销'}`
  const confirmed =
    revocation.confirmedAt && state === 'revoked'
      ? `，${revocation.confirmedByName} ${dateTimeText(revocation.confirmedAt, today)} 确认`
      : ''
  return { text: `${asked}${confirmed}`, reason: revocation.reason }
}
