import { Types } from 'mongoose'
import { addresseesOf, LISTENERS } from '../../../models/card/addressees.ts'
import type { Card } from '../../../models/card/index.ts'
import { signDueAt } from '../../../models/card/raising.ts'
import { signCard } from '../../../models/card/verbs.ts'
import { circularFrom, UNANSWERED_ORDERS_FOR_L5 } from '../../../models/issue/ladder.ts'
import { addDays, dayOf, instantOf } from '../../../models/shared/calendarDay.ts'
import { firstWorkingDayFrom } from '../../../models/shared/workingCalendar.ts'
import { soonAfter } from './moments.ts'
import type { Stage } from './opening.ts'
import type { Random } from './random.ts'

type Dated = Card & { issuedOn: string }

/**
 * The papers that cards of one department led to: three red cards within thirty days, two orders without a reply.
 * Drafted on the
 * next morning as the sweep would have, signed soon after; each card is used once.
 */
export function combinedPapers(cards: readonly Card[], stage: Stage, random: Random): Card[] {
  const papers: Card[] = []
  const departments = [...new Set(cards.map(({ department }) => department))].sort()
  for (const department of departments) {
    const own = cards
      .filter(
        (card): card is Dated => card.department === department && card.state === 'issued' && card.issuedOn !== null,
      )
      .sort((one, other) => one.raisedAt.getTime() - other.raisedAt.getTime())
    papers.push(
      ...circulars(
        own.filter(({ rung }) => rung === 'L2'),
        stage,
        random,
      ),
      ...talks(
        own.filter(({ rung, reply }) => rung === 'L3' && reply === null),
        stage,
        random,
      ),
    )
  }
  return papers
}

function circulars(red: readonly Dated[], stage: Stage, random: Random): Card[] {
  const papers: Card[] = []
  const unused: Dated[] = []
  for (const card of red) {
    unused.push(card)
    const three = circularFrom(unused)
    if (three === null) continue
    const paper = paperFrom('L4', 'threeRedCards', three, card.issuedOn, stage, random)
    if (paper !== null) papers.push(paper)
    for (const used of three) unused.splice(unused.indexOf(used), 1)
  }
  return papers
}

function talks(orders: readonly Dated[], stage: Stage, random: Random): Card[] {
  const papers: Card[] = []
  for (let at = 0; at + UNANSWERED_ORDERS_FOR_L5 <= orders.length; at += UNANSWERED_ORDERS_FOR_L5) {
    const pair = orders.slice(at, at + UNANSWERED_ORDERS_FOR_L5)
    const paper = paperFrom(
      'L5',
      'ordersIgnored',
      pair,
      pair
        .map(({ replyDueOn }) => replyDueOn ?? '')
        .sort()
        .at(-1) ?? '',
      stage,
      random,
    )
    if (paper !== null) papers.push(paper)
  }
  return papers
}

/** Null while the morning of its draft has not come. */
function paperFrom(
  rung: 'L4' | 'L5',
  basis: Card['basis'],
  parts: readonly Card[],
  after: string,
  stage: Stage,
  random: Random,
): Card | null {
  const { calendar, hours, until, people } = stage
  const raisedAt = instantOf(firstWorkingDayFrom(addDays(after, 1), calendar).day, '09:00')
  const department = parts[0]?.department ?? ''
  if (raisedAt > until) return null
  const madeFrom = parts.map(({ _id }) => _id)
  const card: Card = {
    _id: new Types.ObjectId(),
    key: `department:${department}:${rung}:${madeFrom.join(',')}`,
    rung,
    issue: null,
    issueNo: null,
    issueTitle: '',
    dueVersion: 0,
    dueOn: null,
    department,
    basis,
    madeFrom,
    usedIn: null,
    state: 'draft',
    raisedAt,
    raisedOn: dayOf(raisedAt),
    issuedAt: null,
    issuedOn: null,
    no: null,
    signedBy: null,
    signedByName: '',
    signDueAt: signDueAt({ now: raisedAt, calendar, hours }),
    told: [],
    replyDueOn: null,
    reply: null,
    revocation: null,
  }
  for (const part of parts) part.usedIn = card._id
  const signedAt = soonAfter(raisedAt, random, calendar)
  if (signedAt <= until) {
    const told = addresseesOf(LISTENERS[rung], { department, handler: null }, people.listeners, dayOf(signedAt))
    signCard(card, random.pick(people.supervisors), { no: '', department, told }, { now: signedAt, calendar })
  }
  return card
}
