import type { Types } from 'mongoose'
import { CardModel, type Card } from '../../models/card/index.ts'
import { addresseesOf, DRAFT_LISTENERS, type People } from '../../models/card/addressees.ts'
import { idsWithRole, readPeople } from '../../models/card/people.ts'
import { heldByProvisionalDay, RED_CARD_DAYS, unansweredOrders, unusedRedCards } from '../../models/card/queries.ts'
import { signDueAt } from '../../models/card/raising.ts'
import { OutboxModel } from '../../models/outbox/index.ts'
import { circularFrom, RUNG_WORDS, UNANSWERED_ORDERS_FOR_L5 } from '../../models/issue/ladder.ts'
import { momentAt } from '../../models/issue/moment.ts'
import { dayOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import { SYSTEM } from '../../models/user/actor.ts'
import { act, type Tx } from '../act.ts'
import type { Deps } from '../deps.ts'

interface Part { _id: Types.ObjectId, department: string, issuedOn: CivilDay }

/** A paper about a department, made from several cards of its own, each card used once. */
export interface Combination {
  rung: 'L4' | 'L5'
  basis: Card['basis']
  unused(today: CivilDay, department?: string): ReturnType<typeof unusedRedCards>
  /** days after its issue for which a card can still be used; null = for good */
  lives: number | null
  /** the cards that make one paper, null while they do not suffice; `unused` is one department's, oldest first */
  choose<P extends { issuedOn: CivilDay }>(unused: readonly P[]): readonly P[] | null
}

/** @source domain.md §8 L4, L5; DESIGN.md §7 Ladder */
export const COMBINATIONS: readonly Combination[] = [
  { rung: 'L4', basis: 'threeRedCards', unused: unusedRedCards, lives: RED_CARD_DAYS, choose: circularFrom },
  {
    rung: 'L5', basis: 'ordersIgnored', unused: unansweredOrders, lives: null,
    choose: (unused) => (unused.length < UNANSWERED_ORDERS_FOR_L5 ? null : unused.slice(0, UNANSWERED_ORDERS_FOR_L5)),
  },
]

/** Drafts what three red cards or two unanswered orders of a department lead to. @returns how many drafts were made */
export async function draftCombined(deps: Deps): Promise<number> {
  const people = await readPeople()
  const today = dayOf(deps.clock.now())
  let drafts = 0
  for (const combination of COMBINATIONS) {
    const unused = await combination.unused(today).lean<Part[]>()
    for (const department of new Set(unused.map((card) => card.department))) {
      const own = unused.filter((card) => card.department === department)
      if (combination.choose(own) !== null) drafts += await draftFor(deps, department, combination, people)
    }
  }
  return drafts
}

function draftFor(deps: Deps, department: string, combination: Combination, people: People): Promise<number> {
  return act(deps, SYSTEM, 'job.escalateIssues', async (tx) => {
    const left = await combination.unused(dayOf(tx.now), department).session(tx.session).lean<Part[]>()
    let drafts = 0
    for (let chosen = combination.choose(left); chosen !== null; chosen = combination.choose(left)) {
      await draft(department, chosen, combination, people, tx)
      for (const card of chosen) left.splice(left.indexOf(card), 1)
      drafts += 1
    }
    if (drafts === 0) tx.audit({ record: { type: 'department', id: department }, reason: '另一进程已起草', result: 'refused' })
    return drafts
  })
}

async function draft(
  department: string,
  parts: readonly Part[],
  { rung, basis }: Combination,
  people: People,
  tx: Tx,
): Promise<void> {
  const madeFrom = parts.map(({ _id }) => _id)
  const key = `department:${department}:${rung}:${madeFrom.join(',')}`
  const [card] = await CardModel.create(
    [
      {
        key,
        rung,
        basis,
        department,
        madeFrom,
        state: 'draft',
        raisedAt: tx.now,
        raisedOn: dayOf(tx.now),
        signDueAt: signDueAt(await momentAt(tx.now)),
      },
    ],
    { session: tx.session },
  )
  if (!card) throw new Error(`The draft ${key} was not stored`)
  const used = await CardModel.updateMany(
    { _id: { $in: madeFrom }, usedIn: null },
    { $set: { usedIn: card._id } },
    { session: tx.session },
  )
  if (used.modifiedCount !== parts.length) throw new Error(`A card of ${key} was used elsewhere`)
  tx.audit({
    record: { type: 'card', id: card._id },
    changes: { rung: RUNG_WORDS[rung], madeFrom: `${madeFrom.length} 张` },
  })
  const to = addresseesOf(DRAFT_LISTENERS, { department, handler: null }, people, dayOf(tx.now))
  tx.tell({
    to: to.map(({ user }) => user),
    template: 'order.draft',
    facts: { no: '', category: '', act: RUNG_WORDS[rung], day: dayOf(tx.now) },
    link: '/orders?tab=draft',
    key,
  })
}

/**
 * Tells the system administrators, once a day, that cases are due on a day of a year that is not loaded: their red
 * cards and everything above wait. @returns how many cases wait
 */
export async function alarmProvisional(deps: Deps): Promise<number> {
  const now = deps.clock.now()
  const waiting = await heldByProvisionalDay(now)
  const key = `provisional:${dayOf(now)}`
  if (waiting === 0 || (await isToldAlready(key))) return waiting
  const to = await idsWithRole('systemAdmin')
  await act(deps, SYSTEM, 'job.escalateIssues', async (tx) => {
    tx.audit({ record: { type: 'calendar', id: key }, changes: { waiting: String(waiting) } })
    tx.tell({
      to,
      template: 'calendar.provisional',
      facts: { no: '', category: '', act: `${waiting} 件诉求的到期日仍是暂定`, day: dayOf(now) },
      link: '/admin/calendar',
      key,
    })
    await Promise.resolve()
  })
  return waiting
}

const isToldAlready = async (key: string): Promise<boolean> =>
  (await OutboxModel.exists({ key: { $gte: `${key}:`, $lt: `${key};` } })) !== null
